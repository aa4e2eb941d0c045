"""Why Google ends a reply, or never begins one, and what the person is told (November 2026).

google-genai 3.4.0, ``google/genai/types.py``: ``FinishReason`` and ``BlockedReason``.
"""

from typing import Final

from deskchat.chat.message import Stop
from deskchat.providers import failures

STOPS: Final = {
    "STOP": (Stop.END, ""),
    "MAX_TOKENS": (Stop.LENGTH, ""),
    "CONTINUATION": (Stop.LENGTH, "{name} writes no more than this at once. Ask it to continue."),
    "SAFETY": (Stop.FILTER, "{name} ended the reply because its safety filter stepped in."),
    "RECITATION": (Stop.FILTER, "{name} ended the reply because it came too close to a text by someone else."),
    "BLOCKLIST": (Stop.FILTER, "{name} ended the reply because a word in it is on a list of blocked words."),
    "PROHIBITED_CONTENT": (Stop.FILTER, "{name} ended the reply because its content may be prohibited."),
    "SPII": (Stop.FILTER, "{name} ended the reply because it may hold sensitive personal data."),
    "LANGUAGE": (Stop.FILTER, "{name} ended the reply because it does not support the language."),
    "IMAGE_SAFETY": (Stop.FILTER, "{name} held back a picture because its safety filter stepped in."),
    "IMAGE_PROHIBITED_CONTENT": (Stop.FILTER, "{name} held back a picture because it may be prohibited."),
    "IMAGE_RECITATION": (Stop.FILTER, "{name} held back a picture because it came too close to one by someone else."),
    "ESCALATION": (Stop.FILTER, "{name} ended the reply because one of its rules stepped in."),
    "MODEL_ARMOR": (Stop.FILTER, "{name} ended the reply because Model Armor stepped in."),
    "PUP_LIMITED_DISABLED": (Stop.FILTER, "{name} limits this account for breaking its rules of use."),
    "MALFORMED_FUNCTION_CALL": (Stop.TOOL, "{name} ended the reply because the model made a tool call that can't be read."),
    "UNEXPECTED_TOOL_CALL": (Stop.TOOL, "{name} ended the reply because the model called a tool that there is not."),
    "TOO_MANY_TOOL_CALLS": (Stop.TOOL, "{name} ended the reply because the model called too many tools."),
    "MALFORMED_RESPONSE": (Stop.END, "{name} ended the reply because the model wrote something that can't be read."),
}
OTHER_STOP: Final = (Stop.END, "{name} ended the reply for a reason of its own ({reason}).")

BLOCK_WORDS: Final = {
    "SAFETY": "because its safety filter stepped in",
    "BLOCKLIST": "because a word in it is on a list of blocked words",
    "PROHIBITED_CONTENT": "because its content may be prohibited",
    "IMAGE_SAFETY": "because of a picture in it",
    "MODEL_ARMOR": "because Model Armor stepped in",
    "JAILBREAK": "because it was taken for an attempt to get round the rules",
}


def finish(name: str, reason: str, words: str = "") -> tuple[Stop, str]:
    """What a ``finishReason`` is for us, and a sentence on it, ``""`` where it needs none.

    ``words`` are the server's own.
    """
    stop, sentence = STOPS.get(reason, OTHER_STOP)
    told = sentence.format(name=name, reason=failures.clean(reason, 80))
    return stop, _with_words(told, words) if told else ""


def block(name: str, reason: str, words: str = "") -> str:
    """A sentence on a ``blockReason``; ``words`` are the server's own."""
    why = BLOCK_WORDS.get(reason) or _other_words(failures.clean(reason, 80))
    return _with_words(f"{name} did not pass the conversation on to the model {why}.", words)


def _other_words(reason: str) -> str:
    return f"for a reason of its own ({reason})"


def _with_words(sentence: str, words: str) -> str:
    return f"{sentence} It says: “{failures.clean(words).rstrip('.')}”." if words.strip() else sentence
