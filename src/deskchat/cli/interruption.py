"""Ctrl-C, a hang-up or a polite kill: told to a running task once; the second time the program ends at once."""

import asyncio
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Interruption:
    """Inside it, the first signal cancels the task that entered it, or is waited for once the task said so."""

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self._handled = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None:
                # signal.signal and not loop.add_signal_handler, which Windows lacks
                self._before[number] = signal.signal(number, self._handler(loop, task))
        return self

    def __exit__(self, *_: object) -> None:
        self._restore()

    def handled_by_task(self) -> None:
        """From now on the task waits for the interruption itself; it is not cancelled."""
        self._handled = True

    async def wait(self) -> None:
        """Return when a signal came."""
        await self._told.wait()

    def _handler(
        self, loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]
    ) -> Callable[[int, FrameType | None], None]:
        def on_signal(_number: int, _frame: FrameType | None) -> None:
            self._restore()
            loop.call_soon_threadsafe(self._tell, task)

        return on_signal

    def _tell(self, task: asyncio.Task[Any]) -> None:
        self._told.set()
        if not self._handled:
            task.cancel()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
