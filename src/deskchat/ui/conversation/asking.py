"""What the person writes, or wants once more, becomes a question to the chosen models."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import Part
from deskchat.chat.persona import Terms
from deskchat.services.services import Services
from deskchat.services.turns import Turn
from deskchat.settings import BLIND
from deskchat.ui.conversation.budget_bar import Attempt, BudgetBar
from deskchat.ui.conversation.choice import Choice
from deskchat.ui.conversation.composer import Composer
from deskchat.ui.conversation.opened import Whole, read_whole
from deskchat.ui.conversation.while_shown import WhileShown


@dataclass(frozen=True, slots=True)
class Begun:
    """What was asked is stored: the replies under way, in the conversation as it is now."""

    turns: tuple[Turn, ...]
    now: Whole


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the next question is to be asked. The others than ``sampling``: of a conversation that it begins."""

    sampling: Sampling
    fallback: tuple[ModelRef, ...] | None
    terms: Terms
    temporary: bool


class Asking(QObject):
    """Asks for one conversation after the other; what it can't ask, the composer or the bar above it tells.

    ``wishes`` gives what is chosen at the moment. What was sent while another conversation is shown by now is
    stored all the same, and not told.
    """

    conversation_made = Signal(object)    # Conversation: the first message made it
    begun = Signal(object)                # Begun

    def __init__(
        self,
        services: Services,
        shown: WhileShown,
        choice: Choice,
        composer: Composer,
        budget_bar: BudgetBar,
        wishes: Callable[[], Wishes],
    ) -> None:
        super().__init__(composer)
        self._services = services
        self._chats, self._turns, self._drafts = services.chats, services.turns, services.drafts
        self._settings = services.settings
        self._run = shown.run
        self._choice = choice
        self._composer = composer
        self._budget_bar = budget_bar
        self._wishes = wishes
        self._conversation: str | None = None
        self._editing: str | None = None    # the message that is edited
        composer.submitted.connect(self.send)
        composer.edit_ended.connect(self._forget_edit)
        composer.content_changed.connect(budget_bar.hide)    # it asked about what was written before
        choice.chosen.connect(budget_bar.hide)

    def show_conversation(self, conversation_id: str | None) -> None:
        """Ask in another conversation, ``None``: in one that the first message makes."""
        self._conversation = conversation_id
        self._budget_bar.hide()

    def edit(self, message: Node) -> None:
        """Let the person say something else instead of ``message``."""
        self._composer.begin_edit(message.message.parts)
        self._editing = message.id

    def send(self, parts: tuple[Part, ...]) -> None:
        """Ask what the composer holds."""
        model = self._choice.model
        if model is None:
            nobody = ChatError(ErrorKind.NOT_FOUND, _tr("No model is chosen."), remedy=_tr("Choose one at the top right."))
            self._composer.failed(nobody)
        elif self._conversation is None:
            self._run(self._create(model.ref), lambda made: self._started(made, parts), self._composer.failed)
        elif self._editing is not None:
            self._ask(self._drawn(self._turns.edit, self._conversation, self._editing, parts, model.ref), parts)
        else:
            self._ask_chosen(self._conversation, parts)

    def regenerate(self, reply_id: str) -> None:
        """Ask again for a reply."""
        if self._choice.model is not None:
            self._again(self._turns.regenerate, reply_id, self._choice.model.ref)

    def regenerate_with(self, reply_id: str) -> None:
        """Ask again, once the person has chosen whom."""
        self._choice.ask(lambda ref: self._again(self._turns.regenerate, reply_id, ref))

    def continue_reply(self, reply_id: str) -> None:
        """Let a reply that broke off go on."""
        if self._choice.model is not None:
            self._again(self._turns.continue_reply, reply_id, self._choice.model.ref)

    def continue_with(self, reply_id: str) -> None:
        """Let it go on, once the person has chosen by whom."""
        self._choice.ask(lambda ref: self._again(self._turns.continue_reply, reply_id, ref))

    def _create(self, model: ModelRef) -> Coroutine[Any, Any, Conversation]:
        wishes, terms = self._wishes(), self._wishes().terms
        return self._chats.create(
            model,
            terms.system,
            wishes.fallback,
            persona=terms.persona,
            sampling=terms.sampling,
            temporary=wishes.temporary,
        )

    def _started(self, conversation: Conversation, parts: tuple[Part, ...]) -> None:
        self._conversation = conversation.id
        self.conversation_made.emit(conversation)
        self._ask_chosen(conversation.id, parts)

    def _ask_chosen(self, conversation_id: str, parts: tuple[Part, ...]) -> None:
        models = [model.ref for model in self._choice.models]
        if len(models) > 1:
            several = partial(self._turns.ask_several, blind=self._settings.get(BLIND))
            self._ask(self._drawn(several, conversation_id, parts, models), parts)
        else:
            self._ask(self._drawn(self._turns.send, conversation_id, parts, models[0]), parts)

    def _again(self, ask: Callable[..., Coroutine[Any, Any, Turn]], reply_id: str, model: ModelRef) -> None:
        if self._conversation is not None and not self._composer.replying:
            self._ask(self._drawn(ask, self._conversation, reply_id, model))

    def _drawn(self, ask: Callable[..., Coroutine[Any, Any, Turn | tuple[Turn, ...]]], *what: object) -> Attempt:
        """The question, to be drawn as is chosen now."""
        return partial(ask, *what, sampling=self._wishes().sampling)

    def _ask(self, attempt: Attempt, parts: tuple[Part, ...] | None = None) -> None:
        """Begin a turn; ``parts``: what the composer wrote, cleared once it is stored."""
        editing = self._editing is not None
        self._composer.set_sending(parts is not None)

        async def begin() -> Begun:
            asked = await attempt()
            turns = asked if isinstance(asked, tuple) else (asked,)
            if parts is not None and not editing:
                await self._drafts.keep_text(turns[0].conversation_id, "")    # also when another one is shown by now
            return Begun(turns, await read_whole(self._services, turns[0].conversation_id))

        def begun(begun: Begun) -> None:
            if parts is not None:
                self._editing = None
                self._composer.sent(parts)
            self.begun.emit(begun)

        def begun_elsewhere(begun: Begun) -> None:
            if parts is not None and not editing:
                self._composer.sent_elsewhere(parts, begun.now.conversation.id)

        self._run(begin(), begun, lambda error: self._not_asked(error, attempt, parts), begun_elsewhere)

    def _not_asked(self, error: ChatError, attempt: Attempt, parts: tuple[Part, ...] | None) -> None:
        """Nothing was stored. A budget is a question, anything else a failure."""
        self._composer.set_sending(False)
        if not self._budget_bar.asks(error, attempt, lambda again: self._ask(again, parts)):
            self._composer.failed(error)

    def _forget_edit(self) -> None:
        self._editing = None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Conversation", text)
