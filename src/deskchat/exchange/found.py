"""What reading an export gives: conversations, and what could not be taken."""

import msgspec

from deskchat.chat.conversation import Conversation


class Found(msgspec.Struct, frozen=True):
    """A conversation of an export. ``notes``: sentences on what of it was not taken."""

    conversation: Conversation
    notes: tuple[str, ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """Something of an export that was not taken, as a whole sentence."""

    sentence: str


class UnreadableError(Exception):
    """A file or a part of it can't be read; the text is a whole sentence for the person."""
