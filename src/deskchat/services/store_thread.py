"""The one thread that reads and writes the database: its calls keep their order, and the loop never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class StoreThread:
    """Runs calls one after the other, in the order they were asked for."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="deskchat-store")

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``call`` on the thread. One that began is finished even when its asker is cancelled."""
        return await asyncio.wrap_future(self._executor.submit(call, *args, **kwargs))

    def close(self) -> None:
        """Wait for what is under way, then end the thread."""
        self._executor.shutdown(wait=True)
