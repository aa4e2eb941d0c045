"""A provider over real loopback HTTP: good answers, and every kind of bad one."""

import asyncio
import itertools
import json
import logging
import resource
import threading
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from msgspec.structs import replace

from deskchat.chat.errors import ChatError
from deskchat.chat.events import AnsweredBy, Finished, ReasoningDelta, StreamEvent, TextDelta, UsageReported, Waiting
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import ImagePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.providers.catalogue import Entry
from deskchat.providers.network import Patience, Route
from deskchat.providers.service import HttpProvider
from deskchat.providers.transport import Transport
from deskchat.providers.wire import open_wire
from tests.faults.cases import case
from tests.support.raw_server import RawServer, Talk
from tests.support.servers import ChatServer, free_port

CANARY = "sk-canary-0123456789"
QUICK = Patience(connect_s=60, first_s=60, idle_s=60, list_s=60, retries=2, retry_s=0.01, longest_retry_s=0.5)
IMPATIENT = replace(QUICK, first_s=2, idle_s=2, list_s=2)    # where the server falls silent


def asked(text: str = "Hi", model: str = "echo-1", **given: object) -> ChatRequest:
    info = ModelInfo(ModelRef("test", model), model)
    message = Outgoing(Role.USER, (TextPart(text),))
    return ChatRequest(info, (message,), sampling=Sampling(**given))  # type: ignore[arg-type]  # any field of Sampling


def provider(transport: Transport, url: str, key: str | None = CANARY, wire: str = "openai-chat") -> HttpProvider:
    entry = Entry("test", "Test", url, wire, key="none" if key is None else "keyring")

    async def source() -> str | None:
        return key

    return HttpProvider(entry, open_wire(entry.wire, entry.name, entry.dialect), source, transport)


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    opened = Transport(patience=QUICK)
    yield opened
    await opened.aclose()


@pytest.fixture
async def patient() -> AsyncIterator[Transport]:
    """For what has to come, however busy this machine is."""
    opened = Transport(patience=Patience())
    yield opened
    await opened.aclose()


async def answer(asking: HttpProvider, request: ChatRequest | None = None) -> tuple[str, list[StreamEvent], ChatError | None]:
    events: list[StreamEvent] = []
    error = None
    try:
        async for event in asking.stream(request or asked()):
            events.append(event)    # noqa: PERF401  # what came before a failure is wanted too
    except ChatError as raised:
        error = raised
    return "".join(e.text for e in events if isinstance(e, TextDelta)), events, error


async def test_a_reply_is_streamed_and_the_request_is_what_the_wire_promises(transport: Transport) -> None:
    with ChatServer(reply="Good morning.", key=CANARY) as server:
        text, events, error = await answer(provider(transport, server.url), asked("Hi", max_tokens=9, temperature=0.5))
        assert (text, error) == ("Good morning.", None)
        assert isinstance(events[-1], Finished)
        assert AnsweredBy("echo-1") in events
        assert any(isinstance(event, UsageReported) for event in events)
        sent = server.chats[0]
    assert sent.path == "/v1/chat/completions"
    assert sent.headers["accept-encoding"] == "identity"
    assert "cookie" not in sent.headers
    assert sent.json == {
        "model": "echo-1",
        "messages": [{"role": "user", "content": "Hi"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
        "max_tokens": 9,
    }


async def test_an_image_is_sent_as_a_data_address(transport: Transport) -> None:
    model = ModelInfo(ModelRef("test", "echo-1"), "echo-1")
    message = Outgoing(Role.USER, (TextPart("What is it?"), ImagePart("a.png", "image/png", b"\x89PNG")))
    with ChatServer() as server:
        await answer(provider(transport, server.url), ChatRequest(model, (message,), system="Be brief."))
        messages = server.chats[0].json["messages"]
    assert messages[0] == {"role": "system", "content": "Be brief."}
    assert messages[1]["content"][1] == {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}}


async def test_thinking_comes_apart_from_the_answer(transport: Transport) -> None:
    with ChatServer(reply="Forty two", mode="thinking") as server:
        text, events, error = await answer(provider(transport, server.url))
    assert (text, error) == ("Forty two", None)
    assert "".join(e.text for e in events if isinstance(e, ReasoningDelta)) == "Forty two"


@case(48)
async def test_one_json_object_instead_of_a_stream_is_a_reply_too(transport: Transport) -> None:
    with ChatServer(reply="All at once.", mode="json") as server:
        text, events, error = await answer(provider(transport, server.url))
    assert (text, error) == ("All at once.", None)
    assert isinstance(events[-1], Finished)


@case(41, 42, 43, 47, 50, 52)
@pytest.mark.parametrize(
    ("mode", "kind", "words"),
    [
        ("unauthorized", "auth", "did not accept the key"),
        ("echo_key", "auth", "[key]"),
        ("no_credit", "quota", "credit"),
        ("rate_limited", "rate_limit", "fewer requests"),
        ("overloaded", "overloaded", "can't answer"),
        ("broken", "overloaded", "can't answer"),
        ("context", "context", "too long"),
        ("unknown_model", "not_found", "does not know this model"),
        ("html", "protocol", "web page"),
        ("empty", "protocol", "without a word"),
        ("hang_up", "network", "closed the connection"),
        ("long_line", "protocol", "line without an end"),
        ("bomb", "protocol", "line without an end"),
        ("silence", "timeout", "said nothing"),
        ("drip", "timeout", "said nothing"),
    ],
)
async def test_a_bad_answer_is_a_sentence(transport: Transport, mode: str, kind: str, words: str) -> None:
    if kind == "timeout":
        transport.configure(IMPATIENT, Route())
    with ChatServer(mode=mode) as server:
        text, _, error = await answer(provider(transport, server.url))
    assert error is not None
    assert error.kind == kind
    assert words in error.message
    assert text == ""
    assert CANARY not in f"{error.message}{error.detail}{error!r}"
    assert error.message[0].isupper()
    assert error.message.endswith(".")


@case(43, 51)
@pytest.mark.parametrize(
    ("mode", "kind"),
    [("cut", "network"), ("cut_chunked", "network"), ("reset", "network"), ("error_in_stream", "overloaded"), ("stall", "timeout")],
)
async def test_what_came_before_the_failure_is_kept_and_nothing_is_asked_twice(
    transport: Transport, mode: str, kind: str
) -> None:
    if kind == "timeout":
        transport.configure(IMPATIENT, Route())
    with ChatServer(reply="one two three four", mode=mode, delay_s=0.02) as server:
        text, events, error = await answer(provider(transport, server.url))
        assert len(server.chats) == 1
    assert error is not None
    assert error.kind == kind
    assert text == "one two"
    assert not any(isinstance(event, Finished) for event in events)


@case(40)
async def test_a_line_of_200_mb_is_given_up_early_and_fills_no_memory(transport: Transport) -> None:
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ChatServer(mode="long_line") as server:
        _, _, error = await answer(provider(transport, server.url))
        assert error is not None
        assert server.hung_up.wait(120)
        assert server.sent_bytes < 40 * 1024 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 80 * 1024


async def test_a_server_that_is_down_is_named_with_its_address(transport: Transport) -> None:
    port = free_port()
    _, events, error = await answer(provider(transport, f"http://127.0.0.1:{port}/v1"))
    assert error is not None
    assert events == []    # a program that is not running is not waited for
    assert error.kind == "network"
    assert f"nothing answers at 127.0.0.1:{port}" in error.message


@case(53)
async def test_a_connection_that_can_not_be_made_secure_is_said_to_be_that(transport: Transport) -> None:
    with ChatServer() as server:
        _, _, error = await answer(provider(transport, server.url.replace("http:", "https:")))
        assert server.requests == []
    assert error is not None
    assert error.kind == "network"
    assert "secure connection" in error.message


def event(kind: str, **fields: object) -> bytes:
    return f"data: {json.dumps({'type': kind, **fields})}\n\n".encode()


def a_response(words: str) -> bytes:
    """One whole response of the Responses API."""
    content = [{"type": "output_text", "text": words}]
    said = event("response.output_item.done", output_index=0, item={"type": "message", "content": content})
    return event("response.created", response={}) + said + event("response.completed", response={"status": "completed"})


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"    # until the connection ends


async def test_what_follows_the_end_of_a_response_in_its_own_time_is_part_of_the_reply(
    patient: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskchat.providers.transport.REST_S", 120.0)    # this machine may be busy
    first_was_read = threading.Event()

    def answer(talk: Talk) -> None:
        talk.send(HEAD, a_response("Four."))
        assert first_was_read.wait(120)
        talk.send(a_response(" Yes, four."))

    text = ""
    with RawServer(answer) as server:
        async for told in provider(patient, server.url, wire="openai-responses").stream(asked()):
            if isinstance(told, TextDelta):
                text += told.text
                first_was_read.set()
    assert text == "Four. Yes, four."


@pytest.mark.parametrize("rest", [(), (b": still here\n\n",)])
async def test_a_whole_reply_is_one_though_its_connection_stays_open(patient: Transport, rest: tuple[bytes, ...]) -> None:
    def answer_and_stay(talk: Talk) -> None:
        talk.send(HEAD, a_response("Four."))
        talk.send_for_ever(itertools.cycle(rest), pause_s=0.005)
        talk.wait()

    with RawServer(answer_and_stay) as server:
        text, events, error = await answer(provider(patient, server.url, wire="openai-responses"))
    assert (text, error) == ("Four.", None)
    assert isinstance(events[-1], Finished)


async def test_one_connection_serves_many_replies(transport: Transport) -> None:
    with ChatServer() as server:
        asking = provider(transport, server.url)
        for _ in range(3):
            assert (await answer(asking))[2] is None
        assert len({chat.client_port for chat in server.chats}) == 1


@case(37)
async def test_a_redirect_is_not_followed_and_its_target_is_named(transport: Transport) -> None:
    with ChatServer() as other, ChatServer(mode="redirect") as server:
        server.location = f"http://localhost:{other.port}/v1/chat/completions"
        _, _, error = await answer(provider(transport, server.url))
        with pytest.raises(ChatError, match="localhost"):
            await provider(transport, server.url).models()
        assert other.requests == []
    assert error is not None
    assert "localhost" in error.message


@case(49)
async def test_passing_trouble_is_tried_again_before_the_first_word(transport: Transport) -> None:
    with ChatServer(reply="There.", script=["overloaded", "broken"]) as server:
        text, events, error = await answer(provider(transport, server.url))
        assert (text, error, len(server.chats)) == ("There.", None, 3)
    waits = [event for event in events if isinstance(event, Waiting)]
    assert [waiting.reason for waiting in waits] == [
        "Test can't answer at the moment: “The model is overloaded”.",
        "Test can't answer at the moment: “Something went wrong”.",
    ]
    assert events[: len(waits)] == waits


@case(49)
async def test_the_server_says_how_long_to_wait_and_the_wait_is_told_before_it_begins(transport: Transport) -> None:
    with ChatServer(reply="There.", script=["rate_limited"], retry_after="0.4") as server:
        stream = provider(transport, server.url).stream(asked())
        waiting = await anext(stream)
        assert isinstance(waiting, Waiting)
        assert 0.4 <= waiting.seconds <= 0.44
        assert len(server.chats) == 1
        before = asyncio.get_running_loop().time()
        assert [event async for event in stream if isinstance(event, TextDelta)]
        assert asyncio.get_running_loop().time() - before >= 0.4


@case(49)
async def test_stop_ends_a_wait_at_once(transport: Transport) -> None:
    patient = Transport(patience=Patience(longest_retry_s=60))
    with ChatServer(mode="rate_limited", retry_after="30") as server:
        asking = provider(patient, server.url)
        waited = asyncio.Event()

        async def listen() -> None:
            async for event in asking.stream(asked()):
                if isinstance(event, Waiting):
                    waited.set()

        task = asyncio.create_task(listen())
        await waited.wait()
        task.cancel()
        async with asyncio.timeout(20):    # not the 30 s of the wait
            with pytest.raises(asyncio.CancelledError):
                await task
        assert len(server.chats) == 1
    await patient.aclose()


@case(49)
@pytest.mark.parametrize(("mode", "tries"), [("overloaded", 3), ("no_credit", 1), ("unauthorized", 1), ("context", 1)])
async def test_tries_are_few_and_hopeless_ones_single(transport: Transport, mode: str, tries: int) -> None:
    with ChatServer(mode=mode) as server:
        await answer(provider(transport, server.url))
        assert len(server.chats) == tries


@case(49)
async def test_a_long_wait_is_told_and_not_waited_for(transport: Transport) -> None:
    with ChatServer(mode="rate_limited", retry_after="3600") as server:
        _, _, error = await answer(provider(transport, server.url))
        assert len(server.chats) == 1
    assert error is not None
    assert error.retry_after_s == 3600
    assert "3600 seconds" in error.message


@case(39, 63)
async def test_stop_closes_the_socket(transport: Transport) -> None:
    with ChatServer(reply="word " * 200, mode="stall") as server:
        async with aclosing(provider(transport, server.url).stream(asked())) as stream:  # type: ignore[type-var]  # a generator
            async for event in stream:
                if isinstance(event, TextDelta):
                    break
        assert await asyncio.to_thread(server.hung_up.wait, 20)


@case(42)
async def test_cancelling_before_the_first_byte_ends_at_once(transport: Transport) -> None:
    with ChatServer(mode="silence") as server:
        task = asyncio.create_task(answer(provider(transport, server.url)))
        assert await asyncio.to_thread(server.asked.wait, 20)
        task.cancel()
        async with asyncio.timeout(20):
            with pytest.raises(asyncio.CancelledError):
                await task


@case(75)
@pytest.mark.parametrize("key", [f"{CANARY}\n", f"{CANARY}\x00", f"“{CANARY}”", "", f" {CANARY}"])
async def test_a_key_no_header_can_carry_is_refused_unseen(transport: Transport, key: str) -> None:
    with ChatServer() as server:
        _, _, error = await answer(provider(transport, server.url, key))
        assert server.requests == []
    assert error is not None
    assert error.kind == "auth"
    assert CANARY not in f"{error.message}{error.detail}{error.__cause__!r}"


@case(53)
async def test_a_key_is_not_sent_in_the_clear_to_another_machine(transport: Transport) -> None:
    _, _, error = await answer(provider(transport, "http://192.0.2.1/v1"))
    assert error is not None
    assert error.kind == "permission"


async def test_a_missing_key_is_asked_for(transport: Transport) -> None:
    entry = Entry("test", "Test", "http://127.0.0.1:1/v1", key="keyring")

    async def none() -> None:
        return None

    _, _, error = await answer(HttpProvider(entry, open_wire(entry.wire, entry.name, {}), none, transport))
    assert error is not None
    assert error.kind == "auth"
    assert "no key" in error.message


async def test_offline_nobody_is_asked_not_even_on_this_machine() -> None:
    transport = Transport(offline=True, patience=QUICK)
    with ChatServer(reply="Here.") as server:
        for url in (server.url, "https://192.0.2.1/v1"):
            _, _, error = await answer(provider(transport, url))
            assert error is not None
            assert error.kind == "offline"
        assert server.requests == []
    await transport.aclose()


async def test_going_offline_ends_a_reply_in_the_middle_and_its_connection() -> None:
    transport = Transport(patience=QUICK)
    with ChatServer(reply=" ".join(map(str, range(2000))), delay_s=0.02) as server:
        asking = asyncio.create_task(answer(provider(transport, server.url)))
        assert await asyncio.to_thread(server.asked.wait, 20)
        transport.go_offline(True)
        await transport.hang_up()
        _, _, error = await asyncio.wait_for(asking, 60)
        assert error is not None
        assert error.kind == "offline"
        assert not transport._lines, "a connection was kept"
    await transport.aclose()


async def test_going_offline_ends_the_wait_before_the_next_try() -> None:
    transport = Transport(patience=replace(QUICK, longest_retry_s=600.0))
    with ChatServer(mode="rate_limited") as server:
        server.retry_after = "500"
        reply = provider(transport, server.url).stream(asked())
        assert isinstance(await anext(reply), Waiting)
        going_on = asyncio.ensure_future(anext(reply))
        await asyncio.sleep(0)    # the wait has begun
        transport.go_offline(True)
        await transport.hang_up()
        with pytest.raises(ChatError, match="Offline mode"):
            await asyncio.wait_for(going_on, 60)
        assert len(server.chats) == 1
    await transport.aclose()


@case(56)
async def test_a_proxy_of_the_environment_never_sees_this_machines_traffic(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ChatServer() as proxy, ChatServer(reply="Direct.") as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert (await answer(provider(transport, server.url)))[0] == "Direct."
        assert proxy.requests == []


@case(77)
async def test_the_key_is_in_no_log(transport: Transport, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ChatServer(mode="echo_key") as server:
        await answer(provider(transport, server.url))
        server.mode = "well"
        await answer(provider(transport, server.url))
    assert CANARY not in caplog.text


async def test_models_are_listed(transport: Transport) -> None:
    with ChatServer(models=["echo-1", "text-embedding-3-small"], context_length=4096) as server:
        models = await provider(transport, server.url).models()
    assert [(str(m.ref), m.context_tokens) for m in models] == [("test/echo-1", 4096)]


@pytest.mark.parametrize(("mode", "kind"), [("html", "protocol"), ("unauthorized", "auth"), ("silence", "timeout")])
async def test_a_bad_model_list_is_a_sentence(transport: Transport, mode: str, kind: str) -> None:
    if kind == "timeout":
        transport.configure(IMPATIENT, Route())
    with ChatServer(mode=mode) as server:
        with pytest.raises(ChatError) as caught:
            await provider(transport, server.url).models()
    assert caught.value.kind == kind
