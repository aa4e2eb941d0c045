"""Conversations as the window and the command line use them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from deskchat.chat.conversation import TEMPORARY, Conversation, Node, Summary
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Role
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.persona import Terms
from deskchat.services.broadcast import Broadcast
from deskchat.services.store_thread import StoreThread
from deskchat.services.titles import title_from
from deskchat.services.unstored import Unstored
from deskchat.store.conversations import Conversations
from deskchat.store.ids import new_id
from deskchat.store.shelves import Shelves

MOST_TOLD = 200
UNDO_FOR = timedelta(days=7)    # a deleted conversation is erased from the file after that


class Changed(msgspec.Struct, frozen=True):
    """Something of this conversation is not what it was: title, order, deletion, a message, a finished reply.

    ``""``: of any of them.
    """

    conversation_id: str


class Chats:
    """All conversations. Every change is on the disk when its coroutine returns; all raise ``ChatError``."""

    def __init__(
        self,
        shelves: Shelves,
        store: StoreThread,
        let_go: Callable[[str], Awaitable[None]],
    ) -> None:
        self._shelves = shelves
        self._conversations = shelves.disk.conversations
        self._store = store
        self._let_go = let_go
        self.unstored = Unstored(shelves, store)
        self._changes: Broadcast[Changed] = Broadcast()

    async def all(self) -> tuple[Summary, ...]:
        """Those that are not deleted: pinned first, then newest first."""
        return await self._store(self._conversations.summaries)

    async def open(self, conversation_id: str, *, last: int | None = None) -> Conversation:
        """The conversation with that id, or the only one whose id begins so. Raises ``ChatError("not_found")``.

        ``last``: with only so many of its messages, those made last, when the one that is shown last is among them.
        """
        await self.unstored.try_again(conversation_id)
        try:
            return self.unstored.shown_in(await self._store(self._of(conversation_id).open, conversation_id, last))
        except ChatError as error:
            if error.kind is not ErrorKind.NOT_FOUND or not conversation_id:
                raise
        return await self._store(self._conversations.open, await self._whole_id(conversation_id), last)

    async def create(
        self,
        model: ModelRef | None = None,
        system: str | None = None,
        fallback: tuple[ModelRef, ...] | None = None,
        *,
        persona: str = "",
        sampling: Sampling = Sampling(),
        temporary: bool = False,
    ) -> Conversation:
        """A new, empty conversation; ``fallback`` as in ``set_fallback``, the rest as in ``set_terms``.

        ``temporary``: nothing of it is on the disk, ever, until ``keep``; it is in no list and no search.
        """
        now = datetime.now(UTC)
        conversation_id = TEMPORARY + new_id(now) if temporary else new_id(now)
        conversation = Conversation(
            conversation_id, "", now, now, model=model, system=system, fallback=fallback, persona=persona, sampling=sampling
        )
        await self._store(self._of(conversation.id).create, conversation)
        self.tell(conversation.id)
        return conversation

    async def rename(self, conversation_id: str, title: str) -> None:
        """Give the title the person typed; an empty one lets the program make one again."""
        title = " ".join(title.split())
        await self._store(self._of(conversation_id).rename, conversation_id, title, by_hand=bool(title))
        self.tell(conversation_id)

    async def pin(self, conversation_id: str, pinned: bool) -> None:
        """Keep it at the top of the list, or not."""
        await self._store(self._of(conversation_id).set_pinned, conversation_id, pinned)
        self.tell(conversation_id)

    async def delete(self, *ids: str) -> None:
        """Put them away, after stopping replies that are being written; ``restore`` undoes it for some days."""
        for conversation_id in ids:
            await self._let_go(conversation_id)
        await self._store(self._conversations.delete, *ids)
        self.tell_all(ids)

    async def restore(self, *ids: str) -> None:
        """Undo ``delete``."""
        await self._store(self._conversations.restore, *ids)
        self.tell_all(ids)

    async def keep(self, temporary_id: str) -> str:
        """Make a temporary conversation one like any other; its id from now on. Not while a reply is written in it."""
        kept = new_id(datetime.now(UTC))
        await self._store(self._shelves.keep, temporary_id, kept)
        self.tell(kept)
        return kept

    async def erase(self, temporary_id: str) -> None:
        """Forget a temporary conversation, after stopping a reply that is being written."""
        await self._let_go(temporary_id)
        await self._store(self._shelves.erase, temporary_id)

    async def show_branch(self, conversation_id: str, leaf: str) -> None:
        """Show the branch that ends at ``leaf``."""
        await self._store(self._of(conversation_id).set_leaf, conversation_id, leaf)

    async def go_on_with(self, conversation_id: str, reply: Node) -> None:
        """Pick one of several replies: its branch is shown, and its model is the one of the next reply."""
        await self.show_branch(conversation_id, (await self.open(conversation_id)).newest_leaf_below(reply.id))
        if reply.message.model is not None:
            await self.choose_model(conversation_id, reply.message.model)
        self.tell(conversation_id)

    async def set_fallback(self, conversation_id: str, models: tuple[ModelRef, ...] | None) -> None:
        """Who is asked when the model can't answer; nobody for ``()``, and ``None``: as the settings say."""
        await self._store(self._of(conversation_id).set_fallback, conversation_id, models)

    async def choose_model(self, conversation_id: str, ref: ModelRef) -> None:
        """The model of the next reply."""
        await self._store(self._of(conversation_id).set_model, conversation_id, ref)

    async def set_terms(self, conversation_id: str, terms: Terms) -> None:
        """The system text and the parameters of all replies from now on, and the assistant they came from."""
        kept = Terms(terms.persona, (terms.system or "").strip() or None, terms.sampling)
        await self._store(self._of(conversation_id).set_terms, conversation_id, kept)

    async def entitle(self, conversation: Conversation) -> None:
        """Make a title from the first message, where there is none yet."""
        if conversation.title:
            return
        said = next((node.message.text for node in conversation.branch() if node.message.role is Role.USER), "")
        title = title_from(said)
        if title:
            await self._store(self._of(conversation.id).rename, conversation.id, title, by_hand=False)

    async def purge(self) -> None:
        """Erase what was deleted more than a week ago."""
        await self._store(self._conversations.purge, UNDO_FOR)

    def changes(self) -> AsyncIterator[Changed]:
        """What changes from now on. May be called on any thread."""
        return self._changes.listen()

    def tell(self, conversation_id: str) -> None:
        """Let listeners know that this conversation changed."""
        self._changes.tell(Changed(conversation_id))

    def tell_all(self, ids: Sequence[str]) -> None:
        """The same of several; of very many one word is enough: lists are read anew after each."""
        for conversation_id in ids if len(ids) <= MOST_TOLD else ids[:1]:
            self.tell(conversation_id)

    def _of(self, conversation_id: str) -> Conversations:
        return self._shelves.of(conversation_id).conversations

    async def _whole_id(self, prefix: str) -> str:
        matching = await self._store(self._conversations.matching, prefix)
        if len(matching) == 1:
            return matching[0]
        if not matching:
            said = f"There is no conversation “{prefix}”."
            raise ChatError(ErrorKind.NOT_FOUND, said, remedy="“deskchat list” shows those there are.")
        said = f"“{prefix}” is the beginning of more than one conversation: {', '.join(matching)}."
        raise ChatError(ErrorKind.NOT_FOUND, said, remedy="Give more of its id.")
