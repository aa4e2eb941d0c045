"""A window that crashed, and safe mode, from outside."""

import signal
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.support.desktop import Screen, deskchat, missing
from tests.support.waiting import until

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "a desktop is there"),
    pytest.mark.timeout(600),
]
SECRET = "the plumber comes on Tuesday"


@case(76)
def test_after_a_crash_the_next_start_shows_a_report_without_a_word_that_was_typed(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with deskchat(screen, home) as program:
        screen.find("Model")
        screen.type("Message", SECRET)
        program.send_signal(signal.SIGSEGV)
        program.wait(120)
    with deskchat(screen, home):
        screen.find("Show the report…")
        screen.press("Show the report…")
        until(lambda: "Segmentation fault" in screen.find("Text of the report")["text"])
        assert "plumber" not in screen.find("Text of the report")["text"]
        screen.picture(tmp_path / "report.png")
    assert len(list((home / "logs" / "crashes").glob("crash-*"))) == 1
    assert list((home / "logs" / "crashes").glob("running-*")) == [], "a proper end leaves nothing"


def test_safe_mode_opens_without_engine_theme_and_plugins_and_says_so(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('[appearance]\ntheme = "dark"\nfont_size = 30\n')
    with deskchat(screen, home, "--safe") as program:
        screen.find("Safe mode:", prefix=True)
        screen.find("deskchat (safe mode)")
        assert children_of(program.pid) == []
        screen.picture(tmp_path / "safe.png")
    assert 'theme = "dark"' in (home / "settings.toml").read_text()


def children_of(pid: int) -> list[str]:
    parts = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [part for part in parts if Path(f"/proc/{part}").exists()]
