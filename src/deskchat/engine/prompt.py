"""From a conversation to the tokens of a prompt; what people typed never becomes a token that steers the model."""

import re
from collections.abc import Sequence
from typing import Final

from deskchat.engine.frames import Turn

CUT: Final = "\ufdd0"    # characters Unicode sets aside for use inside programs: no text needs them
PICTURE: Final = "\ufdd1"
_STEERS: Final = re.compile(r"<\|.+\|?>|</?(start|end)_of_[a-z]+>|\[/?[A-Z_]+\]")


def steering(control: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    """The special tokens a typed text must not contain: all control tokens, and added ones that look like markers."""
    return tuple(text for text in (*control, *(a for a in added if _STEERS.fullmatch(a))) if len(text) > 1)


def guard(turns: Sequence[Turn], specials: Sequence[str]) -> list[Turn]:
    """The same turns, with a cut inside every special token's text, so that it stays text, and a mark for each picture."""
    return [Turn(turn.role, PICTURE * len(turn.images) + _cut(_bare(turn.text), specials)) for turn in turns]


def segments(prompt: str) -> list[str]:
    """The prompt, cut where ``guard`` put a cut; each is to be tokenised by itself."""
    return prompt.split(CUT)


def _bare(text: str) -> str:
    return text.replace(CUT, "").replace(PICTURE, "")


def _cut(text: str, specials: Sequence[str]) -> str:
    for special in specials:
        if special in text:
            text = text.replace(special, special[0] + CUT + special[1:])
    return text
