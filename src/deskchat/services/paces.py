"""How long each model took to begin, learnt from its replies."""

import logging
from pathlib import Path

import msgspec

from deskchat.chat.message import Message
from deskchat.chat.model import ModelRef
from deskchat.chat.plan import Pace
from deskchat.paths import replace_file

log = logging.getLogger(__name__)

WEIGHT = 0.3           # of the newest reply
MOST_MODELS = 500
FILE_BYTES = 256 * 1024
LONGEST_S = 3_600.0
WORTH_WRITING = 0.1    # of what was known


class Paces:
    """Paces by model. A cache: a file that can't be read or written is no loss."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Pace] | None = None

    def of(self, model: ModelRef) -> Pace | None:
        """``None`` for a model that never answered."""
        return self._all().get(str(model))

    def learn(self, reply: Message) -> bool:
        """Take in how ``reply`` went; is it worth writing down?"""
        first_s, usage = reply.timing.first_token_s, reply.usage
        if reply.model is None or first_s is None or not 0 < first_s < LONGEST_S or not usage.input_tokens:
            return False
        new = max(1, usage.input_tokens - (usage.cached_tokens or 0))
        known = self._all()
        before = known.pop(str(reply.model), None)
        seen = Pace(first_s, new)
        known[str(reply.model)] = seen if before is None else _between(before, seen)
        while len(known) > MOST_MODELS:
            del known[next(iter(known))]    # the one that was learnt longest ago
        return before is None or abs(first_s - before.first_s) > WORTH_WRITING * before.first_s

    def save(self) -> None:
        """Write all of it down; waits for the disk."""
        try:
            replace_file(self._path, msgspec.json.encode(dict(self._all())))
        except OSError as error:
            log.info("paces not written: %s", error.strerror)

    def _all(self) -> dict[str, Pace]:
        if self._known is None:
            self._known = _read(self._path)
        return self._known


def _between(before: Pace, seen: Pace) -> Pace:
    first_s = before.first_s + WEIGHT * (seen.first_s - before.first_s)
    tokens = before.tokens + WEIGHT * (seen.tokens - before.tokens)
    return Pace(round(first_s, 3), max(1, round(tokens)))


def _read(path: Path) -> dict[str, Pace]:
    try:
        with path.open("rb") as file:
            found = msgspec.json.decode(file.read(FILE_BYTES), type=dict[str, Pace])
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
    return {model: pace for model, pace in found.items() if 0 < pace.first_s < LONGEST_S and pace.tokens > 0}
