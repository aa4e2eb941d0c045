"""The thread that only reads the database: what is listed and searched waits for no write, and no write for it."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from deskchat.store.reader import Reader

P = ParamSpec("P")
T = TypeVar("T")


class ReadingThread:
    """Runs one question after the other; one that nobody waits for any more is broken off."""

    def __init__(self, open_reader: Callable[[], Reader]) -> None:
        self._open = open_reader
        self._reader: Reader | None = None    # opened with the first question
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="deskchat-reading")
        self._lock = threading.Lock()
        self._current: object = None          # the question that is being answered
        self._ended = False

    async def __call__(self, ask: Callable[Concatenate[Reader, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``ask`` on the thread, with the reader. Raises ``ChatError``; after its end who asks is cancelled."""
        if self._ended:
            raise asyncio.CancelledError    # the program ends, and with it whoever still asks
        question = object()

        def answer() -> T:
            with self._lock:
                self._current = question
            try:
                self._reader = self._reader or self._open()
                return ask(self._reader, *args, **kwargs)
            finally:
                with self._lock:
                    self._current = None

        try:
            return await asyncio.wrap_future(self._executor.submit(answer))
        except asyncio.CancelledError:
            with self._lock:    # never another one's question
                if self._current is question and self._reader is not None:
                    self._reader.interrupt()
            raise

    async def aclose(self) -> None:
        """Wait for what is under way, then end the thread."""
        self._ended = True
        await asyncio.to_thread(self._executor.shutdown)
        if self._reader is not None:
            self._reader.close()
