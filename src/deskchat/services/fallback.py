"""The fallback list: who is asked, one after the other, when a model can't answer; off until the person makes one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.services.new_nodes import GO_ON, with_message
from deskchat.services.turn import Question, Rescue, Sequel, Substitute, Turn

# what another model might not suffer from; a refused request or an empty reply is for the person to look at
REASON_WORDS = {
    ErrorKind.AUTH: "its key is missing or was refused",
    ErrorKind.PERMISSION: "the account may not use it",
    ErrorKind.NOT_FOUND: "it was not found",
    ErrorKind.RATE_LIMIT: "too many requests",
    ErrorKind.QUOTA: "the credit is used up",
    ErrorKind.OVERLOADED: "it is too busy",
    ErrorKind.CONTEXT: "the conversation is too long for it",
    ErrorKind.NETWORK: "the connection failed",
    ErrorKind.TIMEOUT: "it said nothing for too long",
    ErrorKind.ENGINE: "the local engine failed",
    ErrorKind.MODEL_FILE: "its file can't be used",
    ErrorKind.OFFLINE: "offline mode is on",
}


class FallbackList:
    """What is left of the list while one question is answered. No model is asked twice.

    ``names``: models in the person's order, as ``Directory.resolve`` takes them.
    """

    def __init__(
        self, names: Sequence[str], resolve: Callable[[str], Awaitable[ModelInfo]], first: ModelRef
    ) -> None:
        self._left = list(names)
        self._resolve = resolve
        self._asked = {first}

    async def next(
        self,
        question: Question,
        error: ChatError,
        ask: Callable[[ModelRef], Awaitable[Question]],
        *,
        going_on: bool = False,
    ) -> Substitute:
        """The next model that can be asked, after ``question`` failed with ``error``, and the sentences that say so.

        ``ask`` makes the question for it; a ``ChatError`` there passes the model over. ``going_on``: the failed reply had
        words, and the next model is to go on from them.
        """
        notes: tuple[str, ...] = ()
        reason = REASON_WORDS.get(error.kind)
        while reason is not None and self._left:
            name = self._left.pop(0)
            try:
                model = await self._resolve(name)
                if model.ref in self._asked:
                    continue
                self._asked.add(model.ref)
                asked = await ask(model.ref)
            except ChatError as refusal:
                notes = (*notes, _passed_over_words(name, refusal.sentence))
                continue
            why_not = model.unavailable or ("" if asked.plan.fits else " ".join(asked.plan.notes))
            if why_not:
                notes = (*notes, _passed_over_words(model.name, why_not))
                continue
            return Substitute(asked, (*notes, _told(question.model, reason, model, going_on=going_on)))
        return Substitute(None, notes)


Ask = Callable[[Conversation, str, ModelRef], Awaitable[Question]]
Begin = Callable[[Conversation, Node | None, str, Question, Rescue], Awaitable[Turn]]


class Fallback:
    """What a turn does by its fallback list.

    Before anything of a reply came, another model takes its place. A reply that broke off stays as it is: the next model
    goes on below it, as with Continue; where nothing but thinking had come, it answers beside it, as with Regenerate.

    ``conversation`` is as it was when the branch that ends at ``leaf`` was answered. ``ask`` makes a question for a model;
    ``begin`` stores a message where there is one, and begins the reply below the node of that id.
    """

    def __init__(self, models: FallbackList, conversation: Conversation, leaf: str, ask: Ask, begin: Begin) -> None:
        self._models = models
        self._conversation = conversation
        self._leaf = leaf
        self._ask = ask
        self._begin = begin

    async def instead(self, question: Question, error: ChatError) -> Substitute:
        """The next of the list that can be asked."""
        return await self._models.next(question, error, partial(self._ask, self._conversation, self._leaf))

    async def go_on(self, question: Question, reply: Node, error: ChatError) -> Sequel:
        """The turn of the next one, below or beside ``reply``."""
        conversation, leaf, user = self._conversation.with_node(reply), self._leaf, None
        has_words = bool(reply.message.text.strip())
        if has_words:
            conversation, user = with_message(conversation, reply.id, GO_ON)
            leaf = user.id
        found = await self._models.next(question, error, partial(self._ask, conversation, leaf), going_on=has_words)
        if found.question is None:
            return Sequel(None, found.notes)
        rescue = Fallback(self._models, conversation, leaf, self._ask, self._begin)
        asked = replace(found.question, story=found.notes)
        return Sequel(await self._begin(conversation, user, leaf, asked, rescue))


def _passed_over_words(name: str, why: str) -> str:
    """``why``: one sentence or several."""
    return f"{name} was passed over: {why}"


def _told(first: ModelInfo, reason: str, second: ModelInfo, *, going_on: bool) -> str:
    if going_on:
        return f"{first.name} broke off ({reason}): {second.name} was asked to go on."
    return f"{first.name} could not answer ({reason}): {second.name} was asked instead."
