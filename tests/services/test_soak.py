"""Hours of use in short: many replies by models that change, after which nothing is left behind.

Sixty replies in every run; two thousand with ``DESKCHAT_TEST_FAULTS`` (``make test-faults``).
"""

import gc
import os
import threading
from pathlib import Path

import psutil
import pytest

from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.services import Services, open_services
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer

REPLIES = 2_000 if os.environ.get("DESKCHAT_TEST_FAULTS") else 60
WARM = REPLIES // 3
IN_ONE_CONVERSATION = 10
MOST_GROWTH_BYTES = 24 << 20    # what the allocator may keep; a leak of a reply's history each is far more in the long run
MOST_WAL_BYTES = 8 << 20


def held() -> tuple[int, int]:
    """Open files and sockets, and threads of this process."""
    return psutil.Process().num_fds(), threading.active_count()


def wal_bytes(home: Home) -> int:
    return Path(f"{home.paths.database}-wal").stat().st_size


async def many_replies(services: Services, server: ChatServer, first: int, last: int) -> None:
    for number in range(first, last):
        if number % IN_ONE_CONVERSATION == 0:
            conversation = (await services.chats.create()).id
        model = ModelRef("loop", ("echo-1", "echo-2")[number % 2])
        turn = await services.turns.send(conversation, (TextPart(f"Question {number}. " + "more words " * 200),), model)
        assert (await turn.finished()).node.message.status is Status.DONE
        assert len(server.chats) == 1
        server.requests.clear()    # it keeps what it was asked in this very process, which is not what is measured


@case(141)
@pytest.mark.skipif(not hasattr(psutil.Process, "num_fds"), reason="Windows counts no open files")
@pytest.mark.timeout(1800)
async def test_many_replies_by_changing_models_leave_nothing_behind(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with ChatServer(mode="echo") as server:
        home.add_provider("loop", server.url)
        services = await open_services(home.paths)
        try:
            await many_replies(services, server, 0, WARM)
            gc.collect()
            before, memory = held(), psutil.Process().memory_info().rss
            await many_replies(services, server, WARM - WARM % IN_ONE_CONVERSATION, REPLIES)
            gc.collect()
            files, threads = held()
            assert files <= before[0] + 8
            assert threads <= before[1] + 4
            assert psutil.Process().memory_info().rss - memory < MOST_GROWTH_BYTES
            assert wal_bytes(home) <= MOST_WAL_BYTES
        finally:
            await services.aclose()
