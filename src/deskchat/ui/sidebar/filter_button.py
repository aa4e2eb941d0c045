"""Which conversations the list shows: all, those with a tag, or the archive."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskchat.chat.conversation import Listed
from deskchat.ui.context import UiContext
from deskchat.ui.figures import figures
from deskchat.ui.icons import drawn
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.sidebar.tag_colours import TagColours

ALL = Listed()


class FilterButton(MenuButton):
    """Named after what is shown; there only when there is something to choose."""

    chosen = Signal(object)    # Listed

    def __init__(self, context: UiContext, colours: TagColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._colours = colours
        self._tags: Sequence[tuple[str, int]] = ()
        self._archived = 0
        self.listed = ALL
        self._menu.aboutToShow.connect(self._fill)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self._draw)
        self._name()
        self.hide()

    @property
    def tags(self) -> list[str]:
        """All tags there are."""
        return [name for name, _ in self._tags]

    def offer(self, tags: Sequence[tuple[str, int]], archived: int) -> None:
        """What can be chosen now. What is chosen and has become empty is left for all."""
        self._tags, self._archived = tags, archived
        self._colours.know(name for name, _ in tags)
        gone = (self.listed.archived and not archived) or (self.listed.tag and self.listed.tag not in self.tags)
        self.setVisible(bool(tags or archived))
        if gone:
            self.choose(ALL)

    def choose(self, listed: Listed) -> None:
        """Show these."""
        if listed != self.listed:
            self.listed = listed
            self._name()
            self.chosen.emit(listed)

    def _fill(self) -> None:
        self._menu.clear()
        self._entry(self.tr("All conversations"), ALL)
        for name, count in self._tags:
            dot = _dot(self._colours.of(name), self._context.theme.em)
            self._entry(f"{name}   {figures(f'{count:,}')}", Listed(tag=name)).setIcon(dot)
        if self._archived:
            self._menu.addSeparator()
            self._entry(self.tr("Archive") + figures(f"   {self._archived:,}"), Listed(archived=True))

    def _entry(self, text: str, listed: Listed) -> QAction:
        action = self._menu.addAction(text.replace("&", "&&"), lambda: self.choose(listed))
        action.setCheckable(True)
        action.setChecked(listed == self.listed)
        return action

    def _name(self) -> None:
        name = self.listed.tag or (self.tr("Archive") if self.listed.archived else self.tr("All conversations"))
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(self.tr("Shown: %s") % name)
        self._draw()

    def _draw(self) -> None:
        """With an icon the text stands at the left, as that of the other buttons does."""
        icons, theme = self._context.icons, self._context.theme
        tag = self.listed.tag
        self.setIcon(_dot(self._colours.of(tag), theme.em) if tag else icons.icon("filter", theme.colours.quiet))
        self.setIconSize(icons.size)
        self.setStyleSheet(f"QToolButton {{ padding-right: {2 * self._mark_side}px; }}")

    @property
    def _mark_side(self) -> int:
        return round(0.9 * self._context.theme.em)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._mark_side
        mark = self._context.icons.icon("chevron-down", self._context.theme.colours.quiet)
        painter = QPainter(self)
        mark.paint(painter, self.width() - side - side // 2, (self.height() - side) // 2, side, side)
        painter.end()


def _dot(colour: QColor, em: float) -> QIcon:
    def draw(painter: QPainter, side: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(round(side * 0.25), round(side * 0.25), round(side * 0.5), round(side * 0.5))

    return drawn(em, draw)
