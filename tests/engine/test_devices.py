import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deskchat.engine.device import Device, graphics, usable_bytes
from deskchat.engine.devices import faults

GIB = 1 << 30
CPU = Device("CPU", "A processor", "cpu", 16 * GIB, 16 * GIB)
CARD = Device("CUDA0", "A card", "gpu", 7 * GIB, 8 * GIB)
BUILT_IN = Device("Vulkan1", "In the processor", "igpu", 6 * GIB, 8 * GIB)

LISTING = """
import json, msgspec
from deskchat.engine import devices, native
native.start()
print(json.dumps([msgspec.to_builtins(device) for device in devices.listed()]))
"""


def test_the_processor_of_this_machine_is_listed() -> None:
    done = subprocess.run([sys.executable, "-c", LISTING], capture_output=True, text=True, check=True, timeout=60)
    found = [Device(**device) for device in json.loads(done.stdout)]
    (processor,) = (device for device in found if device.kind == "cpu")
    assert processor.name == "CPU"
    assert re.search(r" with .*\b(SSE3|NEON|BMI2)\b", processor.description), "which of its parts computes"
    assert GIB < processor.free_bytes <= processor.total_bytes


def test_what_is_built_in_counts_only_where_there_is_no_card() -> None:
    assert graphics((CPU, CARD, BUILT_IN)) == (CARD,)
    assert graphics((CPU, BUILT_IN)) == (BUILT_IN,)
    assert graphics((CPU,)) == ()


def test_something_is_left_to_the_desktop() -> None:
    assert usable_bytes((CPU, CARD)) == 6 * GIB
    small = Device("Vulkan0", "A small card", "gpu", 2 * GIB, 2 * GIB)
    assert usable_bytes((CARD, small)) == 6 * GIB + 2 * GIB * 7 // 8
    assert usable_bytes((Device("Vulkan0", "A full card", "gpu", 100, 8 * GIB),)) == 0
    assert usable_bytes((CPU,)) == 0


def test_a_backend_that_can_not_be_loaded_is_named_with_its_reason(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere") == ""
    assert faults(tmp_path) == ""
    (tmp_path / "libggml-vulkan.so").write_bytes(b"not a library")
    (tmp_path / "libggml-cpu-haswell.so").write_bytes(b"none of the graphics")
    told = faults(tmp_path)
    assert told.startswith("The part for Vulkan can't be loaded: ")
    assert told.count("The part") == 1


def test_a_backend_that_is_loaded_and_has_no_device_says_so(tmp_path: Path) -> None:
    subprocess.run(["gcc", "-shared", "-nostdlib", "-x", "c", "/dev/null", "-o", tmp_path / "libggml-vulkan.so"], check=True)
    assert faults(tmp_path) == "The part for Vulkan finds no device, or no driver for one."


def test_a_frozen_program_names_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        raise OSError(f"Failed to load dynlib/dll {name}") from OSError("libvulkan.so.1: cannot open shared object file")

    (tmp_path / "libggml-vulkan.so").touch()
    monkeypatch.setattr("ctypes.CDLL", load)
    assert faults(tmp_path) == "The part for Vulkan can't be loaded: libvulkan.so.1: cannot open shared object file."


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_the_engine_has_one_ggml_so_that_what_is_loaded_is_found() -> None:
    listing = LISTING + "print(open('/proc/self/maps').read())"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True, timeout=60)
    copies = {line.split()[-1] for line in done.stdout.splitlines() if "/libggml.so" in line}
    assert len(copies) == 1
