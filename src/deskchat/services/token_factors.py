"""How many tokens a text really is for each model, learnt from what providers report about its replies."""

import logging
from pathlib import Path

import msgspec

from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.chat.request import ChatRequest
from deskchat.chat.tokens import MESSAGE_OVERHEAD, estimate
from deskchat.paths import replace_file

log = logging.getLogger(__name__)

LOWEST, HIGHEST = 0.5, 3.0    # beyond that a report tells of something else than the text
ENOUGH_TOKENS = 200           # in a short request, what a server adds to it weighs more than the text
WEIGHT = 0.3                  # of the newest report
MOST_MODELS = 500
FILE_BYTES = 256 * 1024
WORTH_WRITING = 0.01


class TokenFactors:
    """Real tokens for an estimated one, by model. A cache: a file that can't be read or written is no loss."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, float] | None = None
        self._counted: dict[ModelRef, float] = {}

    def of(self, model: ModelRef) -> float:
        """1.0 for a model nothing is known of."""
        return self._counted.get(model) or self._all().get(str(model), 1.0)

    def counted(self, model: ModelRef, request: ChatRequest, input_tokens: int) -> None:
        """``request`` was counted before it is sent: the next estimate of nearly the same is to be nearly as exact.

        It is never written down: it may have been of a conversation that leaves no trace.
        """
        if (seen := _factor(request, input_tokens)) is not None:
            self._counted[model] = seen

    def learn(self, model: ModelRef, request: ChatRequest, input_tokens: int) -> bool:
        """Take in what the provider counted for ``request``; is it worth writing down?"""
        if (seen := _factor(request, input_tokens)) is None:
            return False
        known = self._all()
        before = known.pop(str(model), None)
        after = seen if before is None else before + WEIGHT * (seen - before)
        known[str(model)] = round(after, 4)    # last in its order: the one that was learnt longest ago is the first to go
        while len(known) > MOST_MODELS:
            del known[next(iter(known))]
        return before is None or abs(after - before) >= WORTH_WRITING

    def save(self) -> None:
        """Write all of it down; waits for the disk."""
        try:
            replace_file(self._path, msgspec.json.encode(dict(self._all())))
        except OSError as error:
            log.info("token factors not written: %s", error.strerror)

    def _all(self) -> dict[str, float]:
        if self._known is None:
            self._known = _read(self._path)
        return self._known


def estimate_of(request: ChatRequest) -> int | None:
    """Our estimate of a request that is nothing but text; ``None`` for others: pictures and states are counted by nobody."""
    if any(not isinstance(part, TextPart) for message in request.messages for part in message.parts):
        return None
    texts = [message.text for message in request.messages] + ([request.system] if request.system else [])
    return sum(MESSAGE_OVERHEAD + estimate(text) for text in texts)


def _factor(request: ChatRequest, input_tokens: int) -> float | None:
    estimated = estimate_of(request)
    if estimated is None or estimated < ENOUGH_TOKENS:
        return None
    return min(max(input_tokens / estimated, LOWEST), HIGHEST)


def _read(path: Path) -> dict[str, float]:
    try:
        with path.open("rb") as file:
            found = msgspec.json.decode(file.read(FILE_BYTES), type=dict[str, float])
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
    return {model: factor for model, factor in found.items() if LOWEST <= factor <= HIGHEST}
