"""What ends a call in the middle."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from deskchat.providers import unanswered


class Cut:
    """Ends what one call waits for when the program goes offline in the middle of it. Used on the loop alone."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.made = False
        self._wait: asyncio.Timeout | None = None

    @asynccontextmanager
    async def within(self, until: float) -> AsyncIterator[None]:
        """Wait at most until then, on the loop's clock. Raises ``TimeoutError``; after ``make`` at once."""
        async with asyncio.timeout_at(until) as self._wait:
            self.check()
            yield

    async def wait(self, seconds: float) -> None:
        """Let time pass. Raises ``ChatError("offline")`` as soon as it is cut."""
        with suppress(TimeoutError):
            async with self.within(asyncio.get_running_loop().time() + seconds):
                await asyncio.Future[None]()
        self.check()

    def make(self) -> None:
        """Cut."""
        self.made = True
        if self._wait is not None and not self._wait.expired():
            with suppress(RuntimeError):    # nothing is waited for
                self._wait.reschedule(0.0)

    def check(self) -> None:
        """Raise ``ChatError("offline")`` when it was cut."""
        if self.made:
            raise unanswered.offline(self._name)
