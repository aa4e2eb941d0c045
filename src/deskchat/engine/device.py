"""Something that llama.cpp can compute on."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

Kind = Literal["cpu", "gpu", "igpu", "accel"]

MARGIN_BYTES: Final = 1 << 30     # of each device is left to the driver and the desktop, or an eighth where that is less


class Device(msgspec.Struct, frozen=True):
    """``name`` is the backend's, such as Vulkan0; ``description`` the maker's. Bytes; 0: the driver does not say."""

    name: str
    description: str
    kind: Kind
    free_bytes: int
    total_bytes: int


def graphics(devices: Sequence[Device]) -> tuple[Device, ...]:
    """Those that llama.cpp hands layers to: graphics cards, or where there is none what is built into the processor."""
    cards = tuple(device for device in devices if device.kind == "gpu")
    return cards or tuple(device for device in devices if device.kind == "igpu")


def usable_bytes(devices: Sequence[Device]) -> int:
    """How much of the graphics devices' free memory a model may take."""
    margins = ((device, min(MARGIN_BYTES, device.total_bytes // 8)) for device in graphics(devices))
    return sum(max(device.free_bytes - margin, 0) for device, margin in margins)
