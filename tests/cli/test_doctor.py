import os
from pathlib import Path

import pytest

from deskchat.cli import surroundings
from tests.support.home import Home
from tests.support.models import smollm2

CRASH = "crash-20260101-000000-000000.txt"


def test_it_tells_what_the_program_stands_on_and_of_a_proxy_only_that_there_is_one(home: Home) -> None:
    smollm2()
    home.paths.config.mkdir(parents=True, exist_ok=True)
    home.paths.settings.write_text('[network]\nproxy = "http://me:secret-word@proxy.example:3128"\n')
    home.paths.crashes.mkdir(parents=True)
    (home.paths.crashes / CRASH).write_text("x")
    done = home.run("doctor", environ={"DISPLAY": ":77", "XDG_CURRENT_DESKTOP": "GNOME"})
    told = {line.split()[0]: line.partition(" ")[2].strip() for line in done.out.splitlines()}
    assert done.status == 0, done.out
    assert "GB free" in told["disk"]
    assert told["display"].startswith(("X11 at :77, GNOME", "Wayland, GNOME"))
    assert told["crashes"] == f"1, the last one in {home.paths.crashes / CRASH}"
    assert told["network"] == "allowed; proxy: one of your own"
    assert "secret-word" not in done.out + done.err


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "Wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, "X11 at :0 (QT_QPA_PLATFORM asks for xcb)"),
        ({}, "none: the window can't open here, the command line works"),
    ],
)
def test_the_display_is_named_as_a_window_would_take_it(environ: dict[str, str], words: str) -> None:
    assert surroundings.display(environ, "linux") == words


def test_the_room_is_that_of_the_folder_which_will_be_made(tmp_path: Path) -> None:
    assert surroundings.room(tmp_path / "not" / "there" / "yet").endswith("GB free")


def test_scripts_without_a_font_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lister = tmp_path / "fc-list"
    lister.write_text('#!/bin/sh\ncase "$1" in *ja) ;; *) echo "DejaVu Sans"; echo "Noto Sans";; esac\n')
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert surroundings.fonts() == "2 families; none for Japanese: shown as boxes"
