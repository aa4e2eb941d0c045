"""Who answers when a model can't: off until the person turns it on, and always shown when it acts."""

import asyncio

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskchat.services.directory import ProviderModels
from deskchat.settings import FALLBACK_ENABLED, FALLBACK_MODELS, LONGEST_LIST
from deskchat.ui.context import UiContext
from deskchat.ui.safe_text import PlainLabel

TITLE = "Fallback"
ORDER = 45


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return FallbackPage(context, parent)


class FallbackPage(QWidget):
    """A switch, and the models in the order in which they are asked."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = context.services.settings
        self._switch = QCheckBox(self.tr("When a model can't answer, ask the next of this list by itself"), self)
        self._list = QListWidget(self)
        self._known = QCompleter(self)
        self._name = QLineEdit(self)
        self._place()
        self._switch.setChecked(self._settings.get(FALLBACK_ENABLED))
        self._list.addItems(self._settings.get(FALLBACK_MODELS))
        self._connect()
        self._refresh()
        context.relay.run(self, context.services.directory.groups(), self._show_known)

    @property
    def models(self) -> tuple[str, ...]:
        """The list as it stands."""
        return tuple(self._list.item(row).text() for row in range(self._list.count()))

    def _place(self) -> None:
        em = self._context.theme.em
        column = QVBoxLayout(self)
        column.setSpacing(round(0.6 * em))
        column.addWidget(self._switch)
        said = self.tr(
            "No network, a refused key, used-up credit, a busy server or a failed engine: the reply then comes from the next"
            " model that can be asked, and says so. A model on this machine at the end of the list always answers. The"
            " conversation goes to every provider that is asked."
        )
        help_label = PlainLabel(said, self, wrap=True)
        help_label.setEnabled(False)
        column.addWidget(help_label)
        self._list.setAccessibleName(self.tr("Models to fall back on"))
        self._list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        column.addWidget(self._list, 1)
        below = QHBoxLayout()
        self._up = self._button(self.tr("Move up"), below)
        self._down = self._button(self.tr("Move down"), below)
        self._remove = self._button(self.tr("Remove"), below)
        below.addStretch(1)
        column.addLayout(below)
        adding = QHBoxLayout()
        self._known.setFilterMode(Qt.MatchFlag.MatchContains)
        self._known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._name.setCompleter(self._known)
        self._name.setPlaceholderText(self.tr("Type a part of a model's name"))
        self._name.setAccessibleName(self.tr("Model to add"))
        adding.addWidget(self._name, 1)
        self._add = self._button(self.tr("Add"), adding)
        column.addLayout(adding)

    def _button(self, text: str, row: QHBoxLayout) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        row.addWidget(button)
        return button

    def _connect(self) -> None:
        self._switch.toggled.connect(self._keep)
        self._list.currentRowChanged.connect(lambda _: self._refresh())
        self._list.model().rowsMoved.connect(self._keep)
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._remove.clicked.connect(self._remove_current)
        self._add.clicked.connect(self._add_chosen)
        self._name.returnPressed.connect(self._add_chosen)

    def _show_known(self, groups: tuple[ProviderModels, ...]) -> None:
        names = [str(model.ref) for group in groups for model in group.models]
        self._known.setModel(QStringListModel(names, self._known))

    def _add_chosen(self) -> None:
        name = self._name.text().strip()
        if "/" in name and name not in self.models and len(self.models) < LONGEST_LIST:
            self._list.addItem(name)
            self._list.setCurrentRow(self._list.count() - 1)
            self._name.clear()
            self._keep()

    def _remove_current(self) -> None:
        if self._list.currentRow() >= 0:
            self._list.takeItem(self._list.currentRow())
            self._keep()

    def _move(self, by: int) -> None:
        row = self._list.currentRow()
        if 0 <= row + by < self._list.count():
            self._list.insertItem(row + by, self._list.takeItem(row))
            self._list.setCurrentRow(row + by)
            self._keep()

    def _refresh(self) -> None:
        row, count = self._list.currentRow(), self._list.count()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < count - 1)
        self._remove.setEnabled(row >= 0)
        self._add.setEnabled(count < LONGEST_LIST)

    def _keep(self) -> None:
        self._settings.set(FALLBACK_ENABLED, self._switch.isChecked())
        self._settings.set(FALLBACK_MODELS, self.models)
        self._context.relay.run(self._context.relay, asyncio.to_thread(self._settings.save))
        self._refresh()
