"""One conversation on screen: it asks the services, and shows what they tell."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.plan import Plan
from deskchat.services.chats import Changed
from deskchat.settings import LAST_MODEL
from deskchat.ui.context import UiContext
from deskchat.ui.conversation import opened as reading
from deskchat.ui.conversation.asking import Asking, Begun, Wishes
from deskchat.ui.conversation.beginning import Beginning
from deskchat.ui.conversation.budget_bar import BudgetBar
from deskchat.ui.conversation.choice import Choice
from deskchat.ui.conversation.composer import Composer
from deskchat.ui.conversation.drafts import NEW_TEMPORARY, Drafts
from deskchat.ui.conversation.find_bar import FindBar
from deskchat.ui.conversation.foot import Foot
from deskchat.ui.conversation.header import Header
from deskchat.ui.conversation.jumps import Jumps
from deskchat.ui.conversation.message_actions import MessageActions
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.more_button import MoreButton
from deskchat.ui.conversation.own_terms import OwnTerms
from deskchat.ui.conversation.plan_view import PlanView
from deskchat.ui.conversation.replies import Replies
from deskchat.ui.conversation.snippet_box import SnippetBox
from deskchat.ui.conversation.stray_keys import StrayKeys
from deskchat.ui.conversation.temporary_chat import TemporaryChat
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.conversation.transcript.entry import Entry
from deskchat.ui.conversation.transcript.formulas import Formulas
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.sheet import sheet
from deskchat.ui.conversation.while_shown import WhileShown
from deskchat.ui.effort_button import EffortButton
from deskchat.ui.model_picker import ModelButton
from deskchat.ui.offline_switch import OfflineSwitch
from deskchat.ui.spare_memory import SpareMemory
from deskchat.ui.verbosity_button import VerbosityButton

if TYPE_CHECKING:
    from deskchat.ui.conversation.transcript.transcript import Transcript

TRANSCRIPT_AFTER_MS = 300    # a new window takes keys first, then makes what shows messages


class ConversationPage(QWidget):
    """Header, transcript and composer of one conversation; the same page shows one after the other."""

    conversation_started = Signal(str)    # id of the conversation that the first message made
    settings_wanted = Signal(str)         # page or provider to look at, or ""
    import_wanted = Signal()

    def __init__(
        self, context: UiContext, box: MessageBox, parent: QWidget | None = None, *, lead: QWidget | None = None
    ) -> None:
        """``lead``: what stands before the title."""
        super().__init__(parent)
        self._context = context
        self._chats, self._turns = context.services.chats, context.services.turns
        self._shown = WhileShown(context.relay, self)
        self._run = self._shown.run       # a late answer for something else is dropped
        self._id: str | None = None
        self._conversation: Conversation | None = None
        self._replies = Replies(context.relay, context.services.turns, self)
        self._spare = SpareMemory(context, self)
        self._whole = True                # is all of the conversation there, or only its end yet?
        self._wanted: str | None = None   # the message to go to once the conversation is there
        self._drafts = Drafts(context, box.toPlainText())
        self.model_button = ModelButton(context)
        self._effort = EffortButton(context)
        self._more = MoreButton(context)
        self.jumps = Jumps(self._more, lambda: self.transcript)
        self._verbosity = VerbosityButton(context)
        self._own = OwnTerms(context, self)
        offline = OfflineSwitch(context, only_while_offline=True)
        self._header = Header(
            offline, self._own.button, self._effort, self._verbosity, self.model_button, self._more, lead=lead
        )
        self._empty = Beginning(context)
        self._formulas = Formulas(context.services.formulas, context.relay)
        self._transcript: Transcript | None = None
        self._find = FindBar(context.theme, context.icons, lambda: self.transcript)
        self.composer = Composer(context.relay, context.icons, box)
        self._snippets = SnippetBox(context, box)
        self.stray_keys = StrayKeys(box)
        self.stray_keys.watch(self)
        self._plan_view = PlanView()
        self._choice = Choice(context, self.model_button, self._plan_view, lambda: self.composer.parts, self)
        self._budget_bar = BudgetBar()
        self.temporary = TemporaryChat(context, self)
        self._asking = Asking(
            context.services, self._shown, self._choice, self.composer, self._budget_bar, self._wishes
        )
        self._actions = MessageActions(
            context, self._shown, self._asking, self._replies, lambda: self._conversation, self
        )
        self.foot = Foot(self._budget_bar, self.composer, self._plan_view)
        self._place()
        self._connect()
        self._follow_theme()

    # what the window asks for

    @property
    def conversation_id(self) -> str | None:
        """Which conversation is shown; ``None`` for one that has not begun."""
        return self._id

    @property
    def _draft(self) -> str | None:
        """Whose draft the composer holds."""
        return self._id or (NEW_TEMPORARY if self.temporary.is_on else None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The messages that are shown."""
        return self.transcript.entries if self._conversation is not None else ()

    @property
    def transcript(self) -> "Transcript":
        """The messages; made when they are first needed, and soon after the window shows."""
        if self._transcript is None:
            from deskchat.ui.conversation.transcript.transcript import Transcript

            self._transcript = Transcript(self._ink())
            self._stack.addWidget(self._transcript)
            self._transcript.to_end.float_over(self)
            self._actions.serve(self._transcript)
        return self._transcript

    @property
    def model(self) -> ModelInfo | None:
        """Who answers next; ``None`` while that is not known."""
        return self._choice.model

    @property
    def replying(self) -> bool:
        """Is a reply being written here?"""
        return self._replies.busy

    def show_conversation(self, conversation_id: str | None, *, temporary: bool = False) -> None:
        """Show a conversation, or with ``None`` the beginning of a new one. A reply being written elsewhere goes on.

        ``temporary``: the new one is to leave nothing on the disk.
        """
        self.composer.end_edit()
        self.composer.keep_draft_now()
        self._leave()
        self._id = conversation_id
        self.temporary.show_conversation(conversation_id, temporary=temporary)
        self._choice.show_conversation(conversation_id)
        self._asking.show_conversation(conversation_id)
        if conversation_id is None:
            self._header.show_conversation(None)
            self._more.show_conversation(None)
            self._own.show_conversation(None)
            self._stack.setCurrentWidget(self._empty)
            if temporary:
                self.composer.attaching.forget(NEW_TEMPORARY)    # of one that was left before it began
            self.composer.show_draft(self._draft, "" if temporary else self._drafts.new)
            self._run(reading.read_fresh(self._context.services), self._begin_with, self._without_model)
        else:
            self._run(reading.read_opened(self._context.services, conversation_id), self._opened)

    def show_message(self, conversation_id: str, node_id: str) -> None:
        """Show a conversation at one of its messages, also when that lies on another branch than the one that is shown."""
        if conversation_id != self._id or self._conversation is None:
            self.show_conversation(conversation_id)
            self._wanted = node_id
            return
        self._wanted = None if self.transcript.go_to(node_id) or self._whole else node_id
        if self._wanted is None and not self._replies.busy and not self.transcript.message(node_id):
            version = reading.show_version(self._context.services, self._conversation, node_id, self._actions.compared)
            self._run(version, lambda now: self._reloaded(now, at=node_id))

    def focus_composer(self) -> None:
        """Type here next."""
        self.composer.box.setFocus()

    def open_find(self) -> None:
        """Let the person look for words in this conversation."""
        if self._conversation is not None:
            self._find.open()

    def stop(self) -> None:
        """Stop looking for words, or else the reply that is being written here; without one, give up an edit."""
        if self._find.end():
            self.focus_composer()
        elif self._replies.busy and self._id is not None:
            self._context.relay.run(self, self._turns.stop(self._id))
        else:
            self.composer.end_edit()

    def regenerate_last(self) -> None:
        """Ask again for the newest reply."""
        reply = self._last_reply()
        if reply is not None:
            self._asking.regenerate(reply)

    def copy_last_reply(self) -> None:
        """Put the newest reply on the clipboard, as it was written."""
        reply = self._last_reply()
        if reply is not None:
            self.transcript.copy_message(reply)

    def open_model_picker(self) -> None:
        """Let the person choose who answers next."""
        self._choice.ask()

    def open_terms(self) -> None:
        """Let the person change the system prompt and the parameters of this conversation."""
        self._own.open_dialog()

    def open_tree(self) -> None:
        """Show all branches of this conversation."""
        self._more.open_tree()

    def open_fallback(self) -> None:
        """Let the person choose who is asked here when the model can't answer."""
        self._more.open_fallback()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(TRANSCRIPT_AFTER_MS, self, lambda: self.transcript)

    # layout

    def _place(self) -> None:
        self.setObjectName("conversation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        column.addWidget(self._header)
        column.addWidget(self.temporary.bar)
        column.addWidget(self._own.bar)
        column.addWidget(self._find)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)
        self.composer.drops.take_drops_on(self)

    def _connect(self) -> None:
        self._empty.example_chosen.connect(self._use_example)
        self._empty.settings_wanted.connect(self.settings_wanted)
        self._empty.import_wanted.connect(self.import_wanted)
        self._empty.ready.connect(self.focus_composer)
        self._replies.updated.connect(lambda update: self.transcript.show_reply(update))
        self._replies.ended.connect(self._reload)
        self._replies.ended.connect(self._spare.give_back_soon)
        self._replies.busy_changed.connect(self.composer.set_replying)
        self._replies.busy_changed.connect(self.temporary.set_replying)
        self._asking.conversation_made.connect(self._started)
        self._asking.begun.connect(self._begun)
        self._actions.changed.connect(self._reload)
        self._actions.version_shown.connect(self._reloaded)
        self._actions.picked.connect(self._choice.use)
        self._actions.settings_wanted.connect(self.settings_wanted)
        self.composer.stop_asked.connect(self.stop)
        self.composer.draft_changed.connect(lambda text: self._drafts.keep(self._draft, text))
        self.composer.attached_changed.connect(self._drafts.keep_parts)
        self.composer.content_changed.connect(self._choice.plan_soon)
        self._budget_bar.raise_asked.connect(self.settings_wanted)
        self._budget_bar.other_model_asked.connect(self.open_model_picker)
        self._choice.changed.connect(self._empty.show_model)
        self._choice.changed.connect(self._effort.show_model)
        self._choice.changed.connect(self._verbosity.show_model)
        self._choice.chosen.connect(self._keep_choice)
        self._own.steer(self._effort, self._verbosity)
        self._own.kept.connect(self._choice.plan_soon)
        self._own.model_wanted.connect(self._use_model)
        self._own.button.settings_wanted.connect(self.settings_wanted)
        self._more.message_wanted.connect(self.show_message)
        self._snippets.settings_wanted.connect(self.settings_wanted)
        self._more.terms_asked.connect(self._own.open_dialog)
        button = self.model_button
        for chosen in (self._effort.decided, self._verbosity.decided, button.chosen, button.several_chosen):
            chosen.connect(self.focus_composer)
        button.chosen.connect(self._remember)
        self._choice.planned.connect(self._mark_view)
        self.model_button.settings_wanted.connect(self.settings_wanted)
        self._context.theme.changed.connect(self._follow_theme)
        self._context.relay.listen(self, self._chats.changes(), self._changed)

    def _ink(self) -> Ink:
        return Ink.of(self._context.theme, self._context.icons, Decoding(self._context.relay), self._formulas)

    def _follow_theme(self) -> None:
        ink = self._ink()
        self.setStyleSheet(sheet(ink))
        if self._transcript is not None:
            self._transcript.set_ink(ink)
        self.composer.follow_theme()
        self.foot.follow_font(ink.em)

    # opening and leaving

    def _leave(self) -> None:
        self._find.end()
        self._spare.give_back_soon()
        self._shown.another()
        self._replies.leave()
        self._more.leave()
        self._own.leave()
        self._conversation = self._wanted = self._actions.compared = None
        self.composer.set_sending(False)

    def _opened(self, opened: reading.Opened) -> None:
        self.composer.show_draft(opened.conversation.id, opened.draft.text, opened.draft.parts)
        self.composer.box.set_history(opened.said)
        self._own.show_conversation(opened.conversation)
        self._choice.use(opened.model, plan=opened.whole)
        self._show(opened.conversation, opened.entries, from_start=True)
        self._replies.follow(opened.turns)
        self._whole = opened.whole
        if not opened.whole:
            self._run(reading.read_rest(self._context.services, opened.conversation.id), self._completed)
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        if self._wanted is not None and self._id is not None:
            self.show_message(self._id, self._wanted)

    def _completed(self, whole: reading.Whole) -> None:
        if not self._whole:    # nothing has shown all of it meanwhile
            self._whole = True
            self._show(whole.conversation, whole.entries)
            self._choice.plan()
            self._go_to_wanted()

    def _show(self, conversation: Conversation, entries: Sequence[Entry], *, from_start: bool = False) -> None:
        self._conversation = conversation
        self._header.show_conversation(conversation)
        self._more.show_conversation(conversation)
        self.transcript.show_entries(entries, from_start=from_start)
        self._stack.setCurrentWidget(self.transcript if conversation.nodes else self._empty)

    def _reload(self) -> None:
        if self._id is not None:
            self._run(reading.read_whole(self._context.services, self._id, self._actions.compared), self._reloaded)

    def _reloaded(self, now: reading.Whole, at: str = "") -> None:
        self._whole = True
        self._show(now.conversation, now.entries)
        self.transcript.go_to(at)
        self._replies.follow(now.turns)
        self._choice.plan()

    def _changed(self, changed: Changed) -> None:
        """The title may be another one, or a reply have begun that nobody here asked for: a fallback went on."""
        if changed.conversation_id not in (self._id, "") or self._conversation is None:
            return
        if not self._replies.follows_all(self._conversation.id):
            self._reload()
        elif not self._replies.busy:
            self._run(self._chats.open(self._conversation.id, last=1), lambda now: self._header.show_title(now.title))

    # the model

    def _without_model(self, error: ChatError) -> None:
        self._choice.use(None)
        self._empty.show_problem(error.message)

    def _begin_with(self, fresh: reading.Fresh) -> None:
        draft = self._drafts.restore(fresh.draft) if self._draft is None else None
        if draft is not None:
            self.composer.show_draft(None, draft.text, draft.parts)
        self._own.begin_with(fresh.persona)
        self._choice.use(fresh.model)

    def choose_model(self, name: str) -> None:
        """Ask the model of that name (``provider/model``) next, as if it was chosen from the list."""
        self._run(self._context.services.directory.resolve(name), self.model_button.chosen.emit)

    def _use_model(self, ref: ModelRef) -> None:
        """The assistant that was chosen has its own."""
        self._run(reading.model_named(self._context.services, ref), self._choice.choose)

    def _keep_choice(self, model: ModelInfo) -> None:
        if self._id is not None:
            self._run(self._chats.choose_model(self._id, model.ref))

    def _remember(self, model: ModelInfo) -> None:
        """The next conversation begins with it; a temporary chat leaves not even that."""
        if not self.temporary.is_on:
            settings = self._context.services.settings
            settings.set(LAST_MODEL, str(model.ref))
            self._context.relay.run(self._context.relay, asyncio.to_thread(settings.save))

    def _mark_view(self, plan: Plan | None) -> None:
        if self._conversation is not None and plan is not None:
            self.transcript.mark_view(plan.view_starts_at)

    # asking

    def _wishes(self) -> Wishes:
        sampling = Sampling(effort=self._effort.chosen, verbosity=self._verbosity.chosen)
        return Wishes(sampling, self._more.fallback, self._own.terms, self.temporary.is_on)

    def _started(self, conversation: Conversation) -> None:
        self._empty.leave_welcome()
        before, self._id = self._draft, conversation.id
        self.composer.name_draft(conversation.id)
        self.composer.keep_draft_now()
        if before is None:
            self._drafts.begun()
        self.temporary.begun(conversation.id)
        self._choice.show_conversation(conversation.id)
        self._more.show_conversation(conversation)
        self._own.name_conversation(conversation)
        self.conversation_started.emit(conversation.id)

    def _begun(self, begun: Begun) -> None:
        self._whole = True
        self._actions.compared = None
        self.transcript.go_to_end()
        self._show(begun.now.conversation, begun.now.entries)
        self._replies.follow(begun.turns)

    def _last_reply(self) -> str | None:
        return next((entry.id for entry in reversed(self.entries) if entry.message.role is Role.ASSISTANT), None)

    def _use_example(self, text: str) -> None:
        self.composer.box.set_text(text)
        self.focus_composer()
