"""Asking: a message is stored, a reply is begun, and a Turn writes it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Contest, Message, Role, Status
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import Part, TextPart
from deskchat.chat.plan import Plan
from deskchat.services.broadcast import Broadcast
from deskchat.services.chats import Chats
from deskchat.services.fallback import Fallback, FallbackList
from deskchat.services.new_nodes import GO_ON, new_node, with_message
from deskchat.services.questions import Questions
from deskchat.services.running import Running
from deskchat.services.store_thread import StoreThread
from deskchat.services.turn import Question, Rescue, Turn, TurnUpdate, notes_of
from deskchat.store.shelves import Shelves

log = logging.getLogger(__name__)

__all__ = ["Turn", "TurnUpdate", "Turns"]

MAKERS_CHOICE = Sampling()


class Turns:
    """Begins turns, and knows those under way. ``fallback``: the models of the global fallback list, none when it is off."""

    def __init__(
        self,
        chats: Chats,
        shelves: Shelves,
        store: StoreThread,
        questions: Questions,
        running: Running,
        fallback: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._chats = chats
        self._shelves = shelves
        self._store = store
        self._questions = questions
        self._running = running
        self._fallback = fallback
        self._endings: Broadcast[Turn] = Broadcast()
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
            turn = await self._begin(
                conversation, None, parent, question, self._rescue(conversation, parent, model, sampling)
            )
            await self._chats.choose_model(conversation_id, question.model.ref)
            return turn

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

    async def ask_several(
        self,
        conversation_id: str,
        parts: tuple[Part, ...],
        models: Sequence[ModelRef],
        *,
        sampling: Sampling = MAKERS_CHOICE,
        blind: bool = False,
    ) -> tuple[Turn, ...]:
        """Ask all of ``models`` the same at once: one message, and below it a reply of each, in their order.

        The branch of the first is shown until the person picks another (``Chats.go_on_with``). No fallback list acts: each
        was asked for by name. ``blind``: whose reply is whose is not shown until one is picked. Raises ``ChatError`` as
        ``send`` does, when one of them may not be asked.
        """
        models = tuple(dict.fromkeys(models))
        if not models:
            raise ChatError(ErrorKind.BAD_REQUEST, "No model is chosen.", remedy="Choose at least one.")
        with self._running.claimed(conversation_id):
            conversation = await self._chats.open(conversation_id)
            conversation, user = _with_words(conversation, conversation.leaf, parts)
            questions = [await self._questions.ask(conversation, user.id, model, sampling) for model in models]
            turns: list[Turn] = []
            for question in questions:
                turns.append(await self._begin(conversation, None if turns else user, user.id, question, None))
            entering = self._shelves.of(conversation.id).messages.enter_contest
            contest = Contest.BLIND if blind else Contest.SEEN
            await self._store(entering, [turn.reply.id for turn in turns], contest)
            await self._chats.go_on_with(conversation.id, turns[0].reply)
            return tuple(turns)

    def running(self, conversation_id: str) -> Turn | None:
        """The turn under way in a conversation, the first where there are several."""
        return self._running.get(conversation_id)

    def all_running(self, conversation_id: str) -> tuple[Turn, ...]:
        """All turns under way in a conversation."""
        return self._running.all(conversation_id)

    async def stop(self, conversation_id: str) -> None:
        """Stop all turns of a conversation; returns when what arrived is stored."""
        await self._running.stop(conversation_id)

    async def plan(self, conversation_id: str, model: ModelInfo, draft: tuple[Part, ...] = ()) -> Plan:
        """What ``model`` would see if it were asked next."""
        return (await self.plans(conversation_id, [model], draft))[model.ref]

    async def plans(
        self, conversation_id: str | None, models: Sequence[ModelInfo], draft: tuple[Part, ...] = ()
    ) -> Mapping[ModelRef, Plan]:
        """The same for many models, for the picker. Without a conversation: for a new one."""
        conversation = await self._chats.open(conversation_id) if conversation_id is not None else None
        return await self._questions.plans(conversation, models, draft)

    async def count(self, plan: Plan) -> int | None:
        """The exact number of input tokens of what ``plan`` would send; see ``Questions.count``. Raises ``ChatError``."""
        return await self._questions.count(plan)

    def endings(self) -> AsyncIterator[Turn]:
        """Each turn that ends from now on, wherever. May be called on any thread."""
        return self._endings.listen()

    async def aclose(self) -> None:
        """Store what arrived of all running replies, as cut off."""
        await self._running.cut_off_all()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._chats.unstored.try_all()

    async def _ask(
        self,
        conversation: Conversation,
        parent: str | None,
        parts: tuple[Part, ...],
        model: ModelRef,
        sampling: Sampling,
    ) -> Turn:
        conversation, user = _with_words(conversation, parent, parts)
        question = await self._questions.ask(conversation, user.id, model, sampling)
        turn = await self._begin(conversation, user, user.id, question, self._rescue(conversation, user.id, model, sampling))
        await self._chats.choose_model(conversation.id, question.model.ref)
        return turn

    def _rescue(self, conversation: Conversation, leaf: str, model: ModelRef, sampling: Sampling) -> Rescue | None:
        """The fallback list, the conversation's own or else that of all."""
        names = self._fallback() if conversation.fallback is None else [str(ref) for ref in conversation.fallback]
        if not names:
            return None

        async def ask(conversation: Conversation, leaf: str, model: ModelRef) -> Question:
            return await self._questions.ask(conversation, leaf, model, sampling)

        models = FallbackList(names, self._questions.directory.resolve, model)
        return Fallback(models, conversation, leaf, ask, self._begin)

    async def _begin(
        self, conversation: Conversation, user: Node | None, leaf: str, question: Question, rescue: Rescue | None
    ) -> Turn:
        """Store ``user``, then begin the reply below ``leaf``."""
        if user is not None:
            await self._store(self._shelves.of(conversation.id).messages.add, conversation.id, user)
            await self._chats.entitle(conversation)
            self._chats.tell(conversation.id)
        model = question.model
        message = Message(Role.ASSISTANT, (), Status.STREAMING, model.ref, model.name, notes=notes_of(question))
        reply = new_node(leaf, message)
        await self._store(self._shelves.of(conversation.id).messages.add, conversation.id, reply)
        turn = Turn(conversation.id, user, reply, question, partial(self._save, conversation.id), rescue)
        self._running.put(turn)
        task = asyncio.create_task(self._run(turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return turn

    async def _run(self, turn: Turn) -> None:
        try:
            await turn.run()
        finally:
            if turn.unstored is not None:
                self._chats.unstored.hold(turn.conversation_id, turn.unstored, turn.latest.node)
            self._running.remove(turn)
        self._endings.tell(turn)
        self._chats.tell(turn.conversation_id)
        try:
            await self._questions.answered(turn)
        except ChatError as error:
            log.warning("nothing learnt of a reply kind=%s", error.kind)

    async def _save(self, conversation_id: str, node: Node) -> None:
        await self._store(self._shelves.of(conversation_id).messages.save, node)


def _with_words(
    conversation: Conversation, parent: str | None, parts: tuple[Part, ...]
) -> tuple[Conversation, Node]:
    if not any(not isinstance(part, TextPart) or part.text.strip() for part in parts):
        raise ChatError(ErrorKind.BAD_REQUEST, "There is nothing to send.", remedy="Write a message first.")
    return with_message(conversation, parent, parts)


def _node(conversation: Conversation, node_id: str) -> Node:
    try:
        return conversation.node(node_id)
    except KeyError as error:
        raise _gone() from error


def _gone() -> ChatError:
    return ChatError(ErrorKind.NOT_FOUND, "This message is no longer there.", remedy="Open the conversation again.")
