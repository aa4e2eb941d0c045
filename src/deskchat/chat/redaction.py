"""What must never be written down: keys that this process knows, and whatever has the shape of one, masked in any text."""

import logging
import re
import traceback
from collections.abc import Callable
from functools import cache
from typing import Any

MASK = "[key]"
KEY_PIECE = 12      # so many characters of a key in a row are masked; its usual beginning (“sk-proj-”) is no secret
SHORTEST = 8        # a shorter one is no key, and masking it would spoil every text


def without(text: str, key: str) -> str:
    """``text`` with every trace of ``key``, whole or in part and in any case, masked."""
    text, known = re.sub(re.escape(key), MASK, text, flags=re.IGNORECASE), key.lower()
    for start in range(len(known) - KEY_PIECE + 1):
        lowered, length = text.lower(), KEY_PIECE
        if known[start : start + length] not in lowered:
            continue
        while start + length < len(known) and known[start : start + length + 1] in lowered:
            length += 1
        text = re.sub(re.escape(known[start : start + length]), MASK, text, flags=re.IGNORECASE)
    return text


class Redaction:
    """Masks keys. May be used on any thread."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()

    def know(self, key: str | None) -> None:
        """From now on mask ``key``, whatever its shape."""
        if key and len(key) >= SHORTEST and key not in self._known:
            self._known |= {key}

    def clean(self, text: str) -> str:
        """``text`` without keys."""
        known = sorted(self._known, key=len, reverse=True)
        for key in known:    # whole ones first: a part that two have in common would leave the rest of one behind
            text = re.sub(re.escape(key), MASK, text, flags=re.IGNORECASE)
        for key in known:
            text = without(text, key)
        for shape, instead in _shapes():
            text = shape.sub(instead, text)
        return text


PROCESS = Redaction()
"""For this process, as logging is one for each process."""


def redact_logs(redaction: Redaction = PROCESS) -> None:
    """Mask keys in every record of this process, with its exception, before any handler sees it."""
    if not isinstance(logging.getLogRecordFactory(), _Records):
        logging.setLogRecordFactory(_Records(logging.getLogRecordFactory(), redaction))


class _Records:
    """Makes records that hold no key."""

    def __init__(self, usual: Callable[..., logging.LogRecord], redaction: Redaction) -> None:
        self._usual = usual
        self._redaction = redaction

    def __call__(self, *values: Any, **named: Any) -> logging.LogRecord:
        record = self._usual(*values, **named)
        try:
            said = record.getMessage()
        except (TypeError, ValueError):    # a bug of whoever logs: the words alone have to do
            said = str(record.msg)
        record.msg, record.args = self._redaction.clean(said), None
        if isinstance(record.exc_info, tuple) and record.exc_info[0] is not None:
            # handlers use this text instead of making it themselves
            record.exc_text = self._redaction.clean("".join(traceback.format_exception(*record.exc_info)).rstrip())
        if record.stack_info:
            record.stack_info = self._redaction.clean(record.stack_info)
        return record


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What the keys of the providers look like, how they travel, and names with passwords in addresses."""
    return (
        (re.compile(r"\b(?:sk|pk|rk|xai|gsk|pplx|nvapi|hf|r8|gh[pousr])[-_][A-Za-z0-9_-]{16,}"), MASK),
        (re.compile(r"\bAIza[A-Za-z0-9_-]{20,}"), MASK),
        (re.compile(r"\b(bearer\s+)(?!\[key\])[^\s'\",;]{8,}", re.IGNORECASE), rf"\1{MASK}"),
        (
            re.compile(
                r"((?:x-)?(?:goog-)?api[-_]?key|authorization|access_token)(['\"]?\s*[:=]\s*b?['\"]?)"
                r"(?!\[key\]|bearer)[^\s'\"&,;]{8,}",
                re.IGNORECASE,
            ),
            rf"\1\2{MASK}",
        ),
        (re.compile(r"([?&](?:key|token)=)(?!\[key\])[^\s'\"&;]{8,}", re.IGNORECASE), rf"\1{MASK}"),
        (re.compile(r"(\w://)[^\s/@'\"]+@"), rf"\1{MASK}@"),
    )
