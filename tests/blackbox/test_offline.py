"""Offline mode, as the system sees it: strace counts the sockets of the real program."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.desktop import deskchat, desktop
from tests.support.desktop import missing as no_desktop
from tests.support.home import KEYLESS, Home
from tests.support.servers import ChatServer
from tests.support.witness import internet_sockets, missing, watching

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "strace is there"),
    pytest.mark.timeout(600),
]


def watched_ask(home: Home, log: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [*watching(log), *home.command("ask", *arguments)]
    environ = {**os.environ, **KEYLESS}
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)


def test_asking_offline_opens_no_socket_and_asking_a_server_does(home: Home, tmp_path: Path) -> None:
    with ChatServer(reply="From the server.") as server:
        home.add_provider("near", server.url)
        done = watched_ask(home, tmp_path / "online", "--model", "near/echo-1", "Hi")
        assert "From the server." in done.stdout
        assert internet_sockets(tmp_path / "online"), "the witness is blind"
        asked = len(server.requests)
        done = watched_ask(home, tmp_path / "refused", "--offline", "--model", "near/echo-1", "Hi")
        assert "Offline mode is on" in done.stderr
        done = watched_ask(home, tmp_path / "local", "--offline", "--max-tokens", "8", "Hi")
        assert done.returncode == 0, done.stderr
        assert len(server.requests) == asked
    assert internet_sockets(tmp_path / "refused") == []
    assert internet_sockets(tmp_path / "local") == []


@pytest.mark.skipif(bool(no_desktop()), reason=no_desktop() or "a desktop is there")
def test_the_window_offline_opens_no_socket_whatever_is_done_in_it(home: Home, tmp_path: Path) -> None:
    log = tmp_path / "window"
    with ChatServer(reply="From the server.") as server, desktop(tmp_path / "user") as screen:
        home.add_provider("near", server.url)
        home.paths.settings.write_text("[network]\noffline = true\n")
        with deskchat(screen, home.folder, within=watching(log)):
            screen.find("Offline")
            screen.type("Message", "Complete the sentence: The capital city of France is called")
            screen.press("Send")
            screen.wait_text("Transcript", "Paris", timeout=90)
            screen.press("Model")    # the picker asks servers for their lists, when it may
            screen.find("SmolLM2", prefix=True)
        assert server.requests == []
    assert internet_sockets(log) == []
