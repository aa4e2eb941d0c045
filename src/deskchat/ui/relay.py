"""Results of background work, brought to the window's thread.

Coroutines run on the ``BackgroundLoop``; their results are handed over through one queue and one queued signal, at most
once a frame, so that a flood of events costs the window no more than a trickle. A job dies with its owner.
"""

import concurrent.futures
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import getCppPointer

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services.loop import BackgroundLoop

T = TypeVar("T")
FRAME_S = 1 / 60
log = logging.getLogger(__name__)


class Job:
    """Work under way for an owner. ``cancel`` ends it; nothing is delivered any more."""

    def __init__(self) -> None:
        self.cancelled = False
        self._future: concurrent.futures.Future[Any] | None = None

    def start(self, future: concurrent.futures.Future[Any]) -> None:
        """Know what to cancel."""
        self._future = future

    def cancel(self) -> None:
        """End the work. May be called at any time."""
        self.cancelled = True
        if self._future is not None:
            self._future.cancel()


class Relay(QObject):
    """The bridge. Callbacks run on the window's thread, in the order in which the values came.

    Its parent owns it: the last reference in Python may be dropped on the loop's thread, where it must not be destroyed.
    """

    failed = Signal(object)    # ChatError of a job that nobody handles
    _rang = Signal()

    def __init__(self, loop: BackgroundLoop, parent: QObject) -> None:
        super().__init__(parent)
        self._loop = loop
        self._queue: deque[tuple[Job, Callable[..., None], tuple[Any, ...]]] = deque()
        self._told = False
        self._drained_s = 0.0
        # asyncio holds a waiting task only weakly: what runs for an owner is kept here, by the owner's address
        self._jobs: dict[int, set[Job]] = {}
        self._own = Job()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._drain)
        self._rang.connect(self._ring, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        coroutine: Coroutine[Any, Any, T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[ChatError], None] | None = None,
    ) -> Job:
        """Run ``coroutine``; hand its result to ``done``, or its error to ``failed`` (by default: a notice)."""
        job = self._job(owner)

        def finished(future: concurrent.futures.Future[T]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is not None:
                self._post(job, failed or self.failed.emit, as_chat_error(error))
            elif done is not None:
                self._post(job, done, future.result())

        return self._begin(job, coroutine, finished)

    def listen(
        self,
        owner: QObject,
        items: AsyncIterator[T],
        each: Callable[[T], None],
        finished: Callable[[], None] | None = None,
        failed: Callable[[ChatError], None] | None = None,
    ) -> Job:
        """Hand every item to ``each``, then call ``finished``; an error goes to ``failed`` as in ``run``."""
        job = self._job(owner)

        async def pump() -> None:
            async for item in items:
                self._post(job, each, item)

        def ended(future: concurrent.futures.Future[None]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is not None:
                self._post(job, failed or self.failed.emit, as_chat_error(error))
            elif finished is not None:
                self._post(job, finished)

        return self._begin(job, pump(), ended)

    def _job(self, owner: QObject) -> Job:
        job = Job()
        address = getCppPointer(owner)[0]
        if address not in self._jobs:
            self._jobs[address] = set()
            # a closure: a bound method of the owner itself would never be called by its own `destroyed`
            owner.destroyed.connect(lambda: self._end_all(address))
        self._jobs[address].add(job)
        return job

    def _end_all(self, address: int) -> None:
        for job in self._jobs.pop(address, ()):
            job.cancel()

    def _forget(self, job: Job) -> None:
        for jobs in self._jobs.values():
            jobs.discard(job)

    def _begin(
        self,
        job: Job,
        coroutine: Coroutine[Any, Any, T],
        ended: Callable[[concurrent.futures.Future[T]], None],
    ) -> Job:
        future = self._loop.submit(coroutine)
        job.start(future)
        future.add_done_callback(ended)
        future.add_done_callback(lambda _: self._post(self._own, self._forget, job))
        return job

    def _post(self, job: Job, deliver: Callable[..., None], *values: Any) -> None:
        """From any thread: queue a delivery, and ring when nobody has since the last drain."""
        self._queue.append((job, deliver, values))
        if not self._told:
            self._told = True
            try:
                self._rang.emit()
            except RuntimeError:    # the window is gone
                self._queue.clear()

    def _ring(self) -> None:
        wait_s = FRAME_S - (time.monotonic() - self._drained_s)
        if wait_s <= 0:
            self._drain()
        elif not self._frame.isActive():
            self._frame.start(max(1, int(wait_s * 1000)))

    def _drain(self) -> None:
        # before draining: a value that arrives from here on rings the bell again
        self._told = False
        try:
            for _ in range(len(self._queue)):
                job, deliver, values = self._queue.popleft()
                if not job.cancelled:
                    deliver(*values)
        finally:
            self._drained_s = time.monotonic()
            if self._queue and not self._told:
                self._told = True
                self._rang.emit()


def as_chat_error(error: BaseException) -> ChatError:
    """The error itself when a person can act on it; any other is a bug of ours, logged and told as one."""
    if isinstance(error, ChatError):
        return error
    log.error("unexpected error in background work", exc_info=error)
    return ChatError(
        ErrorKind.INTERNAL,
        "Something went wrong inside deskchat.",
        remedy="What you wrote is kept. Please report it if it happens again.",
        detail=f"{type(error).__name__}: {error}",
    )
