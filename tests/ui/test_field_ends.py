"""What stands inside a field is as large as its letters, and empties it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.ui.context import UiContext
from deskchat.ui.field_ends import FieldEnds


def made(context: UiContext, qtbot: QtBot) -> tuple[QLineEdit, QToolButton, QLabel]:
    field = QLineEdit()
    qtbot.addWidget(field)
    FieldEnds(field, context.theme, context.icons, picture="search")
    field.resize(300, field.sizeHint().height())
    field.show()
    button, picture = field.findChild(QToolButton), field.findChild(QLabel)
    assert isinstance(button, QToolButton)
    assert isinstance(picture, QLabel)
    return field, button, picture


def test_the_button_is_there_while_there_is_something_to_take_away(context: UiContext, qtbot: QtBot) -> None:
    field, button, _ = made(context, qtbot)
    assert button.isHidden()
    assert button.accessibleName() == "Clear"

    QTest.keyClicks(field, "words")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert button.isHidden()


def test_both_grow_with_the_letters_and_leave_them_room(context: UiContext, qtbot: QtBot) -> None:
    field, button, picture = made(context, qtbot)
    before = picture.pixmap().deviceIndependentSize().width(), button.iconSize().width()
    try:
        context.theme.zoom(10)
        after = picture.pixmap().deviceIndependentSize().width(), button.iconSize().width()
        field.setText("words")
        field.setCursorPosition(0)
    finally:
        context.theme.zoom(0)

    assert after[0] > 1.5 * before[0]
    assert after[1] > 1.5 * before[1]
    assert field.textMargins().left() > 0
