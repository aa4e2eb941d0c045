"""Characters that hide or reorder text, made visible where they could deceive: in code and in links."""

import re

# bidi controls, zero-width characters, tags, invisible operators, Hangul fillers, C0/C1 controls but tab and newline
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNSEEN = re.compile(
    "[\xad\u115f\u1160\u180e\u200b\u202d\u202e\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_OVERRIDES = re.compile("[\u202d\u202e]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def with_controls_shown(text: str) -> str:
    """``text`` with every hidden character written out, as in ``⟨U+202E⟩``."""
    return _HIDDEN.sub(_written_out, _LONE_SURROGATES.sub("\ufffd", text))


def without_overrides(text: str) -> str:
    """Prose: only the two controls that show letters in another order than they are in are written out."""
    return _OVERRIDES.sub(_written_out, _LONE_SURROGATES.sub("\ufffd", text))


def hidden_in_prose(text: str) -> int:
    """How many characters of it nobody sees and no script needs: those inside emoji and marks of direction don't count."""
    return len(_UNSEEN.findall(_FLAG.sub("", text)))


def _written_out(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
