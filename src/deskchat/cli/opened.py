"""The services for the length of one command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from deskchat.paths import Paths
from deskchat.services.services import Services, open_services

T = TypeVar("T")


def with_services(paths: Paths, work: Callable[[Services], Awaitable[T]], *, offline: bool = False) -> T:
    """Open, run ``work``, close; its result. Raises ``ChatError``."""

    async def run() -> T:
        services = await open_services(paths, offline=offline)
        try:
            return await work(services)
        finally:
            await services.aclose()

    return asyncio.run(run())
