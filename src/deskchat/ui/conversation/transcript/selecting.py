"""What is selected over several messages, built or not: from a place in one to a place in another."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QScrollBar, QWidget

from deskchat.ui.conversation.transcript.copied import Kind
from deskchat.ui.conversation.transcript.copying import Copying, Mode, Part
from deskchat.ui.conversation.transcript.entry import Entry, speaker
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_view import MessageView
from deskchat.ui.conversation.transcript.soon import Soon
from deskchat.ui.conversation.transcript.text_menu import text_menu
from deskchat.ui.figures import counted

SCROLL_MS = 30
FASTEST = 120            # pixels at a time
MOST_IN_PRIMARY = 50     # messages that middle-clicking pastes on X11: more are only copied when asked

Key = Qt.Key


class Spot(NamedTuple):
    """A place in a message; ``position`` ``None``: where it ends, also when it grows."""

    node_id: str
    position: int | None


class Messages(Protocol):
    """What is selected in: messages one below the other, those near the viewport as widgets."""

    @property
    def entries(self) -> Sequence[Entry]:
        """All of them."""

    @property
    def views(self) -> Sequence[MessageView]:
        """Those that are widgets."""

    def viewport(self) -> QWidget:
        """Where they are seen."""

    def verticalScrollBar(self) -> QScrollBar:
        """Moves them."""

    def show_place(self, node_id: str, y: int = 0) -> None:
        """Bring a message into sight, or the place so far below its top."""


class Selecting(QObject):
    """Follows mouse and keys over the messages of ``transcript``; a selection within one is left to its text."""

    changed = Signal(int)    # how many messages are selected over; 0: only one, or nothing

    def __init__(self, transcript: Messages, ink: Ink) -> None:
        super().__init__(transcript.viewport())
        self._transcript = transcript
        self.copying = Copying(ink, self)
        self._anchor: Spot | None = None
        self._head: Spot | None = None      # the other end; None: no selection over several messages
        self._places: dict[str, int] = {}
        self._dragging = self._in_text = False
        self._pointer = QPoint()
        self._scroll = QTimer(self, interval=SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)
        self._soon = Soon(self.apply, self)
        self.changed.connect(self._tell)
        self.copying.done.connect(self._tell_copied)
        transcript.viewport().installEventFilter(self)

    @property
    def several(self) -> bool:
        """Is there a selection that is more than a text's own?"""
        return self._head is not None

    def watch(self, view: MessageView) -> None:
        """Follow what is done in a new widget."""
        view.text.installEventFilter(self)
        view.text.all_wanted.connect(self.select_all)
        view.text.viewport().installEventFilter(self)
        view.text.document().contentsChanged.connect(lambda: self._soon.ask() if self.several else None)

    def entries_changed(self, *, anew: bool) -> None:
        """Other messages are shown; ``anew``: of another conversation."""
        self._places = {}
        gone = any(spot is not None and spot.node_id not in self._order() for spot in (self._anchor, self._head))
        if anew or gone:
            self._anchor = self._head = None
            self._stop()

    # what is selected

    def select_all(self) -> None:
        """Select every message."""
        ones = list(self._ones())
        if ones:
            self._anchor, self._head = Spot(ones[0].id, 0), Spot(ones[-1].id, None)
            self.apply()
            self.changed.emit(len(ones))

    def clear(self) -> None:
        """Select nothing over several messages any more."""
        if self.several:
            self._head = None
            for view in self._transcript.views:
                view.clear_selection()
            self.changed.emit(0)

    def copy(self, kind: Kind = Kind.USUAL, mode: Mode = Mode.Clipboard) -> None:
        """Put what is selected over several messages on the clipboard."""
        parts = list(self._parts())
        if len(parts) == 1:
            parts = [parts[0].unnamed()]
        if parts:
            self.copying.copy(parts, kind, mode)

    def copy_message(self, node_id: str, kind: str) -> None:
        """Put a whole message on the clipboard; ``kind`` is one of ``Kind``."""
        one = next((one for one in self._ones() if one.id == node_id), None)
        if one is not None:
            self.copying.copy([Part(one.message.text, not one.is_person)], Kind(kind))

    def apply(self) -> None:
        """Show the selection in the messages that exist as widgets."""
        for view in self._transcript.views:
            self.apply_to(view)

    def apply_to(self, view: MessageView) -> None:
        """Show in it what is selected of it."""
        if not self.several:
            return
        span = self._span(view.entry.id)
        if span is None:
            view.clear_selection()
            return
        document, cursor = view.text.document(), view.text.textCursor()
        last = document.characterCount() - 1
        start, end = min(span[0], last), last if span[1] is None else min(span[1], last)
        if self._anchor is not None and view.entry.id == self._anchor.node_id and self._backwards():
            start, end = end, start
        if (cursor.anchor(), cursor.position()) != (start, end):
            cursor = QTextCursor(document)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            view.text.setTextCursor(cursor)

    def _ones(self) -> Iterator[Entry]:
        return (one for entry in self._transcript.entries for one in (entry.beside or (entry,)))

    def _order(self) -> dict[str, int]:
        if not self._places:
            self._places = {one.id: place for place, one in enumerate(self._ones())}
        return self._places

    def _key(self, spot: Spot) -> tuple[int, float]:
        return self._order().get(spot.node_id, 0), float("inf") if spot.position is None else spot.position

    def _backwards(self) -> bool:
        return self._anchor is not None and self._head is not None and self._key(self._head) < self._key(self._anchor)

    def _ends(self) -> tuple[Spot, Spot] | None:
        if self._anchor is None or self._head is None:
            return None
        return (self._head, self._anchor) if self._backwards() else (self._anchor, self._head)

    def _span(self, node_id: str) -> tuple[int, int | None] | None:
        """From where to where a message is selected."""
        ends, at = self._ends(), self._order().get(node_id, -1)
        if ends is None or not self._order()[ends[0].node_id] <= at <= self._order()[ends[1].node_id]:
            return None
        start = (ends[0].position or 0) if node_id == ends[0].node_id else 0
        if node_id == ends[0].node_id and ends[0].position is None:
            return None
        return start, ends[1].position if node_id == ends[1].node_id else None

    def _parts(self) -> Iterator[Part]:
        views = {view.entry.id: view for view in self._transcript.views}
        ends = self._ends()
        if ends is None:
            return
        first, last = (self._order()[spot.node_id] for spot in ends)
        for place, one in enumerate(list(self._ones())[first : last + 1], first):
            span = self._span(one.id) if place in (first, last) else (0, None)
            if span is None or span == (0, 0) or not one.message.text:
                continue
            part = Part(one.message.text, not one.is_person, speaker(one.message), *span)
            view = views.get(one.id)
            if view is not None and not part.whole:
                part = part.as_shown(view.text.paragraphs(*span))
            yield part

    def _tell(self, messages: int) -> None:
        """For who can't see it."""
        if not self._dragging:
            words = counted(self.tr("%1 messages selected", "", messages), messages, "One message selected")
            self._announce(words if messages else self.tr("Nothing selected"))

    def _tell_copied(self, length: int) -> None:
        self._announce(counted(self.tr("%1 characters copied", "", length), length, "One character copied"))

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._transcript.viewport(), words))

    # the mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mouse, keys and menu of the texts, and the mouse beside them."""
        match event.type():
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                return self._press(event, watched)
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                return self._dragging and self._move(event.globalPosition().toPoint())
            case QEvent.Type.MouseButtonRelease:
                return self._release()
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self.key(event)
            case QEvent.Type.ContextMenu if isinstance(event, QContextMenuEvent) and self.several:
                menu = text_menu(self._transcript.viewport(), self.copy, self.select_all)
                menu.popup(event.globalPos())
                return True
        return False

    def _press(self, event: QMouseEvent, watched: QObject) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._pointer = event.globalPosition().toPoint()
        spot = self._spot(self._pointer)
        self._dragging = spot is not None
        self._in_text = watched is not self._transcript.viewport()
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if extends and self._anchor is not None and spot is not None:
            if self.several or spot.node_id != self._anchor.node_id:
                self._select_to(spot)
                return True
            return False
        self.clear()
        self._anchor = spot
        return False

    def _move(self, pointer: QPoint) -> bool:
        self._pointer = pointer
        area = self._transcript.viewport()
        outside = not 0 <= area.mapFromGlobal(pointer).y() < area.height()
        if outside != self._scroll.isActive():
            self._scroll.start() if outside else self._scroll.stop()
        spot = self._spot(pointer)
        if spot is None or self._anchor is None:
            return False
        if spot.node_id == self._anchor.node_id and self._in_text:
            self.clear_others(spot)
            return False
        self._select_to(spot)
        return True

    def clear_others(self, spot: Spot) -> None:
        """The pointer came back to where it began: the text goes on with its own selection."""
        if self.several:
            self._select_to(spot)
            self._head = None
            self.changed.emit(0)

    def _select_to(self, spot: Spot) -> None:
        if spot != self._head:
            self._head = spot
            self.apply()
            ends = self._ends()
            if ends is not None:
                self.changed.emit(self._order()[ends[1].node_id] - self._order()[ends[0].node_id] + 1)

    def _release(self) -> bool:
        was, self._dragging = self._dragging, False
        self._stop()
        ends = self._ends()
        count = 0 if ends is None else self._order()[ends[1].node_id] - self._order()[ends[0].node_id] + 1
        if was and count:
            self._tell(count)
        if was and 0 < count <= MOST_IN_PRIMARY and QGuiApplication.clipboard().supportsSelection():
            self.copy(Kind.PLAIN, Mode.Selection)
        return was and self.several

    def _stop(self) -> None:
        self._dragging = False
        self._scroll.stop()

    def _scroll_on(self) -> None:
        """The pointer is above or below: go there, the faster the farther."""
        area = self._transcript.viewport()
        y = area.mapFromGlobal(self._pointer).y()
        by = y if y < 0 else max(0, y - area.height() + 1)
        bar = self._transcript.verticalScrollBar()
        bar.setValue(bar.value() + max(-FASTEST, min(FASTEST, by)))
        if self._dragging:
            self._move(self._pointer)

    def _spot(self, pointer: QPoint) -> Spot | None:
        """The nearest place to select from or to."""
        texts = [(view, QRect(view.text.mapToGlobal(QPoint(0, 0)), view.text.size())) for view in self._transcript.views]
        texts = [(view, place) for view, place in texts if view.entry.message.text and view.isVisible()]
        if not texts:
            return None
        view, place = min(texts, key=lambda pair: _distance(pair[1], pointer))
        if pointer.y() < place.top():
            return Spot(view.entry.id, 0)
        if pointer.y() > place.bottom():
            return Spot(view.entry.id, None)
        at = view.text.viewport().mapFromGlobal(pointer)
        return Spot(view.entry.id, view.text.cursorForPosition(at).position())

    # the keyboard

    def key(self, event: QKeyEvent) -> bool:
        """Select all, copy, and Shift with Up and Down from one message to the next; says whether it was one of these."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.several:
            self.copy()
        elif event.key() in (Key.Key_Up, Key.Key_Down) and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            return self._extend(1 if event.key() == Key.Key_Down else -1)
        elif self.several and event.key() in (Key.Key_Left, Key.Key_Right, Key.Key_Escape):
            self.clear()
            return event.key() == Key.Key_Escape
        else:
            return False
        return True

    def _extend(self, by: int) -> bool:
        """Behind a text's last line, and before its first, whole messages are added."""
        view = next((view for view in self._transcript.views if view.text.hasFocus()), None)
        if not self.several:
            if view is None or not _at_edge(view.text.textCursor(), by):
                return False
            self._anchor = Spot(view.entry.id, view.text.textCursor().anchor())
        assert self._anchor is not None
        ids = list(self._order())
        at = self._order()[(self._head or self._anchor).node_id] + by
        if not 0 <= at < len(ids):
            return True
        forwards = at > self._order()[self._anchor.node_id]
        back = at == self._order()[self._anchor.node_id]
        self._select_to(Spot(ids[at], None if forwards or (back and by > 0) else 0))
        self._transcript.show_place(ids[at])
        view = next((view for view in self._transcript.views if view.entry.id == ids[at]), None)
        if view is not None and by > 0:
            self._transcript.show_place(ids[at], view.height())
        return True


def _distance(place: QRect, pointer: QPoint) -> tuple[int, int]:
    """Up or down first, then sideways."""
    return (
        max(place.top() - pointer.y(), pointer.y() - place.bottom(), 0),
        max(place.left() - pointer.x(), pointer.x() - place.right(), 0),
    )


def _at_edge(cursor: QTextCursor, by: int) -> bool:
    """Would one more line up or down change nothing?"""
    moved = QTextCursor(cursor)
    up, down = QTextCursor.MoveOperation.Up, QTextCursor.MoveOperation.Down
    return not moved.movePosition(down if by > 0 else up, QTextCursor.MoveMode.KeepAnchor)
