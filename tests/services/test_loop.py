import asyncio
import concurrent.futures
import threading

import pytest

from deskchat.services.loop import BackgroundLoop


@pytest.fixture
def loop():  # type: ignore[no-untyped-def]  # a fixture's generator type says nothing here
    background = BackgroundLoop()
    background.start()
    yield background
    background.stop()


def test_a_coroutine_runs_on_the_other_thread(loop: BackgroundLoop) -> None:
    async def where() -> int:
        return threading.get_ident()

    assert loop.submit(where()).result(120) != threading.get_ident()


def test_an_error_reaches_who_asked(loop: BackgroundLoop) -> None:
    async def wrong() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        loop.submit(wrong()).result(120)


def test_cancelling_the_future_cancels_the_task(loop: BackgroundLoop) -> None:
    began, ended = threading.Event(), threading.Event()

    async def wait_for_ever() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    future = loop.submit(wait_for_ever())
    assert began.wait(120)
    future.cancel()
    assert ended.wait(120)


def test_stopping_cancels_what_runs_and_lets_it_clean_up(loop: BackgroundLoop) -> None:
    began, ended = threading.Event(), threading.Event()

    async def wait_for_ever() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.set()

    loop.submit(wait_for_ever())
    assert began.wait(120)
    loop.stop()
    assert ended.is_set()


def test_after_the_end_nothing_is_accepted_and_nothing_hangs(loop: BackgroundLoop) -> None:
    loop.stop()

    async def late() -> None:
        raise AssertionError("never runs")

    with pytest.raises(concurrent.futures.CancelledError):
        loop.submit(late()).result(120)
    loop.stop()


def test_nothing_begins_while_it_stops(loop: BackgroundLoop) -> None:
    """It still turns then, until its threads are done, but has none to give."""
    began, go_on = threading.Event(), threading.Event()

    def hang() -> None:
        began.set()
        go_on.wait(30)

    loop.submit(asyncio.to_thread(hang))
    assert began.wait(30)
    loop.stop(0)
    late = [loop.submit(asyncio.to_thread(threading.get_ident)) for _ in range(3)]
    go_on.set()
    assert all(future.cancelled() for future in late)
