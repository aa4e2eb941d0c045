"""The services for the length of one command."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.crash_reports import leave_no_core
from deskchat.services.name_lookup import look_up_aside
from deskchat.services.services import Services, open_services

T = TypeVar("T")


def with_services(
    paths: Paths, work: Callable[[Services], Awaitable[T]], *, offline: bool = False, tell: bool = True
) -> T:
    """Open, run ``work``, close; its result. ``tell``: say what the start found. Raises ``ChatError``."""

    async def run() -> T:
        services = await open_services(paths, offline=offline)
        if tell:
            tell_notices(services)
        try:
            return await work(services)
        finally:
            await services.aclose()

    return finished(run())


def tell_notices(services: Services) -> None:
    """What the start found wrong, on stderr: an entry of ``providers.toml`` that was left out, a setting that can't be."""
    for notice in services.notices:
        say(notice)


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` on a loop of its own until it ends; its result. Raises ``KeyboardInterrupt`` when a signal ended it."""
    leave_no_core()

    async def run() -> T:
        look_up_aside(asyncio.get_running_loop())
        return await work

    try:
        return asyncio.run(run())
    except asyncio.CancelledError:    # by an ``Interruption``: nobody else cancels the whole
        raise KeyboardInterrupt from None
