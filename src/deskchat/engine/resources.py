"""What the machine offers to a model: threads and memory."""

import os
from typing import Final

from deskchat.chat.errors import ChatError, ErrorKind

THREADS_LIMIT: Final = 16
SHORT_BYTES: Final = 300 << 20


def threads(wanted: int = 0) -> tuple[int, int]:
    """How many threads decode, and how many read prompts; ``wanted`` is the person's choice, 0 for none.

    For decoding one core is left free, or a busy neighbour makes all threads wait for each other at every step. Prompts may
    be read by all (see ``reading_threads``).
    """
    import psutil

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    physical = min(psutil.cpu_count(logical=False) or usable, usable)
    decoding = wanted or max(1, min(physical, THREADS_LIMIT + 1) - 1)
    return decoding, wanted or min(physical, THREADS_LIMIT)


def available_bytes() -> int:
    """Memory that can be had without swapping."""
    import psutil

    return int(psutil.virtual_memory().available)


def is_short(free_bytes: int) -> bool:
    """Is so little memory left that other programs suffer?"""
    import psutil

    return free_bytes < max(psutil.virtual_memory().total // 20, SHORT_BYTES)


def check_memory(name: str, need_bytes: int, free_bytes: int) -> None:
    """Raise ``ChatError("engine")`` when a model surely does not fit into main memory."""
    if need_bytes > free_bytes:
        raise ChatError(
            ErrorKind.ENGINE,
            f"There is too little memory for {name}: it needs about {_gb(need_bytes)}, and {_gb(free_bytes)} are free.",
            remedy="Close other programs, set a shorter context, or choose a smaller model.",
            about="memory",
        )


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
