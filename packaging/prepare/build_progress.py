"""How far a build by ninja is, and how long it may still take."""

import re
from collections.abc import Callable

NINJA_STEP = re.compile(r"\[(\d+)/(\d+)\]")
TELL_EVERY_S = 15.0


class BuildProgress:
    """Reads what the build prints; has a sentence to tell at most every ``TELL_EVERY_S`` seconds of ``clock``."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._started = self._told = clock()

    def read(self, line: str) -> str | None:
        """What to tell after this line, if anything."""
        step, now = NINJA_STEP.search(line), self._clock()
        if step is None or now - self._told < TELL_EVERY_S:
            return None
        self._told = now
        done, of = int(step[1]), int(step[2])
        left_s = (now - self._started) / done * (of - done)
        return f"Compiling llama.cpp, once: {done} of {of} files, {_minutes(left_s)} left"


def _minutes(seconds: float) -> str:
    minutes = round(seconds / 60)
    return "less than a minute" if minutes < 1 else f"about {minutes} minute{'s' if minutes > 1 else ''}"
