"""Honest estimates of how many tokens a text is, for models whose tokeniser is not at hand.

Estimates err upwards: leaving out an exchange too early costs little, a refused request costs the turn. The ratios are
those of byte-pair vocabularies of 49k to 262k entries over prose and source code; who knows the exact number (the
engine, or a server's usage report) corrects them by a factor.
"""

from deskchat.chat.parts import FilePart, ImagePart, Part, ReasoningPart, SourcePart, StatePart, ToolPart

MESSAGE_OVERHEAD = 5        # role markers and line breaks of the common chat templates
IMAGE_TOKENS = 1_100        # a typical photo at the default detail; exact numbers differ by a factor of four
STATE_PER_TOKEN = 2         # it is encrypted and in Base64, and is charged as what it holds
ASCII_PER_TOKEN = 3.5
WIDE_TOKENS = 1.1           # CJK and kana: about one token a character in large vocabularies, more in small ones
OTHER_TOKENS = 0.6          # accented Latin, Cyrillic, Greek, Arabic, Indic


def estimate(text: str) -> int:
    """About how many tokens ``text`` is, rounded up."""
    ascii_count = len(text.encode("ascii", "ignore"))
    rest = len(text) - ascii_count
    if not rest:
        return _up(ascii_count / ASCII_PER_TOKEN)
    wide = sum(1 for character in text if character >= "\u2e80")
    return _up(ascii_count / ASCII_PER_TOKEN + wide * WIDE_TOKENS + (rest - wide) * OTHER_TOKENS)


def estimate_part(part: Part) -> int:
    """About how many tokens ``part`` costs when it is sent. Reasoning and sources are never sent."""
    match part:
        case ImagePart():
            return IMAGE_TOKENS
        case ReasoningPart() | SourcePart():
            return 0
        case StatePart(_, items):
            return estimate(items) // STATE_PER_TOKEN
        case ToolPart(name, arguments, result):
            return estimate(name) + estimate(arguments) + estimate(result) + MESSAGE_OVERHEAD
        case FilePart(name, _, text):
            return estimate(name) + estimate(text) + MESSAGE_OVERHEAD
        case _:
            return estimate(part.text)


def _up(value: float) -> int:
    return int(value) + (value > int(value))
