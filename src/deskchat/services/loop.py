"""The one thread that waits: an asyncio loop to which other threads hand coroutines."""

import asyncio
import concurrent.futures
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from deskchat.services.name_lookup import look_up_aside

T = TypeVar("T")


class BackgroundLoop:
    """An asyncio loop on a thread of its own. ``start`` once, ``submit`` from any thread, ``stop`` at the end."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._stopping = False
        self._lock = threading.Lock()
        # a daemon: a call that hangs in a driver must not keep the program alive after its window is gone
        self._thread = threading.Thread(target=self._serve, name="deskchat-loop", daemon=True)

    def start(self) -> None:
        """Start the thread; returns when the loop takes work."""
        self._thread.start()
        self._ready.wait()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        """Run ``coroutine`` on the loop. Cancelling the future cancels its task. After ``stop``: a cancelled future."""
        with self._lock:
            if self._loop is not None and not self._stopping:
                return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        # not even while the loop still runs to its end: its threads are gone by then, and would be missed as an error
        return _refused(coroutine)

    def stop(self, timeout_s: float = 3.0) -> None:
        """Cancel what still runs, close generators, end the thread; give up waiting after ``timeout_s``."""
        loop, end = self._loop, self._end
        if loop is None or end is None:
            return
        with self._lock:
            if not self._stopping:
                self._stopping = True
                loop.call_soon_threadsafe(end.set)    # what was submitted before is a task by then, and is cancelled
        self._thread.join(timeout_s)

    def _serve(self) -> None:
        # asyncio.run cancels left-over tasks and closes generators inside the loop, which a hand-made end does not
        asyncio.run(self._until_stopped())

    async def _until_stopped(self) -> None:
        self._loop = asyncio.get_running_loop()
        look_up_aside(self._loop)
        self._end = asyncio.Event()
        self._ready.set()
        await self._end.wait()


def _refused(coroutine: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
    coroutine.close()
    future: concurrent.futures.Future[T] = concurrent.futures.Future()
    future.cancel()
    return future
