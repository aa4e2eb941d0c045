"""How patiently servers are asked, and by which way; a change holds from the next request on."""

from collections.abc import Mapping

import msgspec

from deskchat.chat.departure import Subject

SYSTEM = "system"
NONE = "none"


class Patience(msgspec.Struct, frozen=True):
    """How long to wait, in seconds, and how often to try.

    ``first_s``: from the request to the first words; thinking can be silent for minutes. ``idle_s``: between words;
    comments and empty events do not count. ``retries``: further tries before the answer begins, ``retry_s`` apart,
    doubling up to ``slowest_retry_s``; ``longest_retry_s``: a server that asks to wait longer is not waited for, the
    person is told instead.
    """

    connect_s: float = 10.0
    first_s: float = 600.0
    idle_s: float = 300.0
    list_s: float = 30.0
    retries: int = 2
    retry_s: float = 0.5
    slowest_retry_s: float = 8.0
    longest_retry_s: float = 20.0


class Route(msgspec.Struct, frozen=True):
    """The way to servers on other machines.

    ``proxy``: ``"system"`` (as the environment or the desktop says), ``"none"``, or a proxy's address, which may hold a
    user's name. ``password``: what the proxy wants with that name, ``None`` while it has not been asked for.
    ``ca_file``: certificates (PEM) that are trusted besides the system's, ``""`` for none; they count for this machine, too.
    """

    proxy: str = SYSTEM
    ca_file: str = ""
    password: str | None = None

    @property
    def lacks_password(self) -> bool:
        """Has the proxy a user's name, and nobody looked for the password yet?"""
        return self.password is None and self.proxy not in (SYSTEM, NONE) and "@" in self.proxy

    def __repr__(self) -> str:
        """Without the proxy's address and password."""
        return f"Route({self.proxy if self.proxy in (SYSTEM, NONE) else 'a proxy'})"


class Call(msgspec.Struct, frozen=True):
    """One request.

    ``name`` is the provider's, for sentences; ``authorization`` are the headers that carry ``key``. ``accepts``: the
    statuses of answers; every other one is a refusal. ``subject`` is what the list of requests says of it; nothing of
    that is sent.
    """

    name: str
    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    key: str | None = None
    authorization: Mapping[str, str] = {}
    accepts: frozenset[int] = frozenset({200})
    subject: Subject = Subject()

    def __repr__(self) -> str:
        """Without headers and key: a call may end up in a log or a crash report."""
        return f"Call({self.method} {self.name})"
