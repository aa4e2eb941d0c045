"""Freed memory goes back to the system; threads share one heap."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from deskchat.services.allocator import give_back

HEAPS = """
import re, threading
from pathlib import Path
from deskchat.services.allocator import keep_one_heap

keep_one_heap()
everyone = threading.Barrier(9)

def hold():
    kept = [bytes(1000 + number) for number in range(2000)]
    everyone.wait()
    everyone.wait()

for _ in range(8):
    threading.Thread(target=hold, daemon=True).start()
everyone.wait()
heaps = [line for line in Path("/proc/self/maps").read_text().splitlines() if re.match(r"[0-9a-f]+[048c]000000-\\S+ rw", line)]
print(len([line for line in heaps if len(line.split()) == 5]))
everyone.wait()
"""


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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has several")
def test_threads_that_come_make_no_heaps_of_their_own() -> None:
    """A heap of a thread begins at a multiple of 64 MB (``HEAP_MAX_SIZE``)."""
    told = subprocess.run([sys.executable, "-c", HEAPS], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0"
