"""Answers to ``GET /models`` → models, whatever a server says about them. Tolerant and bounded."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec.structs import replace

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelInfo, ModelRef, Price
from deskchat.providers import failures, model_facts, prices
from deskchat.providers.catalogue import Entry

LIST_BYTES = 50 * 1024 * 1024
MOST_MODELS = 100_000
LONGEST_NAME = 200
CONTEXT_FIELDS = ("context_length", "max_context_length", "context_window", "max_model_len", "max_input_tokens")
MAX_CONTEXT = 10**9
NOT_FOR_CHAT = re.compile(
    r"embed|whisper|\btts\b|transcri|moderation|dall-e|image-\d|gpt-image|rerank|\bocr\b|realtime|\bsora\b"
    r"|babbage|davinci|guard\b|voxtral-mini-(?:transcribe|tts)|stable-diffusion|flux",
    re.IGNORECASE,
)


def own_models(entry: Entry) -> tuple[ModelInfo, ...]:
    """The models that providers.toml lists."""
    return tuple(
        ModelInfo(
            ModelRef(entry.id, model.id),
            failures.clean(model.id, LONGEST_NAME),
            context_tokens=model.context,
            vision=None if model.input is None else "image" in model.input,
            reasons=model.reasoning,
        )
        for model in entry.models
    )


def by_name(entry: Entry, ref: ModelRef) -> ModelInfo:
    """What the name alone tells of a model that is in no list. The first call takes a while (``prices.known``)."""
    told = _model(entry, {"id": ref.model}) or ModelInfo(ref, "")
    return replace(told, ref=ref, name=failures.clean(ref.model.rpartition("/")[2], LONGEST_NAME))


def read_models(entry: Entry, body: bytes) -> tuple[ModelInfo, ...]:
    """The models in a list answer of ``entry``, without those that don't chat. Raises ``ChatError("protocol")``."""
    text = body.decode("utf-8", "replace")
    if failures.is_page(text):
        raise failures.web_page(entry.name)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise _no_list(entry.name, "not JSON") from None
    items = _items(value)
    if items is None:
        raise _no_list(entry.name, "no list of models in it")
    models: dict[str, ModelInfo] = {}
    for item in items[:MOST_MODELS]:
        model = _model(entry, item)
        if model is not None:
            models.setdefault(model.ref.model, model)
    return tuple(models.values())


def _items(value: object) -> list[Any] | None:
    """The list itself, or the one under ``data`` or ``models``."""
    if isinstance(value, dict):
        value = value.get("data") if isinstance(value.get("data"), list) else value.get("models")
    return value if isinstance(value, list) else None


def _model(entry: Entry, item: object) -> ModelInfo | None:
    if isinstance(item, str):
        item = {"id": item}
    if not isinstance(item, dict):
        return None
    model_id = item.get("id") or item.get("model") or item.get("name") or item.get("key")
    if not isinstance(model_id, str) or not _is_plain(model_id) or not _chats(model_id, item):
        return None
    title = item.get("name") if entry.id == "openrouter" else None
    price, context = _price(item), _context(item)
    if price is None or context is None:
        known_price, known_context = prices.known(entry.id, model_id)
        price, context = price or known_price, context or known_context
    model = ModelInfo(
        ModelRef(entry.id, model_id),
        failures.clean(title if isinstance(title, str) and title.strip() else model_id, LONGEST_NAME),
        context_tokens=context,
        max_output_tokens=_count(item.get("max_completion_tokens"))
        or _count(_inner(item, "top_provider").get("max_completion_tokens")),
        vision=_vision(item),
        reasons=_reasons(item),
        efforts=_efforts(item),
        pdf=_pdf(item),
        price=price,
    )
    return model_facts.told_by(entry.wire, entry.id, item, model)


def _is_plain(model_id: str) -> bool:
    """An id is sent and stored as it is; one with control characters, or longer than any real one, is not an id."""
    return failures.clean(model_id, LONGEST_NAME) == model_id


def _chats(model_id: str, item: Mapping[str, Any]) -> bool:
    outputs = _inner(item, "architecture").get("output_modalities")
    if isinstance(outputs, list) and outputs and "text" not in outputs:
        return False
    if _inner(item, "capabilities").get("completion_chat") is False or item.get("type") in ("embeddings", "embedding"):
        return False
    return NOT_FOR_CHAT.search(model_id) is None


def _context(item: Mapping[str, Any]) -> int | None:
    """The window in tokens: what is loaded before what is possible, the least of several providers of one name."""
    loaded = _count(_inner(item, "meta").get("n_ctx"))
    if loaded:
        return loaded
    behind = item.get("providers")
    if isinstance(behind, list):
        live = [p for p in behind if isinstance(p, dict) and p.get("status", "live") == "live"]
        if known := [n for p in live if (n := _count(p.get("context_length")))]:
            return min(known)
    top = _count(_inner(item, "top_provider").get("context_length"))
    own = next((n for field in CONTEXT_FIELDS if (n := _count(item.get(field)))), None)
    return min(top, own) if top and own else own or top or _count(_inner(item, "meta").get("n_ctx_train"))


def _vision(item: Mapping[str, Any]) -> bool | None:
    inputs = _inner(item, "architecture").get("input_modalities")
    if isinstance(inputs, list):
        return "image" in inputs
    capabilities = item.get("capabilities")
    if isinstance(capabilities, list):
        return "vision" in capabilities
    vision = _inner(item, "capabilities").get("vision")
    return vision if isinstance(vision, bool) else None


def _reasons(item: Mapping[str, Any]) -> bool | None:
    parameters = item.get("supported_parameters")
    if isinstance(parameters, list):
        return "reasoning" in parameters or "reasoning_effort" in parameters
    capabilities = item.get("capabilities")
    if isinstance(capabilities, list):
        return "thinking" in capabilities
    reasoning = _inner(item, "capabilities").get("reasoning")
    if isinstance(reasoning, dict):
        return True
    return reasoning if isinstance(reasoning, bool) else None


def _efforts(item: Mapping[str, Any]) -> tuple[str, ...]:
    """OpenRouter: ``reasoning.supported_efforts``; LM Studio: ``capabilities.reasoning.allowed_options``."""
    reasoning = _inner(item, "reasoning")
    named = reasoning.get("supported_efforts") or _inner(_inner(item, "capabilities"), "reasoning").get("allowed_options")
    return tuple(word for word in model_facts.OURS if isinstance(named, list) and word in named)


def _pdf(item: Mapping[str, Any]) -> bool | None:
    inputs = _inner(item, "architecture").get("input_modalities")
    return "file" in inputs if isinstance(inputs, list) else None


def _price(item: Mapping[str, Any]) -> Price | None:
    """OpenRouter gives the price of one token as text; -1 means that it varies."""
    pricing = _inner(item, "pricing")
    try:
        read, written = (Decimal(str(pricing[side])) * 1_000_000 for side in ("prompt", "completion"))
    except (KeyError, InvalidOperation):
        return None
    if not (read.is_finite() and written.is_finite()) or read < 0 or written < 0:
        return None
    return Price(read.normalize() + 0, written.normalize() + 0)


def _inner(item: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = item.get(field)
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < MAX_CONTEXT else None


def _no_list(name: str, detail: str) -> ChatError:
    return ChatError(
        ErrorKind.PROTOCOL,
        f"{name} gave an answer that is not a list of models.",
        remedy="Check the address of the server in the settings; it usually ends in /v1.",
        detail=detail,
    )
