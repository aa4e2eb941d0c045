"""Freed memory goes back to the system, once and only when there is rest."""

import ctypes
import gc
import linecache
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from deskchat.ui import spare_memory
from deskchat.ui.context import UiContext
from deskchat.ui.spare_memory import SpareMemory, give_back


def resident_bytes() -> int:
    """Of this process."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc keeps it")
def test_what_was_freed_between_what_lives_goes_back() -> None:
    """Blocks below the size for which the allocator asks the system alone, every second one freed: 40 MB of holes."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "malloc_trim"):
        pytest.skip("not in this C library")
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.restype, libc.free.argtypes = None, [ctypes.c_void_p]
    size, count = 100_000, 800
    blocks = [libc.malloc(size) for _ in range(count)]
    for block in blocks:
        ctypes.memset(block, 1, size)
    for block in blocks[::2]:
        libc.free(block)
    before = resident_bytes()
    assert give_back()
    assert before - resident_bytes() > 30_000_000
    for block in blocks[1::2]:
        libc.free(block)


def test_nothing_is_given_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other systems' allocators do it themselves."""
    monkeypatch.setattr(sys, "platform", "win32")
    assert not give_back()


class InACycle:
    """Refers to itself, as a message does by what it is told."""

    def __init__(self) -> None:
        self.myself = self


def test_after_a_rest_cycles_and_source_lines_are_gone(
    qtbot: QtBot, context: UiContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else collects meanwhile, as in the window."""
    monkeypatch.setattr(spare_memory, "REST_MS", 10)
    parent = QObject()
    spare = SpareMemory(context.relay, parent)
    assert not gc.isenabled()
    left = weakref.ref(InACycle())
    assert left() is not None
    assert linecache.getlines(__file__)
    spare.give_back_soon()
    qtbot.waitUntil(lambda: left() is None, timeout=10_000)
    assert __file__ not in linecache.cache
