"""What holds for the conversation that is shown: its assistant, system text and parameters."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from deskchat.chat.conversation import Conversation
from deskchat.chat.persona import Persona, Terms
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.persona_button import PersonaButton
from deskchat.ui.conversation.terms_bar import TermsBar
from deskchat.ui.level_button import LevelButton


class OwnTerms(QObject):
    """Of a conversation that has not begun it keeps what was chosen until it begins; after that all is stored at once."""

    changed = Signal(object)          # Terms: what holds from now on
    model_wanted = Signal(object)     # ModelRef of an assistant that was chosen
    kept = Signal()                   # the person's change holds: what is planned may be another

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._conversation: str | None = None
        self._known = False
        self.terms = Terms()
        self.button = PersonaButton(context)
        self.bar = TermsBar()
        self.button.chosen.connect(self.choose)
        self.button.edit_asked.connect(self.open_dialog)
        self.bar.edit_asked.connect(self.open_dialog)

    def show_conversation(self, conversation: Conversation | None) -> None:
        """Those of another one; ``None``: nothing yet, of one that has not begun."""
        self._conversation = conversation.id if conversation is not None else None
        self._known = True
        self.button.setEnabled(True)
        self._show(conversation.terms if conversation is not None else Terms())

    def begin_with(self, persona: Persona | None) -> None:
        """A conversation that has not begun gets those of an assistant; what the person chose meanwhile stays."""
        if self._conversation is None and self.terms == Terms() and persona is not None:
            self._show(persona.terms)

    def name_conversation(self, conversation: Conversation) -> None:
        """The conversation has begun."""
        self._conversation = conversation.id

    def leave(self) -> None:
        """Nothing can be set until it is known for what."""
        self._known = False
        self.button.setEnabled(False)

    def choose(self, persona: Persona | None) -> None:
        """Another assistant, or none, from the next reply on."""
        self.keep(persona.terms if persona is not None else Terms())
        if persona is not None and persona.model is not None:
            self.model_wanted.emit(persona.model)

    def steer(self, effort: LevelButton, verbosity: LevelButton) -> None:
        """Let the buttons of the header show and set what a conversation has of its own."""
        self.changed.connect(lambda terms: effort.show_own(terms.sampling.effort))
        self.changed.connect(lambda terms: verbosity.show_own(terms.sampling.verbosity))
        effort.own_chosen.connect(self._set_effort)
        verbosity.own_chosen.connect(self._set_verbosity)

    def keep(self, terms: Terms) -> None:
        """These hold from now on."""
        self._keep(self._conversation, terms)

    def open_dialog(self) -> None:
        """Let the person change them."""
        if not self._known:
            return
        from deskchat.ui.conversation.terms_dialog import TermsDialog  # not needed before somebody looks

        dialog = TermsDialog(self._context, self.terms, self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        conversation_id = self._conversation
        dialog.decided.connect(lambda terms: self._keep(conversation_id, terms))
        dialog.model_wanted.connect(self.model_wanted)
        dialog.open()

    def _set_effort(self, level: str) -> None:
        self.keep(replace(self.terms, sampling=replace(self.terms.sampling, effort=level or None)))

    def _set_verbosity(self, level: str) -> None:
        self.keep(replace(self.terms, sampling=replace(self.terms.sampling, verbosity=level or None)))

    def _keep(self, conversation_id: str | None, terms: Terms) -> None:
        if conversation_id == self._conversation:
            self._show(terms)
        if conversation_id is not None:
            relay = self._context.relay
            relay.run(relay, self._context.services.chats.set_terms(conversation_id, terms), lambda _: self.kept.emit())

    def _show(self, terms: Terms) -> None:
        self.terms = terms
        self.button.show_terms(terms)
        self.bar.show_terms(terms)
        self.changed.emit(terms)
