"""The settings window: pages on the left, the chosen one on the right."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskchat.ui import panels
from deskchat.ui.context import UiContext
from deskchat.ui.hidden_rows import HiddenRows
from deskchat.ui.selecting import follow_selection
from deskchat.ui.within_screen import keep_at_least, resize_within

MINIMUM_EM = (42, 22)    # every page has room in it


@dataclass(frozen=True, slots=True)
class Page:
    """One page: module name, title, place in the order, and what makes its widget."""

    name: str
    title: str
    order: int
    create: Callable[[UiContext, QWidget], QWidget]


def find_pages() -> list[Page]:
    """All pages of this folder, in their order."""
    pages = []
    for found in pkgutil.iter_modules(panels.__path__):
        module = importlib.import_module(f"{panels.__name__}.{found.name}")
        if hasattr(module, "create"):
            pages.append(Page(found.name, module.TITLE, module.ORDER, module.create))
    return sorted(pages, key=lambda page: page.order)


class SettingsDialog(QDialog):
    """Opened beside the conversation, not instead of it.

    ``page``: the name of a page, of a provider to look at, or “page/what is looked for there”.
    """

    conversation_wanted = Signal(object)    # id of one that a page points to; None: a new one

    def __init__(self, context: UiContext, page: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pages = find_pages()
        em = context.theme.em
        self.setWindowTitle(self.tr("Settings"))
        self.setModal(False)
        keep_at_least(self, *(ems * em for ems in MINIMUM_EM))
        resize_within(self, 60 * em, 40 * em)
        self._names = QListWidget(self)
        self._names.setAccessibleName(self.tr("Pages"))
        for entry in self._pages:
            self._names.addItem(QCoreApplication.translate("Panels", entry.title))
        self._names.setFixedWidth(self._names.sizeHintForColumn(0) + round(2.2 * em))
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget(self)
        self._areas: dict[int, QScrollArea] = {}
        row = QHBoxLayout()
        row.setSpacing(round(0.9 * em))
        row.addWidget(self._names)
        row.addWidget(self._stack, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        self._names.currentRowChanged.connect(self._show)
        follow_selection(self._names)
        self.open_page(page)

    def open_page(self, name: str | None) -> None:
        """Show the page of that name; any other name is a provider's."""
        page_name, _, wanted = (name or "").partition("/")
        at = next((n for n, page in enumerate(self._pages) if page.name == page_name), None)
        if at is None and name:
            at = next(n for n, page in enumerate(self._pages) if page.name == "providers")
        self._names.setCurrentRow(at or 0)
        select = getattr(self._areas[at or 0].widget(), "select", None)
        if select is not None and name:
            select(wanted or name)

    def showEvent(self, event: QShowEvent) -> None:
        """Who asked for the places of the rows before they had their look, as a screen reader does, got them too low."""
        super().showEvent(event)
        self._names.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the field it is typed in: it must not close the settings."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _show(self, row: int) -> None:
        """Make the page when it is looked at for the first time."""
        if row not in self._areas:
            area = QScrollArea(self)
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            widget = self._pages[row].create(self._context, area)
            wanted = getattr(widget, "conversation_wanted", None)
            if wanted is not None:
                wanted.connect(self.conversation_wanted.emit)    # one tells of a text, another of anything
            area.setWidget(widget)
            for view in widget.findChildren(QAbstractItemView):
                if view.window() is self:    # not the list of a closed box
                    HiddenRows(view)
            self._stack.addWidget(area)
            self._areas[row] = area
        self._stack.setCurrentWidget(self._areas[row])
