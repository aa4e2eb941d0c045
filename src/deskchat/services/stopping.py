"""Ends a reply where the person wants it, whoever writes it: not every server knows how."""

from collections.abc import AsyncGenerator, AsyncIterator

from deskchat.chat.errors import ChatError
from deskchat.chat.events import Finished, StreamEvent, TextDelta
from deskchat.chat.message import Stop
from deskchat.chat.stops import Stops


async def until_stopped(events: AsyncIterator[StreamEvent], stops: tuple[str, ...]) -> AsyncIterator[StreamEvent]:
    """The events up to the first of ``stops``, which is left out; then the reply is whole, and ``events`` are closed.

    What a server counts and charges comes last in most streams, and is then not told: an unknown cost, not none.
    """
    ending = Stops(stops)
    try:
        async for event in events:
            if not isinstance(event, TextDelta):
                if isinstance(event, Finished) and (rest := ending.end()):
                    yield TextDelta(rest)
                yield event
                continue
            if text := ending.feed(event.text):
                yield TextDelta(text)
            if ending.hit:
                yield Finished(Stop.END)
                return
    except ChatError:
        if rest := ending.end():
            yield TextDelta(rest)
        raise
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()
