"""A reply that the disk refuses stays on the screen, and is stored once it can be."""

import sys

import pytest

from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.services import open_services
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved there")


@case(86, 95)
@pytest.mark.parametrize("opened", [True, False])
async def test_it_is_shown_whole_and_stored_when_the_disk_takes_it(home: Home, server: ChatServer, opened: bool) -> None:
    services = await open_services(home.paths)
    server.mode, server.holds_after, server.reply = "well", 5, " ".join(f"word{number}" for number in range(60))
    conversation = (await services.chats.create()).id
    turn = await services.turns.send(conversation, (TextPart("Count."),), ModelRef("loop", "echo-1"))
    async for update in turn.updates():
        if update.node.message.text:
            break
    away = home.folder / "away.db"
    home.paths.database.rename(away)
    server.go_on.set()
    await turn.finished()
    shown = (await services.chats.open(conversation)).branch()[-1].message
    assert shown.status is Status.FAILED
    assert shown.failure is not None
    assert "This reply could not be stored. The history file was moved or removed" in shown.failure.message
    assert shown.text == server.reply
    away.rename(home.paths.database)
    if opened:
        assert (await services.chats.open(conversation)).branch()[-1].message.status is Status.DONE
    await services.aclose()
    again = await open_services(home.paths)
    stored = (await again.chats.open(conversation)).branch()[-1].message
    assert (stored.status, stored.text) == (Status.DONE, server.reply)
    await again.aclose()
