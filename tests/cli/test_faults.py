"""What can go wrong from outside: each is a sentence, and nothing that was said is lost."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.support.home import Home, Ran, texts
from tests.support.servers import ChatServer, free_port

ASK = ("--model", "loop/echo-1", "What is lost?")


def _failed(done: Ran, kind: str, words: str) -> str:
    """Check the failure; the conversation's id."""
    assert done.status == 1, done.out
    assert done.err == ""
    error = done.events[-1]
    assert error["event"] == "error"
    assert error["kind"] == kind, error
    assert words in error["message"], error
    assert error["message"].rstrip().endswith(".")
    conversation: str = done.events[0]["conversation"]
    return conversation


def _kept(home: Home, conversation: str, *words: str) -> None:
    shown = home.show(conversation)
    for word in ("What is lost?", "[failed]", *words):
        assert word in shown


@case(47, 50)
@pytest.mark.parametrize(
    ("mode", "kind", "words"),
    [
        ("unknown_model", "not_found", "does not know this model"),
        ("unauthorized", "auth", "did not accept the key"),
        ("no_credit", "quota", "credit"),
        ("html", "protocol", "web page"),
        ("broken", "overloaded", "can't answer"),
        ("context", "context", "too long"),
        ("hang_up", "network", "without an answer"),
        ("empty", "protocol", "without a word"),
        ("long_line", "protocol", "line without an end"),
    ],
)
def test_a_faulty_server_is_a_sentence(home: Home, server: ChatServer, mode: str, kind: str, words: str) -> None:
    server.mode = mode
    _kept(home, _failed(home.ask(*ASK), kind, words), words)


@case(43, 51)
@pytest.mark.parametrize("mode", ["cut", "cut_chunked", "reset", "error_in_stream"])
def test_a_stream_cut_in_the_middle_keeps_what_came(home: Home, server: ChatServer, mode: str) -> None:
    server.mode, server.reply = mode, "one two three four five six"
    done = home.ask(*ASK)
    assert texts(done.events) == "one two three"
    conversation = done.events[0]["conversation"]
    assert done.status == 1
    assert done.events[-1]["event"] == "error"
    _kept(home, conversation, "one two three")
    server.mode = "echo"
    after = home.ask("--conversation", conversation, "And now?")
    assert after.status == 0
    assert "one two three" in server.chats[-1].json["messages"][1]["content"]


def test_an_unknown_model_of_the_provider_is_named(home: Home, server: ChatServer) -> None:
    _kept(home, _failed(home.ask("--model", "loop/nothing", "What is lost?"), "not_found", "does not know this model"))


def test_an_unknown_provider_is_a_sentence(home: Home, server: ChatServer) -> None:
    done = home.ask("--model", "nowhere/nothing", "x")
    assert done.status == 1
    assert done.events == [
        {
            "event": "error",
            "kind": "not_found",
            "message": "There is no model “nowhere/nothing”. “deskchat models” lists those there are.",
            "retry_after": None,
        }
    ]


def test_a_server_that_is_down_is_a_sentence(home: Home) -> None:
    home.add_provider("loop", f"http://127.0.0.1:{free_port()}/v1")
    _kept(home, _failed(home.ask(*ASK), "network", "not running"))


def test_a_wait_the_server_asks_for_is_passed_on(home: Home, server: ChatServer) -> None:
    server.mode, server.retry_after = "rate_limited", "120"
    done = home.ask(*ASK)
    _failed(done, "rate_limit", "120")
    assert done.events[-1]["retry_after"] == 120


@case(52)
def test_no_key_is_a_sentence_and_a_wrong_one_is_not_repeated(home: Home) -> None:
    key = "sk-very-secret-0123456789"
    with ChatServer(mode="echo_key", key="another") as server:
        home.add_provider("loop", server.url, key_env="LOOP_KEY")
        _failed(home.ask(*ASK), "auth", "no key")
        for done in (home.ask(*ASK, environ={"LOOP_KEY": key}), home.run("ask", *ASK, environ={"LOOP_KEY": key})):
            assert done.status == 1
            assert key not in done.out + done.err
        assert server.chats[-1].headers["authorization"] == f"Bearer {key}"
        for command in (["keys", "list", "loop"], ["providers"], ["models"]):
            done = home.run(*command, environ={"LOOP_KEY": key})
            assert done.status == 0, done.err
            assert key not in done.out + done.err
    for path in home.folder.rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes(), path


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


@case(94)
def test_a_history_another_program_keeps_locked_is_a_sentence(home: Home, server: ChatServer) -> None:
    conversation = home.ask(*ASK).events[0]["conversation"]
    with _locked(home.paths.database):
        done = home.ask("--conversation", conversation, "More.")
        assert done.status == 1
        assert "Another program is writing to the history" in done.events[-1]["message"]
        assert "What is lost?" in home.show(conversation)    # it can still be read
    assert len(server.chats) == 1    # nothing was asked that could not be kept
    assert home.ask("--conversation", conversation, "More.").status == 0


@case(94)
def test_a_lock_in_mid_reply_loses_nothing(home: Home, server: ChatServer) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, " ".join(f"word{n}" for n in range(100))
    asking = home.start("ask", "--json", "--model", "loop/echo-1", "Count.")
    assert asking.stdout is not None
    asking.stdout.readline()
    asking.stdout.readline()
    with _locked(home.paths.database):
        while b"word60" not in (line := asking.stdout.readline()):
            assert line
    out, _ = asking.communicate(timeout=120)
    assert asking.returncode == 0, out
    conversation = home.run("list").out.split()[0]
    assert "word0 word1 " in home.show(conversation)
    assert "word99" in home.show(conversation)


@case(88)
def test_a_damaged_history_is_kept_aside(home: Home, server: ChatServer) -> None:
    home.ask(*ASK)
    home.paths.database.write_bytes(b"this is no database" * 1000)
    assert home.ask(*ASK).status == 0
    assert list(home.paths.data.glob("deskchat.db.corrupt-*"))


@case(40)
def test_a_200_mb_line_takes_no_200_mb(home: Home, server: ChatServer) -> None:
    server.mode = "long_line"
    home.ask(*ASK)
    assert server.hung_up.wait(120)
    assert server.sent_bytes < 50_000_000


@case(92)
def test_two_questions_at_once_are_both_kept(home: Home, server: ChatServer) -> None:
    conversation = home.ask(*ASK).events[0]["conversation"]
    both: list[Ran] = []

    def ask(text: str) -> None:
        both.append(home.ask("--conversation", conversation, text))

    threads = [threading.Thread(target=ask, args=(text,)) for text in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [done.status for done in both] == [0, 0]
