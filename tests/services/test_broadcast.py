import asyncio
import gc

from deskchat.services.broadcast import Broadcast


async def test_each_listener_hears_what_was_told_since_it_was_made() -> None:
    broadcast: Broadcast[int] = Broadcast()
    early = broadcast.listen()
    broadcast.tell(1)
    late = broadcast.listen()
    broadcast.tell(2)
    broadcast.close()
    assert [news async for news in early] == [1, 2]
    assert [news async for news in late] == [2]


async def test_equal_news_that_wait_are_given_once() -> None:
    broadcast: Broadcast[str] = Broadcast()
    listener = broadcast.listen()
    for news in ("a", "b", "a", "a"):
        broadcast.tell(news)
    broadcast.close()
    assert [news async for news in listener] == ["a", "b"]


async def test_a_listener_made_on_another_thread_hears() -> None:
    broadcast: Broadcast[str] = Broadcast()
    listener = await asyncio.to_thread(broadcast.listen)
    asyncio.get_running_loop().call_soon(broadcast.tell, "news")
    assert await anext(listener) == "news"


async def test_a_listener_nobody_keeps_is_forgotten() -> None:
    broadcast: Broadcast[str] = Broadcast()
    broadcast.listen()
    gc.collect()
    assert not broadcast._all()
