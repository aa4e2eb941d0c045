"""Asking the Hugging Face Hub: without a token first, for it says who asks, and with it where the Hub wants to know."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Final

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import hub, unanswered
from deskchat.providers.addresses import is_loopback
from deskchat.providers.following import following
from deskchat.providers.network import Call, Patience
from deskchat.providers.transport import Answer, Failure, Transport
from deskchat.services.connections import Connections

ACCOUNT: Final = "huggingface"    # the provider whose key is a token of the Hub, too
_HELPED_BY_A_TOKEN: Final = frozenset({ErrorKind.PERMISSION, ErrorKind.NOT_FOUND, ErrorKind.AUTH, ErrorKind.RATE_LIMIT})


class HubAccess:
    """The Hub, or the mirror that ``HF_ENDPOINT`` names. ``token`` gives the person's token, where there is one."""

    def __init__(
        self,
        transport: Transport,
        token: Callable[[], Awaitable[str | None]],
        environ: Mapping[str, str],
        patience: Patience | None = None,
    ) -> None:
        self._transport = transport
        self._token = token
        self._environ = environ
        self._patience = patience or Patience(first_s=60.0, idle_s=30.0, retries=0)

    @property
    def at(self) -> str:
        """Its address. Raises ``ChatError("bad_request")`` when ``HF_ENDPOINT`` is none."""
        return hub.endpoint(self._environ)

    async def read(self, call: Callable[[str | None], Call]) -> bytes:
        """A whole answer of the API; ``call`` makes the request with the token it is given. Raises ``ChatError``."""
        body = bytearray()
        async with self._answer(call, None) as answer:
            async for piece in answer:
                body += piece
                if len(body) > hub.ANSWER_BYTES:
                    raise unanswered.too_large(hub.NAME_WORDS, hub.ANSWER_BYTES)
        return bytes(body)

    @asynccontextmanager
    async def piece(
        self, address: str, start: int = 0, end: int | None = None, etag: str = ""
    ) -> AsyncIterator[Answer]:
        """The bytes of a file, wherever the Hub keeps them: see ``hub.piece``. Raises ``ChatError``."""

        def call(key: str | None) -> Call:
            return hub.piece(address, key, start, end, etag)

        async with self._answer(call, hub.storage_failure) as answer:
            yield answer

    @asynccontextmanager
    async def _answer(self, call: Callable[[str | None], Call], elsewhere: Failure | None) -> AsyncIterator[Answer]:
        async with AsyncExitStack() as stack:
            try:
                yielded = await stack.enter_async_context(self._asked(call(None), elsewhere))
            except ChatError as error:
                key = await self._token() if error.kind in _HELPED_BY_A_TOKEN and self._is_safe else None
                if key is None:
                    raise
                yielded = await stack.enter_async_context(self._asked(call(key), elsewhere))
            yield yielded

    def _asked(self, call: Call, elsewhere: Failure | None) -> AbstractAsyncContextManager[Answer]:
        return following(self._transport, call, hub.failure, self._patience, elsewhere)

    @property
    def _is_safe(self) -> bool:
        """May a token travel there?"""
        return self.at.startswith("https:") or is_loopback(self.at)


def token_of(connections: Connections) -> Callable[[], Awaitable[str | None]]:
    """The key of the provider Hugging Face; never one that was entered for somebody else's host."""

    async def token() -> str | None:
        if not connections.has(ACCOUNT):
            return None
        entry = connections.entry(ACCOUNT)
        host = entry.key_host.rpartition(":")[0] or entry.key_host
        if not (host == "huggingface.co" or host.endswith(".huggingface.co")):
            return None
        return (await connections.find_key(entry)).key

    return token
