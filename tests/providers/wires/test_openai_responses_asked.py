"""The program and a server that keeps OpenAI's published rules: from ``deskchat ask`` to the stored reply."""

import json
from typing import Any

import pytest

from tests.providers.wires import replay
from tests.support.home import Home, texts
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.servers import Asked
from tests.switching import rules

KEY = {"OPENAI_API_KEY": "sk-secret"}
THINKER, OTHER, PLAIN = "gpt-5.5", "gpt-6-astra", "gpt-4.1"
STREAM = "text/event-stream"


class OpenAI:
    """Answers as OpenAI does, where a published rule is broken, too."""

    def __init__(self) -> None:
        self.forgets = False                     # earlier encrypted reasoning is no longer accepted
        self.efforts: tuple[str, ...] = ()       # the only ones that are, where any are named
        self.instead: tuple[bytes, ...] = ()     # what comes in place of the end of a reply

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {KEY['OPENAI_API_KEY']}":
            return refusal(401, "Incorrect API key provided.", code="invalid_api_key")
        if asked.method == "GET":
            return Answer(200, json.dumps({"object": "list", "data": [{"id": name} for name in (THINKER, OTHER, PLAIN)]}).encode())
        body = asked.json
        if body["model"] not in (THINKER, OTHER, PLAIN):
            return refusal(400, f"The requested model '{body['model']}' does not exist.", code="model_not_found")
        try:
            rules.responses(body["model"], asked.headers, body, 100_000)
            rules.require(not self.forgets or "encrypted_content" not in str(body["input"]), "The encrypted content for item rs_1 could not be verified.")
        except rules.BrokenRuleError as error:
            return refusal(error.status, str(error))
        effort = body.get("reasoning", {}).get("effort")
        if effort and self.efforts and effort not in self.efforts:
            return refusal(400, f"Unsupported value: '{effort}' is not supported with this model.", param="reasoning.effort")
        return Answer(200, b"".join((*begun(body["model"]), *(self.instead or ended(body["model"])))), STREAM)


def begun(model: str) -> list[bytes]:
    """The words of a reply; one that thinks notes something for itself."""
    events = [event("response.created", response={"status": "in_progress", "model": model})]
    if model != PLAIN:
        sealed = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": f"sealed:{model}:x"}
        events += [
            event("response.reasoning_summary_text.delta", output_index=0, summary_index=0, delta="Let me see."),
            event("response.output_item.done", output_index=0, item=sealed),
        ]
    words = f"I am {model}."
    message = {"type": "message", "id": "msg_1", "role": "assistant", "content": [{"type": "output_text", "text": words}]}
    events.append(event("response.output_text.delta", output_index=1, content_index=0, delta=words))
    return [*events, event("response.output_item.done", output_index=1, item=message)]


def ended(model: str) -> list[bytes]:
    usage = {"input_tokens": 9, "output_tokens": 6, "output_tokens_details": {"reasoning_tokens": 3}}
    return [event("response.completed", response={"status": "completed", "model": model, "output": [], "usage": usage})]


def event(kind: str, **fields: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def refusal(status: int, message: str, code: str | None = None, param: str | None = None) -> Answer:
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return Answer(status, json.dumps({"error": error}).encode())


def point_to(home: Home, server: ScriptedServer, provider: str = "openai") -> None:
    home.paths.config.mkdir(parents=True, exist_ok=True)
    home.paths.providers.write_text(f'[[provider]]\nid = "{provider}"\nbase_url = "{server.url}/v1"\nkey_env = "{provider.upper()}_API_KEY"\n')


def ask(home: Home, *arguments: str, model: str = THINKER) -> list[dict[str, Any]]:
    return home.ask("--model", f"openai/{model}", *arguments, environ=KEY).events


def bodies(server: ScriptedServer) -> list[dict[str, Any]]:
    return [asked.json for asked in server.asked if asked.path == "/v1/responses"]


def sealed(body: dict[str, Any]) -> list[str]:
    """The encrypted reasoning in a request."""
    return [item["encrypted_content"] for item in body["input"] if item["type"] == "reasoning"]


def test_a_conversation_carries_reasoning_to_its_maker_and_to_nobody_else(home: Home) -> None:
    with ScriptedServer(OpenAI()) as server:
        point_to(home, server)
        first = ask(home, "--effort", "high", "--system", "Be brief.", "Who are you?")
        conversation = first[0]["conversation"]
        again = [ask(home, "--conversation", conversation, "And you?", model=model) for model in (THINKER, OTHER, PLAIN, THINKER)]
    assert [texts(events) for events in (first, *again)] == [f"I am {model}." for model in (THINKER, THINKER, OTHER, PLAIN, THINKER)]
    one = f"sealed:{THINKER}:x"
    assert [sealed(body) for body in bodies(server)] == [[], [one], [], [], [one, one]]
    assert bodies(server)[0]["reasoning"] == {"effort": "high", "summary": "auto"}
    assert {(body["store"], body["instructions"]) for body in bodies(server)} == {(False, "Be brief.")}
    assert "".join(event["text"] for event in first if event["event"] == "reasoning") == "Let me see."
    assert (first[-1]["stop"], first[-1]["input_tokens"], first[-1]["output_tokens"]) == ("end", 9, 6)


def test_reasoning_that_openai_no_longer_reads_costs_one_more_request(home: Home) -> None:
    openai = OpenAI()
    with ScriptedServer(openai) as server:
        point_to(home, server)
        conversation = ask(home, "Who are you?")[0]["conversation"]
        openai.forgets = True
        again = ask(home, "--conversation", conversation, "Still?")
    assert texts(again) == f"I am {THINKER}."
    assert [len(sealed(body)) for body in bodies(server)] == [0, 1, 0]


def test_an_effort_that_is_refused_costs_one_more_request(home: Home) -> None:
    openai = OpenAI()
    openai.efforts = ("low",)
    with ScriptedServer(openai) as server:
        point_to(home, server)
        events = ask(home, "--effort", "high", "Who are you?")
    assert texts(events) == f"I am {THINKER}."
    assert ["reasoning" in body for body in bodies(server)] == [True, False]
    assert "does not take this thinking effort" in json.dumps(events)


def test_temperature_and_verbosity_reach_those_that_take_them(home: Home) -> None:
    asked = ("--temperature", "0.3", "--verbosity", "low", "Hm?")
    with ScriptedServer(OpenAI()) as server:
        point_to(home, server)
        told = [ask(home, "--effort", "none", *asked, model=model) for model in (THINKER, OTHER, PLAIN)]
    assert [texts(events) for events in told] == [f"I am {model}." for model in (THINKER, OTHER, PLAIN)]
    assert [(body.get("temperature"), body.get("text")) for body in bodies(server)] == [
        (0.3, {"verbosity": "low"}), (None, {"verbosity": "low"}), (0.3, None)
    ]
    assert ["left out" in json.dumps(events) for events in told] == [False, True, True]


def test_credit_that_ends_in_the_middle_keeps_what_came(home: Home) -> None:
    openai = OpenAI()
    openai.instead = (event("error", code="insufficient_quota", message="You exceeded your current quota.", param=None),)
    with ScriptedServer(openai) as server:
        point_to(home, server)
        events = ask(home, "Hm?")
    assert (texts(events), events[-1]["event"], events[-1]["kind"]) == (f"I am {THINKER}.", "error", "quota")
    assert len(bodies(server)) == 1


def test_a_model_that_does_not_exist_and_a_wrong_key_are_told(home: Home) -> None:
    with ScriptedServer(OpenAI()) as server:
        point_to(home, server)
        unknown = home.ask("--model", "openai/gpt-none", "Hm?", environ=KEY)
        wrong = home.ask("--model", f"openai/{THINKER}", "Hm?", environ={"OPENAI_API_KEY": "sk-wrong"})
    assert [(ran.status, ran.events[-1]["kind"]) for ran in (unknown, wrong)] == [(1, "not_found"), (1, "auth")]
    assert "sk-" not in wrong.out + wrong.err


def test_a_recorded_reply_of_xai_is_printed(home: Home) -> None:
    path = replay.FOLDER / "openai-responses" / "xai-grok43_reasoning.json"
    if not path.exists():
        pytest.skip(replay.MISSING)
    recording = replay.load(path)
    with ScriptedServer(lambda _: Answer(200, replay.body_of(recording), STREAM)) as server:
        point_to(home, server, "xai")
        ran = home.ask("--model", "xai/grok-4.3", "--effort", "max", "--system", "Be brief.", "Hm?", environ={"XAI_API_KEY": "xai-secret"})
    assert texts(ran.events) == recording["expected"]["text"]
    assert ran.events[-1]["output_tokens"] == recording["expected"]["output_tokens"]
    (body,) = bodies(server)
    assert (body["reasoning"], body["include"]) == ({"effort": "high"}, ["reasoning.encrypted_content"])
    assert "xai-secret" not in ran.out + ran.err
