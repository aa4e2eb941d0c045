"""Any wire over the transport: a provider that can be asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from deskchat.chat.departure import Purpose, Subject
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import (
    Finished,
    Noted,
    Progress,
    ReasoningDelta,
    RefusalDelta,
    SourceCited,
    StateReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
)
from deskchat.chat.model import ModelInfo
from deskchat.chat.request import ChatRequest
from deskchat.providers.catalogue import Entry
from deskchat.providers.details import completed
from deskchat.providers.model_lists import LIST_BYTES, own_models, read_models
from deskchat.providers.network import Call
from deskchat.providers.transport import Transport
from deskchat.providers.unanswered import without_key
from deskchat.providers.wire import Decoder, Endpoint, Wire

COUNT_BYTES = 64 * 1024
DETAIL_BYTES = 4 * 1024 * 1024    # Ollama tells licences and whole templates with it
SIGNS_OF_LIFE = (Progress, TextDelta, ReasoningDelta, RefusalDelta, ToolCalled, SourceCited, StateReported)

KeySource = Callable[[], Awaitable[str | None]]


class HttpProvider:
    """A provider of the catalogue, spoken to by ``wire``.

    ``key`` is asked for each call and not kept; the transport belongs to the caller.
    """

    def __init__(self, entry: Entry, wire: Wire, key: KeySource, transport: Transport) -> None:
        self._entry = entry
        self._key = key
        self._transport = transport
        self._wire = wire

    async def stream(self, request: ChatRequest) -> AsyncIterator[StreamEvent]:
        """Ask, and give the answer as it comes; ``Waiting`` before it where it has to be asked again.

        Closing this iterator closes the connection at once.
        """
        endpoint = self._wire.encode(request)
        call = await self._call("POST", endpoint, _about(Purpose.REPLY, request))
        decoder = self._wire.decoder()
        try:
            async with self._transport.opening(call, self._wire.failure) as opening:
                async for waiting in opening:
                    yield waiting
                answer = opening.answer
                async for data in answer:
                    for event in decoder.feed(data):
                        if isinstance(event, SIGNS_OF_LIFE):    # a name or a count is none: long thinking may follow
                            answer.heard()
                        for told in self._told(event, decoder):
                            yield told
                    answer.is_whole(decoder.done)
                for event in decoder.end():
                    for told in self._told(event, decoder):
                        yield told
        except ChatError as error:
            raise without_key(error, call.key) from None

    def _told(self, event: StreamEvent, decoder: Decoder) -> tuple[StreamEvent, ...]:
        """What the person should know of a reply's end goes before it."""
        if isinstance(event, Finished) and decoder.damaged:
            return (Noted(f"A piece of what {self._entry.name} sent could not be read: words may be missing."), event)
        return (event,)

    async def models(self) -> tuple[ModelInfo, ...]:
        """The models of providers.toml where it lists some, else what the server lists."""
        if self._entry.models:
            return own_models(self._entry)
        listed = Endpoint(self._wire.list_path, b"")
        call = await self._call("GET", listed, Subject(Purpose.MODELS), needs_key=self._entry.list_needs_key)
        try:
            body = await self._transport.read(call, self._wire.failure, LIST_BYTES)
            body = await completed(self._entry, body, self._ask_for_details)
            return await asyncio.to_thread(read_models, self._entry, body)    # up to 50 MB: not on the loop
        except ChatError as error:
            raise without_key(error, call.key) from None

    async def count(self, request: ChatRequest) -> int | None:
        """The exact number of input tokens of ``request``, where the provider counts for free; ``None`` elsewhere.

        Raises ``ChatError`` when it can't be asked now.
        """
        endpoint = self._wire.count(request)
        if endpoint is None:
            return None
        call = await self._call("POST", endpoint, _about(Purpose.COUNT, request))
        try:
            return self._wire.read_count(await self._transport.read(call, self._wire.failure, COUNT_BYTES))
        except ChatError as error:
            raise without_key(error, call.key) from None

    async def aclose(self) -> None:
        """Nothing is held between calls."""

    async def _ask_for_details(self, endpoint: Endpoint) -> bytes:
        call = await self._call("POST", endpoint, Subject(Purpose.MODELS))
        return await self._transport.read(call, self._wire.failure, DETAIL_BYTES)

    async def _call(self, method: str, endpoint: Endpoint, subject: Subject, *, needs_key: bool = True) -> Call:
        keyed = self._entry.key == "keyring" and needs_key
        key = await self._key() if keyed else None
        if keyed and key is None:
            raise ChatError(
                ErrorKind.AUTH,
                f"There is no key for {self._entry.name} yet.",
                remedy="Enter it in the settings, or choose another model.",
            )
        # what a request says of itself stands before what stands beside the key
        authorization = {} if key is None else {**self._wire.authorization(key), **endpoint.headers}
        url = f"{self._entry.base_url.rstrip('/')}/{endpoint.path}"
        headers = {**endpoint.headers, **self._entry.headers}
        return Call(self._entry.name, method, url, headers, endpoint.body or None, key, authorization, subject=subject)


def _about(purpose: Purpose, request: ChatRequest) -> Subject:
    return Subject(purpose, str(request.model.ref), request.conversation, request.leaf, len(request.messages))
