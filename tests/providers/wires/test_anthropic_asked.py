"""The program and a server that keeps Anthropic's published rules: from ``deskchat ask`` to the stored reply."""

import json
from typing import Any

from deskchat.providers import claude
from tests.providers.wires.test_anthropic_messages import ends, more, opened, sse, start, text
from tests.support.home import Home, texts
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.servers import Asked

KEY = {"ANTHROPIC_API_KEY": "sk-ant-secret"}
OPUS, OLDER = "claude-opus-5-5", "claude-sonnet-4-5"
FIELDS = {"model", "max_tokens", "messages", "system", "stream", "thinking", "output_config", "cache_control"}
SAMPLED = {"temperature", "top_p", "top_k"}


class Anthropic:
    """Answers as Anthropic does, where a published rule is broken, too; what was marked for the cache is remembered."""

    def __init__(self) -> None:
        self.cached: set[str] = set()
        self.broken: tuple[dict[str, Any], ...] = ()

    def __call__(self, asked: Asked) -> Answer:
        version = asked.headers.get("anthropic-version")
        if asked.headers.get("x-api-key") != KEY["ANTHROPIC_API_KEY"]:
            return refusal(401, "authentication_error", "invalid x-api-key")
        if version not in ("2023-06-01", "2026-10-21"):
            return refusal(400, "invalid_request_error", "anthropic-version: header is required")
        if asked.method == "GET":
            return Answer(200, json.dumps({"data": [listed(OPUS), listed(OLDER)], "has_more": False}).encode())
        if wrong := broken_rule(asked.json, version):
            return refusal(400, "invalid_request_error", wrong)
        return self.reply(asked.json)

    def reply(self, body: dict[str, Any]) -> Answer:
        prompts = marked(body)
        read = max((len(prompt) for prompt in prompts if prompt in self.cached), default=0)
        written = max((len(prompt) for prompt in prompts), default=0) - read
        self.cached |= set(prompts)
        usage = {"cache_read_input_tokens": read, "cache_creation_input_tokens": written, "input_tokens": 2, "output_tokens": 1}
        thought = (opened(0, "thinking", thinking=""), more(0, "thinking_delta", thinking="Let me see."))
        signed = more(0, "signature_delta", signature="EqoB")
        said = text(f"I am {body['model']}.", 1)
        return Answer(200, sse(start(body["model"], **usage), *thought, signed, *said, *(self.broken or ends())), "text/event-stream")


def broken_rule(body: dict[str, Any], version: str) -> str:
    """The first of Anthropic's rules that a request breaks, in its words."""
    if extra := body.keys() - FIELDS - (SAMPLED if version == "2023-06-01" else set()):
        return f"{min(extra)}: Extra inputs are not permitted"
    if body.keys() & SAMPLED and not claude.takes_sampling(body["model"]):
        return "`temperature` is deprecated for this model."
    blocks = [block for message in body["messages"] for block in message["content"]]
    if any(block["type"] == "text" and not block["text"].strip() for block in blocks):
        return "messages: text content blocks must be non-empty"
    if any(block["type"] == "thinking" for block in blocks):
        return "messages.1.content.0: Invalid `signature` in `thinking` block"
    if body["messages"][-1]["role"] != "user":
        return "This model does not support assistant message prefill. The conversation must end with a user message."
    if body.get("thinking", {}).get("type") == "disabled" and body["model"] == OPUS:
        return '"thinking.type.disabled" is not supported for this model.'
    if body.get("thinking", {}).get("budget_tokens", 0) >= body["max_tokens"]:
        return "`max_tokens` must be greater than `thinking.budget_tokens`."
    return ""


def marked(body: dict[str, Any]) -> list[str]:
    """Every beginning of the prompt that ends at a mark, without the marks."""
    blocks = [*body.get("system", ()), *(block for message in body["messages"] for block in message["content"])]
    plain = [json.dumps({name: value for name, value in block.items() if name != "cache_control"}) for block in blocks]
    return ["".join(plain[: place + 1]) for place, block in enumerate(blocks) if "cache_control" in block]


def listed(model: str) -> dict[str, Any]:
    return {"type": "model", "id": model, "display_name": model.title(), "lifecycle": "active", "max_input_tokens": 200_000}


def refusal(status: int, kind: str, message: str) -> Answer:
    return Answer(status, json.dumps({"type": "error", "error": {"type": kind, "message": message}}).encode())


def point_to(home: Home, server: ScriptedServer) -> None:
    home.paths.config.mkdir(parents=True, exist_ok=True)
    home.paths.providers.write_text(f'[[provider]]\nid = "anthropic"\nbase_url = "{server.url}/v1"\nkey_env = "ANTHROPIC_API_KEY"\n')


def ask(home: Home, *arguments: str, model: str = OPUS) -> list[dict[str, Any]]:
    return home.ask("--model", f"anthropic/{model}", *arguments, environ=KEY).events


def chats(server: ScriptedServer) -> list[Asked]:
    return [asked for asked in server.asked if asked.path == "/v1/messages"]


def test_a_conversation_goes_on_from_model_to_model_and_reads_from_the_cache(home: Home) -> None:
    with ScriptedServer(Anthropic()) as server:
        point_to(home, server)
        first = ask(home, "Who are you?")
        conversation = first[0]["conversation"]
        second = ask(home, "--conversation", conversation, "And now?")
        spent = home.run("spending", "--json").events
        other = ask(home, "--conversation", conversation, "And you?", model=OLDER)
    assert [texts(events) for events in (first, second, other)] == [f"I am {model}." for model in (OPUS, OPUS, OLDER)]
    assert "".join(event["text"] for event in first if event["event"] == "reasoning") == "Let me see."
    assert (first[-1]["stop"], first[-1]["output_tokens"]) == ("end", 5)
    assert [len(chat.json["messages"]) for chat in chats(server)] == [1, 3, 5]
    assert spent[0]["cached_tokens"] == first[-1]["input_tokens"] - 2    # all that was written at the first turn
    assert spent[0]["input_tokens"] == first[-1]["input_tokens"] + second[-1]["input_tokens"]
    assert {chat.headers["anthropic-version"] for chat in chats(server)} == {"2026-10-21"}
    assert all("sk-ant" not in chat.path for chat in server.asked)


def test_a_temperature_reaches_an_older_model(home: Home) -> None:
    with ScriptedServer(Anthropic()) as server:
        point_to(home, server)
        for model in (OLDER, OPUS):
            assert texts(ask(home, "--temperature", "0.3", "Hm?", model=model)) == f"I am {model}."
    assert [chat.json.get("temperature") for chat in chats(server)] == [0.3, None]
    assert [chat.headers["anthropic-version"] for chat in chats(server)] == ["2023-06-01", "2026-10-21"]


def test_a_refusal_is_a_reply_with_a_reason(home: Home) -> None:
    anthropic = Anthropic()
    anthropic.broken = ends("refusal", {"type": "refusal", "category": "cyber", "explanation": None})
    with ScriptedServer(anthropic) as server:
        point_to(home, server)
        events = ask(home, "Hm?")
        anthropic.broken = ()
        again = ask(home, "--conversation", events[0]["conversation"], "Then tell me a joke.")
    assert (events[-1]["event"], events[-1]["stop"]) == ("done", "refusal")
    assert "it could help to attack computers" in json.dumps(events, ensure_ascii=False)
    assert texts(again) == f"I am {OPUS}."
    assert [message["role"] for message in chats(server)[-1].json["messages"]] == ["user"]    # what was refused is not sent


def test_an_error_in_the_middle_keeps_what_came(home: Home) -> None:
    anthropic = Anthropic()
    anthropic.broken = ({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},)
    with ScriptedServer(anthropic) as server:
        point_to(home, server)
        events = ask(home, "Hm?")
    assert (texts(events), events[-1]["event"], events[-1]["kind"]) == (f"I am {OPUS}.", "error", "overloaded")
    assert len(chats(server)) == 1


def test_a_wrong_key_is_told(home: Home) -> None:
    with ScriptedServer(Anthropic()) as server:
        point_to(home, server)
        ran = home.ask("--model", f"anthropic/{OPUS}", "Hm?", environ={"ANTHROPIC_API_KEY": "sk-ant-wrong"})
    assert (ran.status, ran.events[-1]["kind"]) == (1, "auth")
    assert "sk-ant" not in ran.out + ran.err


def test_the_models_are_listed(home: Home) -> None:
    with ScriptedServer(Anthropic()) as server:
        point_to(home, server)
        ran = home.run("models", "--refresh", environ=KEY)
    assert ran.status == 0, ran.err
    assert f"anthropic/{OLDER}" in ran.out
    assert [asked.path for asked in server.asked] == ["/v1/models?limit=1000"]
