"""A model file that was opened in the file manager is asked about before it is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskchat.cli.main import main
from deskchat.paths import Paths, find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.ui.context import UiContext
from deskchat.ui.handed_file import ask_to_add
from deskchat.ui.icons import Icons
from deskchat.ui.notices import Notice, Notices
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme
from tests.support.models import smollm2


@pytest.fixture
def loop() -> Iterator[BackgroundLoop]:
    running = BackgroundLoop()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop) -> Iterator[Services]:
    opened = loop.submit(open_services(find(tmp_path / "home"))).result(30)
    yield opened
    loop.submit(opened.aclose()).result(30)


@pytest.fixture
def context(qapp: QApplication, services: Services, loop: BackgroundLoop) -> UiContext:
    theme = Theme(qapp, services.settings)
    return UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices())


def told_by(context: UiContext) -> list[Notice]:
    told: list[Notice] = []
    context.notices.told.connect(told.append)
    return told


def here(services: Services, loop: BackgroundLoop) -> set[str]:
    return {model.path.name for model in loop.submit(services.local_files.all()).result(10)}


def test_nothing_happens_before_the_answer(context: UiContext, services: Services, loop: BackgroundLoop, tmp_path: Path) -> None:
    told = told_by(context)
    ask_to_add(context, tmp_path / "never-read.gguf")    # reading it would fail: it is not there
    assert [notice.sentence for notice in told] == ["Add “never-read.gguf” to the models on this machine?"]
    assert told[0].shown_s > 600, "a question waits"
    assert "never-read.gguf" not in here(services, loop)
    assert told[0].detail == str(tmp_path / "never-read.gguf")


def test_the_answer_adds_it_where_it_is(
    context: UiContext, services: Services, loop: BackgroundLoop, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "mine.gguf"
    file.symlink_to(smollm2())
    told = told_by(context)
    ask_to_add(context, file)
    assert told[0].action
    told[0].action[1]()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    assert "was added" in told[1].sentence
    assert "mine.gguf" in here(services, loop)


def test_a_file_that_is_no_model_is_refused_in_words(context: UiContext, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "song.gguf"
    file.write_bytes(b"ID3 not a model")
    told = told_by(context)
    ask_to_add(context, file)
    assert told[0].action
    told[0].action[1]()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    assert "was added" not in told[1].sentence


@pytest.mark.parametrize("line", [["/a/model.gguf"], ["--home", "/h", "/a/MODEL.GGUF"]])
def test_the_command_line_hands_it_to_the_window(line: list[str]) -> None:
    opened: list[list[str]] = []

    def window(_paths: Paths, argv: object) -> int:
        opened.append(list(argv) if isinstance(argv, list) else [])
        return 0

    assert main(line, window) == 0
    assert opened == [line]
