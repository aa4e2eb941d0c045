"""HTTP, the careful way: the only way out, and the only way a key leaves the machine. ``http_client`` knows the library.

No redirect is followed here (``following`` does), no cookie kept, no compression asked for; loopback addresses never go
through a proxy, and a key never over plain ``http://`` to another machine. Sizes and times are bounded; closing an answer
closes its socket.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.chat.events import Waiting
from deskchat.providers import unanswered
from deskchat.providers.addresses import is_address, is_loopback
from deskchat.providers.cut import Cut
from deskchat.providers.http_client import (
    Line,
    Response,
    connected_too_slowly,
    foreign,
    headers_of,
    never_connected,
    new_client,
    request_of,
    translated,
)
from deskchat.providers.log_of_requests import Entry, Witness, nobody
from deskchat.providers.network import Call, Patience, Route
from deskchat.providers.retries import wait_after_no_connection, wait_after_refusal

log = logging.getLogger(__name__)

__all__ = ["Answer", "Call", "Failure", "Opening", "Patience", "Route", "Transport", "Witness"]

ERROR_BODY_BYTES = 64 * 1024
REFUSAL_S = 5.0    # for the reasons of a refusal: the status is known already
LONGEST_SILENT_WAIT_S = 5.0
REST_S = 0.25      # for what follows the end of a reply: the connection can be used again when all was read
SMALL_BYTES = 4096       # of a piece; after a small one the network is read GATHER_S later, so that several come at once:
GATHER_S = 0.012         # a thousand tokens a second, each read and told by itself, keep a processor busy

Failure = Callable[[int, Mapping[str, str], bytes], ChatError]


class Answer:
    """The body of an accepted answer, as it comes. Tell ``heard`` when something of meaning was in it.

    ``headers`` have lower-case names. Tell ``is_whole`` after each piece, where the end of what was asked for is known.
    """

    def __init__(self, call: Call, response: Response, patience: Patience, cut: Cut) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = headers_of(response)
        self._call = call
        self._pieces = response.aiter_bytes()
        self._patience = patience
        self._heard = False
        self._whole = False
        self._gathered_s = 0.0    # when the network may be read again
        self._until = asyncio.get_running_loop().time() + patience.first_s
        self._cut = cut

    def heard(self) -> None:
        """Words came: the wait begins anew."""
        self._heard = True
        if not self._whole:
            self._until = asyncio.get_running_loop().time() + self._patience.idle_s

    def is_whole(self, whole: bool) -> None:
        """All is there: what follows comes at once, or is not missed. Or it goes on after all."""
        before, self._whole = self._whole, whole
        if whole and not before:
            self._until = asyncio.get_running_loop().time() + REST_S
        elif before and not whole:
            self.heard()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            async with self._cut.within(self._until):
                return await self._next()
        except foreign() as error:
            if self._whole:
                log.debug("nothing more to read: %s", type(error).__name__)
                raise StopAsyncIteration from None
            self._cut.check()
            raise translated(error, self._call, begun=self._heard) from None

    async def _next(self) -> bytes:
        """The next piece. Several may come of one read; only before another one the network is given time."""
        loop = asyncio.get_running_loop()
        if self._gathered_s > loop.time():
            await asyncio.sleep(self._gathered_s - loop.time())
        self._gathered_s = 0.0
        turned = loop.create_future()
        turn = loop.call_soon(turned.set_result, None)
        piece = await anext(self._pieces)
        turn.cancel()
        if turned.done() and len(piece) < SMALL_BYTES:    # the loop turned: it was not there yet, and had to be read
            self._gathered_s = loop.time() + GATHER_S
        return piece


class Opening:
    """A call on its way to an answer: iterate it for the waits between the tries, then take ``answer``.

    Each wait is given before it is waited. Raises ``ChatError``, free of the key.
    """

    def __init__(
        self, call: Call, failure: Failure, line: Line, patience: Patience, route: Route, witness: Witness
    ) -> None:
        self._call = call
        self._witness = witness
        self._entry: Entry | None = None
        self._failure = failure
        self._line = line
        self._patience = patience
        self._route = route
        self._response: Response | None = None
        self.cut = Cut(call.name)

    @property
    def answer(self) -> Answer:
        """The answer, with a status that is accepted. Only after the iteration has ended."""
        assert self._response is not None
        return Answer(self._call, self._response, self._patience, self.cut)

    async def __aiter__(self) -> AsyncIterator[Waiting]:
        tried = 0
        while (waiting := await self._try(tried)) is not None:
            log.info("%s is asked again in %.1f s", self._call.name, waiting.seconds)
            yield waiting
            await self.cut.wait(waiting.seconds)
            tried += 1

    async def aclose(self, failure: str = "") -> None:
        """Close the answer, if there is one; ``failure``: the kind of error that came of it."""
        if self._response is not None:
            await self._response.aclose()
            self._note_end(self._response, failure)
        elif self._entry is not None:    # nobody waited for the answer any more
            self._entry.no_answer("cancelled")

    def _note_end(self, response: Response, failure: str = "") -> None:
        assert self._entry is not None
        self._entry.answered(response.status_code, response, response.num_bytes_downloaded, failure)

    async def _try(self, tried: int) -> Waiting | None:
        """Ask once; ``None``: the answer is there."""
        try:
            response = await self._ask()
        except _NotSentError as unsent:
            waiting = wait_after_no_connection(unsent.error, tried, self._patience)
            if waiting is None or unsent.final:
                raise unsent.error from None
            return waiting
        if response.status_code in self._call.accepts:
            self._response = response
            return None
        try:
            error = unanswered.without_key(await self._refusal(response), self._call.key)
            self._note_end(response, error.kind)
        finally:
            await response.aclose()
        log.info("%s answered %s", self._call.name, response.status_code)
        waiting = wait_after_refusal(error, response.status_code, headers_of(response), tried, self._patience)
        if waiting is None:
            raise error
        return waiting

    async def _ask(self) -> Response:
        call, client = self._call, self._line.client
        try:
            request = request_of(call, client, self._patience)
            self._entry = entry = Entry(call, request, self._witness)
            async with self.cut.within(asyncio.get_running_loop().time() + self._patience.first_s):
                return await client.send(request, stream=True)
        except foreign() as error:
            if self.cut.made:
                raise self._unanswered(unanswered.offline(call.name)) from None
            raised = translated(error, call, begun=False, route=self._route)
            raised = unanswered.without_key(raised, self._route.password)    # what a proxy says may repeat it
            if not never_connected(error):
                raise self._unanswered(raised) from None
            entry.not_sent(raised.kind)
            # a program on this machine that is not running will not start in half a second, and who waited ten
            # seconds for a connection wants to hear of it
            final = connected_too_slowly(error) or is_loopback(call.url) or unanswered.is_insecure(raised.detail)
            raise _NotSentError(raised, final=final) from None

    def _unanswered(self, error: ChatError) -> ChatError:
        if self._entry is not None:
            self._entry.no_answer(error.kind)
        return error

    async def _refusal(self, response: Response) -> ChatError:
        if 300 <= response.status_code < 400:
            return unanswered.redirected(self._call, response.headers.get("location", ""))
        body = bytearray()
        try:
            async with asyncio.timeout(min(REFUSAL_S, self._patience.list_s)):
                async for piece in response.aiter_bytes():
                    body += piece[: ERROR_BODY_BYTES - len(body)]
                    if len(body) >= ERROR_BODY_BYTES:
                        break
        except foreign() as error:    # the status alone says enough when the body can't be read
            log.info("%s gave no reason for %s: %s", self._call.name, response.status_code, type(error).__name__)
        return self._failure(response.status_code, headers_of(response), bytes(body))


async def _no_password(_: str) -> str:
    return ""


class Transport:
    """All HTTP of the program. Nothing is opened, not even the library, before the first call.

    ``offline`` refuses every address, this machine's own included, before a socket is opened. ``proxy_password`` is
    asked for the password of a proxy, by its address, when the first request goes there; it may raise ``ChatError``.
    """

    def __init__(
        self,
        *,
        offline: bool = False,
        patience: Patience | None = None,
        route: Route | None = None,
        witness: Witness = nobody,
        proxy_password: Callable[[str], Awaitable[str]] = _no_password,
    ) -> None:
        self._offline = offline
        self._witness = witness
        self._proxy_password = proxy_password
        self._open: set[Opening] = set()
        self._patience = patience or Patience()
        self._route = route or Route()
        self._lines: dict[tuple[bool, bool], tuple[Route, Line]] = {}
        self._unwanted: list[Line] = []

    def configure(self, patience: Patience, route: Route) -> None:
        """From the next request on; what is under way goes on as it began. May be called on any thread."""
        self._patience, self._route = patience, route

    @property
    def offline(self) -> bool:
        """Is everything refused?"""
        return self._offline

    def go_offline(self, offline: bool) -> None:
        """Refuse everything, or no longer. May be called on any thread; ``hang_up`` ends what is under way."""
        self._offline = offline

    async def hang_up(self) -> None:
        """When offline: end all calls under way with ``ChatError("offline")``, and close the connections kept for later."""
        if not self._offline:
            return
        for opening in self._open:
            opening.cut.make()
        for kind in list(self._lines):
            self._give_up(kind)
        await self._close_unwanted()

    async def aclose(self) -> None:
        """Close all connections."""
        lines, self._lines = list(self._lines.values()), {}
        for _, line in lines:
            await line.client.aclose()

    @asynccontextmanager
    async def opening(
        self, call: Call, failure: Failure, patience: Patience | None = None
    ) -> AsyncIterator[Opening]:
        """Begin ``call``; leaving closes what came of it. Raises ``ChatError``, free of the key."""
        self._check(call)
        route = await self._way_to(call)
        self._check(call)    # the program may have gone offline meanwhile
        line = self._line(call, route)
        line.taken()
        opening = Opening(call, failure, line, patience or self._patience, route, self._witness)
        self._open.add(opening)
        ended_with = ""
        try:
            await self._close_unwanted()
            yield opening
        except ChatError as error:
            ended_with = error.kind
            raise
        finally:
            self._open.discard(opening)
            await opening.aclose(ended_with)
            await line.left()

    async def read(self, call: Call, failure: Failure, limit_bytes: int) -> bytes:
        """The whole body, at most ``limit_bytes`` of it; waits are short and silent. Raises ``ChatError``."""
        patience = msgspec.structs.replace(self._patience, longest_retry_s=LONGEST_SILENT_WAIT_S)
        body = bytearray()
        try:
            async with asyncio.timeout(patience.list_s), self.opening(call, failure, patience) as opening:
                async for _ in opening:
                    pass
                async for piece in opening.answer:
                    body += piece
                    if len(body) > limit_bytes:
                        raise unanswered.too_large(call.name, limit_bytes)
        except TimeoutError:
            raise unanswered.too_slow(call.name) from None
        return bytes(body)

    def _check(self, call: Call) -> None:
        """Refuse what must not be sent."""
        if not is_address(call.url):
            raise unanswered.no_address(call.name)
        local = is_loopback(call.url)
        if self._offline:
            raise unanswered.offline(call.name)
        if call.key is None:
            return
        if not call.key or any(not "!" <= character <= "~" for character in call.key):
            raise unanswered.odd_key(call.name)
        if not local and not call.url.startswith("https:"):
            raise unanswered.key_in_the_clear(call.name)

    def _line(self, call: Call, route: Route) -> Line:
        """One client for this machine, which no proxy reaches, one for the rest of the world; each with and without TLS."""
        kind = (is_loopback(call.url), call.url.startswith("https:"))
        for known, (made_for, _) in list(self._lines.items()):
            if made_for != route if known == kind else not _alike(made_for, route):
                self._give_up(known)
        if kind not in self._lines:
            self._lines[kind] = (route, Line(new_client(route, *kind)))
        return self._lines[kind][1]

    def _give_up(self, kind: tuple[bool, bool]) -> None:
        """From now on nobody gets that line; who has it keeps it."""
        _, line = self._lines.pop(kind)
        line.wanted = False
        self._unwanted.append(line)

    async def _close_unwanted(self) -> None:
        """Those in use close by themselves, after the last answer."""
        while self._unwanted:
            await self._unwanted.pop().close_if_idle()

    async def _way_to(self, call: Call) -> Route:
        """The route, with the proxy's password where one is needed; this machine is reached without it."""
        route = self._route
        if not route.lacks_password or is_loopback(call.url):
            return route
        return msgspec.structs.replace(route, password=await self._proxy_password(route.proxy))


def _alike(one: Route, other: Route) -> bool:
    """The same, but for a password that only one of them needed."""
    return (one.proxy, one.ca_file) == (other.proxy, other.ca_file)


class _NotSentError(Exception):
    """No connection was made. ``final``: trying again is of no use."""

    def __init__(self, error: ChatError, *, final: bool) -> None:
        super().__init__(error.sentence)
        self.error = error
        self.final = final
