"""A file that was opened in the file manager is asked about before it is read."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role
from deskchat.chat.parts import TextPart
from deskchat.cli.main import main
from deskchat.exchange import native
from deskchat.paths import Paths, find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.ui.context import UiContext
from deskchat.ui.handed_file import HandedLater, ask
from deskchat.ui.notices import Notice
from deskchat.ui.panels.exchange import ReportDialog
from tests.faults.cases import case
from tests.support.models import smollm2

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop) -> Iterator[Services]:
    opened = loop.submit(open_services(find(tmp_path / "home"))).result(120)
    yield opened
    loop.submit(opened.aclose()).result(120)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    return shown


def told_by(context: UiContext) -> list[Notice]:
    told: list[Notice] = []
    context.notices.told.connect(told.append)
    return told


def here(services: Services, loop: BackgroundLoop) -> set[str]:
    return {model.path.name for model in loop.submit(services.local_files.all()).result(120)}


@case(131)
def test_nothing_happens_before_the_answer(context: UiContext, window: QWidget, services: Services, loop: BackgroundLoop, tmp_path: Path) -> None:
    told = told_by(context)
    ask(context, tmp_path / "never-read.gguf", window)    # reading it would fail: it is not there
    assert [notice.sentence for notice in told] == ["Add “never-read.gguf” to the models on this computer?"]
    assert told[0].shown_s > 600, "a question waits"
    assert "never-read.gguf" not in here(services, loop)
    assert told[0].detail == str(tmp_path / "never-read.gguf")


def test_the_answer_adds_it_where_it_is(
    context: UiContext, window: QWidget, services: Services, loop: BackgroundLoop, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "mine.gguf"
    file.symlink_to(smollm2())
    told = told_by(context)
    ask(context, file, window)
    assert told[0].action
    told[0].action[1]()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert "was added" in told[1].sentence
    assert "mine.gguf" in here(services, loop)


def test_a_file_that_is_no_model_is_refused_in_words(context: UiContext, window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "song.gguf"
    file.write_bytes(b"ID3 not a model")
    told = told_by(context)
    ask(context, file, window)
    assert told[0].action
    told[0].action[1]()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert "was added" not in told[1].sentence


def test_an_export_is_imported_after_a_question(
    context: UiContext, window: QWidget, services: Services, loop: BackgroundLoop, qtbot: QtBot, tmp_path: Path
) -> None:
    told = told_by(context)
    ask(context, tmp_path / "mine.deskchat.json", window)    # reading it would fail: it is not there yet
    assert [notice.sentence for notice in told] == ["Import the conversations in “mine.deskchat.json”?"]
    message = Message(Role.USER, (TextPart("Shall we go for a walk?"),))
    conversation = Conversation("from-a-friend", "A walk", NOW, NOW, (Node("one", None, message, NOW),), "one")
    (tmp_path / "mine.deskchat.json").write_bytes(b"".join(native.lines([conversation])))
    assert told[0].action
    told[0].action[1]()
    qtbot.waitUntil(lambda: told[-1].sentence == "Conversations: 1 new. Messages imported: 1.")
    assert not window.findChildren(ReportDialog), "everything was taken: a sentence is enough"


def test_a_file_that_a_mac_hands_over_later_is_asked_about(
    context: UiContext, window: QWidget, qapp: QApplication, tmp_path: Path
) -> None:
    told = told_by(context)
    later = HandedLater(context, window, qapp)
    for handed in (str(tmp_path / "later.gguf"), str(tmp_path / "song.mp3")):
        QApplication.sendEvent(qapp, QFileOpenEvent(handed))
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("deskchat:open?file=x.gguf")))
    assert [notice.sentence for notice in told] == ["Add “later.gguf” to the models on this computer?"]
    qapp.removeEventFilter(later)


@pytest.mark.parametrize("line", [["/a/model.gguf"], ["--home", "/h", "/a/MODEL.GGUF"], ["/a/mine.deskchat.json"]])
def test_the_command_line_hands_it_to_the_window(line: list[str]) -> None:
    opened: list[list[str]] = []

    def window(_paths: Paths, argv: object) -> int:
        opened.append(list(argv) if isinstance(argv, list) else [])
        return 0

    assert main(line, window) == 0
    assert opened == [line]
