"""Conversations as the window and the command line use them."""

from collections.abc import AsyncIterator

import msgspec

from deskchat.chat.conversation import Conversation, Summary
from deskchat.chat.model import ModelRef


class Changed(msgspec.Struct, frozen=True):
    """Something of this conversation is not what it was: title, order, deletion, a message, a finished reply."""

    conversation_id: str


class Hit(msgspec.Struct, frozen=True):
    """A place where a search found its words. ``node_id`` is ``None`` when it was the title; ``snippet`` is plain text."""

    conversation: Summary
    node_id: str | None
    snippet: str


class Chats:
    async def all(self) -> tuple[Summary, ...]:
        raise NotImplementedError

    async def open(self, conversation_id: str) -> Conversation:
        raise NotImplementedError

    async def create(self, model: ModelRef | None = None, system: str | None = None) -> Conversation:
        raise NotImplementedError

    async def rename(self, conversation_id: str, title: str) -> None:
        raise NotImplementedError

    async def pin(self, conversation_id: str, pinned: bool) -> None:
        raise NotImplementedError

    async def delete(self, conversation_id: str) -> None:
        raise NotImplementedError

    async def restore(self, conversation_id: str) -> None:
        raise NotImplementedError

    async def show_branch(self, conversation_id: str, leaf: str) -> None:
        raise NotImplementedError

    async def choose_model(self, conversation_id: str, ref: ModelRef) -> None:
        raise NotImplementedError

    async def set_system(self, conversation_id: str, text: str | None) -> None:
        raise NotImplementedError

    async def draft(self, conversation_id: str) -> str:
        raise NotImplementedError

    async def keep_draft(self, conversation_id: str, text: str) -> None:
        raise NotImplementedError

    async def search(self, text: str) -> tuple[Hit, ...]:
        raise NotImplementedError

    def changes(self) -> AsyncIterator[Changed]:
        raise NotImplementedError
