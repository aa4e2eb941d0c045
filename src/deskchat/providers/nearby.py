"""Which program answers at an address: told from what each of them alone has. No I/O.

Sources: Ollama ``docs/api.md`` (``/api/version``, ``/api/tags``); llama.cpp ``tools/server/README.md`` (``/props``); LM
Studio's REST API (https://lmstudio.ai/docs/developer/rest, ``/api/v0/models``); vLLM ``entrypoints/openai/api_server.py``
(``owned_by``); KoboldCpp's API (``/api/extra/version``); all others by the list of models in OpenAI's form.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from deskchat.providers.addresses import is_address
from deskchat.providers.reading import parsed, string, table, tables

# the ports on which these programs listen when nobody tells them another
USUAL_PORTS: Final = (11434, 1234, 8080, 8000, 1337, 5001, 4891, 8081)
QUESTIONS: Final = ("/api/extra/version", "/props", "/api/v0/models", "/v1/models", "/api/version", "/api/tags")
MODELS_NAMED: Final = 200
NAME_LIMIT: Final = 120


class Server(msgspec.Struct, frozen=True):
    """A program that answers. ``kind``: the provider of the catalogue that speaks as it does, ``""`` for none.

    ``base_url`` is how it is asked as a provider; ``models`` are the names it lists.
    """

    kind: str
    name: str
    base_url: str
    models: tuple[str, ...] = ()


def roots(text: str) -> tuple[str, ...]:
    """The addresses that ``text`` (a host, host:port or URL) may stand for, without a path; empty for nonsense."""
    text = text.strip()
    address = (text if "://" in text else f"http://{text}").rstrip("/")
    if not text or any(c.isspace() for c in text) or not is_address(address):
        return ()
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    if parts.port is not None or "://" in text:
        return (f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}",)
    return tuple(f"http://{host}:{port}" for port in USUAL_PORTS)


def recognised(root: str, answers: Mapping[str, bytes]) -> Server | None:
    """Who answers at ``root``, from the bodies of the ``QUESTIONS`` answered with 200; ``None`` for nobody we know."""
    said = {path: table(parsed(body.decode("utf-8", "replace"))) for path, body in answers.items()}
    listed = tables(said.get("/v1/models", {}).get("data"))
    names = _names(listed, "id")
    if string(said.get("/api/extra/version", {}).get("result")) == "KoboldCpp":
        return Server("", "KoboldCpp", f"{root}/v1", names)
    if "default_generation_settings" in said.get("/props", {}) or _owned_by(listed, "llamacpp"):
        return Server("llama-server", "llama.cpp server", f"{root}/v1", names)
    own = tables(said.get("/api/v0/models", {}).get("data"))
    if any("state" in model or "publisher" in model for model in own):
        return Server("lmstudio", "LM Studio", f"{root}/v1", _names(own, "id"))
    if _owned_by(listed, "vllm"):
        return Server("vllm", "vLLM", f"{root}/v1", names)
    if "models" in said.get("/api/tags", {}) and string(said.get("/api/version", {}).get("version")):
        return Server("ollama", "Ollama", root, _names(tables(said["/api/tags"].get("models")), "name"))
    if names or "data" in said.get("/v1/models", {}):
        return Server("", _maker(listed) or "A compatible server", f"{root}/v1", names)
    return None


def _names(items: list[dict[str, Any]], key: str) -> tuple[str, ...]:
    found = (string(item.get(key))[:NAME_LIMIT] for item in items[:MODELS_NAMED])
    return tuple("".join(c for c in name if c.isprintable()) for name in found if name)


def _owned_by(listed: list[dict[str, Any]], owner: str) -> bool:
    return any(string(model.get("owned_by")) == owner for model in listed)


def _maker(listed: list[dict[str, Any]]) -> str:
    return "Jan" if any(string(model.get("owned_by")).lower() in ("jan", "cortex", "menlo") for model in listed) else ""
