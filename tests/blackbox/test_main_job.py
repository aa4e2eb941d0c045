"""The main job, done from outside: the real window, used by the roles and names of its accessibility tree alone."""

import contextlib
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.support.desktop import Screen, deskchat, missing
from tests.support.program import program
from tests.support.servers import ChatServer
from tests.support.waiting import until

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "a desktop is there"),
    pytest.mark.timeout(600),
]
QUESTION = "Complete the sentence: The capital city of France is called"    # the tiny model knows this one
CONTROLS = ("push button", "text", "list", "combo box", "check box")
NAMES = (
    "Message", "Send", "Model", "New chat", "Conversations", "Search conversations", "Settings", "Attach",
)  # fmt: skip
ANSWER_S = 90.0    # a small model on two busy cores


def with_server(home: Path, server: ChatServer) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "providers.toml").write_text(
        f'[[provider]]\nid = "loopback"\nname = "Loopback"\nwire = "openai-chat"\nbase_url = "{server.url}"\nkey = "none"\n'
        'models = [{ id = "echo-1", context = 8192 }]\n'
    )


def titles(screen: Screen) -> list[str]:
    return [child["name"] for child in screen.children("Conversations")]


def say(screen: Screen, text: str) -> None:
    screen.find("Message")
    screen.type("Message", text)
    screen.press("Send")


def test_open_type_send_read_switch_send_again_and_find_it_after_a_restart(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ChatServer(reply="A word from the server.") as server:
        with_server(home, server)
        with deskchat(screen, home):
            say(screen, QUESTION)
            screen.wait_text("Transcript", QUESTION)
            screen.wait_text("Transcript", "Paris", timeout=ANSWER_S)
            screen.find("Send", timeout=ANSWER_S)
            reply = screen.children("Transcript")[-1]["name"]
            assert reply.startswith("SmolLM2"), "a message's accessible name starts with who spoke"
            assert "Paris" in reply

            screen.press("Model")
            screen.press("echo-1", prefix=True)
            say(screen, "And of Italy?")
            screen.wait_text("Transcript", "A word from the server.")
            asked = server.chats[-1].json["messages"]
            assert [m["role"] for m in asked] == ["user", "assistant", "user"]
            assert "Paris" in str(asked[1]["content"])
            screen.picture(tmp_path / "switched.png")

        with deskchat(screen, home):
            (ours,) = until(lambda: [name for name in titles(screen) if "capital city of France" in name])
            screen.press(ours)
            screen.wait_text("Transcript", "A word from the server.")
            messages = [child["name"] for child in screen.children("Transcript")]
            assert [name.split()[0].rstrip(":") for name in messages] == ["You", "SmolLM2", "You", "echo-1"]
            assert "And of Italy?" in messages[2]


def stored(home: Path) -> str:
    """What the history has of the reply that is being written, as another program reads it."""
    with contextlib.closing(sqlite3.connect(home / "deskchat.db")) as history:
        return "".join(text for (text,) in history.execute("SELECT text FROM growth ORDER BY seq"))


def test_the_window_killed_in_mid_reply_has_kept_it_and_says_so(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    words = " ".join(f"word{n}" for n in range(4_000))
    with ChatServer(reply=words, delay_s=0.02) as server:
        with_server(home, server)
        (home / "settings.toml").write_text('[chat]\nmodel = "loopback/echo-1"\n')
        with deskchat(screen, home) as program:
            say(screen, "Count")
            screen.wait_text("Transcript", "word60")
            until(lambda: "word40 " in stored(home))
            program.send_signal(signal.SIGKILL)
            program.wait()
        with deskchat(screen, home):
            screen.press("Count")
            screen.wait_text("Transcript", "word40 ")
            until(lambda: any("interrupted" in node["name"].lower() or "cut off" in node["name"].lower() for node in screen.tree()))
    check = sqlite3.connect(home / "deskchat.db").execute("PRAGMA integrity_check").fetchone()
    assert check == ("ok",)


def test_every_control_has_a_name(screen: Screen, tmp_path: Path) -> None:
    with deskchat(screen, tmp_path / "home"):
        screen.find("Message")
        controls = [node for node in screen.tree() if node["role"] in CONTROLS and node["showing"]]
        assert [node for node in controls if not node["name"]] == []
        for name in NAMES:
            screen.find(name)


@case(92)
def test_a_second_window_on_the_same_home_is_refused_with_a_sentence(screen: Screen, tmp_path: Path) -> None:
    with deskchat(screen, tmp_path / "home"):
        screen.find("Message")
        again = subprocess.run(
            [*program(), "--home", str(tmp_path / "home"), "list"],
            env=dict(screen.environment),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert again.returncode == 0, f"the command line works beside the window: {again.stderr}"
        with deskchat(screen, tmp_path / "home", "--safe"):    # which is not handed to the one that is open
            screen.find("Another deskchat window has this history open.")


def first_to_end(*started: "subprocess.Popen[bytes]", within_s: float = 60.0) -> "subprocess.Popen[bytes]":
    """The one of them that has ended; at least one is to."""
    ends = time.monotonic() + within_s
    while time.monotonic() < ends:
        for process in started:
            if process.poll() is not None:
                return process
        time.sleep(0.1)
    raise AssertionError("none of them ends")


@case(92, 131)
def test_a_second_start_hands_its_file_to_the_window_that_is_open(screen: Screen, tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "two words.gguf"
    with deskchat(screen, home) as first, deskchat(screen, home, str(file)) as second:    # at once: the first one hears nothing yet
        assert first_to_end(first, second).wait() == 0, "one of the two has the home"
        screen.find("Add “two words.gguf” to the models on this computer?")
    with deskchat(screen, home) as first:
        screen.find("Message")
        with deskchat(screen, home, str(file)) as second:
            assert second.wait(60) == 0
        screen.find("Add “two words.gguf” to the models on this computer?")
        with deskchat(screen, home) as third:
            assert third.wait(60) == 0
        assert first.poll() is None
