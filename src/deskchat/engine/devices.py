"""The devices that llama.cpp can compute on, with their free memory, as its backends tell it.

The structures and numbers are those of ``ggml-backend.h`` in llama-cpp-python 0.3.36, which has no Python names for them.
"""

import ctypes
import os
import re
from pathlib import Path
from typing import Any, Final, get_args

from deskchat.engine import native, resources
from deskchat.engine.device import Device, Kind
from deskchat.engine.environment import PROCESSOR_ONLY

DEVICES_LIMIT: Final = 32
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)    # in the order of enum ggml_backend_dev_type
_TEXT_LIMIT: Final = 120
_BACKENDS: Final = {"vulkan": "Vulkan", "cuda": "CUDA", "hip": "ROCm", "sycl": "SYCL", "metal": "Metal"}
_SET: Final = re.compile(r"\b([A-Z][A-Z0-9_]*) = 1\b")    # llama.cpp prints “AVX2 = 1 | FMA = 1 | ”
_WAYS: Final = {"LLAMAFILE", "REPACK", "OPENMP"}    # which it lists among them, and are none
_BACKEND: Final = re.compile(rf"(?:lib)?ggml-({'|'.join(_BACKENDS)})\.(?:so|dll|dylib)")


def listed() -> tuple[Device, ...]:
    """All devices of the backends that are loaded; asking a driver may start it."""
    ask = _functions()
    count = min(ask["ggml_backend_dev_count"](), DEVICES_LIMIT)
    found = (_device(ask, ask["ggml_backend_dev_get"](index)) for index in range(count))
    return tuple(device for device in found if device is not None)


def faults(folder: Path) -> str:
    """Why the backends for graphics devices that lie in ``folder`` have none, should there be none; ``""``: none lies there.

    ggml loads what it can and says nothing of the rest: mostly a driver, or its library, is not installed.
    """
    if os.environ.get(PROCESSOR_ONLY):
        return "With the graphics driver, the engine did not start."
    told = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if found := _BACKEND.fullmatch(file.name):
            try:
                ctypes.CDLL(str(file))
            except OSError as error:
                reason = error.__cause__ or error    # a frozen program words it anew and leaves out what is missing
                told.append(f"The part for {_BACKENDS[found[1]]} can't be loaded: {_line(str(reason).encode())}.")
            else:
                told.append(f"The part for {_BACKENDS[found[1]]} finds no device, or no driver for one.")
    return " ".join(told)


def _device(ask: dict[str, Any], handle: int | None) -> Device | None:
    kind = ask["ggml_backend_dev_type"](handle) if handle else -1
    if not 0 <= kind < len(_KINDS):
        return None
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    ask["ggml_backend_dev_memory"](handle, ctypes.byref(free), ctypes.byref(total))
    name, description = (ask[f"ggml_backend_dev_{which}"](handle) for which in ("name", "description"))
    # the processor's backend calls all of main memory free
    room = resources.available_bytes() if _KINDS[kind] == "cpu" else free.value
    told = _line(description)
    if _KINDS[kind] == "cpu" and (sets := _instruction_sets()):
        told = f"{told} with {sets}"
    return Device(_line(name), told, _KINDS[kind], min(room, total.value), total.value)


def _instruction_sets() -> str:
    """What of the processor the loaded part uses: which of several parts it is (AVX2, AVX-512, …) is seen by that."""
    from llama_cpp import llama_cpp as c

    told = (c.llama_print_system_info() or b"").decode("utf-8", "replace")
    processor = told.partition("CPU : ")[2].partition(" : ")[0]    # other devices may follow with their own
    return ", ".join(name for name in _SET.findall(processor) if name not in _WAYS)


def _line(text: bytes | None) -> str:
    decoded = (text or b"").decode("utf-8", "replace")
    return "".join(char for char in decoded if char.isprintable()).strip()[:_TEXT_LIMIT]


def _functions() -> dict[str, Any]:
    pointer, size = ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)
    forms: dict[str, tuple[Any, list[Any]]] = {
        "ggml_backend_dev_count": (ctypes.c_size_t, []),
        "ggml_backend_dev_get": (pointer, [ctypes.c_size_t]),
        "ggml_backend_dev_type": (ctypes.c_int, [pointer]),
        "ggml_backend_dev_name": (ctypes.c_char_p, [pointer]),
        "ggml_backend_dev_description": (ctypes.c_char_p, [pointer]),
        "ggml_backend_dev_memory": (None, [pointer, size, size]),
    }
    found = {}
    for name, (result, arguments) in forms.items():
        found[name] = native.ggml(name)
        found[name].restype, found[name].argtypes = result, arguments
    return found
