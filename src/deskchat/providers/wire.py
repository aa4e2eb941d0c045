"""What each file in ``wires/`` offers: a request as bytes, bytes as events, a refusal as an error. No I/O."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol, cast

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.chat.events import StreamEvent
from deskchat.chat.request import ChatRequest


class Endpoint(msgspec.Struct, frozen=True):
    """Where a request goes, below the provider's base URL, its JSON body, and headers that are no secret."""

    path: str
    body: bytes
    headers: Mapping[str, str] = {}


class Decoder(Protocol):
    """Reads one reply.

    ``feed`` and ``end`` are iterators: what came before a failure in the same bytes is given before it is raised.
    """

    @property
    def done(self) -> bool:
        """Was the end of the reply read? What follows at once is fed all the same, and may take that back."""
        ...

    @property
    def damaged(self) -> bool:
        """Was a piece passed over because it could not be read?"""
        ...

    def feed(self, data: bytes) -> Iterator[StreamEvent]:
        """Take more bytes, cut anywhere. Raises ``ChatError`` when the server reports a failure."""
        ...

    def end(self) -> Iterator[StreamEvent]:
        """The bytes are over. Raises ``ChatError`` when the reply is not whole."""
        ...


class Wire(Protocol):
    """One way of talking, for one provider."""

    @property
    def list_path(self) -> str:
        """Where the models are listed (GET), below the base URL."""
        ...

    def encode(self, request: ChatRequest) -> Endpoint:
        """The request as it is sent (POST)."""
        ...

    def decoder(self) -> Decoder:
        """A reader for one reply."""
        ...

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means; ``headers`` have lower-case names."""
        ...

    def authorization(self, key: str) -> Mapping[str, str]:
        """The headers that carry the key, with those that have to stand beside it."""
        ...

    def count(self, request: ChatRequest) -> Endpoint | None:
        """How the provider is asked for the exact number of input tokens, where that is free; ``None`` elsewhere."""
        ...

    def read_count(self, body: bytes) -> int | None:
        """The number in its answer; ``None`` when there is none."""
        ...


class CountsNothing:
    """For wires whose providers don't count tokens before a chat."""

    __slots__ = ()

    def count(self, request: ChatRequest) -> Endpoint | None:
        """There is nothing to ask."""
        return None

    def read_count(self, body: bytes) -> int | None:
        """Never asked for."""
        return None


OpenWire = Callable[[str, Mapping[str, Any]], Wire]
NO_WIRES: Mapping[str, OpenWire] = {}


def open_wire(
    name: str, provider_name: str, dialect: Mapping[str, Any], others: Mapping[str, OpenWire] = NO_WIRES
) -> Wire:
    """The wire ``name`` (``openai-chat``), speaking ``dialect``. Raises ``ValueError`` when either is not known.

    ``others`` are the wires of plugins; they can't stand for one of the program's own.
    """
    try:
        module = import_module(f"deskchat.providers.wires.{name.replace('-', '_')}")
    except ModuleNotFoundError:
        if name in others:
            return others[name](provider_name, dialect)
        raise ValueError(f"there is no wire “{name}”") from None
    return cast(Wire, module.open_wire(provider_name, dialect))
