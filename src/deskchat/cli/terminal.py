"""Writing to a terminal or a pipe: text from outside can't steer the terminal, and a closed pipe is no traceback."""

import asyncio
import concurrent.futures
import os
import queue
import re
import sys
import threading
from typing import TextIO

# C0, DEL and C1 controls except line feed and tab; and the marks that turn the direction of writing
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """``text`` without what a terminal would obey: a reply or a title must not move the cursor."""
    return STEERING.sub("", text.replace("\r\n", "\n"))


def say(text: str) -> None:
    """A line for the person, on stderr."""
    put(sys.stderr, f"{harmless(text)}\n")


def put(stream: TextIO, text: str) -> bool:
    """Write all of ``text`` at once as UTF-8; ``False`` when nobody reads any more."""
    data = memoryview(text.encode("utf-8", "replace"))
    try:
        stream.flush()
        while data:
            data = data[os.write(stream.fileno(), data) :]
    except (OSError, ValueError):    # a closed pipe, a full disk, a stream that was closed
        return False
    return True


def forget_stdout() -> None:
    """After a closed pipe: what is still buffered must not raise when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class Printer:
    """Writes on a thread of its own: a pipe that nobody empties must not keep a reply from being stored."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._jobs: queue.SimpleQueue[tuple[str, concurrent.futures.Future[bool]]] = queue.SimpleQueue()
        # a daemon: a write that never ends must not keep the program alive
        threading.Thread(target=self._serve, name="deskchat-printer", daemon=True).start()

    async def write(self, text: str) -> bool:
        """Write all of ``text``; returns when it was taken, ``False`` when nobody reads any more."""
        written: concurrent.futures.Future[bool] = concurrent.futures.Future()
        self._jobs.put((text, written))
        return await asyncio.wrap_future(written)

    def _serve(self) -> None:
        while True:
            text, written = self._jobs.get()
            if written.set_running_or_notify_cancel():
                written.set_result(put(self._stream, text))
