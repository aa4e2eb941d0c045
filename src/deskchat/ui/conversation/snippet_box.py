"""Snippets in the message box: “/” at its start offers them, Tab walks through what is to be filled in."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from deskchat.services.snippets import PLACEHOLDER, Snippet, matching
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.selecting import follow_selection

MOST_SHOWN = 8
CLIPBOARD = "{{clipboard}}"
FORWARD = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class SnippetBox(QObject):
    """Watches the box; the focus stays there all the time."""

    settings_wanted = Signal(str)    # the page of snippets

    def __init__(self, context: UiContext, box: MessageBox) -> None:
        super().__init__(box)
        self._context = context
        self._box = box
        self._snippets: tuple[Snippet, ...] = ()
        self._typed = False        # did a key change the text, and not the program?
        self._asked = False        # are they being read for the text that is there?
        self._filling = False      # is there something to be filled in?
        self._list: QListWidget | None = None
        box.textChanged.connect(self._text_changed)
        box.installEventFilter(self)

    @property
    def offered(self) -> tuple[str, ...]:
        """The names that are offered."""
        if self._list is None or not self._list.isVisible():
            return ()
        return tuple(self._list.item(row).text().partition("\n")[0] for row in range(self._list.count()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while it is open, Tab while there is something to be filled in."""
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        self._typed = bool(event.text())
        if self._list is not None and self._list.isVisible():
            return self._list_key(self._list, event)
        return self._filling and self._fill_key(event)

    def insert(self, snippet: Snippet) -> None:
        """Replace the box's text by a snippet, and select what is to be filled in first."""
        text = snippet.text
        if CLIPBOARD in text:
            text = text.replace(CLIPBOARD, QGuiApplication.clipboard().text().replace("\0", ""))
        cursor = self._box.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)    # one step to undo
        self._box.setTextCursor(cursor)
        self._filling = self._select(0)
        self._box.ensureCursorVisible()

    def _text_changed(self) -> None:
        text, typed, self._typed = self._box.toPlainText(), self._typed, False
        typed = typed or text == "/"    # set in the accessibility tree it was no key
        if self._filling and not PLACEHOLDER.search(text):
            self._filling = False
        if not typed or not text.startswith("/") or "\n" in text:
            self._asked = False
            self._close()
        elif not self._asked:
            self._asked = True
            self._context.relay.run(self, self._context.services.snippets.all(), self._found)
        else:
            self._offer()

    def _found(self, snippets: tuple[Snippet, ...]) -> None:
        self._snippets = snippets
        self._offer()

    def _offer(self) -> None:
        text = self._box.toPlainText()
        if not self._asked or not text.startswith("/"):
            return
        found = matching(self._snippets, text[1:])
        if not found and text != "/":
            self._close()
            return
        shown = self._list or self._make_list()
        self._list = shown
        shown.clear()
        for snippet in found:
            item = QListWidgetItem(f"{snippet.name}\n{_first_line(snippet.text)}")
            item.setData(Qt.ItemDataRole.UserRole, snippet)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, snippet.name)
            shown.addItem(item)
        shown.addItem(QListWidgetItem(self.tr("Manage snippets…")))
        shown.setCurrentRow(0)
        self._place(shown)

    def _make_list(self) -> QListWidget:
        made = QListWidget(self._box.window())
        made.setAccessibleName(self.tr("Snippets"))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.itemClicked.connect(self._choose)
        follow_selection(made, self._choose_seen)    # where nobody can press Enter
        return made

    def _place(self, shown: QListWidget) -> None:
        """Above the box, as high as it needs."""
        shown.ensurePolished()
        shown.doItemsLayout()    # rows that were measured before they had their look stand too close
        rows = range(min(shown.count(), MOST_SHOWN))
        margins = 2 * shown.frameWidth() + round(0.6 * self._context.theme.em)
        height = sum(shown.sizeHintForRow(row) for row in rows) + margins
        corner = self._box.mapTo(self._box.window(), QPoint(0, 0))
        shown.setGeometry(corner.x(), max(0, corner.y() - height - 10), self._box.width(), min(height, corner.y() - 10))
        shown.show()
        shown.raise_()

    def _list_key(self, shown: QListWidget, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            shown.setCurrentRow((shown.currentRow() + step) % shown.count())
        elif key == Qt.Key.Key_Escape:
            self._close()
        elif key in FORWARD and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self._choose(shown.currentItem())
        else:
            return False
        return True

    def _choose_seen(self, index: QModelIndex) -> None:
        if self._list is not None and self._list.isVisible():
            self._choose(self._list.itemFromIndex(index))

    def _choose(self, item: QListWidgetItem) -> None:
        snippet = item.data(Qt.ItemDataRole.UserRole)
        self._close()
        if isinstance(snippet, Snippet):
            self.insert(snippet)
        else:
            self._box.clear()
            self.settings_wanted.emit("snippets")

    def _fill_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            return self._select(self._box.textCursor().selectionEnd())
        if event.key() == Qt.Key.Key_Backtab:
            return self._select(self._box.textCursor().selectionStart(), back=True)
        return False

    def _select(self, from_place: int, *, back: bool = False) -> bool:
        """Select the next thing to be filled in, round the end; ``False`` when there is none."""
        spans = [found.span() for found in PLACEHOLDER.finditer(self._box.toPlainText())]
        if not spans:
            return False
        ahead = [span for span in spans if (span[1] <= from_place if back else span[0] >= from_place)]
        start, end = (ahead or spans)[-1 if back else 0]
        cursor = self._box.textCursor()
        cursor.setPosition(_utf16(self._box.toPlainText(), start))
        cursor.setPosition(_utf16(self._box.toPlainText(), end), QTextCursor.MoveMode.KeepAnchor)
        self._box.setTextCursor(cursor)
        return True

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()
            QTimer.singleShot(0, self, self._clear)    # it may be closed by one of its rows

    def _clear(self) -> None:
        """To Qt the rows of a hidden list show, and a screen reader would find them."""
        if self._list is not None and not self._list.isVisible():
            self._list.clear()


def _utf16(text: str, place: int) -> int:
    """Qt counts in halves of surrogate pairs."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def _first_line(text: str) -> str:
    return with_controls_shown(" ".join(text[:300].split()))[:120]
