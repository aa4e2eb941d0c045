"""What a Gemini model wants back with its own replies: text, with the signatures that came with it.

In a stream the signature of a text may come in an empty part behind it; without streaming it stands with the text, and that
is how it is sent back. Signatures are opaque and stay as they are. Shape: ``Part`` in google-genai 3.4.0
(``google/genai/types.py``).
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from deskchat.providers.reading import parsed, sound, string, tables

WIRE = "google-generate-content"
LARGEST = 4 * 1024 * 1024    # characters; signatures have some thousands, and a reply whose state is larger goes without
BASE64 = re.compile(r"(?:[\w+/-]{4})*(?:[\w+/-]{2}==|[\w+/-]{3}=)?", re.ASCII)


class Kept:
    """Collects the state of a reply from its parts.

    A reply that holds more than text is told to the model as text, for a call without its result is refused.
    """

    def __init__(self) -> None:
        self._parts: list[tuple[list[str], str]] = []
        self._characters = 0
        self._usable = True

    def add(self, part: Mapping[str, Any], text: str) -> None:
        """One part that is no thought."""
        signature = _signature(part)
        self._characters += len(text) + len(signature)
        is_text = part.keys() <= {"text", "thought", "thoughtSignature"}
        self._usable = self._usable and is_text and self._characters <= LARGEST
        if not self._usable:
            self._parts.clear()
            return
        last_texts, last_signature = self._parts[-1] if self._parts else ([], "")
        if self._parts and not last_signature and (not signature or not text):
            last_texts.append(text)
            self._parts[-1] = (last_texts, signature)
        elif text:
            self._parts.append(([text], signature))

    @property
    def state(self) -> str:
        """All that is worth sending back, as JSON text; ``""`` when nothing was signed."""
        if not any(signature for _, signature in self._parts):
            return ""
        parts = [_signed({"text": sound("".join(texts)), "thoughtSignature": s}) for texts, s in self._parts]
        return json.dumps(parts, ensure_ascii=False)


def parts_for(state: str, text: str) -> list[dict[str, Any]]:
    """The parts for a reply whose visible words are ``text``; none when the state is another reply's, or damaged."""
    given = parsed(state)
    parts = [_signed(part) for part in tables(given)]
    whole = isinstance(given, list) and len(parts) == len(given) and all(part["text"] for part in parts)
    return parts if whole and "".join(part["text"] for part in parts) == text else []


def _signed(item: Mapping[str, Any]) -> dict[str, Any]:
    signature = _signature(item)
    return {"text": string(item.get("text")), **({"thoughtSignature": signature} if signature else {})}


def _signature(part: Mapping[str, Any]) -> str:
    """``thoughtSignature`` as it came; ``""`` when there is none, or none that Google would take back."""
    signature = string(part.get("thoughtSignature"))
    return signature if BASE64.fullmatch(signature) else ""
