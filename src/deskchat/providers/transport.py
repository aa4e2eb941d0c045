"""HTTP, the careful way: the only place where the HTTP library is known, and the only way a key leaves the machine.

No redirect is followed, no cookie kept, no compression asked for; loopback addresses never go through a proxy, and a
key never over plain ``http://`` to another machine. Sizes and times are bounded; closing an answer closes its socket.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import failures
from deskchat.providers.addresses import host_and_port, is_address, is_loopback

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger(__name__)

ERROR_BODY_BYTES = 64 * 1024
RETRIED = frozenset({ErrorKind.RATE_LIMIT, ErrorKind.OVERLOADED})


class Patience(msgspec.Struct, frozen=True):
    """How long to wait, in seconds, and how often to try.

    ``first_s``: from the request to the first words; thinking can be silent for minutes. ``idle_s``: between words;
    comments and empty events do not count. ``retries``: further tries before the first word, ``retry_s`` apart,
    doubling; ``longest_retry_s``: a server that asks to wait longer is not waited for, the person is told instead.
    """

    connect_s: float = 10.0
    first_s: float = 900.0
    idle_s: float = 300.0
    list_s: float = 30.0
    retries: int = 2
    retry_s: float = 0.5
    longest_retry_s: float = 10.0


class Call(msgspec.Struct, frozen=True):
    """One request. ``name`` is the provider's, for sentences; ``authorization`` are the headers that carry ``key``."""

    name: str
    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    key: str | None = None
    authorization: Mapping[str, str] = {}

    def __repr__(self) -> str:
        """Without headers and key: a call may end up in a log or a crash report."""
        return f"Call({self.method} {self.name})"


Failure = Callable[[int, Mapping[str, str], bytes], ChatError]


class Answer:
    """The body of an answer with status 200, as it comes. Tell ``heard`` when something of meaning was in it."""

    def __init__(self, call: Call, response: "httpx2.Response", patience: Patience) -> None:
        self._call = call
        self._pieces = response.aiter_bytes()
        self._patience = patience
        self._heard = False
        self._until = asyncio.get_running_loop().time() + patience.first_s

    def heard(self) -> None:
        """Words came: the wait begins anew."""
        self._heard = True
        self._until = asyncio.get_running_loop().time() + self._patience.idle_s

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            async with asyncio.timeout_at(self._until):
                return await anext(self._pieces)
        except _foreign() as error:
            raise _translated(error, self._call, begun=self._heard) from None

    async def drain(self, seconds: float = 0.25) -> None:
        """Read the little that follows the end of a reply, so that the connection can be used again."""
        self._until = asyncio.get_running_loop().time() + seconds
        try:
            async for _ in self:
                pass
        except ChatError as error:
            log.debug("nothing more to read: %s", error.kind)


class Transport:
    """All HTTP of the program. Nothing is opened, not even the library, before the first call.

    ``offline`` refuses every address that is not on this machine, before a socket is opened.
    """

    def __init__(self, *, offline: bool = False, patience: Patience | None = None) -> None:
        self.offline = offline
        self._patience = patience or Patience()
        self._clients: dict[bool, httpx2.AsyncClient] = {}

    async def aclose(self) -> None:
        """Close all connections."""
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.aclose()

    @asynccontextmanager
    async def open(self, call: Call, failure: Failure) -> AsyncIterator[Answer]:
        """Send ``call`` and give its answer; leaving closes it. Raises ``ChatError``, free of the key."""
        self._check(call)
        async with AsyncExitStack() as stack:
            try:
                response = await self._send(call, failure, stack)
            except ChatError as error:
                raise without_key(error, call.key) from None
            yield Answer(call, response, self._patience)

    async def read(self, call: Call, failure: Failure, limit_bytes: int) -> bytes:
        """The whole body, at most ``limit_bytes`` of it. Raises ``ChatError``."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._patience.list_s), self.open(call, failure) as answer:
                async for piece in answer:
                    body += piece
                    if len(body) > limit_bytes:
                        raise _too_large(call.name, limit_bytes)
        except TimeoutError:
            raise _too_slow(call.name) from None
        return bytes(body)

    def _check(self, call: Call) -> None:
        """Refuse what must not be sent. The key is in none of the sentences."""
        if not is_address(call.url):
            raise _no_address(call.name)
        local = is_loopback(call.url)
        if self.offline and not local:
            raise ChatError(
                ErrorKind.OFFLINE,
                f"Offline mode is on, so {call.name} was not asked.",
                remedy="Choose a local model, or turn offline mode off.",
            )
        if call.key is None:
            return
        if not call.key or any(not "!" <= character <= "~" for character in call.key):
            raise ChatError(
                ErrorKind.AUTH,
                f"The key for {call.name} holds a character that no key has, such as a space or a line break.",
                remedy="Copy the key again and enter it in the settings.",
            )
        if not local and not call.url.startswith("https:"):
            raise ChatError(
                ErrorKind.PERMISSION,
                f"The key for {call.name} was not sent: over http:// anyone on the way could read it.",
                remedy="Use an https:// address, or set the provider to need no key.",
            )

    async def _send(self, call: Call, failure: Failure, stack: AsyncExitStack) -> "httpx2.Response":
        """The response with status 200, unread; what can be expected to pass is tried again."""
        for tried in range(self._patience.retries + 1):
            response = await self._ask(call)
            if response.status_code == 200:
                stack.push_async_callback(response.aclose)
                return response
            try:
                error = await self._refusal(call, response, failure)
            finally:
                await response.aclose()
            wait_s = self._patience.retry_s * 2**tried * random.uniform(0.75, 1.25)  # noqa: S311  # jitter, not a secret
            if error.retry_after_s is not None:
                wait_s = max(error.retry_after_s, 0.0)
            if error.kind not in RETRIED or tried == self._patience.retries or wait_s > self._patience.longest_retry_s:
                raise error
            log.info("%s answered %s, trying again in %.1f s", call.name, response.status_code, wait_s)
            await asyncio.sleep(wait_s)
        raise AssertionError("the last try returns or raises")

    async def _ask(self, call: Call) -> "httpx2.Response":
        client = self._client(is_loopback(call.url))
        headers = {
            "Accept": "text/event-stream, application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "deskchat",
            **({} if call.body is None else {"Content-Type": "application/json"}),
            **call.headers,
            **call.authorization,
        }
        try:
            request = client.build_request(call.method, call.url, headers=headers, content=call.body)
            async with asyncio.timeout(self._patience.first_s):
                return await client.send(request, stream=True)
        except _foreign() as error:
            raise _translated(error, call, begun=False) from None

    async def _refusal(self, call: Call, response: "httpx2.Response", failure: Failure) -> ChatError:
        if 300 <= response.status_code < 400:
            return _redirected(call, response.headers.get("location", ""))
        body = bytearray()
        try:
            async with asyncio.timeout(self._patience.list_s):
                async for piece in response.aiter_bytes():
                    body += piece[: ERROR_BODY_BYTES - len(body)]
                    if len(body) >= ERROR_BODY_BYTES:
                        break
        except _foreign() as error:    # the status alone says enough when the body can't be read
            log.info("%s gave no reason for %s: %s", call.name, response.status_code, type(error).__name__)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return failure(response.status_code, headers, bytes(body))

    def _client(self, local: bool) -> "httpx2.AsyncClient":
        """One client for this machine, which no proxy setting reaches, and one for the rest of the world."""
        if local not in self._clients:
            self._clients[local] = _new_client(local, self._patience)
        return self._clients[local]


def _new_client(local: bool, patience: Patience) -> "httpx2.AsyncClient":
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx2

    for name in ("httpx2", "httpcore2"):    # they log whole addresses and headers
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx2.AsyncClient(
        trust_env=not local,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx2.Timeout(connect=patience.connect_s, read=None, write=60.0, pool=10.0),
    )


def without_key(error: ChatError, key: str | None) -> ChatError:
    """The same error with every trace of ``key`` blotted out: servers repeat what they were sent."""
    if not key:
        return error

    def blotted(text: str) -> str:
        return text.replace(key, "[key]")

    return ChatError(
        error.kind,
        blotted(error.sentence),
        remedy=blotted(error.remedy),
        detail=blotted(error.detail),
        retry_after_s=error.retry_after_s,
    )


def _foreign() -> tuple[type[Exception], ...]:
    """Everything a call can fail with that is nobody's bug here."""
    import httpx2

    return (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, TimeoutError)


def _translated(error: Exception, call: Call, *, begun: bool) -> ChatError:
    """What the HTTP library says, in our words; beyond this function nobody has heard of it."""
    import httpx2

    detail = type(error).__name__
    match error:
        case httpx2.ConnectTimeout() | httpx2.ConnectError() | httpx2.ProxyError():
            return _unreachable(call, f"{detail}: {failures.clean(str(error), 200)}")
        case TimeoutError() | httpx2.TimeoutException():
            return _too_slow(call.name)
        case httpx2.InvalidURL() | httpx2.UnsupportedProtocol():
            return _no_address(call.name)
        case httpx2.TransportError() | httpx2.DecodingError() if begun:
            return failures.cut_off(call.name, detail)
        case httpx2.DecodingError() | httpx2.ProtocolError() if not isinstance(error, httpx2.RemoteProtocolError):
            sentence, remedy = failures.SENTENCES[ErrorKind.PROTOCOL]
            return ChatError(ErrorKind.PROTOCOL, f"{sentence.format(name=call.name)}.", remedy=remedy, detail=detail)
        case httpx2.TransportError() | httpx2.StreamError():
            return ChatError(
                ErrorKind.NETWORK,
                f"{call.name} closed the connection without an answer.",
                remedy="Try again, or choose another model.",
                detail=detail,
            )
        case _:
            raise error


def _no_address(name: str) -> ChatError:
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"The address of {name} is not one of a server.",
        remedy="Correct it in the settings; it begins with http:// or https://.",
    )


def _unreachable(call: Call, detail: str) -> ChatError:
    where = host_and_port(call.url)
    if "SSL" in detail or "certificate" in detail:    # the library has no error of its own for it
        return ChatError(
            ErrorKind.NETWORK,
            f"{call.name} was not asked, because no secure connection to {where} could be made.",
            remedy="Check the address, and the date of this computer; a server of your own needs a valid certificate.",
            detail=detail,
        )
    if is_loopback(call.url):
        return ChatError(
            ErrorKind.NETWORK,
            f"{call.name} is not running: nothing answers at {where}.",
            remedy="Start it, check its address in the settings, or choose another model.",
            detail=detail,
        )
    return ChatError(
        ErrorKind.NETWORK,
        f"{call.name} can't be reached at {where}.",
        remedy="Check the connection and the address, or choose a local model.",
        detail=detail,
    )


def _redirected(call: Call, location: str) -> ChatError:
    try:
        target = urlsplit(location).hostname
    except ValueError:
        target = None
    target = failures.clean(target or urlsplit(call.url).hostname or "another address", 100)
    return ChatError(
        ErrorKind.PROTOCOL,
        f"{call.name} wants the request sent to {target} instead, which was not done.",
        remedy="It would take the message and the key along. If the new address is right, enter it in the settings.",
        detail="an HTTP redirect",
    )


def _too_large(name: str, limit_bytes: int) -> ChatError:
    return ChatError(
        ErrorKind.PROTOCOL,
        f"{name} sent far more than an answer can hold, so the rest was not read.",
        remedy="Check the address of the server in the settings.",
        detail=f"more than {limit_bytes:,} bytes",
    )


def _too_slow(name: str) -> ChatError:
    return ChatError(
        ErrorKind.TIMEOUT,
        f"{name} said nothing for too long.",
        remedy="Try again, or choose another model.",
    )
