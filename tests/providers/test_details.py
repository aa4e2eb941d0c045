"""What Ollama's older servers tell only when they are asked model by model."""

import json

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers.catalogue import Entry
from deskchat.providers.details import completed
from deskchat.providers.model_lists import read_models
from deskchat.providers.wire import Endpoint

OLLAMA = Entry("ollama", "Ollama", "http://localhost:11434", "ollama-chat")
LIST = json.dumps({"models": [{"model": "old:1b"}, {"model": "gone:1b"}]}).encode()
SHOWN = {
    "capabilities": ["completion", "vision"],
    "model_info": {"general.architecture": "old", "old.context_length": 4_096},
    "details": {"family": "old", "quantization_level": "Q8_0"},
}


async def test_each_model_that_lacks_facts_is_asked_about() -> None:
    asked: list[str] = []

    async def ask(endpoint: Endpoint) -> bytes:
        name = json.loads(endpoint.body)["model"]
        asked.append(f"{endpoint.path} {name}")
        if name == "gone:1b":
            raise ChatError(ErrorKind.NOT_FOUND, "Gone.")
        return json.dumps(SHOWN).encode()

    old, gone = read_models(OLLAMA, await completed(OLLAMA, LIST, ask))
    assert asked == ["api/show old:1b", "api/show gone:1b"]
    assert (old.context_tokens, old.vision, old.quantisation) == (4_096, True, "Q8_0")
    assert (gone.context_tokens, gone.vision) == (None, None)


async def test_what_is_known_is_not_asked_and_other_servers_are_never() -> None:
    async def nobody(endpoint: Endpoint) -> bytes:
        raise AssertionError(endpoint.path)

    known = json.dumps({"models": [{"model": "m", "capabilities": ["completion"], "details": {"context_length": 8}}]}).encode()
    assert await completed(OLLAMA, known, nobody) == known
    assert await completed(Entry("x", "X", "http://127.0.0.1"), LIST, nobody) == LIST


async def test_nonsense_changes_nothing() -> None:
    async def odd(_: Endpoint) -> bytes:
        return b"[[["

    for body in (b"", b"[]", b'{"models": 3}', b'{"models": [3, null, {}]}'):
        result = await completed(OLLAMA, body, odd)
        assert json.loads(result or b"0") == json.loads(body or b"0") or b"details" in result
