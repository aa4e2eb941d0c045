"""The program and a server that keeps Google's published rules: from ``deskchat ask`` to the stored reply."""

import json
from typing import Any

from tests.support.home import Home, texts
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.servers import Asked

KEY = {"GEMINI_API_KEY": "AIza-secret"}
MODELS = ("gemini-3.5-flash", "gemini-3.6-flash")


class Google:
    """Signs every reply for the model that made it, and takes back only what it signed for the model that is asked."""

    def __init__(self) -> None:
        self.forgets = False
        self.blocks = False
        self.signatures: dict[str, str] = {}

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("x-goog-api-key") != KEY["GEMINI_API_KEY"]:
            return refusal(400, "API key not valid. Please pass a valid API key.")
        if asked.method == "GET":
            models = [{"name": f"models/{m}", "displayName": m, "supportedGenerationMethods": ["generateContent"]} for m in MODELS]
            return Answer(200, json.dumps({"models": models}).encode())
        model = asked.path.split("/")[-1].split(":")[0]
        for content in asked.json["contents"]:
            if not content["parts"] or any(part.get("text") == "" for part in content["parts"]):
                return refusal(400, "Unable to submit request because it must include at least one parts field.")
            signed = [part["thoughtSignature"] for part in content["parts"] if "thoughtSignature" in part]
            if signed and (self.forgets or any(self.signatures.get(one) != model for one in signed)):
                return refusal(400, "Corrupted thought signature.")
        return self.blocked() if self.blocks else self.reply(model)

    def reply(self, model: str) -> Answer:
        signature = f"c2lnbmF0dXJl{len(self.signatures):04}"
        self.signatures[signature] = model
        return events(
            {"candidates": [{"content": {"parts": [{"text": "Let me see.", "thought": True}]}}], "modelVersion": model},
            {"candidates": [{"content": {"parts": [{"text": f"I am {model}."}]}}]},
            {
                "candidates": [{"content": {"parts": [{"text": "", "thoughtSignature": signature}]}, "finishReason": "STOP"}],
                "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 4, "thoughtsTokenCount": 2, "totalTokenCount": 15},
            },
        )

    def blocked(self) -> Answer:
        return events({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 9}})


def events(*chunks: dict[str, Any]) -> Answer:
    return Answer(200, b"".join(b"data: " + json.dumps(c).encode() + b"\r\n\r\n" for c in chunks), "text/event-stream")


def refusal(status: int, message: str) -> Answer:
    return Answer(status, json.dumps({"error": {"code": status, "message": message, "status": "INVALID_ARGUMENT"}}).encode())


def point_to(home: Home, server: ScriptedServer) -> None:
    home.paths.config.mkdir(parents=True, exist_ok=True)
    home.paths.providers.write_text(f'[[provider]]\nid = "google"\nbase_url = "{server.url}/v1beta"\nkey_env = "GEMINI_API_KEY"\n')


def ask(home: Home, *arguments: str, model: str = MODELS[0]) -> list[dict[str, Any]]:
    return home.ask("--model", f"google/{model}", *arguments, environ=KEY).events


def signatures(asked: Asked) -> list[str]:
    """The signatures in a request."""
    parts = [part for content in asked.json["contents"] for part in content["parts"]]
    return [part["thoughtSignature"] for part in parts if "thoughtSignature" in part]


def test_a_conversation_carries_signatures_to_their_maker_and_to_nobody_else(home: Home) -> None:
    google = Google()
    with ScriptedServer(google) as server:
        point_to(home, server)
        first = ask(home, "--effort", "high", "Who are you?")
        conversation = first[0]["conversation"]
        second = ask(home, "--conversation", conversation, "Still?")
        other = ask(home, "--conversation", conversation, "And you?", model=MODELS[1])
    chats = [asked for asked in server.asked if asked.method == "POST"]
    assert all("secret" not in asked.path for asked in server.asked)
    assert chats[0].path == "/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse"
    assert chats[0].json["generationConfig"]["thinkingConfig"] == {"includeThoughts": True, "thinkingLevel": "HIGH"}
    assert texts(first) == texts(second) == "I am gemini-3.5-flash."
    assert texts(other) == "I am gemini-3.6-flash."
    assert [signatures(chat) for chat in chats] == [[], ["c2lnbmF0dXJl0000"], []]
    assert (first[-1]["stop"], first[-1]["input_tokens"], first[-1]["output_tokens"]) == ("end", 9, 6)
    assert "".join(event["text"] for event in first if event["event"] == "reasoning") == "Let me see."


def test_a_signature_that_google_no_longer_knows_costs_one_more_request(home: Home) -> None:
    google = Google()
    with ScriptedServer(google) as server:
        point_to(home, server)
        conversation = ask(home, "Who are you?")[0]["conversation"]
        google.forgets = True
        again = ask(home, "--conversation", conversation, "Still?")
    assert texts(again) == "I am gemini-3.5-flash."
    chats = [asked for asked in server.asked if asked.method == "POST"]
    assert [signatures(chat) for chat in chats] == [[], ["c2lnbmF0dXJl0000"], []]


def test_a_blocked_prompt_is_a_failure_a_person_understands(home: Home) -> None:
    google = Google()
    google.blocks = True
    with ScriptedServer(google) as server:
        point_to(home, server)
        ran = home.ask("--model", "google/gemini-3.5-flash", "Hm?", environ=KEY)
    assert (ran.status, ran.events[-1]["event"], ran.events[-1]["kind"]) == (1, "error", "bad_request")
    assert "content filter" in ran.events[-1]["message"]


def test_a_wrong_key_is_told(home: Home) -> None:
    with ScriptedServer(Google()) as server:
        point_to(home, server)
        ran = home.ask("--model", "google/gemini-3.5-flash", "Hm?", environ={"GEMINI_API_KEY": "AIza-wrong"})
    assert (ran.status, ran.events[-1]["kind"]) == (1, "auth")
    assert "AIza" not in ran.out + ran.err
