"""The engine dies a hundred times at random moments of its replies: no conversation loses anything."""

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest

from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.services import Services, open_services
from tests.engine.hostile.full import FULL
from tests.faults.cases import case
from tests.support import models
from tests.support.home import Home
from tests.support.processes import children_with

KILLS = 100 if FULL else 6
IN_ONE_CONVERSATION = 10
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.paths.models.mkdir(parents=True)
    (made.paths.models / "victim.gguf").symlink_to(models.smollm2())
    return made


async def _killed_reply(services: Services, conversation: str, question: str, dice: random.Random) -> tuple[str, bool]:
    """Ask, and kill the engine some time between its start and the end of the reply; what was seen, and did it break?"""
    turn = await services.turns.send(conversation, (TextPart(question),), ModelRef("local", "victim"))
    seen, after = "", dice.choice((0, 0, 1, 20, 100, 300))
    moment = asyncio.get_running_loop().time() + dice.uniform(0.0, 1.2)
    killed = False
    async for update in turn.updates():
        seen = update.node.message.text
        due = len(seen) > after if after else asyncio.get_running_loop().time() >= moment
        for engine in children_with("deskchat.engine") if due and not killed else ():
            engine.send_signal(dice.choice((signal.SIGKILL, signal.SIGSEGV)))
            killed = True
    return seen, (await turn.finished()).node.message.status is Status.FAILED


@case(110)
@pytest.mark.timeout(900)
async def test_nothing_that_was_said_is_lost(home: Home) -> None:
    dice = random.Random(4711)
    said: dict[str, list[tuple[str, str]]] = {}
    services = await open_services(home.paths, offline=True)
    broken = asked = 0
    while broken < KILLS:
        if asked % IN_ONE_CONVERSATION == 0:
            conversation = (await services.chats.create()).id
            said[conversation] = []
        question = f"Tell me a very long story about fox number {asked}."
        seen, broke = await _killed_reply(services, conversation, question, dice)
        said[conversation].append((question, seen))
        broken, asked = broken + broke, asked + 1
        assert asked < 3 * KILLS    # some replies are over before the engine is killed
    await services.aclose()
    await _all_there(home, said)


async def _all_there(home: Home, said: dict[str, list[tuple[str, str]]]) -> None:
    services = await open_services(home.paths, offline=True)
    try:
        for conversation, pairs in said.items():
            branch = [node.message for node in (await services.chats.open(conversation)).branch()]
            assert [message.text for message in branch[::2]] == [question for question, _ in pairs]
            for message, (_, seen) in zip(branch[1::2], pairs, strict=True):
                assert message.text.startswith(seen)
                assert message.failure is None or message.failure.message.endswith(".")
    finally:
        await services.aclose()
