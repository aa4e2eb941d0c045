"""One conversation, many wires: llama.cpp's own server speaks three of them, and nobody here wrote it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deskchat.chat.message import Message, Status, Stop
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import ImagePart, Part, TextPart
from deskchat.services.services import Services, open_services
from tests.support import models
from tests.support.foreign import CONTEXT, LlamaServer
from tests.support.home import Home

WIRES = ("openai-chat", "openai-responses", "anthropic-messages")
SHORT = Sampling(temperature=0.0, max_tokens=12)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    with LlamaServer(models.smollm2(), tmp_path_factory.mktemp("llama") / "server.log") as running:
        yield running


@pytest.fixture
async def services(tmp_path: Path, server: LlamaServer) -> AsyncIterator[Services]:
    home = Home(tmp_path / "home")
    tables = (
        f'[[provider]]\nid = "{wire}"\nwire = "{wire}"\nbase_url = "{server.url}/v1"\n' for wire in WIRES
    )
    home.paths.providers.parent.mkdir(parents=True, exist_ok=True)
    home.paths.providers.write_text("\n".join(tables))
    opened = await open_services(home.paths)
    for wire in WIRES:
        await opened.directory.fetch(wire)
    yield opened
    await opened.aclose()


async def model_of(services: Services, provider: str) -> ModelRef:
    groups = await services.directory.groups()
    return next(model.ref for group in groups if group.id == provider for model in group.models if not model.unavailable)


async def say(services: Services, conversation: str, provider: str, *parts: Part | str, sampling: Sampling = SHORT) -> Message:
    said = tuple(TextPart(part) if isinstance(part, str) else part for part in parts)
    turn = await services.turns.send(conversation, said, await model_of(services, provider), sampling=sampling)
    return (await turn.finished()).node.message


async def test_one_conversation_goes_round_all_wires_and_the_engine(services: Services, server: LlamaServer) -> None:
    conversation = (await services.chats.create()).id
    for _ in range(2):
        for provider in (*WIRES, "local"):
            reply = await say(services, conversation, provider, "Go on: one, two, three,")
            assert (reply.status, reply.failure) == (Status.DONE, None), provider
            assert reply.text.strip()
            assert reply.usage.input_tokens
    branch = (await services.chats.open(conversation)).branch()
    assert len(branch) == 16
    assert server.refusals == []


@pytest.mark.parametrize("wire", WIRES)
async def test_the_server_tells_its_window(services: Services, wire: str) -> None:
    info = await services.directory.info(await model_of(services, wire))
    assert info.context_tokens == CONTEXT


@pytest.mark.parametrize("wire", WIRES)
async def test_a_history_longer_than_the_window_goes_on(services: Services, server: LlamaServer, wire: str) -> None:
    conversation = (await services.chats.create()).id
    for number in range(6):
        await say(services, conversation, "local", f"Number {number}. " + "Some more words about it. " * 50)
    before = len(server.refusals)
    reply = await say(services, conversation, wire, "And now?")
    assert reply.status is Status.DONE
    assert any("left out" in note for note in reply.notes)
    assert len(server.refusals) - before <= 1    # at most once the estimate was too low, and the turn asked again by itself


@pytest.mark.parametrize("wire", WIRES)
async def test_a_stopped_reply_goes_on_elsewhere_and_frees_the_server(services: Services, server: LlamaServer, wire: str) -> None:
    conversation = (await services.chats.create()).id
    long = Sampling(temperature=0.0, max_tokens=1_500)
    turn = await services.turns.send(conversation, (TextPart("Tell me a very long story."),), await model_of(services, wire), sampling=long)
    async for update in turn.updates():
        if update.node.message.text or update.done:
            await turn.stop()
            break
    assert (await turn.finished()).node.message.status is Status.STOPPED
    other = WIRES[(WIRES.index(wire) + 1) % len(WIRES)]
    assert (await say(services, conversation, other, "Shorter, please.")).status is Status.DONE    # its one slot is free
    assert server.refusals == []


@pytest.mark.parametrize("wire", WIRES)
async def test_what_two_messages_in_a_row_and_odd_letters_become(services: Services, server: LlamaServer, wire: str) -> None:
    conversation = (await services.chats.create(system="Answer shortly.")).id
    first = await services.turns.send(conversation, (TextPart("漢字 👍🏽 e\u0301 \u202eabc"),), await model_of(services, wire), sampling=SHORT)
    await first.stop()
    assert (await say(services, conversation, wire, "Once more.")).status is Status.DONE
    assert server.refusals == []


@pytest.mark.parametrize("wire", WIRES)
async def test_a_picture_for_a_model_that_cannot_see_is_a_sentence_and_the_next_message_works(services: Services, wire: str) -> None:
    conversation = (await services.chats.create()).id
    blind = await say(services, conversation, wire, "What is this?", ImagePart("cat.png", "image/png", PNG))
    assert blind.failure is None or blind.failure.kind in ("bad_request", "overloaded")
    reply = await say(services, conversation, "local", "Never mind.")
    assert reply.status is Status.DONE


@pytest.mark.parametrize("wire", WIRES)
async def test_the_limit_of_the_reply_is_kept_and_told(services: Services, wire: str) -> None:
    conversation = (await services.chats.create()).id
    reply = await say(services, conversation, wire, "Tell me a very long story.")
    assert reply.usage.output_tokens == SHORT.max_tokens
    # on the Responses wire this server calls every reply completed
    assert reply.stop is (Stop.END if wire == "openai-responses" else Stop.LENGTH)


async def test_a_server_that_dies_in_the_middle_leaves_what_came_and_another_goes_on(tmp_path: Path) -> None:
    with LlamaServer(models.smollm2(), tmp_path / "dying.log") as dying:
        home = Home(tmp_path / "home")
        home.add_provider("dying", f"{dying.url}/v1")
        services = await open_services(home.paths)
        await services.directory.fetch("dying")
        conversation = (await services.chats.create()).id
        long = Sampling(temperature=0.0, max_tokens=1_500)
        turn = await services.turns.send(conversation, (TextPart("Tell me a very long story."),), await model_of(services, "dying"), sampling=long)
        async for update in turn.updates():
            if update.node.message.text or update.done:
                dying.kill()
                break
        cut = (await turn.finished()).node
        assert cut.message.status is Status.FAILED
        assert cut.message.text
        going = await services.turns.continue_reply(conversation, cut.id, await model_of(services, "local"), sampling=SHORT)
        assert (await going.finished()).node.message.status is Status.DONE
        await services.aclose()
