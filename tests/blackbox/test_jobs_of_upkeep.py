"""Jobs of upkeep: plugins, updates, backups, crash reports, and every setting there is."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from deskchat.paths import find
from deskchat.settings import ALL, Setting
from tests.blackbox.jobs import MARKS, REPLY, choose, close_settings, home_with, open_settings, say
from tests.services.test_updates import NOTES, PUBLIC, Answering, Place, published
from tests.support.desktop import Screen, deskchat
from tests.support.plugins import NAME, install_example
from tests.support.program import program
from tests.support.servers import ChatServer
from tests.support.waiting import until

pytestmark = MARKS
REPORT = "deskchat 0.1.0\n----\nRuntimeError in page.py, line 1\n"
CHOSEN = {    # of settings with choices, what is chosen here, as it is shown and as it is written
    "appearance.theme": ("Dark", "dark"), "appearance.contrast": ("High", "high"), "appearance.motion": ("Reduced", "reduced"),
    "chat.send_with": ("Ctrl+Enter", "ctrl+enter"), "engine.cache_type": ("q8_0", "q8_0"), "appearance.font_size": ("16", 16),
}    # fmt: skip
TYPED = {"chat.model": "near/echo-2", "background.quick_keys": "Ctrl+Alt+Q", "network.proxy": "none"}
ELSEWHERE = ("appearance.language", "chat.effort", "chat.verbosity")    # takes a new start; have buttons of their own
PAGES = {
    "appearance": "Appearance", "chat": "Conversations", "background": "In the background", "engine": "Local engine",
    "network": "Network",
}    # fmt: skip


@pytest.fixture
def home(tmp_path: Path, server: ChatServer) -> Path:
    return home_with(tmp_path, server)


def test_a_plugin_is_allowed_and_taken_back(screen: Screen, home: Path) -> None:
    install_example(find(home).plugins)
    with deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Plugins")
        screen.press(f"{NAME} 1.0")
        until(lambda: NAME in (home / "settings.toml").read_text())
        open_settings(screen, "Providers")
        screen.find("llama-server, base models", within="Providers", of_role="list", hidden=True)
        open_settings(screen, "Plugins")
        screen.press(f"{NAME} 1.0")
        until(lambda: NAME not in (home / "settings.toml").read_text())


@pytest.fixture
def place() -> Iterator[Place]:
    with Place(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_newer_release_is_looked_for_when_that_is_wanted(screen: Screen, home: Path, tmp_path: Path, place: Place) -> None:
    if program()[0] != sys.executable:
        pytest.skip("a packaged program knows its own place of updates")
    beginning = tmp_path / "told_of_updates.py"    # the same program, built by somebody who has a place of updates
    beginning.write_text(
        "import sys\nfrom deskchat.services import updates\n"
        f"source = updates.Source('http://127.0.0.1:{place.server_port}/latest.json', '{PUBLIC}')\n"
        "updates.built_in_source = lambda: source\n"
        "del sys.argv[:3]\nsys.argv[0] = 'deskchat'\nfrom deskchat.__main__ import main\nsys.exit(main())\n"
    )
    place.body = published("99.0.0")
    with deskchat(screen, home, within=[sys.executable, str(beginning)]):
        screen.find("Model")
        open_settings(screen, "Updates")
        screen.find("Look now")
        assert place.asked == 0
        screen.press("Look now")
        screen.find("deskchat 99.0.0 of 2026-12-01 is there.", prefix=True)
        screen.press("What is new…")
        screen.find(NOTES, part=True)
        screen.press("Cancel")
        place.body = published("0.0.1")
        screen.press("Look now")
        screen.find("This is the newest release.")


def test_a_backup_is_made_and_brought_back(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Something about pelicans")
        open_settings(screen, "Backups")
        screen.press("Make one now")
        screen.find("The copy is made.")
        close_settings(screen)
        choose(screen, "New chat")
        say(screen, "Something about herons")
        screen.find("Something about herons", within="Conversations")
        open_settings(screen, "Backups")
        screen.select("made by you", part=True, within="Backups", of_role="list", only=True)    # not the daily one
        screen.press("Restore…")
        screen.press("Restore", within="Restore a backup — deskchat")
        screen.find("It is the history now.")
        screen.find("before another was restored", part=True, within="Backups", of_role="list")
        close_settings(screen)
        until(lambda: "Something about herons" not in [child["name"] for child in screen.children("Conversations")])
        screen.press("Something about pelicans", within="Conversations")
        screen.wait_text("Transcript", REPLY)
        say(screen, "And of storks?")


def test_a_crash_report_is_read_copied_and_thrown_away(screen: Screen, home: Path) -> None:
    folder = find(home).crashes
    folder.mkdir(parents=True)
    (folder / "crash-20261101-120000.txt").write_text(REPORT)
    with deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Crash reports")
        until(lambda: "RuntimeError" in screen.find("Text of the report")["text"])
        screen.press("Copy", within="Settings — deskchat")
        until(lambda: screen.clipboard()["text"] == REPORT)
        screen.press("Delete all", within="Settings — deskchat")
        screen.find("There is none.")
        assert not list(folder.glob("crash-*"))


def test_every_setting_is_changed(screen: Screen, home: Path) -> None:
    shown = [setting for setting in ALL if setting.shown and setting.key.partition(".")[0] in PAGES]
    with deskchat(screen, home):
        screen.find("Model")
        for part, page in PAGES.items():
            open_settings(screen, page)
            for setting in shown:
                if setting.key.startswith(part) and setting.key not in ELSEWHERE:
                    change(screen, home, setting)
        close_settings(screen)


def change(screen: Screen, home: Path, setting: Setting[Any]) -> None:
    """Give it another value, which is then in the file."""
    other = give(screen, setting)
    until(lambda: kept(home, setting.key) == other)


def give(screen: Screen, setting: Setting[Any]) -> object:
    """Give it another value; says which."""
    if setting.choices:
        words, value = CHOSEN[setting.key]
        screen.select(words, hidden=True)
        return value
    if isinstance(setting.default, bool):
        before = screen.find(setting.title, role="check box", hidden=True)["checked"]
        screen.press(setting.title, role="check box", hidden=True)
        return not before
    if isinstance(setting.default, int):
        other = (setting.minimum or 0) + (2 if setting.default == (setting.minimum or 0) + 1 else 1)
        screen.set(setting.title, other, role="spin button", hidden=True)
        return other
    typed = TYPED.get(setting.key, "file")
    screen.type(setting.title, typed, hidden=True)
    return typed


def kept(home: Path, key: str) -> object:
    """What the file says of it."""
    part, _, name = key.partition(".")
    return tomllib.loads((home / "settings.toml").read_text()).get(part, {}).get(name)
