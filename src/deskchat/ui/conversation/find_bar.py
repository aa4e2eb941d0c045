"""Finding words in the conversation that is shown, also in messages that are too far away to exist as widgets."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTextEdit, QToolButton

from deskchat.ui.field_ends import FieldEnds
from deskchat.ui.figures import figures
from deskchat.ui.icons import Icons
from deskchat.ui.safe_text import PlainLabel, set_tooltip
from deskchat.ui.theme import Theme

if TYPE_CHECKING:
    from deskchat.ui.conversation.transcript.message_view import MessageView
    from deskchat.ui.conversation.transcript.transcript import Transcript

SEARCH_AFTER_MS = 120
MARK_AFTER_MS = 60
SLICE_S = 0.004          # of searching before the window gets its turn
MOST_MARKED = 500        # in one message
LOOKS = 40               # how often a message that is still being laid out is looked for its hit


class FindBar(QFrame):
    """A field, how many hits there are, and buttons from one to the next. ``transcript``: what is searched."""

    def __init__(self, theme: Theme, icons: Icons, transcript: Callable[[], "Transcript"]) -> None:
        super().__init__()
        self._theme, self._icons, self._transcript = theme, icons, transcript
        self._hits: list[tuple[str, int]] = []    # a message, and which of its hits
        self._current = -1
        self._kept: tuple[str, int] | None = None    # the hit to stay at while the words change
        self._todo: list[tuple[str, str]] = []    # messages that are still to be searched
        self._hit: set[str] = set()       # messages with hits
        self._marked: set[str] = set()
        self._followed: Transcript | None = None
        self.field = QLineEdit()
        self.count = PlainLabel()
        self._search_soon = self._timer(SEARCH_AFTER_MS, self._begin)
        self._search_on = self._timer(0, self._go_on)
        self._mark_soon = self._timer(MARK_AFTER_MS, self._mark)
        self._looks = 0
        self._reveal_soon = self._timer(MARK_AFTER_MS, self._reveal)
        theme.changed.connect(self._later)    # the messages are new widgets then
        self._place()
        self.hide()

    def open(self) -> None:
        """Let the person type what to look for."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self._followed is None:
            self._followed = self._transcript()
            self._followed.verticalScrollBar().valueChanged.connect(lambda _: self._later())
            self._followed.verticalScrollBar().rangeChanged.connect(lambda *_: self._later())
        self._begin()

    def end(self) -> bool:
        """Put it away; ``False``: it was not there."""
        if self.isHidden():
            return False
        self.hide()
        self._hits, self._hit, self._todo, self._current = [], set(), [], -1
        self._mark()
        return True

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit."""
        if self._hits:
            self._current = (self._current + by) % len(self._hits)
            self._show_count()
            self._go_to()

    # searching

    @property
    def _needle(self) -> str:
        return self.field.text().lower()

    def _begin(self) -> None:
        self._kept = self._hits[self._current] if 0 <= self._current < len(self._hits) else None
        self._hits, self._hit, self._current = [], set(), -1
        messages = [one for entry in self._transcript().entries for one in (entry.beside or (entry,))]
        self._todo = [(one.id, one.message.text) for one in reversed(messages)] if self._needle else []
        self._go_on()

    def _go_on(self) -> None:
        needle, ends = self._needle, perf_counter() + SLICE_S
        while self._todo and perf_counter() < ends:
            node_id, text = self._todo.pop()
            if count := text.lower().count(needle):
                self._hit.add(node_id)
                self._hits += [(node_id, nth) for nth in range(count)]
        if self._todo:
            self._search_on.start()
            return
        if self._hits:
            self._current = self._hits.index(self._kept) if self._kept in self._hits else len(self._hits) - 1
            self._go_to()
        self._show_count()
        self._mark_soon.start()

    def _show_count(self) -> None:
        if not self._needle:
            words = ""
        elif not self._hits:
            words = self.tr("Not found")
        else:
            number, count = figures(f"{self._current + 1:,}"), figures(f"{len(self._hits):,}")
            words = self.tr("{number} of {all}").format(number=number, all=count)
        self.count.setText(words)
        self.count.setAccessibleName(words or self.tr("Hits"))

    # showing

    def _later(self) -> None:
        if self.isVisible():
            self._mark_soon.start()

    def _go_to(self) -> None:
        self._transcript().show_place(self._hits[self._current][0])
        self._looks = LOOKS
        self._reveal()

    def _reveal(self) -> None:
        """Scroll to the hit itself, as soon as its message is laid out so far."""
        if not 0 <= self._current < len(self._hits):
            return
        node_id, nth = self._hits[self._current]
        view = next((view for view in self._transcript().views if view.entry.id == node_id), None)
        found = self._found(view.text.document()) if view is not None else []
        if view is None or (len(found) <= nth and not view.settled):
            self._looks -= 1
            if self._looks > 0:
                self._reveal_soon.start()
            return
        if found:
            hit = found[min(nth, len(found) - 1)]
            for end in (hit.selectionEnd(), hit.selectionStart()):
                view.text.show_place(end)
            place = view.text.cursorRect(hit).center()
            self._transcript().show_place(node_id, view.text.viewport().mapTo(view, place).y())
        self._mark()

    def _mark(self) -> None:
        """Give every hit in sight its colour, and take it from what is none any more."""
        if self.isHidden() and not self._marked:
            return
        current = self._hits[self._current] if 0 <= self._current < len(self._hits) else ("", 0)
        hit = self._hit if self.isVisible() else set()
        for view in self._transcript().views:
            if view.entry.id in hit:
                self._mark_in(view, current[1] if view.entry.id == current[0] else -1)
            elif view.entry.id in self._marked:
                view.text.setExtraSelections([])
        self._marked = set(hit)

    def _mark_in(self, view: "MessageView", current: int) -> None:
        colours = self._theme.colours
        found = self._found(view.text.document())
        strong = min(current, len(found) - 1)
        plain, chosen = (colours.selection, None), (colours.accent, colours.on_accent)
        marks = [_mark(cursor, *(chosen if nth == strong else plain)) for nth, cursor in enumerate(found)]
        view.text.setExtraSelections(marks)

    def _found(self, document: QTextDocument) -> Sequence[QTextCursor]:
        cursors: list[QTextCursor] = []
        at = document.find(self.field.text(), 0)
        while not at.isNull() and len(cursors) < MOST_MARKED:
            cursors.append(at)
            at = document.find(self.field.text(), at)
        return cursors

    # the bar itself

    def _place(self) -> None:
        em = round(self._theme.em)
        self.setObjectName("find")
        row = QHBoxLayout(self)
        row.setContentsMargins(em, em // 4, em, em // 4)
        row.addStretch(1)
        self.field.setPlaceholderText(self.tr("Find in the conversation"))
        self.field.setAccessibleName(self.tr("Find in the conversation"))
        self.field.setMaximumWidth(20 * em)
        self.field.setMaxLength(200)
        FieldEnds(self.field, self._theme, self._icons)
        self.field.textChanged.connect(lambda _: self._search_soon.start())
        self.field.installEventFilter(self)
        row.addWidget(self.field, 2)
        self.count.setObjectName("quiet")
        row.addWidget(self.count)
        for icon, name, keys, do in (
            ("chevron-left", self.tr("Previous hit"), "Shift+Enter", lambda: self.step(-1)),
            ("chevron-right", self.tr("Next hit"), "Enter", lambda: self.step(1)),
            ("close", self.tr("Close"), "Esc", self.end),
        ):
            row.addWidget(self._button(icon, name, keys, do))

    def _button(self, icon: str, name: str, keys: str, do: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._icons.icon(icon))
        button.setIconSize(self._icons.size)
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        set_tooltip(button, f"{name} ({keys})")
        button.clicked.connect(lambda _=False: do())
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.end()
                return True
        return super().eventFilter(watched, event)

    def _timer(self, after_ms: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=after_ms)
        timer.timeout.connect(do)
        return timer


def _mark(cursor: QTextCursor, ground: QColor, letters: QColor | None) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    look = QTextCharFormat()
    look.setBackground(ground)
    if letters is not None:
        look.setForeground(letters)
    mark.cursor, mark.format = cursor, look
    return mark
