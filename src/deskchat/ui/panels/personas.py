"""Assistants: system prompts with their own model and parameters."""

import asyncio

from PySide6.QtWidgets import QCheckBox, QFormLayout, QPlainTextEdit, QWidget

from deskchat.chat.model import ModelRef
from deskchat.chat.persona import Persona
from deskchat.settings import PERSONA
from deskchat.ui.context import UiContext
from deskchat.ui.model_field import ModelField
from deskchat.ui.panels.named_list import NamedPage, Words
from deskchat.ui.parameters import Parameters
from deskchat.ui.safe_text import PlainLabel

TITLE = "Assistants"
ORDER = 42


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return PersonasPage(context, parent)


class PersonasPage(NamedPage[Persona]):
    """Name, system prompt, model and parameters; and which one new conversations begin with."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(context, context.services.personas, self._own_words(), parent)
        fields = QWidget(self)
        self._system = QPlainTextEdit(fields)
        self._model = ModelField(context, fields)
        self._is_default = QCheckBox(self.tr("New conversations begin with it"), fields)
        self._parameters = Parameters(context, fields)
        self._place(QFormLayout(fields))
        self._parameters.changed.connect(self.note_change)
        self._system.textChanged.connect(self.note_change)
        self._model.textChanged.connect(lambda _: self.note_change())
        self._is_default.clicked.connect(self._make_default)
        self.begin(fields)

    def make(self, name: str) -> Persona:
        return Persona(name)

    def show_fields(self, thing: Persona | None) -> None:
        shown = thing or Persona("")
        self._system.setPlainText(shown.system)
        self._model.setText("" if shown.model is None else str(shown.model))
        self._parameters.show_sampling(shown.sampling)
        self._is_default.setChecked(bool(shown.name) and self._context.services.settings.get(PERSONA) == shown.name)

    def read_fields(self, name: str) -> Persona:
        return Persona(name, self._system.toPlainText(), self._ref(), self._parameters.sampling)

    def follow_name(self, old: str, new: str) -> None:
        if self._context.services.settings.get(PERSONA) == old:
            self._set_default(new)

    def _place(self, form: QFormLayout) -> None:
        em = self._context.theme.em
        form.setContentsMargins(0, 0, 0, 0)
        labels = []
        for title, field in (
            (self.tr("Name"), self._name),
            (self.tr("System prompt"), self._system),
            (self.tr("Model"), self._model),
        ):
            label = PlainLabel(title, self)
            labels.append(label)
            field.setAccessibleName(title)
            form.addRow(label, field)
        self._system.setTabChangesFocus(True)
        self._system.setObjectName("field")
        self._system.setMinimumHeight(round(8 * em))
        self._model.setPlaceholderText(self.tr("The one that is chosen; else as provider/model"))
        self._parameters.align(*labels)
        form.addRow(self._parameters)
        form.addRow(self._is_default)

    def _ref(self) -> ModelRef | None:
        text = self._model.text().strip()
        try:
            ref = ModelRef.parse(text) if text else None
        except ValueError:
            self.tell(self.tr("A model is named as provider/model, a local one as local/NAME."))
            return None
        self.tell("")
        return ref

    def _make_default(self, on: bool) -> None:
        if self.chosen is not None:
            self._set_default(self.chosen.name if on else "")

    def _set_default(self, name: str) -> None:
        settings = self._context.services.settings
        settings.set(PERSONA, name)
        self._context.relay.run(self._context.relay, asyncio.to_thread(settings.save))

    def _own_words(self) -> Words:
        return Words(
            title=self.tr("Assistants"),
            new=self.tr("New assistant"),
            none=self.tr(
                "There are no assistants yet. “New” makes one: a system prompt with a model and parameters of its own."
            ),
            added=self.tr("Assistants added: %s"),
            deleted=self.tr("“%s” was deleted. Conversations with it go on as they are."),
            taking=self.tr("Import assistants"),
            giving=self.tr("Export assistants"),
            taken=self.tr("Assistants (*.toml)"),
            given=self.tr("Assistants (*.toml)"),
        )
