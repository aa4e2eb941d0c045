"""A temporary conversation leaves nothing on the disk: not while it is held, not after it, not when it is erased."""

from collections.abc import AsyncIterator
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace

from deskchat.chat.conversation import is_temporary
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import FilePart, ImagePart, Part, TextPart
from deskchat.chat.persona import Terms
from deskchat.services.services import Services, open_services
from tests.faults.cases import case
from tests.support.folders import files_below
from tests.support.home import Home
from tests.support.models import smollm2
from tests.support.servers import ChatServer

CANARY = "zanzibarcanary"
LONG = " ".join(f"{CANARY} number {n} sings." for n in range(30))    # enough for a state that is worth keeping
SHORT = Sampling(temperature=0.0, max_tokens=8)
PARTS: tuple[Part, ...] = (
    FilePart(f"{CANARY}.txt", "text/plain", CANARY, CANARY.encode()),
    TextPart(f"What does the {CANARY} say? {LONG}"),
)


def traces(home: Home) -> list[Path]:
    """The files below the home that hold the word, in their bytes or their name."""
    files = files_below(home.folder)
    assert len(files) > 2
    return [path for path, data in files.items() if CANARY in path.name or CANARY.encode() in data]


def states(home: Home) -> list[Path]:
    """What models have read, which holds words as tokens."""
    return [path for path in home.paths.states.rglob("*") if path.is_file()]


@pytest.fixture
async def services(home: Home, server: ChatServer) -> AsyncIterator[Services]:
    opened = await open_services(home.paths)
    yield opened
    await opened.aclose()


async def ask(services: Services, conversation_id: str, model: ModelRef, *parts: Part) -> str:
    turn = await services.turns.send(conversation_id, parts, model, sampling=SHORT)
    reply = (await turn.finished()).node
    assert reply.message.status is Status.DONE, reply.message.failure
    return reply.message.text


async def test_keeping_one_is_all_or_nothing(services: Services) -> None:
    temporary = await services.chats.create(temporary=True)
    await services.drafts.keep_parts(temporary.id, PARTS[:1])
    disk = services.judging._shelves.disk._database    # a disk that refuses the last of it
    disk.change("CREATE TRIGGER full BEFORE INSERT ON draft_part BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(apsw.ConstraintError):
        await services.chats.keep(temporary.id)
    assert await services.chats.all() == ()
    disk.change("DROP TRIGGER full")
    kept = await services.chats.keep(temporary.id)
    assert [one.id for one in await services.chats.all()] == [kept]
    assert (await services.drafts.read(kept)).parts == PARTS[:1]


@case(97)
async def test_nothing_of_it_is_ever_on_the_disk(server: ChatServer, home: Home) -> None:
    services = await open_services(home.paths)
    local = ModelRef("local", smollm2().stem)
    made = await services.chats.create(local, temporary=True, persona=CANARY)
    assert is_temporary(made.id)
    await services.chats.set_terms(made.id, Terms(CANARY, f"You are a {CANARY}."))
    await services.drafts.keep_text(made.id, f"draft of a {CANARY}")
    await services.drafts.keep_parts(made.id, PARTS[:1])
    assert (await services.drafts.read(made.id)).text
    turn = await services.turns.send(made.id, PARTS, local, sampling=replace(SHORT, max_tokens=40))
    async for update in turn.updates():
        assert traces(home) == [], update.node.message.status
    assert turn.latest.node.message.status is Status.DONE
    picture = ImagePart("p.png", "image/png", CANARY.encode())
    await ask(services, made.id, ModelRef("loop", "echo-1"), picture, TextPart(CANARY))    # a provider, whose cost is not known
    opened = await services.chats.open(made.id)
    assert len(opened.nodes) == 4
    assert CANARY in opened.title
    assert traces(home) == states(home) == []
    assert await services.chats.all() == ()
    assert await services.finding.search(CANARY) == ()
    await services.chats.erase(made.id)
    with pytest.raises(ChatError):
        await services.chats.open(made.id)
    other = await services.chats.create(local)    # what the engine writes down for this one holds nothing of the other
    await ask(services, other.id, local, TextPart("What does the sparrow sing? " * 20))
    await services.aclose()
    assert traces(home) == []
    assert len(states(home)) == 1    # so it would have been seen


async def test_kept_it_is_one_like_any_other(services: Services, home: Home) -> None:
    model = ModelRef("loop", "echo-1")
    made = await services.chats.create(model, temporary=True)
    await ask(services, made.id, model, *PARTS)
    await services.chats.set_terms(made.id, Terms("Bird", "Sing.", SHORT))
    await services.drafts.keep_text(made.id, "draft")
    before = await services.chats.open(made.id)
    kept = await services.chats.keep(made.id)
    assert not is_temporary(kept)
    assert await services.chats.open(kept) == replace(before, id=kept)
    assert (await services.drafts.read(kept)).text == "draft"
    assert [summary.id for summary in await services.chats.all()] == [kept]
    assert [hit.conversation.id for hit in await services.finding.search(CANARY)][:1] == [kept]
    with pytest.raises(ChatError):
        await services.chats.open(made.id)
    assert traces(home) != []


async def test_what_a_provider_was_paid_is_in_the_sum_and_nothing_of_what_for(services: Services) -> None:
    made = await services.chats.create(ModelRef("loop", "echo-1"), temporary=True)
    await ask(services, made.id, ModelRef("loop", "echo-1"), *PARTS)
    reports = services.spending_reports
    report = await reports.of_month((await reports.months())[0])
    assert [line.id for line in report.models] == ["loop/echo-1"]
    assert [(line.id, line.name) for line in report.conversations] == [("", "")]
