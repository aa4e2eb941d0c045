"""Links (cases 23–29). The witness is Qt's own table of who opens what, and that it works is shown first."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskchat.settings import Settings
from deskchat.ui.conversation.following import Following
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.inline import inline_parser, runs
from deskchat.ui.conversation.transcript.links import PICTURE, ask_to_open
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.icons import Icons
from deskchat.ui.safe_text import PlainLabel, set_tooltip
from deskchat.ui.theme import Theme
from tests.faults.cases import case
from tests.support import desktop

SCHEMES = (
    "http", "https", "mailto", "file", "smb", "javascript", "data", "ms-msdt", "search-ms", "vscode", "ssh", "calculator",
    "ftp", "tel", "deskchat", "qrc", "about", "intent",
)  # fmt: skip
REFUSED = (
    "file:///etc/passwd", "FILE:///etc/passwd", "smb://host/share", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)",
    "\x01javascript:alert(1)", "data:text/html,x", "ms-msdt:/id", "search-ms:query=x", "vscode://file/x", "ssh://host", "calculator:",
    "\\\\host\\x", "//host/x", "/x.html", "x.html", "#frag", "deskchat:add?key=x", "qrc:/x", "intent:x", "http:///x", "ftp://host/x",
)  # fmt: skip
pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget")


class Opened(QObject):
    """Takes the place of the system's own way to open an address."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def note(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@pytest.fixture
def opened() -> Iterator[Opened]:
    witness = Opened()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, witness, "note")  # type: ignore[arg-type]  # the stub asks for bytes, Qt for str
    yield witness
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def ink(qapp: object, tmp_path: Path) -> Ink:
    theme = Theme(qapp, Settings.load(tmp_path / "settings.toml"))  # type: ignore[arg-type]
    return Ink.of(theme, Icons(theme))


@pytest.fixture
def message(qtbot: QtBot, ink: Ink) -> MessageText:
    """A message whose links lead to the question, as in the window."""
    widget = MessageText(ink, markdown=True)
    qtbot.addWidget(widget)
    widget.link_clicked.connect(lambda target: ask_to_open(target, widget))
    widget.set_text_width(600)
    widget.show()
    return widget


def show(message: MessageText, text: str, qtbot: QtBot) -> None:
    message.show_text(text, final=True)
    qtbot.waitUntil(lambda: message.settled)


def question(widget: QWidget) -> QMessageBox | None:
    boxes = [box for box in widget.findChildren(QMessageBox) if box.isVisible()]
    return boxes[-1] if boxes else None


def press(box: QMessageBox, text: str) -> None:
    QTest.mouseClick(next(button for button in box.findChildren(QPushButton) if button.text() == text), Qt.MouseButton.LeftButton)


@case(23, 25)
def test_the_witness_sees_what_the_person_agreed_to(message: MessageText, opened: Opened, qtbot: QtBot) -> None:
    show(message, "[a link to click](https://a.test/b)", qtbot)
    QTest.mouseClick(message.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(30, 8).toPoint())

    box = question(message)

    assert box is not None
    assert opened.urls == []
    press(box, "Open in browser")
    assert opened.urls == ["https://a.test/b"]


@case(23)
@pytest.mark.parametrize("target", REFUSED)
@pytest.mark.parametrize("final", [False, True])
def test_anything_else_is_neither_a_link_nor_opened(message: MessageText, opened: Opened, qtbot: QtBot, target: str, final: bool) -> None:
    message.show_text(f"[click here](<{target}>) end", final=final)
    qtbot.waitUntil(lambda: message.settled)
    for x in range(0, 200, 12):
        QTest.mouseClick(message.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(x, 8).toPoint())
    message.anchorClicked.emit(QUrl(target))

    assert question(message) is None
    assert opened.urls == []


@case(24)
@pytest.mark.parametrize("target", ["PAGE", "file://PAGE", "#frag", "page.html", "https://a.test/"])
def test_the_conversation_stays_where_it_is(message: MessageText, opened: Opened, qtbot: QtBot, tmp_path: Path, target: str) -> None:
    page = tmp_path / "page.html"
    page.write_text("<h1>another page</h1>")
    show(message, f"[x]({target.replace('PAGE', str(page))}) and # more", qtbot)
    before = message.toPlainText()

    message.anchorClicked.emit(QUrl(target.replace("PAGE", str(page))))
    QTest.keyClick(message, Qt.Key.Key_Tab)
    QTest.keyClick(message, Qt.Key.Key_Return)

    assert message.toPlainText() == before
    assert opened.urls == []


@case(25)
@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("http://evil.test/?a=b", "evil.test"),
        ("https://bank.test@evil.test/", "evil.test"),
        ("https://аррle.com/", "xn--"),
        ("https://evil.test/" + "x" * 1_900, "evil.test"),
        ("https://evil.test/%E2%80%AEgnp.exe", "evil.test"),
    ],
)
def test_where_it_leads_is_shown_and_cancel_opens_nothing(message: MessageText, opened: Opened, qtbot: QtBot, target: str, host: str) -> None:
    show(message, f"[https://bank.test]({target})", qtbot)
    message.link_clicked.emit(target)
    box = question(message)

    assert box is not None
    assert host in box.text()
    shown = box.informativeText().replace("\n", "")
    assert shown.isascii(), "letters of other scripts could look like others"
    assert len(shown) >= len(target.encode("ascii", "ignore"))
    assert box.textFormat() is Qt.TextFormat.PlainText
    press(box, "Cancel")
    assert opened.urls == []


@case(26)
@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.test/x.", ["https://a.test/x"]),
        ("(https://a.test/x_(y))", ["https://a.test/x_(y)"]),
        ("www.a.test and a.test", []),
        ("https://a.test/\u202egnp.exe", ["https://a.test/"]),
        ("<https://a.test/x>", ["https://a.test/x"]),
        ("https://a.test\u2066/evil", ["https://a.test"]),
    ],
)
def test_a_bare_address_is_what_it_says(text: str, links: list[str]) -> None:
    found = [run for run in runs(text, inline_parser(), {}) if run.look.href]

    assert [run.look.href for run in found] == links
    assert [run.text for run in found] == links


@case(27)
def test_markup_in_labels_and_tooltips_is_text(qtbot: QtBot) -> None:
    words = '<a href="http://evil.test">pay here</a>'
    label = PlainLabel(words)
    qtbot.addWidget(label)
    set_tooltip(label, words)

    assert label.textFormat() is Qt.TextFormat.PlainText
    assert not label.openExternalLinks()
    assert "<a" not in label.toolTip()
    assert "&lt;a" in label.toolTip()


@case(28)
@pytest.mark.parametrize("way", ["left", "middle", "enter", "menu", "double"])
def test_every_way_leads_to_the_question_or_nowhere(message: MessageText, opened: Opened, qtbot: QtBot, way: str) -> None:
    show(message, "[a link to click](https://a.test/b)", qtbot)
    place = QPointF(30, 8).toPoint()
    assert message.anchorAt(place) == "https://a.test/b"
    if way in ("left", "middle"):
        button = Qt.MouseButton.LeftButton if way == "left" else Qt.MouseButton.MiddleButton
        QTest.mouseClick(message.viewport(), button, pos=place)
    elif way == "double":
        QTest.mouseDClick(message.viewport(), Qt.MouseButton.LeftButton, pos=place)
    elif way == "enter":
        message.setFocus()
        message.moveCursor(QTextCursor.MoveOperation.Start)
        QTest.keyClick(message, Qt.Key.Key_Tab)
        QTest.keyClick(message, Qt.Key.Key_Return)
    else:
        message.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, message.mapToGlobal(place)))
        menu = message.findChildren(QMenu)[-1]
        next(action for action in menu.actions() if action.text() == "Open link…").trigger()
        menu.close()

    assert opened.urls == []
    if way in ("left", "menu"):
        assert question(message) is not None
    for box in message.findChildren(QMessageBox):
        box.close()


@case(1, 25)
def test_a_picture_is_loaded_only_when_the_person_agrees(qtbot: QtBot) -> None:
    """The place of a picture leads to a question of its own, and no link can pretend to be one."""
    (run,) = [run for run in runs("![x](https://a.test/x.png)", inline_parser(), {}) if run.look.href]
    assert run.look.href == PICTURE + "https://a.test/x.png"
    assert not any(run.look.href for run in runs("[x](picture:https://a.test/x.png)", inline_parser(), {}))
    assert not any(run.look.href for run in runs("![x](file:///x.png) ![y](mailto:a@b.test)", inline_parser(), {}))
    window, context = QWidget(), MagicMock()
    qtbot.addWidget(window)
    following = Following(context, window)

    following.follow(run.look.href)
    box = question(window) or next(iter(window.findChildren(QMessageBox)))
    assert "a.test" in box.text()
    assert box.informativeText() == "https://a.test/x.png"
    press(box, "Cancel")
    assert not context.relay.run.called
    following.follow(run.look.href)
    press(window.findChildren(QMessageBox)[-1], "Load picture")
    assert context.services.remote_pictures.fetch.call_args.args == ("https://a.test/x.png",)


SLOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from deskchat.ui.conversation.transcript.links import ask_to_open
application = QApplication([])
window = QWidget()
window.show()
box = ask_to_open("https://a.test/b", window)
opened, beats = Path(sys.argv[1]), []
def beat():
    if opened.exists() and opened.read_text():
        beats.append(1)
    if len(beats) == 50:
        application.quit()
timer = QTimer()
timer.timeout.connect(beat)
timer.start(20)
button = next(one for one in box.findChildren(QPushButton) if one.text() == "Open in browser")
QTimer.singleShot(300, button.click)
application.exec()
"""


@case(23, 29)
@pytest.mark.skipif(bool(desktop.missing()), reason=desktop.missing())
def test_a_browser_that_does_not_start_stops_nothing(tmp_path: Path) -> None:
    """On a real screen, with a browser that sleeps: it is started, and the window goes on."""
    log = tmp_path / "opened"
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho $$ "$1" > {log}\nexec sleep 300 >/dev/null 2>&1\n')
    program.chmod(0o755)
    with desktop.desktop(tmp_path) as screen:
        environment = {**screen.environment, "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", SLOW, str(log)], env=environment, capture_output=True, text=True, timeout=240)
        number, address = log.read_text().split()
        os.kill(int(number), signal.SIGKILL)    # ProcessLookupError: the window's clock stood still until it had ended

    assert done.returncode == 0, done.stderr
    assert address == "https://a.test/b"
