"""Models in an order that the person makes: added by a part of their name, moved, removed."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelInfo
from deskchat.settings import LONGEST_LIST
from deskchat.ui.buttons import add_button
from deskchat.ui.context import UiContext
from deskchat.ui.model_field import ModelField
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated


class ModelList(QWidget):
    """Shows them as ``provider/model``. ``name``: what the list is called for those who can't see it."""

    changed = Signal()    # by the person

    def __init__(self, context: UiContext, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._list = QListWidget(self)
        self._list.setAccessibleName(name)
        self._list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self._name = _NameField(context, self)
        self._problem = PlainLabel("", self, wrap=True, selectable=True)
        self._place()
        self._connect()
        self._refresh()

    @property
    def models(self) -> tuple[str, ...]:
        """The list as it stands."""
        return tuple(self._list.item(row).text() for row in range(self._list.count()))

    @property
    def sentence(self) -> str:
        """Why the last one could not be added, or ``""``."""
        return self._problem.text()

    def show_models(self, names: Iterable[str]) -> None:
        """Show another list; ``changed`` is not told."""
        self._list.clear()
        self._list.addItems(list(names))
        self._refresh()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(0.6 * self._context.theme.em))
        column.addWidget(self._list, 1)
        below = QHBoxLayout()
        self._up = add_button(self.tr("Move up"), below, self)
        self._down = add_button(self.tr("Move down"), below, self)
        self._remove = add_button(self.tr("Remove"), below, self)
        below.addStretch(1)
        column.addLayout(below)
        self._name.setPlaceholderText(self.tr("Type a part of a model's name"))
        self._name.setAccessibleName(self.tr("Model to add"))
        adding = QHBoxLayout()
        adding.addWidget(self._name, 1)
        self._add = add_button(self.tr("Add"), adding, self)
        column.addLayout(adding)
        self._problem.setObjectName("warning")
        column.addWidget(self._problem)
        self._problem.hide()

    def _connect(self) -> None:
        follow_selection(self._list)
        self._list.currentRowChanged.connect(lambda _: self._refresh())
        self._list.model().rowsMoved.connect(self._told)
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._remove.clicked.connect(self._remove_current)
        self._add.clicked.connect(self._look_up)
        self._name.returnPressed.connect(self._look_up)
        self._name.textEdited.connect(lambda _: self._tell(""))
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._list, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove_current)

    def _look_up(self) -> None:
        """A part of a name is enough where only one model has it."""
        name = self._name.text().strip()
        self._tell("")
        if name:
            resolving = self._context.services.directory.resolve(name)
            self._context.relay.run(self, resolving, self._add_found, self._not_found)

    def _add_found(self, model: ModelInfo) -> None:
        name = str(model.ref)
        self._name.hide_known()
        self._name.clear()
        self._tell("")
        if name not in self.models and len(self.models) < LONGEST_LIST:
            self._list.addItem(name)
            self._list.setCurrentRow(self._list.count() - 1)
            self._told()

    def _not_found(self, error: ChatError) -> None:
        self._tell(translated(error.sentence))

    def _remove_current(self) -> None:
        if self._list.currentRow() >= 0:
            self._list.takeItem(self._list.currentRow())
            self._told()

    def _move(self, by: int) -> None:
        row = self._list.currentRow()
        if 0 <= row + by < self._list.count():
            self._list.insertItem(row + by, self._list.takeItem(row))
            self._list.setCurrentRow(row + by)
            self._told()

    def _tell(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _told(self) -> None:
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        row, count = self._list.currentRow(), self._list.count()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < count - 1)
        self._remove.setEnabled(row >= 0)
        self._add.setEnabled(count < LONGEST_LIST)


class _NameField(ModelField):
    """Enter adds the model; the dialog around it is not to take that for its own button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
