from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskchat.chat.errors import ChatError
from deskchat.chat.parts import FilePart, ImagePart, TextPart
from deskchat.services.loop import BackgroundLoop
from deskchat.settings import SEND_WITH, Settings
from deskchat.ui.conversation.attaching import EDIT
from deskchat.ui.conversation.composer import Composer
from deskchat.ui.conversation.message_box import LONGEST_PASTE, MessageBox
from deskchat.ui.icons import Icons
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(tmp_path / "own.toml")


@pytest.fixture
def composer(qtbot: QtBot, qapp: QApplication, theme: Theme, settings: Settings) -> Iterator[Composer]:
    loop = BackgroundLoop()
    loop.start()
    relay = Relay(loop, qapp)
    made = Composer(relay, Icons(theme), MessageBox(lambda: settings.get(SEND_WITH) == "ctrl+enter"))
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    yield made
    loop.stop()


def type_into(composer: Composer, qtbot: QtBot, text: str) -> None:
    QTest.keyClicks(composer.box, text)


def test_enter_sends_and_shift_enter_breaks_the_line(composer: Composer, qtbot: QtBot) -> None:
    type_into(composer, qtbot, "one")
    QTest.keyClick(composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_into(composer, qtbot, "two")

    with qtbot.waitSignal(composer.submitted) as sent:
        QTest.keyClick(composer.box, Qt.Key.Key_Return)

    assert sent.args == [(TextPart("one\ntwo"),)]


def test_with_the_other_setting_enter_breaks_and_ctrl_enter_sends(
    composer: Composer, qtbot: QtBot, settings: Settings
) -> None:
    settings.set(SEND_WITH, "ctrl+enter")
    type_into(composer, qtbot, "one")
    QTest.keyClick(composer.box, Qt.Key.Key_Return)

    with qtbot.waitSignal(composer.submitted) as sent:
        QTest.keyClick(composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert sent.args == [(TextPart("one\n"),)]


def test_the_text_stays_until_it_is_stored_and_is_sent_once(composer: Composer, qtbot: QtBot) -> None:
    sent: list[object] = []
    composer.submitted.connect(sent.append)
    type_into(composer, qtbot, "hello")
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    QTest.keyClick(composer.box, Qt.Key.Key_Return)

    assert len(sent) == 1
    assert composer.box.toPlainText() == "hello"
    composer.sent((TextPart("hello"),))
    assert composer.box.toPlainText() == ""


def test_what_was_typed_while_it_was_stored_stays(composer: Composer, qtbot: QtBot) -> None:
    type_into(composer, qtbot, "hello")
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    type_into(composer, qtbot, " and more")

    composer.sent((TextPart("hello"),))

    assert composer.box.toPlainText() == "hello and more"


def test_a_failure_is_said_and_nothing_is_lost(composer: Composer, qtbot: QtBot) -> None:
    type_into(composer, qtbot, "hello")
    QTest.keyClick(composer.box, Qt.Key.Key_Return)

    composer.failed(ChatError("internal", "The disk is full.", remedy="Free some space."))

    assert composer.box.toPlainText() == "hello"
    assert composer.sentence == "The disk is full. Free some space."
    with qtbot.waitSignal(composer.submitted):
        QTest.keyClick(composer.box, Qt.Key.Key_Return)


def test_up_in_an_empty_box_brings_back_what_was_sent(composer: Composer, qtbot: QtBot) -> None:
    composer.box.set_history(["first", "second"])

    QTest.keyClick(composer.box, Qt.Key.Key_Up)
    assert composer.box.toPlainText() == "second"
    QTest.keyClick(composer.box, Qt.Key.Key_Up)
    assert composer.box.toPlainText() == "first"
    QTest.keyClick(composer.box, Qt.Key.Key_Down)
    QTest.keyClick(composer.box, Qt.Key.Key_Down)
    assert composer.box.toPlainText() == ""


def test_up_in_a_text_moves_the_cursor(composer: Composer, qtbot: QtBot) -> None:
    composer.box.set_history(["first"])
    type_into(composer, qtbot, "mine")

    QTest.keyClick(composer.box, Qt.Key.Key_Up)

    assert composer.box.toPlainText() == "mine"


def test_the_box_grows_to_eight_lines_and_then_scrolls(composer: Composer) -> None:
    heights = []
    for lines in (1, 4, 8, 30):
        composer.box.set_text("\n".join("x" * lines))
        heights.append(composer.box.height())

    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_pasted_rich_text_is_plain(composer: Composer) -> None:
    data = QMimeData()
    data.setHtml('<b>bold</b> <img src="http://127.0.0.1:9/x.png">')
    data.setText("bold")

    composer.box.insertFromMimeData(data)

    assert composer.box.toPlainText() == "bold"


def test_a_very_long_paste_becomes_an_attachment(composer: Composer) -> None:
    data = QMimeData()
    data.setText("x" * (LONGEST_PASTE + 1))

    composer.box.insertFromMimeData(data)

    assert composer.box.toPlainText() == ""
    assert composer.parts == (FilePart("pasted text.txt", "text/plain", "x" * (LONGEST_PASTE + 1)),)


def test_a_file_over_the_box_is_shown_to_be_welcome_until_it_leaves(composer: Composer, tmp_path: Path) -> None:
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "notes.txt"))])
    words.setText("some words")
    box = composer.box.viewport()

    def enter(what: QMimeData) -> None:
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(box, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, what, buttons, keys))

    enter(files)
    assert composer.property("dropping") is True
    QApplication.sendEvent(box, QDragLeaveEvent())
    assert composer.property("dropping") is False
    enter(words)
    assert composer.property("dropping") is False


def test_dropped_files_and_pasted_pictures_are_attached(composer: Composer, tmp_path: Path, settle: Settle) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("some notes")
    dropped, pasted = QMimeData(), QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    pasted.setImageData(image)

    composer.box.insertFromMimeData(dropped)
    settle(lambda: len(composer.parts) == 1)
    composer.box.insertFromMimeData(pasted)
    settle(lambda: len(composer.parts) == 2)

    text, picture = composer.parts
    assert isinstance(text, FilePart)
    assert text.text == "some notes"
    assert isinstance(picture, ImagePart)
    assert picture.data.startswith(b"\x89PNG")


def test_a_file_that_is_no_text_is_refused_with_a_sentence(composer: Composer, tmp_path: Path, settle: Settle) -> None:
    file = tmp_path / "program.bin"
    file.write_bytes(bytes(range(256)))

    composer.attaching.attach_files([str(file)])
    settle(lambda: bool(composer.sentence))

    assert "program.bin" in composer.sentence
    assert composer.parts == ()


def files(folder: Path, count: int, size: int = 3) -> list[str]:
    """So many text files of so many bytes."""
    folder.mkdir(exist_ok=True)
    made = [folder / f"{at}.txt" for at in range(count)]
    for file in made:
        file.write_text("a" * size)
    return [str(file) for file in made]


def test_what_arrives_for_a_draft_that_is_not_shown_is_bounded_and_told_of_when_it_is(
    composer: Composer, tmp_path: Path, settle: Settle
) -> None:
    kept: dict[object, int] = {}
    composer.attached_changed.connect(lambda draft, parts: kept.update({draft: len(parts)}))
    composer.show_draft("one", "")
    composer.attaching.attach_files([*files(tmp_path, 21), str(tmp_path / "gone.txt")])
    composer.show_draft("two", "")
    composer.attaching.attach_files(files(tmp_path / "others", 1))    # read after all of the first
    settle(lambda: len(composer.parts) == 1)
    assert composer.sentence == ""
    assert kept == {"one": 20, "two": 1}

    composer.show_draft("one", "")
    assert len(composer.parts) == 20
    assert "at most 20 attachments" in composer.sentence
    assert "gone.txt" in composer.sentence
    composer.show_draft("two", "")
    composer.show_draft("one", "")
    assert composer.sentence == "", "what was read is not said again"


def test_what_arrives_elsewhere_is_no_more_together_than_providers_take(
    composer: Composer, tmp_path: Path, settle: Settle
) -> None:
    composer.show_draft("one", "")
    composer.attaching.attach_files(files(tmp_path, 12, 1_990_000))
    composer.show_draft("two", "")
    composer.attaching.attach_files(files(tmp_path / "others", 1))    # read after all of the first
    settle(lambda: len(composer.parts) == 1)
    composer.show_draft("one", "")
    assert len(composer.parts) == 11
    assert "over 22 MB together" in composer.sentence


def test_what_an_edit_takes_away_is_not_kept_for_the_draft(composer: Composer) -> None:
    kept: list[object] = []
    composer.show_draft("one", "")
    composer.attached_changed.connect(lambda draft, parts: kept.append((draft, parts)))
    composer.begin_edit((FilePart("a.txt", "text/plain", "a"), FilePart("b.txt", "text/plain", "b")))
    composer.attaching.take_away(composer.attaching.parts[:1], EDIT)
    assert len(composer.parts) == 1
    composer.end_edit()
    assert kept == []


def test_an_edit_brings_the_draft_back(composer: Composer, qtbot: QtBot) -> None:
    type_into(composer, qtbot, "my draft")
    composer.begin_edit((TextPart("an older message"),))
    assert composer.box.toPlainText() == "an older message"

    composer.end_edit()

    assert composer.box.toPlainText() == "my draft"


def test_send_becomes_stop_while_a_reply_is_written(composer: Composer, qtbot: QtBot) -> None:
    composer.set_replying(True)

    with qtbot.waitSignal(composer.stop_asked):
        QTest.keyClick(composer.box, Qt.Key.Key_Escape)

    assert not composer.can_send
    composer.set_replying(False)
    type_into(composer, qtbot, "x")
    assert composer.can_send


def test_half_characters_and_nul_never_leave_the_box(composer: Composer) -> None:
    composer.box.set_text("a\ud800b")

    (part,) = composer.parts

    assert isinstance(part, TextPart)
    assert part.text.encode()
