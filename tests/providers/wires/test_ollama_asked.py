"""The program and a server that answers as Ollama does: from ``deskchat ask`` to the stored reply."""

import json
from typing import Any

import pytest

from tests.support.home import Home, texts
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.servers import Asked

PLAIN, THINKER = "llama3.2:latest", "qwen3:8b"


def ollama(asked: Asked) -> Answer:
    """Two models, of which one thinks; the other refuses to, in Ollama's words."""
    if asked.path == "/api/tags":
        listed = [
            {"name": PLAIN, "model": PLAIN, "capabilities": ["completion"], "details": {"context_length": 131_072}},
            {"name": THINKER, "model": THINKER, "capabilities": ["completion", "thinking"], "details": {"context_length": 12_000}},
        ]
        return Answer(200, json.dumps({"models": listed}).encode())
    if asked.path != "/api/chat":
        return Answer(404, b"404 page not found", "text/plain")
    model = asked.json["model"]
    if model not in (PLAIN, THINKER):
        return Answer(404, json.dumps({"error": f"model '{model}' not found"}).encode())
    if asked.json.get("think") and model == PLAIN:
        return Answer(400, json.dumps({"error": f'"{model}" does not support thinking'}).encode())
    return lines(
        {"model": model, "message": {"role": "assistant", "content": "", "thinking": "Hm."}, "done": False},
        {"model": model, "message": {"role": "assistant", "content": f"I am {model}."}, "done": False},
        {
            "model": model, "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop",
            "prompt_eval_count": 9, "eval_count": 6, "eval_duration": 60_000_000,
        },
    )  # fmt: skip


def lines(*values: dict[str, Any]) -> Answer:
    return Answer(200, b"".join(json.dumps(value).encode() + b"\n" for value in values), "application/x-ndjson")


def point_to(home: Home, server: ScriptedServer, more: str = "", *, path: str = "") -> None:
    home.paths.config.mkdir(parents=True, exist_ok=True)
    home.paths.providers.write_text(f'[[provider]]\nid = "ollama"\nbase_url = "{server.url}{path}"\n{more}\n')


@pytest.mark.parametrize("path", ["", "/v1"])
def test_a_conversation_goes_on_from_model_to_model(home: Home, path: str) -> None:
    with ScriptedServer(ollama) as server:
        models = f'[{{ id = "{PLAIN}" }}, {{ id = "{THINKER}", context = 12000, reasoning = true }}]'
        point_to(home, server, f"models = {models}", path=path)
        first = home.ask("--model", f"ollama/{PLAIN}", "--system", "Be brief.", "Who are you?").events
        second = home.ask("--model", f"ollama/{THINKER}", "--conversation", first[0]["conversation"], "And you?").events
    chats = [asked.json for asked in server.asked if asked.path == "/api/chat"]
    assert texts(first) == f"I am {PLAIN}."
    assert texts(second) == f"I am {THINKER}."
    assert (first[-1]["stop"], first[-1]["input_tokens"], first[-1]["output_tokens"]) == ("end", 9, 6)
    assert [chat["options"]["num_ctx"] for chat in chats] == [8_192, 12_000]
    assert chats[1]["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Who are you?"},
        {"role": "assistant", "content": f"I am {PLAIN}."},
        {"role": "user", "content": "And you?"},
    ]


def test_a_model_that_does_not_think_is_not_asked_to(home: Home) -> None:
    with ScriptedServer(ollama) as server:
        point_to(home, server)
        home.run("models")    # what each model can do is known from the list
        ran = home.ask("--model", f"ollama/{PLAIN}", "--effort", "high", "Hm?")
    assert ran.status == 0, ran.out
    assert [asked.json.get("think") for asked in server.asked if asked.path == "/api/chat"] == [None]


def test_a_model_that_is_not_there_can_be_fetched(home: Home) -> None:
    with ScriptedServer(ollama) as server:
        point_to(home, server)
        ran = home.ask("--model", "ollama/gemma9", "Hm?")
    assert (ran.status, ran.events[-1]["kind"]) == (1, "not_found")
    assert "“ollama pull gemma9”" in ran.events[-1]["message"]
