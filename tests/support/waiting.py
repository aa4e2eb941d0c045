"""Waiting for what tells nobody when it comes: long, because a busy machine must not decide what passes."""

import time
from collections.abc import Callable

PATIENCE_S = 90.0
LOOK_AGAIN_S = 0.02


def until(condition: Callable[[], object]) -> None:
    """Look again and again. ``AssertionError``: it never came to be."""
    ends = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends, "it never came to be"
        time.sleep(LOOK_AGAIN_S)
