"""What a refusal means: every shape of error body that is known, as one ``ChatError`` (protocols as of November 2026).

The shapes: ``{"error": {"message", "type", "code"}}``, ``{"error": "…"}``, ``{"code": "…", "error": "…"}``,
``{"detail": "…" or [{"msg"}]}``, ``{"message": "…" or {…}}``, a list of one of these, plain text, and web pages.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind

LONGEST_MESSAGE = 500
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")

CONTEXT_WORDS = (
    "context_length_exceeded",
    "exceed_context_size",
    "maximum context length",
    "max context length",
    "prompt is too long",
    "prompt too long",
    "context window",
    "available context size",
    "exceed context limit",
)
QUOTA_WORDS = (
    "insufficient_quota",
    "insufficient balance",
    "insufficient credits",
    "billing",
    "spend limit",
    "spend_limit",
    "payment_required",
)
KEY_WORDS = (
    "incorrect api key",
    "invalid api key",
    "invalid_api_key",
    "api key not valid",
    "authentication_error",
    "api_key_invalid",
)
MODEL_WORDS = ("model_not_found", "model not found", "unknown model", "no such model", "not a valid model id")
REQUEST_WORDS = ("image input is not supported", "conversation roles must alternate", "system role not supported")
STATE_WORDS = (
    "thought signature",
    "thought_signature",
    "thoughtsignature",
    "signature` in `thinking`",
    "signature in thinking",
    "encrypted content",
    "encrypted_content",
    "of type 'reasoning'",
)
NO_THINKER = "encrypted content is not supported"    # OpenAI, of a model that does not think
EFFORT_WORDS = (
    "thinking level",
    "thinking_level",
    "thinking budget",
    "thinking_budget",
    "thinking mode",
    "thinking is not",
    "does not support thinking",
    "think value",
    "effort",
    "thinking.type",
    "budget_tokens",
    "reasoning.summary",
    "verbosity",
)
# fields of ``Sampling``, as wires and servers spell them (in lower case)
SAMPLING_FIELDS = {
    "temperature": r"temperature",
    "top_p": r"top_?p",
    "top_k": r"top_?k",
    "min_p": r"min_?p",
    "repeat_penalty": r"repeat_?penalty|repetition_?penalty",
    "seed": r"seed",
}
# not those of a value out of its range: another value would be taken, and the person has to know
NOT_TAKEN_WORDS = (
    "unsupported",
    "not supported",
    "not support",
    "n't support",
    "deprecated",
    "not permitted",
    "not allowed",
    "forbidden",
    "unknown",
    "unrecognized",
    "unexpected",
    "only the default",
    "only be set",
    "or unset",
    "cannot both",
)

# {said}: what the server says itself, where it says something
SENTENCES = {
    ErrorKind.AUTH: ("{name} did not accept the key{said}.", "Enter the key again in the settings."),
    ErrorKind.PERMISSION: ("{name} does not allow this{said}.", "Choose another model, or look at your account."),
    ErrorKind.NOT_FOUND: (
        "{name} does not know this model or address{said}.",
        "Choose another model, or check the address.",
    ),
    ErrorKind.RATE_LIMIT: ("{name} asks for fewer requests{said}.", "Wait, or choose another model."),
    ErrorKind.QUOTA: ("The credit at {name} is used up{said}.", "Top it up there, or choose another model."),
    ErrorKind.OVERLOADED: ("{name} can't answer at the moment{said}.", "Wait a little, or choose another model."),
    ErrorKind.CONTEXT: (
        "The conversation is too long for this model{said}.",
        "Choose a model with a longer context, or start a new chat.",
    ),
    ErrorKind.BAD_REQUEST: ("{name} refused the request{said}.", "Choose another model, or change the message."),
    ErrorKind.TIMEOUT: ("{name} took too long{said}.", "Try again, or choose another model."),
    ErrorKind.PROTOCOL: (
        "{name} gave an answer that is not a chat reply{said}.",
        "Check the address of the server in the settings.",
    ),
}


class Refusal(msgspec.Struct, frozen=True):
    """An error body, read: the server's message, and all its other words in lower case for recognising it.

    ``retry_after_s``: the wait that stands in the body, in seconds.
    """

    message: str
    words: str = ""
    code: int | None = None
    retry_after_s: float | None = None


def from_answer(name: str, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
    """The error for an answer of ``name`` with a ``status`` other than 200; header names are lower-case."""
    text = body.decode("utf-8", "replace").strip()
    if is_page(text):
        return _page(name, status)
    refusal = _refusal(text)
    return failure(name, status, refusal, _retry_after(headers, refusal))


def from_value(name: str, value: object) -> ChatError:
    """The error for an error object inside a stream that began well."""
    refusal = read_refusal(value)
    return failure(name, refusal.code or 0, refusal, _retry_after({}, refusal))


def failure(name: str, status: int, refusal: Refusal, retry_after_s: float | None = None) -> ChatError:
    """One error of the right kind whose sentence carries the server's own message."""
    words = f"{refusal.message.lower()} {refusal.words}"
    kind = _kind(status, words)
    sentence, remedy = sentences(kind, name, refusal.message)
    detail = f"HTTP {status}: {refusal.message}" if status else refusal.message
    about = _about(words) if kind is ErrorKind.BAD_REQUEST else ""
    if kind is ErrorKind.RATE_LIMIT and retry_after_s is not None:
        remedy = _wait(retry_after_s)
    return ChatError(kind, sentence, remedy=remedy, detail=detail, retry_after_s=retry_after_s, about=about)


def sentences(kind: ErrorKind, name: str, said: str = "") -> tuple[str, str]:
    """What happened, and what can be done; ``said``: the server's own words."""
    sentence, remedy = SENTENCES[kind]
    return sentence.format(name=name, said=f": “{said.rstrip('.')}”" if said else ""), remedy


def _wait(seconds: float) -> str:
    if seconds < 2:
        return "Wait a second, or choose another model."
    return f"Wait {seconds:.0f} seconds, or choose another model."


def web_page(name: str) -> ChatError:
    """The server answered with a web page in place of a reply."""
    return _page(name, 200)


def cut_off(name: str, detail: str) -> ChatError:
    """The reply began, and its end never came."""
    return ChatError(
        ErrorKind.NETWORK,
        f"The connection was cut before {name} had finished the reply.",
        remedy="What arrived is kept. Ask again to get the rest.",
        detail=detail,
    )


def is_page(text: str) -> bool:
    """Does ``text`` begin like HTML or XML?"""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def clean(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """``text`` from outside as one plain line: no control, direction or half characters, not longer than ``longest``."""
    line = " ".join(CONTROLS.sub(" ", text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def read_refusal(value: object) -> Refusal:
    """Find the message in any of the known shapes."""
    try:
        return _found(value)
    except RecursionError:    # nested on purpose
        return Refusal("")


def _found(value: object) -> Refusal:
    match value:
        case str(text):
            return Refusal(clean(text))
        case [first, *_]:
            return _found(first)
        case {"error": dict(inner)}:
            return _found(inner)
        case dict(fields):
            messages = (_found(fields.get(name)).message for name in ("error", "message", "msg", "detail"))
            return _words(fields, next(filter(None, messages), ""))
        case _:
            return Refusal("")


def _words(value: Mapping[Any, Any], message: str) -> Refusal:
    words = [str(value.get(field)).lower() for field in ("type", "code", "status", "param") if value.get(field) is not None]
    metadata = value.get("metadata")
    if isinstance(metadata, dict):
        words.append(str(metadata.get("error_type")).lower())
        raw = metadata.get("raw")
        if isinstance(raw, str) and raw and raw not in message:
            message = clean(f"{message}: {raw}")
    codes = [value.get(field) for field in ("code", "status_code", "status")]
    code = next((c for c in codes if isinstance(c, int) and 400 <= c <= 599), None)
    details = value.get("details")
    if isinstance(details, dict):    # Anthropic: which limit was reached (types/shared/rate_limit_error.py)
        words.append(str(details.get("error_code")).lower())
    more, wait_s = _google_details(details)
    return Refusal(message, " ".join((*words, *more)), code, wait_s)


def _google_details(details: object) -> tuple[list[str], float | None]:
    """Google's ``details``: the reason, the quotas that were exceeded, and how long to wait (``google.rpc`` messages).

    https://cloud.google.com/apis/design/errors#error_details: ErrorInfo, QuotaFailure, RetryInfo.
    """
    words: list[str] = []
    wait_s: float | None = None
    for detail in details if isinstance(details, list) else ():
        if not isinstance(detail, dict):
            continue
        violations = detail.get("violations")
        words += [str(v.get("quotaId")) for v in violations if isinstance(v, dict)] if isinstance(violations, list) else []
        words.append(str(detail.get("reason", "")))
        if isinstance(delay := detail.get("retryDelay"), str):
            wait_s = _number(delay.removesuffix("s"))
    return [word.lower() for word in words if word], wait_s


def _refusal(text: str) -> Refusal:
    try:
        return read_refusal(json.loads(text))
    except (ValueError, RecursionError):
        return Refusal(clean(text))


def _kind(status: int, words: str) -> ErrorKind:
    """The words first where they say more than the status does: servers disagree about statuses."""
    by_words = (
        (CONTEXT_WORDS, ErrorKind.CONTEXT),
        (QUOTA_WORDS, ErrorKind.QUOTA),
        (KEY_WORDS, ErrorKind.AUTH),
        (MODEL_WORDS, ErrorKind.NOT_FOUND),
        (REQUEST_WORDS, ErrorKind.BAD_REQUEST),
    )
    if status == 429 and "perminute" in words:
        return ErrorKind.RATE_LIMIT    # Google: “check your plan and billing details” comes with every quota
    if status not in (402, 404):
        for known, kind in by_words:
            if any(word in words for word in known):
                return kind
    if status in BY_STATUS:
        return BY_STATUS[status]
    if status == 0:
        return next((kind for type_, kind in BY_TYPE.items() if type_ in words), ErrorKind.OVERLOADED)
    if status < 400:
        return ErrorKind.PROTOCOL    # it was taken, perhaps paid for, and answered as no chat server does: not sent twice
    return ErrorKind.BAD_REQUEST if status < 500 else ErrorKind.OVERLOADED


BY_STATUS = {
    401: ErrorKind.AUTH,
    402: ErrorKind.QUOTA,
    403: ErrorKind.PERMISSION,
    404: ErrorKind.NOT_FOUND,
    408: ErrorKind.TIMEOUT,
    409: ErrorKind.OVERLOADED,
    429: ErrorKind.RATE_LIMIT,
    498: ErrorKind.OVERLOADED,
    504: ErrorKind.TIMEOUT,
    511: ErrorKind.PROTOCOL,
}


# inside a stream that began well there is no status: the error's own type says what it is
BY_TYPE = {
    "rate_limit": ErrorKind.RATE_LIMIT,
    "permission_error": ErrorKind.PERMISSION,
    "not_found": ErrorKind.NOT_FOUND,
    "timeout_error": ErrorKind.TIMEOUT,
    "invalid_request": ErrorKind.BAD_REQUEST,
    "invalid_prompt": ErrorKind.BAD_REQUEST,
}


def _about(words: str) -> str:
    """What in the request was refused, where it can be left out (``ChatError.about``)."""
    if NO_THINKER in words:
        return "effort"
    if any(word in words for word in STATE_WORDS):
        return "state"
    if any(word in words for word in NOT_TAKEN_WORDS):
        for field, spelt in SAMPLING_FIELDS.items():
            if re.search(rf"\b(?:{spelt})\b", words):
                return field
    return "effort" if any(word in words for word in EFFORT_WORDS) else ""


def _retry_after(headers: Mapping[str, str], refusal: Refusal) -> float | None:
    """How long the server asks to wait, in seconds; garbage and the past are no wish."""
    wish = refusal.retry_after_s
    if milliseconds := _number(headers.get("retry-after-ms", "")):
        wish = milliseconds / 1000
    elif value := headers.get("retry-after", ""):
        wish = _number(value)
        wish = _between(headers.get("date", ""), value) if wish is None else wish
    elif found := re.search(r"try again in (\d+(?:\.\d+)?)\s*(ms|s)\b", refusal.message):
        wish = float(found[1]) / (1000 if found[2] == "ms" else 1)
    return wish if wish is not None and wish >= 0 else None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text.strip()) else None


def _between(sent: str, until: str) -> float | None:
    """Seconds from the server's own clock, as the answer gives it, to the date it asks to wait for."""
    from email.utils import parsedate_to_datetime  # of many modules, and most answers name no date

    try:
        return (parsedate_to_datetime(until) - parsedate_to_datetime(sent)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None


def _page(name: str, status: int) -> ChatError:
    if status in (401, 403, 404, 408, 429) or status >= 500:
        kind = BY_STATUS.get(status, ErrorKind.OVERLOADED)
    else:
        kind = ErrorKind.PROTOCOL
    return ChatError(
        kind,
        f"{name} answered with a web page instead of a chat reply.",
        remedy="Check the address in the settings, and whether this network asks you to log in first.",
        detail=f"HTTP {status}, HTML",
    )
