"""The line below a message: what can be done with it, its alternatives, what it cost, and how fast it came."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from deskchat.ui.conversation.transcript.entry import Entry, facts
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.links import list_leads
from deskchat.ui.conversation.transcript.text_menu import add_kinds
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.safe_text import ElidedLabel, PlainLabel, set_tooltip


class Footer(QWidget):
    """Actions of one message."""

    copy_asked = Signal()
    copy_as_asked = Signal(str)      # one of Kind
    edit_asked = Signal()
    regenerate_asked = Signal()
    regenerate_with_asked = Signal()
    sibling_asked = Signal(str)      # node id of the alternative
    compare_asked = Signal()
    rate_asked = Signal(int)         # 1, -1, or 0 for nothing any more
    link_clicked = Signal(str)       # its target

    def __init__(self, ink: Ink, *, person: bool) -> None:
        super().__init__()
        self._ink = ink
        self._entry: Entry | None = None
        self._text: QTextDocument | None = None
        self._links: MenuButton | None = None    # most messages never need it
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        if person:
            self._row.addStretch(1)
        self._place_walker()
        self._copy = self._button("copy", self.tr("Copy"), self.tr("Copy this message"), self.copy_asked)
        self._kinds = self._opening(self.tr("Copy as…"))
        add_kinds(self._kinds.menu(), self.copy_as_asked.emit)
        self._edit = self._button(
            "edit", self.tr("Edit"), self.tr("Edit and send again; the old version is kept"), self.edit_asked
        )
        self._again = self._button(
            "regenerate", self.tr("Regenerate"), self.tr("Ask again; this reply is kept"), self.regenerate_asked
        )
        self._edit.setVisible(person)
        self._again.setVisible(not person)
        self._facts = ElidedLabel()
        self._facts.setObjectName("quiet")
        if not person:
            self._with = self._opening(self.tr("Regenerate with…"))
            self._with.menu().addAction(self.tr("With another model…"), self.regenerate_with_asked.emit)
            self._up = self._thumb("thumb-up", 1)
            self._down = self._thumb("thumb-down", -1)
            self._row.addSpacing(8)
            self._row.addWidget(self._facts, 1)

    @property
    def facts(self) -> str:
        """Size, cost and speed, as shown."""
        return self._facts.text()

    def offer_links(self, document: QTextDocument | None) -> None:
        """Offer the links of that text, ``None``: there are none. They are looked for when somebody opens the list."""
        self._text = document
        if document is not None and self._links is None:
            self._links = MenuButton()
            self._dress(self._links, "link", self.tr("Links"), self.tr("Where this message leads"))
            self._links.menu().aboutToShow.connect(self._list_links)
            self._row.insertWidget(self._row.indexOf(self._kinds) + 1, self._links)
        if self._links is not None:
            self._links.setVisible(document is not None)

    def show_entry(self, entry: Entry) -> None:
        """Show what can be done with this message now."""
        self._entry = entry
        self.setVisible(not entry.streaming)
        if entry.streaming:
            return
        self._facts.setText("" if entry.mask else facts(entry.message))    # size and speed tell whose it is
        count = len(entry.siblings)
        self._walker.setVisible(count > 1)
        if count > 1:
            at = entry.siblings.index(entry.id)
            self._position.setText(f"{at + 1}/{count}")
            self._position.setAccessibleName(
                self.tr("Version %1 of %2").replace("%1", str(at + 1)).replace("%2", str(count))
            )
            self._previous.setEnabled(at > 0)
            self._next.setEnabled(at + 1 < count)
        self._compare.setVisible(entry.comparable)
        self._copy.setEnabled(bool(entry.message.text))
        self._kinds.setEnabled(bool(entry.message.text))
        if not entry.is_person:
            for button in (self._again, self._with):
                button.setVisible(not entry.mask)    # the one that is asked again would have a name
            self._show_rating(entry.message.rating)

    def _list_links(self) -> None:
        if self._links is None or self._text is None:
            return
        list_leads(self._links.menu(), self._text, self.link_clicked.emit)

    def _place_walker(self) -> None:
        self._walker = QWidget()
        row = QHBoxLayout(self._walker)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(0)
        self._previous = self._arrow("chevron-left", self.tr("Previous version"), -1)
        self._position = PlainLabel()
        self._position.setObjectName("quiet")
        self._next = self._arrow("chevron-right", self.tr("Next version"), 1)
        for widget in (self._previous, self._position, self._next):
            row.addWidget(widget)
        self._row.addWidget(self._walker)
        self._compare = self._button(
            "columns", self.tr("Side by side"), self.tr("Show all versions side by side"), self.compare_asked
        )

    def _arrow(self, icon: str, name: str, step: int) -> QToolButton:
        button = self._tool(icon, name, name)
        button.clicked.connect(lambda: self._walk(step))
        return button

    def _tool(self, icon: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        self._dress(button, icon, name, tip)
        return button

    def _dress(self, button: QToolButton, icon: str, name: str, tip: str) -> None:
        button.setIcon(self._ink.icons.icon(icon, self._ink.colours.quiet))
        button.setIconSize(self._ink.icons.size)    # Qt's own does not grow with the text
        button.setAutoRaise(True)
        button.setObjectName("action")
        button.setAccessibleName(name)
        set_tooltip(button, tip)

    def _opening(self, name: str) -> MenuButton:
        """A narrow button at the side of the last one, with the other ways to do the same."""
        button = MenuButton()
        self._dress(button, "chevron-down", name, name)
        button.setIconSize(self._ink.icons.size * 0.6)
        self._row.addWidget(button)
        return button

    def _walk(self, step: int) -> None:
        if self._entry is None:
            return
        at = self._entry.siblings.index(self._entry.id) + step
        if 0 <= at < len(self._entry.siblings):
            self.sibling_asked.emit(self._entry.siblings[at])

    def _button(self, icon: str, name: str, tip: str, asked: SignalInstance) -> QToolButton:
        button = self._tool(icon, name, tip)
        button.clicked.connect(lambda: asked.emit())
        self._row.addWidget(button)
        return button

    def _thumb(self, icon: str, rating: int) -> QToolButton:
        button = self._tool(icon, "", "")
        button.setCheckable(True)
        button.clicked.connect(lambda on: self.rate_asked.emit(rating if on else 0))
        self._row.addWidget(button)
        return button

    def _show_rating(self, rating: int) -> None:
        """The name says what is, for who can't see the colour."""
        colours = self._ink.colours
        words = ((self._up, 1, self.tr("Good reply")), (self._down, -1, self.tr("Bad reply")))
        for button, meant, name in words:
            given = rating == meant
            icon = "thumb-up" if meant > 0 else "thumb-down"
            button.setIcon(self._ink.icons.icon(icon, colours.accent if given else colours.quiet))
            button.setChecked(given)
            button.setAccessibleName(name)
            set_tooltip(button, self.tr("%s: press again to take it back") % name if given else name)
