"""What is typed beside the message field, where nothing takes it, is meant for the field."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from deskchat.ui.conversation.message_box import MessageBox

Modifier = Qt.KeyboardModifier
WITH_LETTERS = Modifier.ShiftModifier | Modifier.KeypadModifier | Modifier.GroupSwitchModifier
ALT_GR = Modifier.ControlModifier | Modifier.AltModifier    # as Windows tells it


class StrayKeys(QObject):
    """Gives ``box`` the keyboard with the first letter, and the letter with it.

    Keys reach an area only when the widget that has the focus does not want them: a field keeps its letters, a button
    Space and Enter, a list its type-ahead. Messages and buttons have nothing to type in, but letters that take several
    keys (accents, Chinese) begin there all the same: until they are there, what has the focus stands in for the box.
    """

    def __init__(self, box: MessageBox) -> None:
        super().__init__(box)
        self._box = box
        self._areas: list[QWidget] = []
        self._stand_in: QWidget | None = None    # has the focus, and composes letters for the box
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def watch(self, area: QWidget) -> None:
        """Take what is typed somewhere in ``area``."""
        self._areas.append(area)
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters that nobody wanted, and those that are being composed."""
        if watched is self._stand_in:
            if isinstance(event, QInputMethodQueryEvent):
                self._answer(self._stand_in, event)
                return True
            if isinstance(event, QInputMethodEvent):
                self._compose(event)
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._box.setFocus()
            self._box.paste()
        elif _types(event):
            self._box.setFocus()
            QCoreApplication.sendEvent(self._box, event)
        else:
            return False
        event.accept()
        return True

    # letters of several keys

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        before, self._stand_in = self._stand_in, None
        if before is not None and isValid(before):    # a message that is out of sight is gone
            before.removeEventFilter(self)
            before.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        if now is not None and _has_no_letters(now) and self._watches(now):
            self._stand_in = now
            now.installEventFilter(self)
            now.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def _watches(self, widget: QWidget) -> bool:
        return any(isValid(area) and area.isAncestorOf(widget) for area in self._areas)

    def _answer(self, stand_in: QWidget, event: QInputMethodQueryEvent) -> None:
        """As the box would; its places as they are seen from where the focus is."""
        by = stand_in.mapFromGlobal(self._box.mapToGlobal(self._box.rect().topLeft()))
        for query in Qt.InputMethodQuery:
            if query in event.queries() and query.value.bit_count() == 1:
                value = self._box.inputMethodQuery(query)
                event.setValue(query, value.translated(by) if isinstance(value, QRect | QRectF) else value)
        event.accept()

    def _compose(self, event: QInputMethodEvent) -> None:
        """The focus goes over when the letters are there: in between, the system would begin anew."""
        done = bool(event.commitString()) and not event.preeditString()
        QCoreApplication.sendEvent(self._box, event)
        if done:
            self._box.setFocus()


def _types(event: QKeyEvent) -> bool:
    """Would it write something that can be seen?"""
    held = event.modifiers() & ~WITH_LETTERS
    text = event.text()
    return bool(text.strip()) and text.isprintable() and held in (Modifier.NoModifier, ALT_GR)


def _has_no_letters(widget: QWidget) -> bool:
    """Is it something that is read or pressed, without a use for letters? A list has one: its type-ahead."""
    composes = widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    is_read = isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView)
    return not composes and (is_read or isinstance(widget, QAbstractButton))
