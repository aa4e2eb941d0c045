"""The program ends while the window still asks: nobody's error, and no report of a crash."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from deskchat.services.services import open_services
from tests.support.home import Home

ROUNDS = 10    # of what is asked while the history is closed some comes before and some after


async def on_and_on(ask: Callable[[], Awaitable[object]]) -> None:
    while True:
        await ask()


async def test_who_still_asks_is_ended_without_an_error(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        services = await open_services(Home(tmp_path / str(number)).paths)
        conversation = (await services.chats.create()).id
        asks: list[Callable[[], Awaitable[object]]] = [
            partial(services.chats.open, conversation),
            partial(services.chats.rename, conversation, "x"),
            partial(services.drafts.keep_text, conversation, "words"),
            partial(services.finding.search, "words"),
            services.chats.all,
        ]
        asking = [asyncio.create_task(on_and_on(ask)) for ask in asks * 2]
        for _ in range(3):
            await services.chats.all()
        await services.aclose()
        await asyncio.wait(asking, timeout=30)
        ended = [repr(task.exception()) for task in asking if task.done() and not task.cancelled()]
        for task in asking:
            task.cancel()
        assert ended == []


async def test_what_fails_at_the_end_keeps_nothing_else_from_its_end(tmp_path: Path) -> None:
    home = Home(tmp_path)
    services = await open_services(home.paths, exclusive=True)
    conversation = await services.chats.create()
    await services.summons.open()
    await services.summons.aclose()

    async def fails() -> None:
        raise OSError("the disk is gone")

    services.summons.aclose = fails    # type: ignore[method-assign]  # the first that is closed
    with pytest.raises(OSError, match="the disk is gone"):
        await services.aclose()
    again = await open_services(home.paths, exclusive=True)    # nobody has it open any more
    assert (await again.chats.open(conversation.id)).id == conversation.id
    await again.aclose()
