"""Assistants: system prompts with their own model and parameters."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from deskchat.chat.model import ModelRef
from deskchat.chat.persona import Persona
from deskchat.services.directory import ProviderModels
from deskchat.services.personas import free_name
from deskchat.settings import PERSONA
from deskchat.ui.context import UiContext
from deskchat.ui.parameters import Parameters
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated

TITLE = "Assistants"
ORDER = 42
KEEP_AFTER_MS = 400


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return PersonasPage(context, parent)


class PersonasPage(QWidget):
    """The list on the left, the chosen one on the right; what is changed holds at once."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._personas: list[Persona] = []
        self._at = -1    # which one the fields show
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Assistants"))
        self._fields = QWidget(self)
        self._name = QLineEdit(self._fields)
        self._system = QPlainTextEdit(self._fields)
        self._model = QLineEdit(self._fields)
        self._known = QCompleter(self)
        self._is_default = QCheckBox(self.tr("New conversations begin with it"), self._fields)
        self._parameters = Parameters(context, self._fields)
        self._said = PlainLabel("", self, wrap=True, selectable=True)
        self._later = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._place()
        self._connect()
        context.relay.run(self, context.services.directory.groups(), self._show_known)
        reading = context.services.personas.all()
        context.relay.run(self, reading, self._fill, lambda error: self._refuse(translated(error.message)))

    @property
    def personas(self) -> tuple[Persona, ...]:
        """As they stand."""
        return tuple(self._personas)

    def _place(self) -> None:
        em = self._context.theme.em
        form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        for title, field in (
            (self.tr("Name"), self._name),
            (self.tr("System prompt"), self._system),
            (self.tr("Model"), self._model),
        ):
            label = PlainLabel(title, self)
            label.setMinimumWidth(round(7 * em))
            field.setAccessibleName(title)
            form.addRow(label, field)
        self._system.setTabChangesFocus(True)
        self._system.setObjectName("field")
        self._system.setMinimumHeight(round(8 * em))
        self._model.setPlaceholderText(self.tr("The one that is chosen; else as provider/model"))
        self._known.setFilterMode(Qt.MatchFlag.MatchContains)
        self._known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._model.setCompleter(self._known)
        form.addRow(self._parameters)
        form.addRow(self._is_default)
        top = QHBoxLayout()
        for text, do in (
            (self.tr("New"), self._add),
            (self.tr("Duplicate"), self._duplicate),
            (self.tr("Delete"), self._delete),
            (self.tr("Import…"), self._import),
            (self.tr("Export…"), self._export),
        ):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=do: do())
            top.addWidget(button)
        top.addStretch(1)
        self._list.setMaximumWidth(round(9 * em))
        row = QHBoxLayout()
        row.addWidget(self._list)
        row.addWidget(self._fields, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addLayout(row, 1)
        column.addWidget(self._said)
        self._said.hide()

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(self._show)
        self._later.timeout.connect(self._keep)
        self._parameters.changed.connect(self._changed)
        self._system.textChanged.connect(self._changed)
        self._name.textEdited.connect(lambda _: self._changed())
        self._model.textChanged.connect(lambda _: self._changed())
        self._is_default.clicked.connect(self._make_default)

    def _show_known(self, groups: tuple[ProviderModels, ...]) -> None:
        names = [str(model.ref) for group in groups for model in group.models]
        self._known.setModel(QStringListModel(names, self._known))

    def _fill(self, personas: tuple[Persona, ...]) -> None:
        self._at = -1
        self._personas = list(personas)
        self._list.clear()
        self._list.addItems([persona.name for persona in personas])
        self._list.setCurrentRow(0)
        self._show(self._list.currentRow())

    def _refuse(self, sentence: str) -> None:
        """A file that can't be understood is not written over."""
        self._tell(sentence)
        self.setEnabled(False)

    def _show(self, row: int) -> None:
        self._at = -1    # what is filled in now is no change of the person's
        shown = self._personas[row] if 0 <= row < len(self._personas) else Persona("")
        self._name.setText(shown.name)
        self._system.setPlainText(shown.system)
        self._model.setText("" if shown.model is None else str(shown.model))
        self._parameters.show_sampling(shown.sampling)
        self._is_default.setChecked(bool(shown.name) and self._context.services.settings.get(PERSONA) == shown.name)
        self._fields.setEnabled(bool(shown.name))
        self._at = row if shown.name else -1

    def _changed(self) -> None:
        if self._at < 0:
            return
        old = self._personas[self._at]
        others = [persona for at, persona in enumerate(self._personas) if at != self._at]
        name = free_name(" ".join(self._name.text().split()) or old.name, others)
        new = Persona(name, self._system.toPlainText(), self._ref(), self._parameters.sampling)
        self._personas[self._at] = new
        self._list.item(self._at).setText(name)
        if old.name != name and self._context.services.settings.get(PERSONA) == old.name:
            self._set_default(name)
        self._later.start()

    def _ref(self) -> ModelRef | None:
        text = self._model.text().strip()
        try:
            ref = ModelRef.parse(text) if text else None
        except ValueError:
            self._tell(self.tr("A model is named as provider/model, a local one as local/NAME."))
            return None
        self._tell("")
        return ref

    def _add(self) -> None:
        self._insert(Persona(free_name(self.tr("New assistant"), self._personas)))
        self._name.setFocus()
        self._name.selectAll()

    def _duplicate(self) -> None:
        if self._at >= 0:
            old = self._personas[self._at]
            self._insert(replace(old, name=free_name(old.name, self._personas)))

    def _insert(self, persona: Persona) -> None:
        self._personas.append(persona)
        self._list.addItem(persona.name)
        self._list.setCurrentRow(len(self._personas) - 1)
        self._keep()

    def _delete(self) -> None:
        at = self._at
        if at < 0:
            return
        gone = self._personas.pop(at)
        self._at = -1
        self._list.takeItem(at)
        self._show(self._list.currentRow())
        if self._context.services.settings.get(PERSONA) == gone.name:
            self._set_default("")
        self._keep()
        bring_back = (self.tr("Undo"), lambda: self._bring_back(gone))
        said = self.tr("“%s” was deleted. Conversations with it go on as they are.") % gone.name
        self._context.notices.tell(said, bring_back)

    def _bring_back(self, gone: Persona) -> None:
        """Also when the page was closed meanwhile."""
        service = self._context.services.personas

        async def bring_back() -> tuple[Persona, ...]:
            here = await service.all()
            await service.keep((*here, replace(gone, name=free_name(gone.name, here))))
            return await service.all()

        self._context.relay.run(self._context.relay, bring_back(), lambda all_: self._fill(all_) if isValid(self) else None)

    def _make_default(self, on: bool) -> None:
        if self._at >= 0:
            self._set_default(self._personas[self._at].name if on else "")

    def _set_default(self, name: str) -> None:
        settings = self._context.services.settings
        settings.set(PERSONA, name)
        self._context.relay.run(self._context.relay, asyncio.to_thread(settings.save))

    def _keep(self) -> None:
        """Goes on when the page is closed at once."""
        self._later.stop()
        self._context.relay.run(self._context.relay, self._context.services.personas.keep(self.personas))

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        if self._later.isActive():
            self._keep()

    def _import(self) -> None:
        def take(file: Path) -> None:
            service = self._context.services.personas

            async def taken() -> tuple[int, tuple[Persona, ...]]:
                return await service.take(file), await service.all()

            self._context.relay.run(self, taken(), self._taken, lambda error: self._tell(translated(error.message)))

        self._choose_file(self.tr("Import assistants"), QFileDialog.AcceptMode.AcceptOpen, take)

    def _taken(self, taken: tuple[int, tuple[Persona, ...]]) -> None:
        self._fill(taken[1])
        self._tell(self.tr("Assistants added: %s") % taken[0])

    def _export(self) -> None:
        def export(file: Path) -> None:
            exporting = self._context.services.personas.export(file)
            self._context.relay.run(self, exporting, None, lambda error: self._tell(translated(error.message)))

        self._choose_file(self.tr("Export assistants"), QFileDialog.AcceptMode.AcceptSave, export)

    def _choose_file(self, title: str, mode: QFileDialog.AcceptMode, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self.window(), title)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setAcceptMode(mode)
        dialog.setNameFilters([self.tr("Assistants (*.toml)"), self.tr("All files (*)")])
        dialog.setDefaultSuffix("toml")
        dialog.filesSelected.connect(lambda files: then(Path(files[0])))
        dialog.open()

    def _tell(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
