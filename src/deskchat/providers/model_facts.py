"""What is known of models beyond what generic fields of a list say: each maker's own fields, and what goes by the name.

Lists as of November 2026. Anthropic: anthropic 2.12.0, ``types/model_info.py``. Google: google-genai 3.4.0, ``types.Model``.
Ollama: ``api/types.go``, ``ListModelResponse`` and ``ShowResponse``. OpenAI: openai 3.54.0, ``types/model.py``.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.providers import claude, failures, gemini
from deskchat.providers.gpt import Gpt
from deskchat.providers.reading import count, string, table

LONGEST_NAME = 200
OURS = ("none", "minimal", "low", "medium", "high", "max")
DATE = re.compile(r"(\d{4}-\d{2}-\d{2})")
NO_GEMINI_CHAT = re.compile(r"-tts|-image|-live|native-audio|embedding|computer-use|robotics|imagen|veo|aqa")
GEMMA_SEES = re.compile(r"gemma-(?:3-(?:4b|12b|27b)|[4-9])")
RETIREMENTS = ("shutdown_date", "retires_at", "expiration_date", "deprecation", "retirement_date")

Item = Mapping[str, Any]


def told_by(wire: str, provider_id: str, item: Item, model: ModelInfo) -> ModelInfo | None:
    """``model`` with all that its maker's list and its name say; ``None`` for one that does not chat."""
    facts = BY_WIRE.get(wire)
    told = facts(item, model) if facts is not None else model
    if told is None:
        return None
    if provider_id in BY_PROVIDER:
        told = BY_PROVIDER[provider_id](told)
    return _with_retirement(item, told)


def _anthropic(item: Item, model: ModelInfo) -> ModelInfo | None:
    if item.get("lifecycle") == "retired":
        return None
    capabilities, model_id = table(item.get("capabilities")), model.ref.model
    traits = claude.traits(capabilities)
    return replace(
        model,
        name=_name(item.get("display_name"), model),
        context_tokens=count(item.get("max_input_tokens")) or model.context_tokens,
        max_output_tokens=count(item.get("max_tokens")) or claude.most_output(model_id),
        vision=_supported(capabilities.get("image_input"), otherwise=claude.is_claude(model_id) or None),
        pdf=_supported(capabilities.get("pdf_input"), otherwise=claude.is_claude(model_id) or None),
        traits=traits,
        reasons=claude.reasons(model_id, capabilities),
        efforts=claude.efforts(model_id, traits),
        samples=claude.takes_sampling(model_id),
    )


def _google(item: Item, model: ModelInfo) -> ModelInfo | None:
    methods = item.get("supportedGenerationMethods")
    model_id = gemini.short_id(model.ref.model)
    if (isinstance(methods, list) and "generateContent" not in methods) or NO_GEMINI_CHAT.search(model_id):
        return None
    is_gemini = model_id.startswith("gemini")
    thinking = item.get("thinking")
    known = False if re.match(r"gemini-2\.0|gemma-3", model_id) else None
    return replace(
        model,
        ref=ModelRef(model.ref.provider, model_id),
        name=_name(item.get("displayName"), model),
        context_tokens=count(item.get("inputTokenLimit")) or model.context_tokens,
        max_output_tokens=count(item.get("outputTokenLimit")) or model.max_output_tokens,
        vision=is_gemini or bool(GEMMA_SEES.match(model_id)),
        pdf=is_gemini,
        reasons=thinking if isinstance(thinking, bool) else known,
        efforts=gemini.efforts(model_id),
        samples=gemini.takes_sampling(model_id),
        takes_system=gemini.takes_system(model_id),
    )


def _ollama(item: Item, model: ModelInfo) -> ModelInfo | None:
    capabilities, details = item.get("capabilities"), table(item.get("details"))
    info = table(item.get("model_info"))
    if isinstance(capabilities, list) and "completion" not in capabilities:
        return None
    levels = [word for word in _list(table(item.get("thinking")).get("values")) if isinstance(word, str)]
    gpt_oss = "gptoss" in string(details.get("family")) or bool(levels)
    thinks = "thinking" in capabilities if isinstance(capabilities, list) else None
    size = count(item.get("size"))
    cloud = string(item.get("remote_host"))
    return replace(
        model,
        context_tokens=count(details.get("context_length")) or _window(info) or model.context_tokens,
        vision="vision" in capabilities if isinstance(capabilities, list) else None,
        pdf=False,
        reasons=thinks,
        efforts=(("low", "medium", "high") if gpt_oss else ("none", "high")) if thinks else (),
        traits=("think_levels",) if gpt_oss else (),
        quantisation=failures.clean(string(details.get("quantization_level")), 40),
        size_bytes=size if size is not None and size > 1_000_000 else None,
        note="runs in the cloud" if cloud else model.note,
    )


def _window(info: Item) -> int | None:
    own = count(info.get(f"{string(info.get('general.architecture'))}.context_length"))
    windows = (count(value) for field, value in info.items() if field.endswith(".context_length"))
    return own or next(filter(None, windows), None)


def _responses(_: Item, model: ModelInfo) -> ModelInfo:
    """OpenAI's models behind another address are known by the same names."""
    return model if Gpt.of(model.ref.model).version is None else _openai(model)


def _openai(model: ModelInfo) -> ModelInfo:
    model_id = model.ref.model
    gpt = Gpt.of(model_id)
    sees = gpt.is_o or (gpt.version is not None and (gpt.version >= (4, 1) or "4o" in model_id or "turbo" in model_id))
    old = gpt.version is not None and not gpt.is_o and gpt.version < (4, 0)
    blind = old or model_id in ("o1-mini", "o3-mini", "o1-preview")
    return replace(
        model,
        vision=False if blind else sees or None,
        pdf=False if blind else sees or None,
        reasons=gpt.thinks if gpt.version is not None else None,
        efforts=tuple(word for word in OURS if word in gpt.efforts or (word == "max" and "xhigh" in gpt.efforts)),
        samples=not gpt.thinks,
        samples_at=gpt.samples_at,
        verbosity=gpt.takes_verbosity,
    )


def _deepseek(model: ModelInfo) -> ModelInfo:
    """A million tokens, thinking that can be turned off, pictures on flash (api-docs.deepseek.com/quick_start/pricing)."""
    sees = "flash" in model.ref.model
    return replace(
        model,
        context_tokens=model.context_tokens or 1_000_000,
        max_output_tokens=model.max_output_tokens or 384_000,
        vision=sees,
        pdf=False,
        reasons=True,
        efforts=("none", "low", "high", "max"),
    )


def _xai(model: ModelInfo) -> ModelInfo:
    """Which Grok takes which effort: docs.x.ai, reasoning."""
    name = model.ref.model
    if name.startswith("grok-4.3"):
        return replace(model, reasons=True, efforts=("none", "low", "medium", "high"))
    if name.startswith("grok-4.5"):
        return replace(model, reasons=True, efforts=("low", "medium", "high"))
    return model


def _text_files_only(model: ModelInfo) -> ModelInfo:
    return replace(model, pdf=False) if model.pdf is None else model


def _with_retirement(item: Item, model: ModelInfo) -> ModelInfo:
    found = next((date for field in RETIREMENTS if (date := _date(item.get(field)))), None)
    if found is None:
        return model
    return replace(model, retires_on=found, note=model.note or f"goes away on {found}")


def _date(value: object) -> str | None:
    match = DATE.match(value) if isinstance(value, str) else None
    return match[1] if match else None


def _name(value: object, model: ModelInfo) -> str:
    return failures.clean(string(value), LONGEST_NAME) or model.name


def _supported(value: object, *, otherwise: bool | None) -> bool | None:
    told = table(value).get("supported")
    return told if isinstance(told, bool) else otherwise


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


BY_WIRE: dict[str, Callable[[Item, ModelInfo], ModelInfo | None]] = {
    "anthropic-messages": _anthropic,
    "google-generate-content": _google,
    "ollama-chat": _ollama,
    "openai-responses": _responses,
}
BY_PROVIDER: dict[str, Callable[[ModelInfo], ModelInfo]] = {
    "openai": _openai,
    "deepseek": _deepseek,
    "xai": _xai,
    "groq": _text_files_only,
    "mistral": _text_files_only,
    "huggingface": _text_files_only,
    "lmstudio": _text_files_only,
    "llama-server": _text_files_only,
    "vllm": _text_files_only,
}
