"""Waiting for what tells nobody when it comes: long, because a busy machine must not decide what passes."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE_S = 90.0
LOOK_AGAIN_S = 0.02


def until(condition: Callable[[], Found]) -> Found:
    """Look again and again; what was found. ``AssertionError``: it never came to be."""
    ends = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < ends, "it never came to be"
        time.sleep(LOOK_AGAIN_S)
    return found
