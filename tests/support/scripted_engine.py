"""An engine process with a graphics device that it may not survive: says what it was asked for, speaks real frames.

Run as ``python scripted_engine.py CRASHING``, where a load with at least so many layers ends the process; −1: it ends
whenever it may speak to the driver.
"""

import os
import sys

from deskchat.engine import frames
from deskchat.engine.device import Device
from deskchat.engine.environment import PROCESSOR_ONLY

CARD = Device("Vulkan0", "A card", "gpu", 6 << 30, 8 << 30)


def _send(event: frames.Event) -> None:
    sys.stdout.buffer.write(frames.pack(event))
    sys.stdout.buffer.flush()


def _next() -> frames.Request:
    size = frames.length(sys.stdin.buffer.read(frames.LENGTH_BYTES), frames.REQUEST_LIMIT)
    return frames.request(sys.stdin.buffer.read(size))


def _main(crashing: int) -> None:
    alone = bool(os.environ.get(PROCESSOR_ONLY))
    if crashing < 0 and not alone:
        os._exit(70)
    _send(frames.Ready("scripted", () if alone else (CARD,)))
    loaded: frames.Load | None = None
    while not isinstance(request := _next(), frames.Shutdown):
        if isinstance(request, frames.Load):
            layers = 99 if request.gpu_layers == frames.AUTOMATIC else request.gpu_layers
            if layers >= crashing >= 0:
                os._exit(70)
            loaded = request
            _send(frames.Loaded(request.path, request.context_tokens, 1, 0, f"{layers} layers, {request.cache_type}"))
        elif isinstance(request, frames.Chat) and loaded is not None:
            _send(frames.Text(request.id, f"{loaded.gpu_layers} {loaded.cache_type}"))
            _send(frames.Done(request.id, "end", 1, 0, 1, 0, 1.0))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
