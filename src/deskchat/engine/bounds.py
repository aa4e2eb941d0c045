"""Bounds of time and memory for a chat template, a stranger's program, inside the engine's process."""

import contextlib
import faulthandler
import pathlib
import signal
import sys
import time
from collections.abc import Iterator
from typing import Final

from deskchat.chat.errors import ChatError, ErrorKind

PATIENCE: Final = 1.5              # times as long by the clock: other programs may want the processor, too
TICK_SECONDS: Final = 0.05
GRACE_SECONDS: Final = 0.5
STDERR: Final = 2                  # the descriptor: a windowed program has no sys.stderr
MEMORY_BYTES: Final = 256 << 20
ENDED: Final = "Timeout (0:"    # what is on stderr when the process was ended by its own watch (CPython's faulthandler.c)


class OutOfTimeError(BaseException):
    """Not an ``Exception``, because Jinja answers some of those itself."""


def unsafe(detail: str) -> ChatError:
    """The failure of a template that wants what no template needs."""
    return ChatError(
        ErrorKind.MODEL_FILE,
        "The chat template in the model file tries to do what a chat template must not.",
        remedy="Get the model from another source.",
        detail=detail[:500],
    )


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raises ``OutOfTimeError`` or ``MemoryError``; a single step that can't be interrupted ends the process.

    ``seconds`` are those that this thread computes, and a little more by the clock. The alarm comes between two steps of
    Python, where the system has one (not on Windows). The watch is a thread in C: it comes in any case.
    """
    faulthandler.dump_traceback_later(seconds * PATIENCE + GRACE_SECONDS, file=STDERR, exit=True)
    try:
        with _memory(MEMORY_BYTES), _alarm(seconds):
            yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    computed, clock = time.thread_time() + seconds, time.monotonic() + seconds * PATIENCE

    def ring(_number: int, _frame: object) -> None:
        # not the system's alarm by processor time: that counts llama.cpp's threads, which wait by computing
        if time.thread_time() >= computed or time.monotonic() >= clock:
            signal.setitimer(signal.ITIMER_REAL, 0)    # or the next one comes in the middle of clearing up
            raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory(more_bytes: int) -> Iterator[None]:
    """On Linux: the address space may grow by this much meanwhile. Nothing else runs in the engine at that time."""
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    with pathlib.Path("/proc/self/statm").open(encoding="ascii") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + more_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
