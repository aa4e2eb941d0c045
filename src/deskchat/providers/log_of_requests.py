"""What is told of each request that leaves: from the transport to whoever keeps the list."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

from msgspec.structs import replace

from deskchat.chat.departure import Departure
from deskchat.providers.addresses import host_and_port
from deskchat.providers.network import Call

LONGEST_PATH = 200

Witness = Callable[[Departure], None]
"""Is told when a request leaves, and again, under the same id, when it has ended. Must return at once."""


class _Headed(Protocol):
    """A request or an answer, as far as it is counted here."""

    @property
    def headers(self) -> "_Raw": ...


class _Raw(Protocol):
    @property
    def raw(self) -> list[tuple[bytes, bytes]]: ...


def nobody(departure: Departure) -> None:
    """Keeps no list."""


class Entry:
    """One request on its way; tells ``witness`` of it."""

    def __init__(self, call: Call, request: _Headed, witness: Witness) -> None:
        path = urlsplit(call.url).path
        self._witness = witness
        self._departure = Departure(
            secrets.token_hex(10),
            datetime.now(UTC),
            call.name,
            host_and_port(call.url),
            path[:LONGEST_PATH],
            call.subject,
            len(f"{call.method} {path} HTTP/1.1") + 4 + _size(request) + len(call.body or b""),
        )
        witness(self._departure)

    def not_sent(self, failure: str) -> None:
        """There was no connection."""
        self._end(replace(self._departure, sent_bytes=0, failure=failure))

    def no_answer(self, failure: str) -> None:
        """It was sent, and nothing came back."""
        self._end(replace(self._departure, failure=failure))

    def answered(self, status: int, answer: _Headed, body_bytes: int, failure: str = "") -> None:
        """The answer was read, as far as anybody wanted it."""
        received = _size(answer) + body_bytes
        self._end(replace(self._departure, status=status, received_bytes=received, failure=failure))

    def _end(self, departure: Departure) -> None:
        if self._departure.ended_at is None:
            self._departure = replace(departure, ended_at=datetime.now(UTC))
            self._witness(self._departure)


def _size(message: _Headed) -> int:
    return sum(len(name) + len(value) + 4 for name, value in message.headers.raw)
