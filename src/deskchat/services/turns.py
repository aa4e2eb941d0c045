"""Asking: a message is stored, a reply is begun, and a Turn writes it."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Message, Role, Status
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import Part, TextPart
from deskchat.chat.plan import Plan
from deskchat.services.chats import Chats
from deskchat.services.questions import Questions
from deskchat.services.running import Running
from deskchat.services.store_thread import StoreThread
from deskchat.services.turn import Question, Turn, TurnUpdate
from deskchat.store.ids import new_id
from deskchat.store.messages import Messages

log = logging.getLogger(__name__)

__all__ = ["Turn", "TurnUpdate", "Turns"]

MAKERS_CHOICE = Sampling()
GO_ON = (TextPart("Go on exactly where your last reply stopped, without repeating anything of it."),)


class Turns:
    """Begins turns, and knows those under way."""

    def __init__(
        self, chats: Chats, messages: Messages, store: StoreThread, questions: Questions, running: Running
    ) -> None:
        self._chats = chats
        self._messages = messages
        self._store = store
        self._questions = questions
        self._running = running
        self._tasks: set[asyncio.Task[None]] = set()    # the loop itself holds tasks only weakly

    async def send(
        self, conversation_id: str, parts: tuple[Part, ...], model: ModelRef, *, sampling: Sampling = MAKERS_CHOICE
    ) -> Turn:
        """Store the person's message below the shown branch, then ask ``model``.

        Raises ``ChatError`` only for what happened before the message was on the disk; later failures are kept with
        the reply.
        """
        with self._running.claimed(conversation_id):
            conversation = await self._chats.open(conversation_id)
            return await self._ask(conversation, conversation.leaf, parts, model, sampling)

    async def regenerate(
        self, conversation_id: str, reply_id: str, model: ModelRef, *, sampling: Sampling = MAKERS_CHOICE
    ) -> Turn:
        """Ask again, perhaps another model; the new reply stands beside ``reply_id``."""
        with self._running.claimed(conversation_id):
            conversation = await self._chats.open(conversation_id)
            parent = _node(conversation, reply_id).parent
            if parent is None:
                raise _gone()
            question = await self._questions.ask(conversation, parent, model, sampling)
            return await self._reply(conversation.id, parent, None, question)

    async def edit(
        self,
        conversation_id: str,
        message_id: str,
        parts: tuple[Part, ...],
        model: ModelRef,
        *,
        sampling: Sampling = MAKERS_CHOICE,
    ) -> Turn:
        """Say ``parts`` instead of the person's message ``message_id``: a branch beside it, with its own reply."""
        with self._running.claimed(conversation_id):
            conversation = await self._chats.open(conversation_id)
            return await self._ask(conversation, _node(conversation, message_id).parent, parts, model, sampling)

    async def continue_reply(
        self, conversation_id: str, reply_id: str, model: ModelRef, *, sampling: Sampling = MAKERS_CHOICE
    ) -> Turn:
        """Let ``model`` go on where a reply broke off, as a new message: some models refuse to be prefilled."""
        with self._running.claimed(conversation_id):
            conversation = await self._chats.open(conversation_id)
            return await self._ask(conversation, _node(conversation, reply_id).id, GO_ON, model, sampling)

    def running(self, conversation_id: str) -> Turn | None:
        """The turn under way in a conversation."""
        return self._running.get(conversation_id)

    async def plan(self, conversation_id: str, model: ModelInfo, draft: tuple[Part, ...] = ()) -> Plan:
        """What ``model`` would see if it were asked next."""
        return (await self.plans(conversation_id, [model], draft))[model.ref]

    async def plans(
        self, conversation_id: str | None, models: Sequence[ModelInfo], draft: tuple[Part, ...] = ()
    ) -> Mapping[ModelRef, Plan]:
        """The same for many models, for the picker. Without a conversation: for a new one."""
        conversation = await self._chats.open(conversation_id) if conversation_id is not None else None
        return await self._questions.plans(conversation, models, draft)

    async def aclose(self) -> None:
        """Store what arrived of all running replies, as cut off."""
        await self._running.cut_off_all()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _ask(
        self,
        conversation: Conversation,
        parent: str | None,
        parts: tuple[Part, ...],
        model: ModelRef,
        sampling: Sampling,
    ) -> Turn:
        if not any(not isinstance(part, TextPart) or part.text.strip() for part in parts):
            raise ChatError(ErrorKind.BAD_REQUEST, "There is nothing to send.", remedy="Write a message first.")
        user = _new_node(parent, Message(Role.USER, parts))
        conversation = conversation.with_node(user)
        question = await self._questions.ask(conversation, user.id, model, sampling)
        await self._store(self._messages.add, conversation.id, user)
        await self._chats.entitle(conversation)
        self._chats.tell(conversation.id)
        return await self._reply(conversation.id, user.id, user, question)

    async def _reply(self, conversation_id: str, parent: str, user: Node | None, question: Question) -> Turn:
        model, plan = question.model, question.plan
        notes = plan.notes if plan.fits else ()
        reply = _new_node(parent, Message(Role.ASSISTANT, (), Status.STREAMING, model.ref, model.name, notes=notes))
        await self._store(self._messages.add, conversation_id, reply)
        await self._chats.choose_model(conversation_id, model.ref)
        turn = Turn(conversation_id, user, reply, question, self._save)
        self._running.put(turn)
        task = asyncio.create_task(self._run(turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return turn

    async def _run(self, turn: Turn) -> None:
        try:
            await turn.run(lambda: self._questions.directory.provider(turn.question.model.ref))
        finally:
            self._running.remove(turn)
        self._chats.tell(turn.conversation_id)
        try:
            await self._questions.answered(turn.conversation_id, turn.latest.node, turn.question)
        except ChatError as error:
            log.warning("nothing learnt of a reply kind=%s", error.kind)

    async def _save(self, node: Node) -> None:
        await self._store(self._messages.save, node)


def _new_node(parent: str | None, message: Message) -> Node:
    now = datetime.now(UTC)
    return Node(new_id(now), parent, message, now)


def _node(conversation: Conversation, node_id: str) -> Node:
    try:
        return conversation.node(node_id)
    except KeyError as error:
        raise _gone() from error


def _gone() -> ChatError:
    return ChatError(ErrorKind.NOT_FOUND, "This message is no longer there.", remedy="Open the conversation again.")
