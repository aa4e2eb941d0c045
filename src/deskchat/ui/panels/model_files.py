"""GGUF files on this machine."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo
from deskchat.ui.context import UiContext
from deskchat.ui.picker.rows import facts
from deskchat.ui.safe_text import PlainLabel

TITLE = "Models on this machine"
ORDER = 20
MODEL = Qt.ItemDataRole.UserRole


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return ModelFilesPage(context, parent)


class ModelFilesPage(QWidget):
    """What there is, with the facts read from each file; add, and forget what was added."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._files = context.services.local_files
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Models on this machine"))
        self._facts = PlainLabel(wrap=True, selectable=True, parent=self)
        self._said = PlainLabel(wrap=True, parent=self)
        add = QPushButton(self.tr("Add a GGUF file…"), self)
        remove = QPushButton(self.tr("Take off the list"), self)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addWidget(remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list, 1)
        column.addWidget(self._facts)
        column.addLayout(row)
        column.addWidget(self._said)
        folder = context.services.paths.models
        hint = PlainLabel(self.tr("Files that you put into %s are found, too.") % folder, wrap=True, selectable=True)
        hint.setEnabled(False)
        column.addWidget(hint)
        add.clicked.connect(self._choose)
        remove.clicked.connect(self._remove)
        self._list.currentItemChanged.connect(self._show)
        context.relay.listen(self, context.services.directory.changes(), self._reload)
        self._reload()

    def _reload(self, _: object = None) -> None:
        self._context.relay.run(self, self._files.all(), self._fill)

    def _fill(self, models: tuple[LocalModel, ...]) -> None:
        self._list.clear()
        for model in models:
            item = QListWidgetItem(model.info.name)
            item.setData(MODEL, model)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            self._facts.setText("")
            return
        model: LocalModel = item.data(MODEL)
        self._facts.setText("\n".join(filter(None, (model.info.unavailable, facts(model.info), str(model.path)))))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a GGUF file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("GGUF files (*.gguf)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self._add)
        dialog.open()

    def _add(self, path: str) -> None:
        def added(info: ModelInfo) -> None:
            self._said.setText(self.tr("%s was added.") % info.name)
            self._reload()

        adding = self._files.add(Path(path))
        self._context.relay.run(self, adding, added, lambda error: self._said.setText(error.message))

    def _remove(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            removing = self._files.remove(item.data(MODEL).info.ref)
            self._context.relay.run(self, removing, self._reload, lambda error: self._said.setText(error.message))
