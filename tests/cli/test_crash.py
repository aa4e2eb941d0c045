"""``kill -9`` in mid-reply: what was there half a second before is there afterwards, marked as partial."""

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_kills import LOST_S
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer

WORDS = [f"word{number}" for number in range(2_000)]


@case(83)
def test_a_killed_program_loses_at_most_half_a_second(home: Home, server: ChatServer) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, " ".join(WORDS)
    asking = home.start("ask", "--json", "--model", "loop/echo-1", "Count.")
    assert asking.stdout is not None
    conversation, seen = json.loads(asking.stdout.readline())["conversation"], list[tuple[int, float]]()
    while not seen or time.monotonic() < seen[0][1] + 2 * LOST_S:
        if words := asking.stdout.readline().count(b"word"):
            seen.append((words, time.monotonic()))
    asking.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    asking.communicate()
    shown = home.show(conversation)
    kept = len(re.findall(r"word\d+", shown))
    owed = sum(words for words, at in seen if at < killed - LOST_S)
    assert "[partial]" in shown
    assert "Count." in shown
    assert 0 < owed <= kept, f"{owed} words were {LOST_S} s old, {kept} are kept"


@case(83)
def test_after_a_kill_the_conversation_goes_on_with_what_was_kept(home: Home, server: ChatServer) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, " ".join(WORDS)
    asking = home.start("ask", "--json", "--model", "loop/echo-1", "Count.")
    assert asking.stdout is not None
    printed = b""
    while printed.count(b"word") < 30:
        printed += asking.stdout.readline()
    asking.kill()
    asking.communicate()
    conversation = json.loads(printed.splitlines()[0])["conversation"]
    server.mode, server.delay_s = "echo", 0.0
    done = home.ask("--conversation", conversation, "And on.")
    assert done.status == 0, done.out
    sent = server.chats[-1].json["messages"]
    assert [m["role"] for m in sent] == ["user", "assistant", "user"]
    assert sent[1]["content"].startswith("word0 word1")
    assert sent[1]["content"].endswith("[cut off here]")


@case(92)
def test_a_reply_another_program_is_writing_is_left_alone(home: Home, server: ChatServer) -> None:
    server.mode, server.holds_after, server.reply = "well", 20, " ".join(WORDS[:150])
    asking = home.start("ask", "--json", "--model", "loop/echo-1", "Count.")
    assert asking.stdout is not None
    conversation = json.loads(asking.stdout.readline())["conversation"]
    assert "[being written]" in home.show(conversation)    # opening the history here does not call it dead
    server.go_on.set()
    out, _ = asking.communicate(timeout=120)
    assert asking.returncode == 0
    assert json.loads(out.splitlines()[-1])["event"] == "done"
    assert "word149" in home.show(conversation)


@case(84)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_message_is_on_the_disk_before_the_provider_is_asked(home: Home, server: ChatServer, tmp_path: Path) -> None:
    home.run("list")    # makes the history, so that only this question is seen below
    trace = tmp_path / "trace"
    watched = "openat,fsync,fdatasync,pwrite64,sendto,sendmsg,write,connect"
    done = subprocess.run(
        [
            *("strace", "-f", "-y", "-s", "5000", "-e", f"trace={watched}", "-o", str(trace)),
            *home.command("ask", "--model", "loop/echo-1", "precious words"),
        ],
        capture_output=True,
        check=False,
        timeout=240,
    )
    if b"ptrace" in done.stderr and done.returncode:
        pytest.skip("this machine forbids tracing")
    assert done.returncode == 0, done.stderr
    lines = trace.read_text(errors="replace").splitlines()
    asked = next(number for number, line in enumerate(lines) if "POST /v1/chat/completions" in line)
    of_the_history = [(number, line) for number, line in enumerate(lines[:asked]) if "deskchat.db-wal" in line]
    written = [number for number, line in of_the_history if "pwrite64" in line and "precious words" in line]
    assert written, "the message was not stored before asking"
    # what is noted of the connection is stored beside it, whenever that is done
    synced = [number for number, line in of_the_history if "sync(" in line]
    assert max(synced) > max(written), "the message was still unsynced when the provider was asked"


@case(76)
@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
def test_a_crash_leaves_no_picture_of_the_memory(home: Home, server: ChatServer, tmp_path: Path) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, " ".join(WORDS)
    command = ["sh", "-c", f'cd {shlex.quote(str(tmp_path))} && ulimit -c unlimited; exec "$@"', "sh"]
    asking = subprocess.Popen([*command, *home.command("ask", "--json", "--model", "loop/echo-1", "Count.")], stdout=subprocess.PIPE)
    assert asking.stdout is not None
    while b"word" not in asking.stdout.readline():
        pass
    limits = Path(f"/proc/{asking.pid}/limits").read_text()
    asking.send_signal(signal.SIGSEGV)
    asking.communicate(timeout=120)
    assert asking.returncode == -signal.SIGSEGV
    assert re.search(r"^Max core file size +0 ", limits, re.MULTILINE)
    assert list(tmp_path.glob("core*")) == []
