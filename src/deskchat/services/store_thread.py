"""The one thread that reads and writes the database: its calls keep their order, and the loop never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class StoreThread:
    """Runs calls one after the other, in the order they were asked for. Who asks after its end is cancelled."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="deskchat-store")
        self._ended = False

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``call`` on the thread. One that began is finished even when its asker is cancelled."""
        if self._ended:
            raise asyncio.CancelledError    # the program ends, and with it whoever still asks
        return await asyncio.wrap_future(self._executor.submit(call, *args, **kwargs))

    async def finish(self, call: Callable[[], None]) -> None:
        """Run ``call`` after everything that was asked for, and nothing after it; then end the thread."""
        last = asyncio.wrap_future(self._executor.submit(call))
        self._ended = True
        try:
            await last
        finally:
            self.close()

    def close(self) -> None:
        """Wait for what is under way, then end the thread."""
        self._ended = True
        self._executor.shutdown(wait=True)
