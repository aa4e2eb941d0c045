import json

import pytest

from deskchat.providers.nearby import USUAL_PORTS, recognised, roots

ROOT = "http://10.0.0.2:1"
LIST = "/v1/models"


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def listed(*names: str, **fields: str) -> bytes:
    return body({"object": "list", "data": [{"id": name, "object": "model", **fields} for name in names]})


@pytest.mark.parametrize(
    ("answers", "kind", "name", "base_url", "models"),
    [
        ({"/api/version": body({"version": "0.12.3"}), "/api/tags": body({"models": [{"name": "llama3.2:3b"}]}), LIST: listed("x")},
         "ollama", "Ollama", ROOT, ("llama3.2:3b",)),
        ({"/props": body({"default_generation_settings": {}, "total_slots": 1}), LIST: listed("m", owned_by="llamacpp")},
         "llama-server", "llama.cpp server", f"{ROOT}/v1", ("m",)),
        ({"/api/v0/models": body({"data": [{"id": "a", "type": "llm", "publisher": "p", "state": "not-loaded"}]}), LIST: listed("a")},
         "lmstudio", "LM Studio", f"{ROOT}/v1", ("a",)),
        ({LIST: listed("org/model", owned_by="vllm")}, "vllm", "vLLM", f"{ROOT}/v1", ("org/model",)),
        ({"/api/extra/version": body({"result": "KoboldCpp", "version": "1.9"}), LIST: listed("k"),
          "/api/version": body({"version": "0.7"}), "/api/tags": body({"models": []})},
         "", "KoboldCpp", f"{ROOT}/v1", ("k",)),
        ({LIST: listed("j", owned_by="jan")}, "", "Jan", f"{ROOT}/v1", ("j",)),
        ({LIST: listed("z")}, "", "A compatible server", f"{ROOT}/v1", ("z",)),
    ],
)  # fmt: skip
def test_a_program_is_known_by_what_it_alone_has(
    answers: dict[str, bytes], kind: str, name: str, base_url: str, models: tuple[str, ...]
) -> None:
    found = recognised(ROOT, answers)
    assert found is not None
    assert (found.kind, found.name, found.base_url, found.models) == (kind, name, base_url, models)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"data": 7}', b"\xff\xfe", b"[" * 100_000, body({"models": {}})])
def test_nonsense_is_nobody_or_a_server_without_models(answer: bytes) -> None:
    for path in (LIST, "/api/tags", "/props", "/api/v0/models", "/api/extra/version"):
        found = recognised(ROOT, {path: answer})
        assert found is None or found.models == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("desk.local:9000", ("http://desk.local:9000",)),
        (" https://models.example/v1/ ", ("https://models.example",)),
        ("192.168.1.20", tuple(f"http://192.168.1.20:{port}" for port in USUAL_PORTS)),
        ("[::1]:8080", ("http://[::1]:8080",)),
        ("", ()), ("http://", ()), ("ftp://x", ()), ("a b", ()), ("http://u:p@host", ()), ("host:99999", ()),
    ],
)  # fmt: skip
def test_what_a_person_may_type(text: str, expected: tuple[str, ...]) -> None:
    assert roots(text) == expected
