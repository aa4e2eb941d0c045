"""A branch of a conversation, made acceptable to one model."""

import msgspec

from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, Sampling
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart

Sendable = TextPart | ImagePart | FilePart | StatePart


class Outgoing(msgspec.Struct, frozen=True):
    """One message as it is sent.

    Images only where the model sees them, files only with ``data`` and where the model takes PDF, and a state, first of the
    parts of a whole reply, only back to its maker.
    """

    role: Role
    parts: tuple[Sendable, ...]

    @property
    def text(self) -> str:
        """The text parts, joined."""
        return "".join(p.text for p in self.parts if isinstance(p, TextPart))


class ChatRequest(msgspec.Struct, frozen=True):
    """What a provider is asked. The fitter guarantees: roles alternate, the last message is the user's, none is empty.

    ``system`` is ``None`` when there is none or when it was put into the first user message. ``plainly``: the server
    refused an effort or what goes with it, so nothing is asked of the thinking. ``conversation``: the id under which the
    engine on this machine keeps what it has read; ``""``: it keeps nothing. ``leaf``: the id of the last message. Neither is
    ever sent anywhere.
    """

    model: ModelInfo
    messages: tuple[Outgoing, ...]
    system: str | None = None
    sampling: Sampling = Sampling()
    plainly: bool = False
    conversation: str = ""
    leaf: str = ""
