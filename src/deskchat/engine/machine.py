"""What this machine has for models: memory, and how fast it is read."""

import ctypes
import threading
import time
from collections.abc import Sequence
from typing import Final

import msgspec

from deskchat.engine import resources
from deskchat.engine.device import Device, usable_bytes

SYSTEM_BYTES: Final = 1 << 30     # is left to the system and other programs, or a tenth where that is more
_COPY_BYTES: Final = 32 << 20     # more than processors keep close to them
_COPY_SECONDS: Final = 0.1


class Machine(msgspec.Struct, frozen=True):
    """Bytes that models may take of main memory and of graphics devices, and bytes of weights read in a second.

    A speed of 0 is not known.
    """

    memory: int
    device_memory: int = 0
    bytes_per_s: float = 0.0
    device_bytes_per_s: float = 0.0


def this_machine(devices: Sequence[Device] = ()) -> Machine:
    """What there is when nothing else is loaded. Takes a tenth of a second, for the measurement."""
    import psutil

    total = int(psutil.virtual_memory().total)
    return Machine(
        max(total - max(total // 10, SYSTEM_BYTES), 0), usable_bytes(devices), copied_per_second(resources.threads()[0])
    )


def copied_per_second(threads: int) -> float:
    """How many bytes a second ``threads`` threads copy: about as many as llama.cpp reads of weights.

    Measured beside it: 9 to 12 GB copied, 8.8 and 9.1 GB of weights read for SmolLM2 and Gemma 3 by one thread. With many
    threads models are rather faster than this says, because a copy writes, too.
    """
    copied: list[float] = []
    workers = [threading.Thread(target=lambda: copied.append(_copy())) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(copied)


def _copy() -> float:
    source, target = ctypes.create_string_buffer(_COPY_BYTES), ctypes.create_string_buffer(_COPY_BYTES)
    ctypes.memmove(target, source, _COPY_BYTES)    # the first time, the system has to find the memory
    began, times = time.monotonic(), 0
    while time.monotonic() - began < _COPY_SECONDS:
        ctypes.memmove(target, source, _COPY_BYTES)    # without Python's lock
        times += 1
    return times * _COPY_BYTES / (time.monotonic() - began)
