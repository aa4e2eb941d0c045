"""The way to a server: names that can't be found, no network, somebody else's settings, connections that end (cases 42, 54–59, 62)."""

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.providers.model_lists import MOST_MODELS
from deskchat.providers.network import Patience
from deskchat.providers.transport import Transport
from deskchat.services.services import open_services
from tests.faults.cases import case
from tests.providers.test_service import CANARY, QUICK, answer, asked, provider
from tests.support.home import KEYLESS, Home
from tests.support.raw_server import RawServer, Talk
from tests.support.servers import ChatServer

REPLY = (
    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 80\r\n\r\n'
    b'{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}   '
)
SILENT_RESOLVER = """
ip link set lo up
python3 -c 'import socket, time; s = socket.socket(2, 2); s.bind(("127.0.0.1", 53)); time.sleep(60)' > /dev/null 2>&1 &
mkdir -p "$1" && printf 'nameserver 127.0.0.1\\noptions timeout:30 attempts:5\\n' > "$1/resolv.conf"
mount --bind "$1/resolv.conf" /etc/resolv.conf && shift && exec "$@"
"""


def can_be_alone() -> bool:
    """May a process have a network of its own, and files of its own?"""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    return subprocess.run(["unshare", "-rnm", "true"], capture_output=True, check=False).returncode == 0


needs_isolation = pytest.mark.skipif(not can_be_alone(), reason="needs unshare and ip, and the right to use them")


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    opened = Transport(patience=QUICK)
    yield opened
    await opened.aclose()


@contextmanager
def deaf() -> Iterator[int]:
    """A port where connections wait for ever: its queue is full and nobody takes them."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = []
        for _ in range(8):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
            waiting.append(one)
        yield listening.getsockname()[1]
        for one in waiting:
            one.close()


@case(42)
async def test_a_server_that_takes_no_connection_is_given_up_and_stop_works_meanwhile() -> None:
    transport = Transport(patience=Patience(connect_s=0.3, first_s=5, idle_s=5, retries=2, retry_s=0.01))
    with deaf() as port:
        asking = provider(transport, f"http://127.0.0.1:{port}/v1")
        _, _, error = await asyncio.wait_for(answer(asking), 60)
        assert error is not None
        assert f"127.0.0.1:{port}" in error.message
        transport.configure(Patience(connect_s=60), transport._route)
        task = asyncio.create_task(answer(asking))
        await asyncio.sleep(0.1)
        task.cancel()
        async with asyncio.timeout(30):    # half of the time a connection gets
            with pytest.raises(asyncio.CancelledError):
                await task
    await transport.aclose()


def alone(home: Home, *arguments: str, within: str = "") -> "subprocess.CompletedProcess[str]":
    """The command line where there is no network but the loopback, or where ``within``, a script, says."""
    script = within or 'ip link set lo up && shift && exec "$@"'
    command = ["unshare", "-rnm", "sh", "-c", script, "sh", str(home.folder / "etc"), *home.command(*arguments)]
    environ = {**os.environ, **KEYLESS, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)


@case(54, 55)
@needs_isolation
def test_without_a_network_a_cloud_is_out_of_reach_and_the_history_is_not(home: Home) -> None:
    with ChatServer(reply="Yes.") as server:
        home.add_provider("loop", server.url)
        assert home.run("ask", "--model", "loop/echo-1", "Is it?").status == 0
    for number, url in enumerate(("https://no-such-host.example/v1", "https://192.0.2.1/v1", "https://[2001:db8::1]/v1")):
        home.add_provider(f"far{number}", url)
        done = alone(home, "ask", "--json", "--model", f"far{number}/x", "Is it?")
        assert done.returncode == 1, done.stderr
        failure = json.loads(done.stdout.splitlines()[-1])
        assert failure["kind"] == "network"
        assert "can't be reached at" in failure["message"]
    listed = alone(home, "list").stdout.splitlines()
    assert len(listed) == 4, "each question is kept"
    assert "Yes." in alone(home, "show", listed[-1].split()[0]).stdout


@case(54)
@needs_isolation
def test_a_resolver_that_never_answers_is_not_waited_for(home: Home) -> None:
    home.add_provider("far", "https://some-host.example/v1")
    home.paths.settings.write_text("[network]\nconnect_timeout_s = 2\n")
    done = alone(home, "ask", "--json", "--model", "far/x", "Is it?", within=SILENT_RESOLVER)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["kind"] in ("network", "timeout")


@case(56)
async def test_passwords_of_other_programs_are_not_sent(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password netrc-canary\ndefault login somebody password netrc-canary\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with ChatServer(reply="Yes.") as server:
        await answer(provider(transport, server.url, None))
        assert "authorization" not in server.chats[-1].headers
        await answer(provider(transport, server.url))
        assert server.chats[-1].headers["authorization"] == f"Bearer {CANARY}"


@case(57)
def test_a_hostile_environment_and_folder_lead_nobody_elsewhere(home: Home, tmp_path: Path) -> None:
    """What other programs are told by variables and by files where they are started is not for this one."""
    with ChatServer(reply="Caught.", models=["gpt-4o"]) as canary, ChatServer(reply="Yes.", key=CANARY) as server:
        home.add_provider("loop", server.url, key_env="LOOP_KEY")
        (tmp_path / ".env").write_text(f"OPENAI_BASE_URL={canary.url}\nLOOP_KEY=other\n")
        for name in ("settings.toml", "providers.toml", "deskchat.toml", "sitecustomize.py", "httpx2.py", "apsw.py", "qt.conf"):
            (tmp_path / name).write_text(f"raise SystemExit('loaded') # {canary.url}\n")
        names = ("OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "LOOP_BASE_URL", "DEEPSEEK_BASE_URL", "OLLAMA_HOST")
        environ = {**os.environ, **KEYLESS, **dict.fromkeys(names, canary.url), "LOOP_KEY": CANARY, "OPENAI_API_KEY": CANARY}
        command = [*home.command("ask", "--model", "loop/echo-1", "Is it?")]
        if command[1] == "-m":    # Python itself would load what lies in its folder; the program as it is installed does not
            command[1:3] = ["-P", "-m", command[2]]
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout == "Yes.\n", done.stderr
        command[command.index("loop/echo-1")] = "openai/gpt-4o"
        command.insert(command.index("ask") + 1, "--offline")
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False)
        assert "Offline mode is on" in done.stderr
        assert canary.requests == []


@case(58)
async def test_a_changed_address_gets_neither_key(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    with ChatServer() as first, ChatServer() as second:
        services = await open_services(home.paths)
        mine = await services.accounts.add("Mine", first.url, needs_key=True)
        await services.accounts.set_key(mine.id, CANARY, session_only=True)
        assert await services.accounts.check(mine.id) == 2
        assert first.requests[-1].headers["authorization"] == f"Bearer {CANARY}"
        for changed in (mine.id, "openai"):
            await services.accounts.change_address(changed, second.url)
            with pytest.raises(ChatError, match="key") as refused:
                await services.accounts.check(changed)
            assert refused.value.kind == "auth"
            conversation = await services.chats.create()
            turn = await services.turns.send(conversation.id, (TextPart("Hi"),), ModelRef(changed, "echo-1"))
            assert (await turn.finished()).node.message.failure is not None
        assert second.requests == []
        await services.accounts.set_key(mine.id, CANARY, session_only=True)
        assert await services.accounts.check(mine.id) == 2
        await services.aclose()


@case(59)
@pytest.mark.parametrize("how", ["many", "huge names", "no end"])
async def test_a_list_of_models_without_measure(transport: Transport, how: str) -> None:
    models = {
        "many": [f"model-{number}/<b>x</b>" for number in range(100_000)],
        "huge names": ["x" * 1_000_000 for _ in range(20)] + ["../../etc/passwd", "a\nb", "fine"],
        "no end": [],
    }[how]
    body = json.dumps({"data": [{"id": name} for name in models]}).encode()

    def say(talk: Talk) -> None:
        if how == "no end":
            talk.send(b'HTTP/1.1 200 OK\r\n\r\n{"data":[')
            talk.send_for_ever(iter(lambda: b'{"id":"' + b"x" * 1_000_000 + b'"},', None))
        else:
            talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body)

    with RawServer(say) as server:
        transport.configure(Patience(list_s=60), transport._route)
        asking = provider(transport, server.url)
        if how == "no end":
            with pytest.raises(ChatError, match="far more than an answer can hold"):
                await asking.models()
            return
        listed = await asking.models()
    assert 0 < len(listed) <= MOST_MODELS
    assert all(len(model.ref.model) <= 1_000 and "\n" not in model.ref.model for model in listed)


@case(62)
async def test_a_kept_connection_that_was_closed_meanwhile_costs_no_second_request(transport: Transport) -> None:
    """The server closes each connection a moment after its answer, which is when the next request is on its way."""

    def close(talk: Talk) -> None:
        with contextlib.suppress(OSError):    # the program was quicker
            talk.connection.shutdown(socket.SHUT_RDWR)

    def say(talk: Talk) -> bool:
        talk.send(REPLY)
        threading.Timer(0.03, close, [talk]).start()
        return True

    with RawServer(say) as server:
        asking = provider(transport, server.url)
        answered = 0
        for number in range(20):
            text, _, error = await answer(asking, asked(f"Question {number}"))
            assert text == "fine" or (error is not None and error.kind == "network"), error
            answered += text == "fine"
            await asyncio.sleep(0.02 + number / 1_000)
        questions = [talk.json["messages"][0]["content"] for talk in server.requests]
    assert len(questions) == len(set(questions)), "a message was sent twice"
    assert 0 < answered <= len(questions)
