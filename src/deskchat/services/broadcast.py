"""News for any number of listeners, told on the loop's thread; a listener may be made on any thread."""

import asyncio
import threading
import weakref
from collections import deque
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Listener(AsyncIterator[T]):
    """Gives what was told since it was made, oldest first; equal news that still wait are given once."""

    def __init__(self) -> None:
        self._waiting: deque[T] = deque()
        self._told = asyncio.Event()
        self._closed = False

    def tell(self, news: T) -> None:
        """Queue ``news``. Only on the loop's thread."""
        if news not in self._waiting:
            self._waiting.append(news)
        self._told.set()

    def close(self) -> None:
        """End the iteration after what still waits. Only on the loop's thread."""
        self._closed = True
        self._told.set()

    async def __anext__(self) -> T:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._told.clear()
            await self._told.wait()
        return self._waiting.popleft()


class Broadcast(Generic[T]):
    """Knows its listeners weakly: one that nobody iterates any more is forgotten by itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: weakref.WeakSet[Listener[T]] = weakref.WeakSet()

    def listen(self) -> Listener[T]:
        """A new listener; hears what is told from now on."""
        listener: Listener[T] = Listener()
        with self._lock:
            self._listeners.add(listener)
        return listener

    def tell(self, news: T) -> None:
        """Tell everybody. Only on the loop's thread."""
        for listener in self._all():
            listener.tell(news)

    def close(self) -> None:
        """Nothing more will be told."""
        for listener in self._all():
            listener.close()

    def _all(self) -> list[Listener[T]]:
        with self._lock:
            return list(self._listeners)
