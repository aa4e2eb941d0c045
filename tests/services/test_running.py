"""Which conversations have replies being written."""

from collections.abc import AsyncIterator

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.events import StreamEvent, TextDelta
from deskchat.services.running import Running
from tests.services.test_turn import Disk, begin


async def script() -> AsyncIterator[StreamEvent]:
    yield TextDelta("Yes.")


def is_kept(running: Running) -> bool:
    try:
        with running.claimed("c1"):
            return False
    except ChatError:
        return True


async def test_one_of_several_that_fails_at_once_does_not_free_the_conversation_for_others() -> None:
    running, first, second = Running(), begin(script, Disk().save), begin(script, Disk().save)
    with running.claimed("c1"):
        running.put(first)
        running.remove(first)    # it had no key; the second is still being prepared
        assert (is_kept(running), running.busy) == (True, True)
        running.put(second)
    assert (is_kept(running), running.busy) == (True, True)
    running.remove(second)
    assert (is_kept(running), running.busy) == (False, False)


def test_what_could_not_be_prepared_keeps_nothing() -> None:
    running = Running()
    with pytest.raises(ValueError, match="no model"), running.claimed("c1"):
        raise ValueError("no model")
    assert (is_kept(running), running.busy) == (False, False)
