"""The assistant, system text and parameters of one conversation."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskchat.chat.persona import Persona, Terms
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.parameters import Parameters
from deskchat.ui.safe_text import HintLabel, PlainLabel
from deskchat.ui.within_screen import resize_within


class TermsDialog(QDialog):
    """``terms``: what holds now."""

    decided = Signal(object)         # Terms
    model_wanted = Signal(object)    # ModelRef of the assistant that was chosen

    def __init__(self, context: UiContext, terms: Terms, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._persona = terms.persona
        self._chosen = ""    # the assistant that was chosen here
        self._personas: tuple[Persona, ...] = ()
        self.setWindowTitle(self.tr("Assistant and parameters of this conversation"))
        self._names = ChoiceBox(self)
        self._names.setAccessibleName(self.tr("Assistant"))
        self._system = QPlainTextEdit(self)
        self._system.setAccessibleName(self.tr("System prompt"))
        self._system.setPlaceholderText(self.tr("What the model is to know and to heed in every reply"))
        self._system.setTabChangesFocus(True)
        self._system.setObjectName("field")
        self._parameters = Parameters(context, self)
        self._place()
        self._show(terms)
        self._show_names()
        self._names.activated.connect(self._choose)
        context.relay.run(self, context.services.personas.all(), self._found)
        self._system.setFocus()

    @property
    def terms(self) -> Terms:
        """As they stand."""
        return Terms(self._persona, self._system.toPlainText().strip() or None, self._parameters.sampling)

    def accept(self) -> None:
        super().accept()
        self.decided.emit(self.terms)
        chosen = next((persona for persona in self._personas if persona.name == self._chosen), None)
        if chosen is not None and chosen.model is not None:
            self.model_wanted.emit(chosen.model)

    def _place(self) -> None:
        em = self._context.theme.em
        resize_within(self, 40 * em, 36 * em)
        inside = QWidget(self)
        form = QFormLayout(inside)
        assistant, prompt = PlainLabel(self.tr("Assistant"), self), PlainLabel(self.tr("System prompt"), self)
        form.addRow(assistant, self._names)
        form.addRow(prompt, self._system)
        self._parameters.align(assistant, prompt)
        self._system.setMinimumHeight(round(7 * em))
        form.addRow(self._parameters)
        said = self.tr(
            "They hold from the next reply on, for this conversation alone. What a model does not take is left out, and the"
            " reply says so."
        )
        form.addRow(HintLabel(said, self))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        wanted = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(wanted, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _show(self, terms: Terms) -> None:
        self._system.setPlainText(terms.system or "")
        self._parameters.show_sampling(terms.sampling)

    def _found(self, personas: tuple[Persona, ...]) -> None:
        self._personas = personas
        self._show_names()

    def _show_names(self) -> None:
        """Also one that is not there any more: the conversation still has its words."""
        self._names.clear()
        self._names.addItem(self.tr("No assistant"), "")
        names = [persona.name for persona in self._personas]
        for name in [*names, *([self._persona] if self._persona and self._persona not in names else [])]:
            self._names.addItem(name, name)
        self._names.setCurrentIndex(max(0, self._names.findData(self._persona)))

    def _choose(self) -> None:
        """The words and parameters of the assistant replace those that stand here; Cancel brings them back."""
        self._persona = self._chosen = str(self._names.currentData())
        chosen = next((persona for persona in self._personas if persona.name == self._persona), None)
        if chosen is not None:
            self._show(chosen.terms)
        elif not self._persona:
            self._show(Terms())
