"""glibc's allocator, told what a window needs: one heap, and freed pages given back.

It makes a heap for each thread that asks at the same time as another, and each keeps room of its own; Python's threads take
turns anyhow. It returns freed memory by itself only from the end of a heap; pages in the middle stay with the program until
it is told. The allocators of macOS and Windows, and other C libraries, have neither. mallopt(3), malloc_trim(3).
"""

import sys
from typing import Any

M_ARENA_MAX = -8


def keep_one_heap() -> None:
    """For the threads that come; those that have asked already keep theirs."""
    if (mallopt := _function("mallopt")) is not None:
        mallopt(M_ARENA_MAX, 1)


def give_back() -> bool:
    """Give freed pages back. Takes some milliseconds in which other threads may wait. ``False`` where nothing was given."""
    trim = _function("malloc_trim")
    return trim is not None and bool(trim(0))


def _function(name: str) -> Any:
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    return getattr(ctypes.CDLL(None), name, None)
