"""Looking for servers of models: on the usual ports of this machine, or at an address the person gives."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from deskchat.chat.departure import Purpose, Subject
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import nearby
from deskchat.providers.nearby import Server as Server
from deskchat.providers.network import Call
from deskchat.providers.transport import Transport

ANSWER_SECONDS: Final = 3.0
BODY_BYTES: Final = 4 << 20
THIS_MACHINE: Final = "127.0.0.1"


class Nearby:
    """Asks what answers; no key is ever sent. Only asked for by the person, never by itself."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def on_this_machine(self) -> tuple[Server, ...]:
        """Who answers on the usual ports of this machine. Raises ``ChatError("offline")``."""
        return await self._all(nearby.roots(THIS_MACHINE))

    async def at(self, address: str) -> tuple[Server, ...]:
        """Who answers at a host, host:port or URL. Raises ``ChatError`` when nobody does, or it is no address."""
        roots = nearby.roots(address)
        if not roots:
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                f"“{address[:100]}” is not the address of a computer or server.",
                remedy="Write it like 192.168.1.20, desk.local:8080 or https://models.example.",
            )
        found = await self._all(roots)
        if not found:
            raise ChatError(
                ErrorKind.NETWORK,
                f"No server of models answers at {address.strip()[:100]}.",
                remedy="Start it, let it listen beyond its own computer, and name the port if it is not a usual one.",
            )
        return found

    async def _all(self, roots: Sequence[str]) -> tuple[Server, ...]:
        found = await asyncio.gather(*(self._one(root) for root in roots))
        return tuple(server for server in found if server is not None)

    async def _one(self, root: str) -> Server | None:
        answers: dict[str, bytes] = {}
        first, *more = nearby.QUESTIONS
        if not await self._ask(root, first, answers):
            return None    # nobody listens: no need to ask the rest
        await asyncio.gather(*(self._ask(root, path, answers) for path in more))
        return nearby.recognised(root, answers)

    async def _ask(self, root: str, path: str, answers: dict[str, bytes]) -> bool:
        """Keep the body of an answer; does anybody listen there?"""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                call = Call(root, "GET", root + path, subject=Subject(Purpose.NEARBY))
                answers[path] = await self._transport.read(call, _other_status, BODY_BYTES)
        except ChatError as error:
            if error.kind is ErrorKind.OFFLINE:
                raise
            return error.kind is ErrorKind.NOT_FOUND
        except TimeoutError:
            return False
        return True


def _other_status(status: int, _headers: Mapping[str, str], _body: bytes) -> ChatError:
    return ChatError(ErrorKind.NOT_FOUND, f"The server answered with status {status}.")
