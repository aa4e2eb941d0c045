"""Replies that the disk refused: they are shown as they are, and stored as soon as it takes them."""

import logging

from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services.store_thread import StoreThread
from deskchat.store.shelves import Shelves

log = logging.getLogger(__name__)


class Unstored:
    """In memory, by conversation: a program that ends before the disk takes them has lost them."""

    def __init__(self, shelves: Shelves, store: StoreThread) -> None:
        self._shelves = shelves
        self._store = store
        self._held: dict[str, dict[str, tuple[Node, Node]]] = {}    # by conversation and reply: to store, to show

    def hold(self, conversation_id: str, whole: Node, shown: Node) -> None:
        """Keep ``whole``; until it can be stored ``shown`` stands for it and says why."""
        self._held.setdefault(conversation_id, {})[whole.id] = (whole, shown)

    async def try_again(self, conversation_id: str) -> None:
        """Store what is held of that conversation, if the disk takes it now."""
        held = self._held.get(conversation_id, {})
        for whole, _ in list(held.values()):
            try:
                await self._store(self._shelves.of(conversation_id).messages.save, whole)
            except ChatError as error:
                if error.kind is not ErrorKind.NOT_FOUND:    # its conversation is gone: nobody wants it any more
                    log.warning("a reply is still not stored kind=%s", error.kind)
                    return
            held.pop(whole.id, None)
        if not held:    # another one may have been refused meanwhile
            self._held.pop(conversation_id, None)

    async def try_all(self) -> None:
        """The same of all conversations."""
        for conversation_id in list(self._held):
            await self.try_again(conversation_id)

    def shown_in(self, conversation: Conversation) -> Conversation:
        """The conversation with what is held in the place of what the disk has."""
        held = {reply: shown for reply, (_, shown) in self._held.get(conversation.id, {}).items()}
        if not held:
            return conversation
        return replace(conversation, nodes=tuple(held.get(node.id, node) for node in conversation.nodes))
