"""Import and export from the window: the dialogs open, the files are there, and what was not taken is said."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.ui.context import UiContext
from deskchat.ui.icons import Icons
from deskchat.ui.notices import NoticeBar, Notices
from deskchat.ui.panels.exchange import FileExchange, ReportDialog
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme
from tests.exchange.test_foreign import CHATGPT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Opened:
    """A window with nothing in it but the way in and out."""

    def __init__(self, window: QWidget, services: Services, context: UiContext) -> None:
        self.window = window
        self.services = services
        self.notices = NoticeBar(context.notices, window)
        self.files = FileExchange(context, window)

    def dialog(self) -> QFileDialog:
        """The one that is open."""
        (found,) = self.window.findChildren(QFileDialog)
        return found


@pytest.fixture
def opened(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Opened]:
    loop = BackgroundLoop()
    loop.start()
    services = loop.submit(open_services(find(tmp_path / "home"))).result(120)
    window = QWidget()
    qtbot.addWidget(window)
    theme = Theme(qapp, services.settings)
    window.show()
    yield Opened(window, services, UiContext(services, Relay(loop, window), theme, Icons(theme), Notices()))
    loop.submit(services.aclose()).result(120)
    loop.stop()


def test_a_file_is_imported_reported_and_exported_again(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "conversations.json"
    file.write_text(json.dumps([CHATGPT]))
    opened.files.import_files()
    opened.dialog().filesSelected.emit([str(file)])
    assert opened.notices.isVisible(), "it is being done"
    qtbot.waitUntil(lambda: len(opened.window.findChildren(ReportDialog)) == 1)
    assert not opened.notices.isVisible()
    report = opened.window.findChild(ReportDialog)
    assert isinstance(report, ReportDialog)
    assert report.isVisible()
    box = report.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert "Pictures or files" in box.toPlainText()
    report.reject()
    opened.dialog().close()
    qtbot.waitUntil(lambda: not opened.window.findChildren(QFileDialog))
    opened.files.export(None, "conversations")
    target = tmp_path / "out.deskchat.json"
    opened.dialog().filesSelected.emit([str(target)])
    qtbot.waitUntil(target.exists)
    assert "Walnuts" in target.read_text()
