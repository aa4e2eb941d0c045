"""Freed memory goes back to the system, once and only when there is rest."""

import ctypes
import sys
from pathlib import Path

import pytest

from deskchat.ui.spare_memory import give_back


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
