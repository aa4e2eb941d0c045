"""The bridge between the loop's thread and the window's."""

import asyncio
import gc
from collections.abc import AsyncIterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services.loop import BackgroundLoop
from deskchat.ui.relay import Relay


@pytest.fixture
def relay(loop: BackgroundLoop, qapp: QApplication) -> Relay:
    return Relay(loop, qapp)


def arrived(seen: list[int], count: int) -> bool:
    return len(seen) == count


async def numbers(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number
        if number % 100 == 0:
            await asyncio.sleep(0)


async def news(said: asyncio.Event, times: int) -> AsyncIterator[int]:
    for number in range(times):
        await said.wait()
        said.clear()
        yield number


async def answer() -> int:
    return 42


async def refuse() -> None:
    raise ChatError(ErrorKind.OFFLINE, "No network.")


async def stumble() -> None:
    raise ZeroDivisionError("a bug")


async def happen(said: asyncio.Event) -> None:
    said.set()


def test_items_arrive_all_and_in_order(qtbot: QtBot, relay: Relay) -> None:
    owner, seen, ended = QObject(), list[int](), list[int]()
    relay.listen(owner, numbers(20_000), seen.append, lambda: ended.append(len(seen)))
    qtbot.waitUntil(lambda: bool(ended))
    assert seen == list(range(20_000))
    assert ended == [20_000]


def test_a_result_arrives(qtbot: QtBot, relay: Relay) -> None:
    owner, seen = QObject(), list[int]()
    relay.run(owner, answer(), seen.append)
    qtbot.waitUntil(lambda: seen == [42])


def test_a_failure_that_nobody_handles_is_told_by_the_relay(qtbot: QtBot, relay: Relay) -> None:
    owner = QObject()
    with qtbot.waitSignal(relay.failed) as told:
        relay.run(owner, refuse())
    assert told.args is not None
    assert told.args[0].message == "No network."


def test_a_bug_becomes_a_sentence_and_keeps_its_detail(qtbot: QtBot, relay: Relay) -> None:
    owner, seen = QObject(), list[ChatError]()
    relay.run(owner, stumble(), failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].kind is ErrorKind.INTERNAL
    assert "ZeroDivisionError" in seen[0].detail
    assert "ZeroDivisionError" not in seen[0].message


def test_a_job_ends_with_its_widget(qtbot: QtBot, loop: BackgroundLoop, relay: Relay) -> None:
    for _ in range(50):
        owner, seen = QWidget(), list[int]()
        relay.listen(owner, numbers(5_000), seen.append)
        delete(owner)
        had = len(seen)
        qtbot.wait(1)
        assert len(seen) == had, "something was delivered to a widget that is gone"
    qtbot.waitUntil(lambda: not any(relay._jobs.values()))


def test_a_listener_that_waits_long_is_not_collected(qtbot: QtBot, loop: BackgroundLoop, relay: Relay) -> None:
    owner, seen = QObject(), list[int]()
    said = asyncio.Event()
    relay.listen(owner, news(said, 3), seen.append)
    for number in range(3):
        gc.collect()
        loop.submit(happen(said))
        qtbot.waitUntil(partial(arrived, seen, number + 1))


def test_a_cancelled_job_delivers_nothing(qtbot: QtBot, relay: Relay) -> None:
    owner, seen = QObject(), list[int]()
    relay.listen(owner, numbers(5_000), seen.append).cancel()
    other: list[int] = []
    relay.run(owner, answer(), other.append)
    qtbot.waitUntil(lambda: other == [42])
    assert seen == []


def test_nothing_is_kept_of_jobs_that_ended(qtbot: QtBot, relay: Relay) -> None:
    owner, seen = QObject(), list[int]()
    for _ in range(20):
        relay.run(owner, answer(), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 20 and not any(relay._jobs.values()))


def test_a_slot_that_fails_does_not_lose_what_waits_behind_it(qtbot: QtBot, relay: Relay) -> None:
    owner, seen = QObject(), list[int]()

    def fail(_: int) -> None:
        raise RuntimeError("a slot with a bug")

    with qtbot.captureExceptions() as raised:
        relay.run(owner, answer(), fail)
        relay.run(owner, answer(), seen.append)
        qtbot.waitUntil(lambda: seen == [42])
    assert len(raised) == 1
