"""``deskchat ask`` with more than one model: several at once, a fallback list, and a server that asks to wait."""

import signal
from collections.abc import Iterator

import pytest

from tests.support.home import Home, texts
from tests.support.servers import ChatServer

TWO = ("--model", "loop/echo-1", "--model", "other/echo-2")


@pytest.fixture
def other(home: Home) -> Iterator[ChatServer]:
    with ChatServer(reply="From the other.") as running:
        home.add_provider("other", running.url)
        yield running


def fall_back_on(home: Home, *models: str) -> None:
    home.paths.config.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f'"{model}"' for model in models)
    home.paths.settings.write_text(f"[fallback]\nenabled = true\nmodels = [{listed}]\n")


def test_each_event_of_several_replies_names_its_model(home: Home, server: ChatServer, other: ChatServer) -> None:
    done = home.ask(*TWO, "Hello")
    assert done.status == 0
    by_model = {model: [e for e in done.events if e["model"] == model] for model in ("loop/echo-1", "other/echo-2")}
    assert sum(map(len, by_model.values())) == len(done.events)
    assert texts(by_model["loop/echo-1"]) == "You said: Hello"
    assert texts(by_model["other/echo-2"]) == "From the other."
    assert all(events[0]["event"] == "start" and events[-1]["event"] == "done" for events in by_model.values())
    shown = home.show(done.events[0]["conversation"])
    assert "You said: Hello" in shown    # the first one's branch
    assert "From the other." not in shown


def test_people_read_one_reply_below_the_other_each_with_its_name(
    home: Home, server: ChatServer, other: ChatServer
) -> None:
    done = home.run("ask", *TWO, "Hello")
    assert (done.status, done.err) == (0, "")
    assert done.out == "echo-1 (loop/echo-1):\nYou said: Hello\n\necho-2 (other/echo-2):\nFrom the other.\n\n"


@pytest.mark.parametrize(("modes", "status"), [(("well", "broken"), 0), (("broken", "broken"), 1)])
def test_it_failed_when_all_did(
    home: Home, server: ChatServer, other: ChatServer, modes: tuple[str, str], status: int
) -> None:
    server.mode, other.mode = modes
    done = home.run("ask", *TWO, "Hello")
    assert done.status == status
    assert "echo-2: Other can't answer at the moment" in done.err


def test_a_model_named_twice_is_asked_once(home: Home, server: ChatServer) -> None:
    done = home.ask("--model", "loop/echo-1", "--model", "loop/echo-1", "Hello")
    assert len(server.chats) == 1
    assert "model" not in done.events[-1]


def test_a_fallback_is_told_and_what_it_says_is_the_reply(home: Home, server: ChatServer, other: ChatServer) -> None:
    fall_back_on(home, "other/echo-2")
    server.mode = "no_credit"
    done = home.ask("--model", "loop/echo-1", "Hello")
    assert done.status == 0
    told = "echo-1 could not answer (the credit is used up): echo-2 was asked instead."
    assert {"event": "note", "text": told} in done.events
    assert {"event": "model", "model": "other/echo-2"} in done.events
    assert texts(done.events) == "From the other."
    plain = home.run("ask", "--model", "loop/echo-1", "Hello")
    assert (plain.status, plain.out) == (0, "From the other.\n")
    assert plain.err == f"Note: {told}\n"
    assert "echo-2 (other/echo-2):\nFrom the other." in home.show(done.events[0]["conversation"])


def test_a_reply_that_is_cut_goes_on_with_the_next_model(home: Home, server: ChatServer, other: ChatServer) -> None:
    fall_back_on(home, "other/echo-2")
    server.mode, server.reply = "cut", "one two three four"
    done = home.ask("--model", "loop/echo-1", "Count.")
    assert done.status == 0
    assert texts(done.events) == "one twoFrom the other."
    assert [event["event"] for event in done.events if event["event"] in ("start", "done", "error")] == ["start", "start", "done"]
    shown = home.show(done.events[0]["conversation"])
    assert "one two" in shown
    assert "From the other." in shown


def test_without_a_list_nobody_else_is_asked(home: Home, server: ChatServer, other: ChatServer) -> None:
    server.mode = "no_credit"
    assert home.ask("--model", "loop/echo-1", "Hello").status == 1
    assert other.chats == []


def test_a_wait_is_a_note(home: Home, server: ChatServer) -> None:
    server.script, server.retry_after = ["rate_limited"], "1"
    done = home.run("ask", "--model", "loop/echo-1", "Hello")
    assert (done.status, done.out) == (0, "You said: Hello\n")
    assert done.err == "Note: Loop asks for fewer requests: “Slow down”. Asking again in a second.\n"
    server.script = ["rate_limited"]
    events = home.ask("--model", "loop/echo-1", "Hello").events
    assert "Asking again" in next(event["text"] for event in events if event["event"] == "note")


def test_an_interruption_ends_a_wait_at_once(home: Home, server: ChatServer) -> None:
    server.mode, server.retry_after = "rate_limited", "20"    # as long as it is waited for at most
    asking = home.start("ask", "--model", "loop/echo-1", "Hello")
    assert asking.stderr is not None
    assert b"Asking again in 2" in asking.stderr.readline()
    asking.send_signal(signal.SIGINT)
    asking.communicate(timeout=120)
    assert asking.returncode == 130
    assert len(server.chats) == 1, "after the wait it would have asked again"
