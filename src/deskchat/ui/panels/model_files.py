"""GGUF files on this machine."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo
from deskchat.services.local_files import DiskUse
from deskchat.ui.context import UiContext
from deskchat.ui.file_dialog import ask_for_model_file
from deskchat.ui.picker.rows import facts, size
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated

TITLE = "Models on this computer"
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
        self._list.setAccessibleName(self.tr("Models on this computer"))
        self._facts = PlainLabel(wrap=True, selectable=True, parent=self)
        self._said = PlainLabel(wrap=True, parent=self)
        add = QPushButton(self.tr("Add a GGUF file…"), self)
        self._remove_button = QPushButton(self.tr("Take off the list"), self)
        self._delete_button = QPushButton(self.tr("Delete…"), self)
        self._delete_button.setObjectName("danger")
        row = QHBoxLayout()
        for button in (add, self._remove_button, self._delete_button):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list, 1)
        column.addWidget(self._facts)
        column.addLayout(row)
        column.addWidget(self._said)
        self._use = PlainLabel("", wrap=True, selectable=True)
        self._use.setObjectName("hint")
        column.addWidget(self._use)
        add.clicked.connect(self._choose)
        self._remove_button.clicked.connect(self._remove)
        self._delete_button.clicked.connect(self._ask_to_delete)
        follow_selection(self._list)
        self._list.currentItemChanged.connect(self._show)
        context.relay.listen(self, context.services.directory.changes(), self._reload)
        self._reload()

    def _reload(self, _: object = None) -> None:
        self._context.relay.run(self, self._files.all(), self._fill)
        self._context.relay.run(self, self._files.disk_use(), self._show_use)

    def _fill(self, models: tuple[LocalModel, ...]) -> None:
        chosen = self._chosen()
        self._list.clear()
        for model in models:
            said = (model.info.name, model.info.quantisation, size(model.info.size_bytes))
            item = QListWidgetItem("   ".join(filter(None, said)))
            item.setData(MODEL, model)
            self._list.addItem(item)
            if chosen is not None and model.path == chosen.path:
                self._list.setCurrentItem(item)
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)

    def _show_use(self, use: DiskUse) -> None:
        folder = self._context.services.paths.models
        words = self.tr("Files you put into %s are found, too. It takes %s, unfinished downloads included; %s are free.")
        self._use.setText(words % (folder, size(use.taken), size(use.free)))

    def _chosen(self) -> LocalModel | None:
        item = self._list.currentItem()
        model: LocalModel | None = item.data(MODEL) if item is not None else None
        return model

    def _show(self, item: QListWidgetItem | None) -> None:
        model: LocalModel | None = item.data(MODEL) if item is not None else None
        own = model is not None and self._files.is_own(model)
        self._delete_button.setEnabled(own)
        self._remove_button.setEnabled(model is not None and not own)
        if model is None:
            self._facts.setText("")
            return
        licence = self.tr("Licence: %s") % model.licence if model.licence else ""
        told = (translated(model.info.unavailable), facts(model.info), licence, str(model.path))
        self._facts.setText("\n".join(filter(None, told)))

    def _ask_to_delete(self) -> None:
        model = self._chosen()
        if model is None:
            return
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Delete a model"))
        box.setText(self.tr("Delete “%s” and its files? %s become free.") % (model.info.name, size(model.info.size_bytes)))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        delete.clicked.connect(lambda: self._delete(model))
        box.open()

    def _delete(self, model: LocalModel) -> None:
        def deleted(freed: int) -> None:
            self._said.setText(self.tr("“%s” was deleted; %s are free again.") % (model.info.name, size(freed)))

        deleting = self._files.delete(model.info.ref)
        self._context.relay.run(self, deleting, deleted, lambda error: self._said.setText(translated(error.message)))

    def _choose(self) -> None:
        ask_for_model_file(self, self._add)

    def _add(self, path: str) -> None:
        def added(info: ModelInfo) -> None:
            self._said.setText(self.tr("%s was added.") % info.name)
            self._reload()

        adding = self._files.add(Path(path))
        self._context.relay.run(self, adding, added, lambda error: self._said.setText(translated(error.message)))

    def _remove(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            removing = self._files.remove(item.data(MODEL).info.ref)
            self._context.relay.run(
                self, removing, self._reload, lambda error: self._said.setText(translated(error.message))
            )
