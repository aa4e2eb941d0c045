"""Five wires against a mock of the providers that nobody here wrote, which breaks on demand and grades its client."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deskchat.chat.message import Message, Status
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.services.services import Services, open_services
from tests.support.foreign import Llmock
from tests.support.home import Home

BASES = {
    "openai-chat": "/v1", "openai-responses": "/v1", "anthropic-messages": "/anthropic/v1",
    "google-generate-content": "/gemini/v1beta",
}    # fmt: skip
DIALECTS = {name: f"/{name}{'/openai' if name == 'groq' else ''}/v1" for name in ("groq", "mistral", "xai", "perplexity")}
WIRES = tuple(BASES)
SHORT = Sampling(temperature=0.0, max_tokens=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Llmock]:
    with Llmock(tmp_path_factory.mktemp("llmock") / "server.log") as running:
        yield running


@pytest.fixture
async def services(tmp_path: Path, server: Llmock) -> AsyncIterator[Services]:
    home = Home(tmp_path / "home")
    wires = {**{wire: wire for wire in BASES}, **dict.fromkeys(DIALECTS, "openai-chat")}
    tables = (
        f'[[provider]]\nid = "mock-{name}"\nwire = "{wire}"\nbase_url = "{server.url}{(BASES | DIALECTS)[name]}"\n'
        for name, wire in wires.items()
    )
    home.paths.providers.parent.mkdir(parents=True, exist_ok=True)
    home.paths.providers.write_text("\n".join(tables))
    server.begin()
    opened = await open_services(home.paths)
    for name in wires:
        await opened.directory.fetch(f"mock-{name}")
    yield opened
    await opened.aclose()


async def model_of(services: Services, name: str) -> ModelRef:
    provider = name if name == "local" else f"mock-{name}"
    groups = await services.directory.groups()
    return next(model.ref for group in groups if group.id == provider for model in group.models if not model.unavailable)


async def say(services: Services, conversation: str, name: str, text: str) -> Message:
    turn = await services.turns.send(conversation, (TextPart(text),), await model_of(services, name), sampling=SHORT)
    return (await turn.finished()).node.message


async def test_one_conversation_goes_round_all_of_them_and_the_engine(services: Services, server: Llmock) -> None:
    conversation = (await services.chats.create(system="Be short.")).id
    server.begin()
    for name in (*BASES, *DIALECTS, "local", *BASES):
        reply = await say(services, conversation, name, "What is a river?")
        assert (reply.status, reply.failure) == (Status.DONE, None), name
        assert reply.text.strip()
    assert {request["status"] for request in server.requests()} == {200}
    assert server.findings() == []


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_is_asked_again_when_it_said(services: Services, server: Llmock, wire: str, status: int) -> None:
    conversation = (await services.chats.create()).id
    server.begin({"type": "fail", "status": status, "retry_after": 1, "times": 2})
    reply = await say(services, conversation, wire, "What is a river?")
    assert (reply.status, reply.failure) == (Status.DONE, None)
    assert [request["status"] for request in server.requests()] == [status, status, 200]
    assert server.findings() == []


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_what_no_repetition_mends_is_asked_once_and_told(
    services: Services, server: Llmock, wire: str, status: int
) -> None:
    conversation = (await services.chats.create()).id
    server.begin({"type": "fail", "status": status, "times": 1})
    reply = await say(services, conversation, wire, "What is a river?")
    assert reply.status is Status.FAILED
    assert reply.failure is not None
    assert reply.failure.message.endswith(".")
    assert len(server.requests()) == 1
    assert server.findings() == []


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("kind", ["disconnect", "truncate"])
async def test_a_broken_stream_keeps_what_came_and_the_conversation_goes_on(
    services: Services, server: Llmock, wire: str, kind: str
) -> None:
    conversation = (await services.chats.create()).id
    server.begin({"type": "stream_fault", "kind": kind, "after_chunks": 4, "times": 1})
    broken = await say(services, conversation, wire, "What is a river?")
    assert broken.status is not Status.DONE    # half an answer is never called an answer
    assert broken.failure is not None
    server.begin()
    assert (await say(services, conversation, wire, "Go on.")).status is Status.DONE
    assert {request["status"] for request in server.requests()} == {200}


@pytest.mark.parametrize("wire", WIRES)
async def test_a_piece_that_can_not_be_read_is_told_with_the_reply(services: Services, server: Llmock, wire: str) -> None:
    conversation = (await services.chats.create()).id
    server.begin({"type": "stream_fault", "kind": "malformed", "after_chunks": 4, "times": 1})
    reply = await say(services, conversation, wire, "What is a river?")
    assert reply.text.strip()
    assert any("could not be read" in note for note in reply.notes)
