"""The user guide, in a window of its own: its pages beside the one that is read, and a search over all of them."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from deskchat.paths import documentation
from deskchat.services.guide import OWN_HOST, Guide, GuidePage, slug, target_of
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.links import ask_to_open, list_leads
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.field_ends import FieldEnds
from deskchat.ui.language import spoken
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.within_screen import resize_within

WIDEST = 44           # of the text, in em
MOST_MARKED = 200
NAME = Qt.ItemDataRole.UserRole


def open_guide(context: UiContext, window: QWidget, page: str = "") -> None:
    """Show the guide, at that page where one is named; there is one such window."""
    shown = window.findChild(GuideWindow) or GuideWindow(context, window)
    if page:
        shown.go_to(page)
    shown.show()
    shown.raise_()
    shown.activateWindow()


class GuideWindow(QDialog):
    """Stands beside the conversation. The same widget as for messages shows the text: it loads nothing."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("User guide"))
        self._context = context
        self._shown: GuidePage | None = None
        self._before: list[tuple[str, int]] = []    # pages that were left by a link, and how far they were scrolled
        self._wanted = ""                           # the heading to go to once the text is laid out
        self._search = QLineEdit(self)
        self._pages = QListWidget(self)
        self._area = QScrollArea(self)
        self._said = PlainLabel("", self, wrap=True)
        self._text = self._new_text()
        try:
            self._guide: Guide | None = Guide(documentation(), spoken())
        except OSError:
            self._guide = None
        self._place()
        self._connect()
        self._list()
        self._pages.setCurrentRow(0)
        self._search.setFocus()

    @property
    def page(self) -> str:
        """The name of the page that is shown; ``""`` for none."""
        return self._shown.name if self._shown is not None else ""

    def go_to(self, name: str, heading: str = "") -> None:
        """Show a page, at a heading where one is named."""
        page = self._guide.page(name) if self._guide is not None else None
        if page is None:
            return
        self._wanted = heading
        self._show(page)
        for row in range(self._pages.count()):
            if self._pages.item(row).data(NAME) == page.name:
                self._pages.blockSignals(True)
                self._pages.setCurrentRow(row)
                self._pages.blockSignals(False)

    def go_back(self) -> None:
        """To the page that the last link was on."""
        if self._before:
            name, place = self._before.pop()
            self.go_to(name)
            QTimer.singleShot(0, self, lambda: self._area.verticalScrollBar().setValue(place))
        self._back_button.setEnabled(bool(self._before))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from the search to the text, Down into the list; it must not close the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._area.setFocus()
        elif event.key() == Qt.Key.Key_Down and self._search.hasFocus():
            self._pages.setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines are as long as there is room, up to a bound."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self._text.set_text_width(self._room())

    def _room(self) -> int:
        em = self._context.theme.em
        return max(round(10 * em), min(round(WIDEST * em), self._area.viewport().width() - round(4 * em)))

    def _place(self) -> None:
        em = self._context.theme.em
        resize_within(self, 66 * em, 40 * em)
        self._search.setPlaceholderText(self.tr("Search the guide"))
        self._search.setAccessibleName(self.tr("Search the guide"))
        FieldEnds(self._search, self._context.theme, self._context.icons)
        self._pages.setAccessibleName(self.tr("Pages"))
        self._pages.setWordWrap(True)
        for area in (self._pages, self._area):
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAccessibleName(self.tr("Page"))
        left = QVBoxLayout()
        left.addWidget(self._search)
        left.addWidget(self._pages, 1)
        left.addWidget(self._said)
        beside = QWidget(self)
        beside.setFixedWidth(round(17 * em))
        beside.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(beside)
        row.addWidget(self._area, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._back_button = buttons.addButton(self.tr("Back"), QDialogButtonBox.ButtonRole.ActionRole)
        self._back_button.setEnabled(False)
        self._back_button.setAutoDefault(False)
        self._back_button.clicked.connect(self.go_back)
        self._links = MenuButton()
        self._links.setText(self.tr("Links"))
        self._links.setAccessibleName(self.tr("Links"))
        self._links.menu().aboutToShow.connect(self._list_links)
        buttons.addButton(self._links, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addWidget(buttons)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._list)
        follow_selection(self._pages)
        self._pages.currentItemChanged.connect(self._choose)
        self._context.theme.changed.connect(self._draw_again)
        QShortcut("Ctrl+F", self).activated.connect(self._search.setFocus)
        QShortcut("Alt+Left", self).activated.connect(self.go_back)

    def _list(self) -> None:
        """All pages, or those that have what is looked for."""
        words = self._search.text()
        pages = self._guide.pages if self._guide is not None else ()
        hits = self._guide.find(words) if self._guide is not None else ()
        self._pages.clear()
        rows = [(hit.page, f"{hit.page.title}\n{hit.excerpt}") for hit in hits]
        if not words.strip():
            rows = [(page, page.title) for page in pages]
        for page, said in rows:
            item = QListWidgetItem(said)
            item.setData(NAME, page.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said.replace("\n", ": "))
            self._pages.addItem(item)
        nothing = self.tr("Nothing found.") if pages else self.tr("The guide is not part of this build.")
        self._said.setText("" if rows else nothing)
        self._said.setVisible(not rows)
        if words.strip():
            self._pages.setCurrentRow(0)
        self._mark()

    def _choose(self, item: QListWidgetItem | None) -> None:
        page = self._guide.page(item.data(NAME)) if item is not None and self._guide is not None else None
        if page is not None and page is not self._shown:
            self._wanted = ""
            self._show(page)

    def _show(self, page: GuidePage) -> None:
        if page is not self._shown:
            self._shown = page
            self._text.begin_anew()
            self._text.show_text(page.text, final=True)
            self._text.setAccessibleName(page.title)
            self._area.verticalScrollBar().setValue(0)
        self._settle()

    def _settle(self) -> None:
        """Long pages are laid out in pieces; a heading or a hit can be gone to when it is there."""
        if self._text.settled:
            self._mark()
        else:
            QTimer.singleShot(10, self, self._settle)

    def _new_text(self) -> MessageText:
        """The text as the theme is now, in the middle of a page of its own."""
        em = self._context.theme.em
        page = QWidget()
        page.setObjectName("conversation")
        page.setStyleSheet(f"#conversation {{ background: {self._context.theme.colours.surface.name()}; }}")
        text = MessageText(Ink.of(self._context.theme, self._context.icons), markdown=True, parent=page)
        text.link_clicked.connect(self._follow)
        column = QVBoxLayout(page)
        column.setContentsMargins(round(2 * em), round(em), round(2 * em), round(2 * em))
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._area.setWidget(page)
        text.set_text_width(self._room())
        return text

    def _draw_again(self) -> None:
        self._text = self._new_text()
        if (page := self._shown) is not None:
            self._shown = None
            self._show(page)

    def _follow(self, address: str) -> None:
        """A link: to another page, or after a question to the web."""
        inside = target_of(address)
        if inside is None:
            ask_to_open(address, self)
            return
        if self._guide is not None and self._guide.page(inside[0]) is not None:
            self._before.append((self.page, self._area.verticalScrollBar().value()))
            self._back_button.setEnabled(True)
            self.go_to(*inside)
        else:
            said = self.tr("That page is not part of the guide: it is in the program's source, in docs/%s.")
            self._said.setText(said % inside[0])
            self._said.setVisible(True)

    def _list_links(self) -> None:
        """What the page leads to, for who can't point at it."""
        list_leads(self._links.menu(), self._text.document(), self._follow, bare=f"https://{OWN_HOST}/")

    def _mark(self) -> None:
        """Mark what is looked for, and go to the heading that is wanted, or to the first hit."""
        words = self._search.text().split()
        marks: list[QTextEdit.ExtraSelection] = []
        first: QTextCursor | None = None
        for word in words:
            found = self._text.document().find(word, 0)
            while not found.isNull() and len(marks) < MOST_MARKED:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = found
                mark.format.setBackground(self._context.theme.colours.selection)
                marks.append(mark)
                first = found if first is None or found.position() < first.position() else first
                found = self._text.document().find(word, found, QTextDocument.FindFlag(0))
        self._text.setExtraSelections(marks)
        at = self._heading() or first
        self._wanted = ""
        if at is not None:
            QTimer.singleShot(0, self, lambda: self._scroll_to(at))

    def _heading(self) -> QTextCursor | None:
        block = self._text.document().firstBlock()
        while self._wanted and block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == self._wanted:
                return QTextCursor(block)
            block = block.next()
        return None

    def _scroll_to(self, cursor: QTextCursor) -> None:
        y = self._text.y() + self._text.cursorRect(cursor).top()
        self._area.verticalScrollBar().setValue(max(0, y - round(2 * self._context.theme.em)))
