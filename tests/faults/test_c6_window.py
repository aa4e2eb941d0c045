"""The real window on a real screen: closed in mid-stream, killed with a draft in it, and a history that goes away (cases 64, 86, 95, 100)."""

import json
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.support.desktop import Screen, deskchat, missing
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.support.small_disk import fill, make_room, small_disk
from tests.support.small_disk import missing as no_disk
from tests.support.waiting import until

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "a desktop is there"),
    pytest.mark.timeout(600),
]
WORDS = " ".join(f"word{number}" for number in range(3_000))
DRAFT = "The beginning of a letter that nobody sent, with ümläuts and 文字"


@pytest.fixture
def server(home: Home) -> Iterator[ChatServer]:
    with ChatServer(reply=WORDS, delay_s=0.02) as running:
        point_to(home, running)
        yield running


def point_to(home: Home, server: ChatServer) -> None:
    home.add_provider("loop", server.url)
    with home.paths.providers.open("a") as file:
        file.write('models = [{ id = "echo-1", context = 1000000 }]\n')
    home.paths.settings.write_text('[chat]\nmodel = "loop/echo-1"\n')


def say(screen: Screen, text: str) -> None:
    screen.find("Message", timeout=60)
    screen.type("Message", text)
    screen.press("Send")


def stored(home: Home, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(home.paths.database, timeout=60)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@case(64)
def test_a_window_that_is_closed_in_mid_stream_has_kept_what_came_and_is_gone(
    screen: Screen, home: Home, server: ChatServer
) -> None:
    with deskchat(screen, home.folder) as program:
        say(screen, "Count")
        screen.wait_text("Transcript", "word30", timeout=60)
        program.send_signal(signal.SIGTERM)
        assert program.wait(120) == 0
    assert server.hung_up.wait(120), "the connection stayed open"
    ((status, parts),) = stored(home, "SELECT status, parts FROM message WHERE role = 'assistant'")
    assert status == "partial"
    assert "word30" in json.loads(str(parts))[0]["text"]


@case(100)
def test_what_was_typed_is_there_after_a_kill(screen: Screen, home: Home, server: ChatServer) -> None:
    with deskchat(screen, home.folder) as program:
        screen.find("New chat", timeout=60)
        screen.find("Message", timeout=60)
        screen.type("Message", DRAFT)
        until(lambda: stored(home, "SELECT 1 FROM draft_part UNION SELECT 1 FROM conversation WHERE draft <> ''"))
        program.send_signal(signal.SIGKILL)
        program.wait()
    with deskchat(screen, home.folder):
        assert screen.wait_text("Message", DRAFT, timeout=60) == DRAFT


@case(95)
def test_a_history_that_is_moved_away_is_told_in_the_window(screen: Screen, home: Home, server: ChatServer) -> None:
    server.reply, server.delay_s = "Yes, it is.", 0.0
    with deskchat(screen, home.folder):
        say(screen, "Is it?")
        screen.wait_text("Transcript", "Yes, it is.", timeout=60)
        screen.find("Send", timeout=60)
        home.paths.database.rename(home.folder / "moved.db")
        screen.type("Message", "And now?")
        screen.press("Send")
        screen.find("The history file was moved or removed", prefix=True, timeout=60)
        assert len(server.chats) == 1, "nothing is sent that can not be kept"
        (home.folder / "moved.db").rename(home.paths.database)
        say(screen, "And again?")
        until(lambda: len(server.chats) == 2)
    assert stored(home, "PRAGMA integrity_check") == [("ok",)]


@case(86)
@pytest.mark.skipif(bool(no_disk()), reason=no_disk() or "disks can be mounted")
def test_a_disk_that_becomes_full_is_told_and_the_reply_stays_on_the_screen(screen: Screen, tmp_path: Path) -> None:
    reply = " ".join(f"{'many-letters-' * 100}word{number}" for number in range(120))    # more than the log has room for
    with small_disk(tmp_path / "disk", 8) as disk, ChatServer(reply=reply, delay_s=0.02, holds_after=20) as server:
        home = Home(disk / "home")
        point_to(home, server)
        with deskchat(screen, home.folder):
            say(screen, "Count")
            screen.wait_text("Transcript", "many-letters", timeout=60)
            fill(disk)
            server.go_on.set()
            screen.find("This reply could not be stored. The disk is full", prefix=True, timeout=60)
            make_room(disk)
            say(screen, "And again?")
            until(lambda: len(server.chats) == 2)
            assert server.chats[1].json["messages"][1]["content"].endswith("word119"), "what was on the screen is lost"
        assert stored(home, "PRAGMA integrity_check") == [("ok",)]
        replies = stored(home, "SELECT json_extract(parts, '$[0].text') FROM message WHERE status = 'done'")
        assert ("Count",) in replies
        assert (reply,) in replies, "it was not stored when there was room again"
