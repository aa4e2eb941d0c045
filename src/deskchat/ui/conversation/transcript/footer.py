"""The line below a message: what can be done with it, its alternatives, what it cost, and how fast it came."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPixmap, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionToolButton, QToolButton, QWidget

from deskchat.ui.conversation.transcript.entry import Entry, facts
from deskchat.ui.conversation.transcript.footer_pictures import FooterPicture
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.links import list_leads
from deskchat.ui.conversation.transcript.text_menu import add_kinds
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.safe_text import ElidedLabel, PlainLabel, set_tooltip


class Footer(QWidget):
    """Actions of one message; each signal begins with its node id."""

    copy_asked = Signal(str)
    copy_as_asked = Signal(str, str)    # and one of Kind
    edit_asked = Signal(str)
    regenerate_asked = Signal(str)
    regenerate_with_asked = Signal(str)
    sibling_asked = Signal(str)         # but this: with that of the alternative
    compare_asked = Signal(str)
    rate_asked = Signal(str, int)       # 1, -1, or 0 for nothing any more
    link_clicked = Signal(str)          # a link's target

    def __init__(self, ink: Ink, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent)
        self._ink = ink
        self._entry = entry
        self._text: QTextDocument | None = None
        self._links: MenuButton | None = None    # most messages never need it, nor these
        self._walker: QWidget | None = None
        self._walker_row: QHBoxLayout | None = None
        self._compare: QToolButton | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        if entry.is_person:
            self._row.addStretch(1)
        self._copy = self._button("copy", self.tr("Copy"), self.tr("Copy this message"), self.copy_asked)
        self._kinds = self._opening(self.tr("Copy as…"))
        add_kinds(self._kinds.menu(), lambda kind: self.copy_as_asked.emit(self._entry.id, kind))
        self.facts = ElidedLabel()
        self.facts.setObjectName("quiet")
        if entry.is_person:
            tip = self.tr("Edit and send again; the old version is kept")
            self._button("edit", self.tr("Edit"), tip, self.edit_asked)
        else:
            self._place_for_replies()
        self.show_entry(entry)

    def _place_for_replies(self) -> None:
        tip = self.tr("Ask again; this reply is kept")
        self._again = self._button("regenerate", self.tr("Regenerate"), tip, self.regenerate_asked)
        self._with = self._opening(self.tr("Regenerate with…"))
        self._with.menu().addAction(
            self.tr("With another model…"), lambda: self.regenerate_with_asked.emit(self._entry.id)
        )
        self._up = self._thumb("thumb-up", 1)
        self._down = self._thumb("thumb-down", -1)
        self._row.addSpacing(8)
        self._row.addWidget(self.facts, 1)

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """Those that can be pressed now, in the order they are seen."""
        found = (one for one in self.findChildren(QToolButton) if one.isVisibleTo(self) and one.isEnabled())
        return tuple(sorted(found, key=lambda one: one.mapTo(self, one.rect().center()).x()))

    def picture(self) -> FooterPicture:
        """What it looks like, without its facts. Nothing is shown for that: Qt would lay out the whole window."""
        self.facts.clear()
        size = self.sizeHint()
        self.resize(size)
        self._row.activate()
        if self._walker_row is not None:
            self._walker_row.activate()
        ratio = self.devicePixelRatioF()
        buttons = QPixmap(size * ratio)
        buttons.setDevicePixelRatio(ratio)
        buttons.fill(Qt.GlobalColor.transparent)
        painter = QPainter(buttons)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for button in self.findChildren(QToolButton):
            if button.isVisibleTo(self):
                self._draw(button, painter)
        if self._walker is not None and self._walker.isVisibleTo(self):
            place = QRect(self._position.mapTo(self, QPoint()), self._position.size())
            painter.setFont(self._position.font())
            painter.setPen(self._position.palette().windowText().color())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._position.text())
        painter.end()
        self.facts.ensurePolished()
        return FooterPicture(buttons, size, self.facts.font(), self.facts.palette().windowText().color())

    def _draw(self, button: QToolButton, painter: QPainter) -> None:
        look = QStyleOptionToolButton()
        button.initStyleOption(look)
        painter.save()
        painter.translate(button.mapTo(self, QPoint()))
        button.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, look, painter, button)
        painter.restore()

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
        self._show_walker()
        self._show_compare()
        self._copy.setEnabled(bool(entry.message.text))
        self._kinds.setEnabled(bool(entry.message.text))
        if not entry.is_person:
            self.facts.setText(known_facts(entry))
            for button in (self._again, self._with):
                button.setVisible(not entry.mask)    # the one that is asked again would have a name
            self._show_rating(entry.message.rating)

    def _show_walker(self) -> None:
        count = len(self._entry.siblings)
        if self._walker is None and count > 1:
            self._walker = self._made_walker()
            self._row.insertWidget(self._row.indexOf(self._copy), self._walker)
        if self._walker is None:
            return
        self._walker.setVisible(count > 1)
        if count > 1:
            at = self._entry.siblings.index(self._entry.id)
            self._position.setText(f"{at + 1}/{count}")
            self._position.setAccessibleName(
                self.tr("Version %1 of %2").replace("%1", str(at + 1)).replace("%2", str(count))
            )
            self._previous.setEnabled(at > 0)
            self._next.setEnabled(at + 1 < count)

    def _show_compare(self) -> None:
        if self._compare is None and self._entry.comparable:
            self._compare = self._button(
                "columns", self.tr("Side by side"), self.tr("Show all versions side by side"), self.compare_asked
            )
            self._row.insertWidget(self._row.indexOf(self._copy), self._compare)
        if self._compare is not None:
            self._compare.setVisible(self._entry.comparable)

    def _list_links(self) -> None:
        if self._links is None or self._text is None:
            return
        list_leads(self._links.menu(), self._text, self.link_clicked.emit)

    def _made_walker(self) -> QWidget:
        walker = QWidget()
        row = self._walker_row = QHBoxLayout(walker)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(0)
        self._previous = self._arrow("chevron-left", self.tr("Previous version"), -1)
        self._position = PlainLabel()
        self._position.setObjectName("quiet")
        self._next = self._arrow("chevron-right", self.tr("Next version"), 1)
        for widget in (self._previous, self._position, self._next):
            row.addWidget(widget)
        return walker

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
        at = self._entry.siblings.index(self._entry.id) + step
        if 0 <= at < len(self._entry.siblings):
            self.sibling_asked.emit(self._entry.siblings[at])

    def _button(self, icon: str, name: str, tip: str, asked: SignalInstance) -> QToolButton:
        button = self._tool(icon, name, tip)
        button.clicked.connect(lambda: asked.emit(self._entry.id))
        self._row.addWidget(button)
        return button

    def _thumb(self, icon: str, rating: int) -> QToolButton:
        button = self._tool(icon, "", "")
        button.setCheckable(True)
        button.clicked.connect(lambda on: self.rate_asked.emit(self._entry.id, rating if on else 0))
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


def known_facts(entry: Entry) -> str:
    """Size, cost and speed of a reply; nothing while nobody is to know whose it is: they would tell."""
    return "" if entry.mask else facts(entry.message)
