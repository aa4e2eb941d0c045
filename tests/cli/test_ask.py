"""``deskchat ask`` as a program: what it prints, how it ends, what it keeps."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.home import Home, texts
from tests.support.servers import ChatServer
from tests.support.waiting import until


def test_the_reply_is_on_stdout_and_nothing_else(home: Home, server: ChatServer) -> None:
    done = home.run("ask", "--model", "loop/echo-1", "Name three colours.")
    assert (done.status, done.out, done.err) == (0, "You said: Name three colours.\n", "")


def test_json_follows_the_contract(home: Home, server: ChatServer) -> None:
    done = home.ask("--model", "loop/echo-1", "Hello")
    start, *middle, end = done.events
    assert start["event"] == "start"
    assert start["model"] == "loop/echo-1"
    assert start["conversation"]
    assert start["message"]
    assert texts(middle) == "You said: Hello"
    assert {event["event"] for event in middle} == {"text"}
    assert end["event"] == "done"
    assert end["stop"] == "end"
    assert end["cost"] is None
    assert set(end) == {"event", "stop", "input_tokens", "output_tokens", "cost", "seconds"}
    assert end["output_tokens"] == 3
    assert 0 <= end["seconds"] < 60
    assert (done.status, done.err) == (0, "")


def test_reasoning_is_told_apart_in_json_and_hidden_otherwise(home: Home, server: ChatServer) -> None:
    server.mode = "thinking"
    server.reply = "Because."
    events = home.ask("--model", "loop/echo-1", "Why?").events
    assert texts(events) == "Because."
    assert "".join(e["text"] for e in events if e["event"] == "reasoning") == "Because."
    assert home.run("ask", "--model", "loop/echo-1", "Why?").out == "Because.\n"


def test_a_conversation_goes_on_with_another_model_and_the_same_history(home: Home, server: ChatServer) -> None:
    first = home.ask("--model", "loop/echo-1", "--system", "Be brief.", "One").events
    conversation = first[0]["conversation"]
    second = home.ask("--model", "loop/echo-2", "--conversation", conversation[:16], "Two").events
    assert second[0]["conversation"] == conversation
    third = home.ask("--conversation", conversation, "Three").events
    assert third[0]["model"] == "loop/echo-2"    # the last one used
    sent = server.chats[-1].json
    assert sent["model"] == "echo-2"
    assert [(m["role"], m["content"]) for m in sent["messages"]] == [
        ("system", "Be brief."),
        ("user", "One"),
        ("assistant", "You said: One"),
        ("user", "Two"),
        ("assistant", "You said: Two"),
        ("user", "Three"),
    ]
    shown = home.show(conversation)
    assert "echo-1 (loop/echo-1):\nYou said: One" in shown
    assert "echo-2 (loop/echo-2):\nYou said: Two" in shown
    listed = home.run("list").out
    assert conversation in listed
    assert "One" in listed


def test_the_prompt_may_come_from_stdin(home: Home, server: ChatServer) -> None:
    for arguments in ((), ("-",)):
        done = home.run("ask", "--model", "loop/echo-1", *arguments, stdin="grün\n".encode())
        assert done.out == "You said: grün\n"


def test_values_reach_the_server(home: Home, server: ChatServer) -> None:
    home.ask("--model", "loop/echo-1", "--temperature", "0.5", "--max-tokens", "7", "x")
    assert server.chats[-1].json["temperature"] == 0.5
    assert 7 in server.chats[-1].json.values()


def test_files_are_attached(home: Home, server: ChatServer, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("forty-two")
    (tmp_path / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(8))
    files = ("--attach", str(tmp_path / "notes.md"), "--attach", str(tmp_path / "dot.png"))
    done = home.ask("--model", "loop/echo-1", *files, "What is it?")
    content = server.chats[-1].json["messages"][-1]["content"]
    assert "forty-two" in json.dumps(content)
    assert "data:image/png;base64," in json.dumps(content)
    assert {"event": "note", "text": "It is not known whether echo-1 can see images."} in done.events


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--attach", "/dev/zero", "x"], "not an ordinary file"),
        (["--attach", "/nowhere/x.txt", "x"], "can't be read"),
        (["--temperature", "9", "x"], "from 0 to 2"),
        (["--max-tokens", "0", "x"], "from 1 on"),
        (["--effort", "enormous", "x"], "invalid choice"),
        (["   "], "nothing to ask"),
        ([], "nothing to ask"),
    ],
)
def test_wrong_usage_is_a_sentence_and_status_two(home: Home, arguments: list[str], words: str) -> None:
    done = home.run("ask", *arguments)
    assert done.status == 2
    assert words in done.err
    assert done.out == ""
    assert "Traceback" not in done.err
    assert not home.paths.database.exists()


def test_an_unknown_conversation_is_a_sentence(home: Home) -> None:
    done = home.ask("--conversation", "nope", "x")
    assert done.status == 1
    assert done.events[0]["kind"] == "not_found"
    assert "nope" in done.events[0]["message"]


def test_offline_asks_no_cloud_provider(home: Home) -> None:
    home.add_provider("far", "https://example.invalid/v1")
    done = home.ask("--offline", "--model", "far/model", "x")
    assert done.status == 1
    assert done.events[-1]["kind"] == "offline"
    shown = home.show(done.events[0]["conversation"])
    assert "x" in shown
    assert "[failed]" in shown


def test_a_closed_pipe_ends_it_quietly_and_keeps_what_arrived(home: Home, server: ChatServer) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, "word " * 3_000
    asking = home.start("ask", "--model", "loop/echo-1", "x")
    assert asking.stdout is not None
    assert asking.stderr is not None
    asking.stdout.read(4)
    asking.stdout.close()
    assert asking.wait(120) == 130
    assert asking.stderr.read() == b""
    asking.stderr.close()
    assert "word" in _only_conversation(home)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_keeps_what_arrived(home: Home, server: ChatServer, number: signal.Signals) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, "word " * 3_000
    asking = home.start("ask", "--json", "--model", "loop/echo-1", "x")
    assert asking.stdout is not None
    lines = [asking.stdout.readline(), asking.stdout.readline()]
    asking.send_signal(number)
    out, err = asking.communicate(timeout=120)
    assert asking.returncode == 130
    assert err == b""
    events = [json.loads(line) for line in b"".join([*lines, out]).splitlines()]
    assert events[-1]["event"] == "done"
    assert events[-1]["stop"] == "cancelled"
    shown = _only_conversation(home)
    assert texts(events).strip() in shown
    assert "[stopped]" in shown


def test_a_pipe_that_nobody_empties_does_not_stop_the_saving(home: Home, server: ChatServer) -> None:
    server.mode, server.reply = "well", "x" * 63 + " " + "word " * 60_000
    read_end, write_end = os.pipe()
    asking = subprocess.Popen(
        home.command("ask", "--model", "loop/echo-1", "x"), stdin=subprocess.DEVNULL, stdout=write_end
    )
    os.close(write_end)
    try:
        until(lambda: _is_whole(home))
    finally:
        os.close(read_end)
        assert asking.wait(120) in (0, 130)


def _is_whole(home: Home) -> bool:
    """Is the reply stored from its beginning to its end? A full pipe holds 64 kB of it."""
    found = home.run("list").out.split()
    shown = home.show(found[0]) if found else ""
    return len(shown) > 300_000 and "[being written]" not in shown


def _only_conversation(home: Home) -> str:
    return home.show(home.run("list").out.split()[0])
