"""Anthropic Messages, streamed.

https://platform.claude.com/docs/en/api/messages (November 2026); fields as in anthropic 2.12.0,
``types/message_create_params.py``, ``message_count_tokens_params.py``, ``raw_*_event.py`` and, for blocks that only the
beta has, ``types/beta/``; the version as in ``_constants.py``. ``POST messages`` with ``stream: true`` answers with
server-sent events: ``message_start``, then blocks by index (``content_block_start``, ``…_delta``, ``…_stop``), then
``message_delta`` with the reason to stop, and ``message_stop``. The reply is whole when a ``stop_reason`` was seen.

Nothing that a model thought is ever sent back: signatures bind it to the model and to everything before it, and a
conversation without tools needs none of it (``docs/switching.md``, row 1).
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    Finished,
    Noted,
    ReasoningDelta,
    SourceCited,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.chat.tokens import MESSAGE_OVERHEAD, estimate, estimate_part
from deskchat.providers import claude, claude_stops, failures
from deskchat.providers.claude_tools import Calls
from deskchat.providers.reading import Joiner, JsonEvent, count, not_a_reply, parsed, string, table, tables
from deskchat.providers.reply_reader import JsonReplyReader
from deskchat.providers.wire import Endpoint

VERSION = "2026-10-21"
SAMPLING_VERSION = "2023-06-01"    # the last one that knows temperature, top_p and top_k
IMAGE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
PDF = "application/pdf"
CACHED = {"cache_control": {"type": "ephemeral"}}    # for five minutes, from the last use on
LONGEST_REPLY = 64_000    # tokens, where the person set no limit: thinking and text of a long answer
UNKNOWN_REPLY = 8_192
SHORTEST_REPLY = 1_024
SMALLEST_BUDGET = 1_024
BUDGETS = {"minimal": 1_024, "low": 2_048, "medium": 8_192, "high": 16_384, "max": 32_000}
MORE_TOKENS = 1.3    # the tokenizers since Claude 4.7 make so many of one
MOST_SOURCES = 1_000
COUNTS = ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In what a compatible server differs. ``bearer``: does it want the key as ``Authorization: Bearer …``?"""

    bearer: bool = False


class AnthropicMessages(msgspec.Struct, frozen=True):
    """The wire, for the provider called ``name``."""

    name: str
    dialect: Dialect = Dialect()
    list_path: str = "models?limit=1000"

    def encode(self, request: ChatRequest) -> Endpoint:
        """The body of ``POST messages``, and the version it is written for."""
        limit = _limit(request)
        thinking = _thinking(request, limit)
        drawn = _sampling(request) if thinking.get("type") not in ("adaptive", "enabled") else {}    # never both
        body = {**_prompt(request), "max_tokens": limit, "stream": True, **drawn}
        if request.sampling.stop:
            body["stop_sequences"] = request.sampling.stop
        if thinking:
            body["thinking"] = thinking
        if level := _level(request):
            body["output_config"] = {"effort": level}
        return _endpoint("messages", body, SAMPLING_VERSION if drawn else VERSION)

    def decoder(self) -> "ReplyReader":
        """A reader for one reply."""
        return ReplyReader(self.name)

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means."""
        return failures.from_answer(self.name, status, headers, body)

    def authorization(self, key: str) -> Mapping[str, str]:
        """``x-api-key``, and the version, without which not even models are listed."""
        named = {"Authorization": f"Bearer {key}"} if self.dialect.bearer else {"x-api-key": key}
        return {**named, "anthropic-version": VERSION}

    def count(self, request: ChatRequest) -> Endpoint | None:
        """The body of ``POST messages/count_tokens``, which is free."""
        return _endpoint("messages/count_tokens", _prompt(request), VERSION)

    def read_count(self, body: bytes) -> int | None:
        """``input_tokens``."""
        return count(table(parsed(body.decode("utf-8", "replace"))).get("input_tokens"))


def open_wire(name: str, dialect: Mapping[str, Any]) -> AnthropicMessages:
    """The wire for one provider. Raises ``ValueError`` for a field the dialect does not have."""
    return AnthropicMessages(name, msgspec.convert(dict(dialect), Dialect))


def _endpoint(path: str, body: Mapping[str, Any], version: str) -> Endpoint:
    return Endpoint(path, msgspec.json.encode(body), {"anthropic-version": version})


def _prompt(request: ChatRequest) -> dict[str, Any]:
    """``model``, ``system`` and ``messages``, with marks for the cache.

    What was marked at one turn is read for a tenth of the price at the next, and only what is new is written, for a quarter
    more than its price; shorter prompts than the model caches are passed over without an error. Marked are the system text
    (other conversations begin with it, too), the newest message, and the person's message before it: there the last turn
    put its mark, and it is found even where many blocks lie between.
    """
    messages: list[dict[str, Any]] = [
        {"role": message.role.value, "content": blocks} for message in request.messages if (blocks := _blocks(message))
    ]
    for message in [message for message in messages if message["role"] == Role.USER][-2:]:
        message["content"][-1] |= CACHED
    prompt: dict[str, Any] = {"model": request.model.ref.model, "messages": messages}
    if request.system and request.system.strip():
        prompt["system"] = [{"type": "text", "text": request.system, **CACHED}]
    return prompt


def _blocks(message: Outgoing) -> list[dict[str, Any]]:
    """Content blocks. A text without a visible character is refused, and so are pictures and documents in a reply."""
    parts: list[Sendable] = [part for part in message.parts if not isinstance(part, StatePart)]
    if message.role is Role.ASSISTANT:
        parts = [part if isinstance(part, TextPart) else _named(part) for part in parts]
    blocks = [_block(part) for part in parts]
    return [block for block in blocks if block["type"] != "text" or block["text"].strip()]


def _block(part: Sendable) -> dict[str, Any]:
    match part:
        case ImagePart(_, media_type, data) if media_type in IMAGE_TYPES:
            return {"type": "image", "source": _source(media_type, data)}
        case FilePart(name, media_type, _, data) if media_type == PDF and data:
            return {"type": "document", "source": _source(media_type, data), "title": name}
        case TextPart(text):
            return {"type": "text", "text": text}
        case _:
            return {"type": "text", "text": _named(part).text}


def _named(part: Sendable) -> TextPart:
    """What can't be sent as it is, in words."""
    match part:
        case ImagePart(name):
            return TextPart(f"[image: {name}]")
        case FilePart(name, _, text):
            return TextPart(text if text.strip() else f"[file: {name}]")
        case _:
            return TextPart("")


def _source(media_type: str, data: bytes) -> dict[str, Any]:
    return {"type": "base64", "media_type": media_type, "data": base64.b64encode(data).decode("ascii")}


def _limit(request: ChatRequest) -> int:
    """``max_tokens``, which has to be given: the person's, else enough for any answer, as far as there is room for it.

    Older models refuse a request whose prompt and limit together are longer than their context.
    """
    model, own = request.model, request.sampling.max_tokens
    most = model.max_output_tokens or claude.most_output(model.ref.model)
    if own:
        return min(own, most or own)
    limit = min(most or UNKNOWN_REPLY, LONGEST_REPLY)
    if model.context_tokens is None:
        return limit
    tokens = estimate(request.system or "") + sum(
        MESSAGE_OVERHEAD + sum(estimate_part(part) for part in message.parts) for message in request.messages
    )
    room = model.context_tokens - int(tokens * MORE_TOKENS)
    return min(limit, max(room, SHORTEST_REPLY))


def _sampling(request: ChatRequest) -> dict[str, Any]:
    """How the reply is drawn, where the model takes it: Claude a temperature of at most 1, or else a top_p."""
    model_id, sampling = request.model.ref.model, request.sampling
    if not claude.takes_sampling(model_id):
        return {}
    temperature, top_p = sampling.temperature, sampling.top_p
    if claude.is_claude(model_id) and temperature is not None:
        temperature, top_p = min(temperature, 1.0), None
    fields = {"temperature": temperature, "top_p": top_p, "top_k": sampling.top_k}
    return {name: value for name, value in fields.items() if value is not None}


def _thinking(request: ChatRequest, limit: int) -> dict[str, Any]:
    """``thinking``: shown where the model thinks, a budget where it wants one, nothing where it need not be told."""
    has, effort = claude.abilities(request.model), request.sampling.effort
    if effort == "none" and has.may_be_quiet:
        return {"type": has.off} if has.off else {}
    if effort is None and not has.unasked:
        return {}
    if "adaptive" in has.thinking:
        return {"type": "adaptive", "display": "summarized"}    # without it, models since 4.7 show nothing of it
    budget = max(min(BUDGETS.get(effort or "", SMALLEST_BUDGET), limit - SHORTEST_REPLY), SMALLEST_BUDGET)
    return {"type": "enabled", "budget_tokens": budget} if "enabled" in has.thinking and budget < limit else {}


def _level(request: ChatRequest) -> str:
    """``output_config.effort``; ``""`` for none."""
    has, effort = claude.abilities(request.model), request.sampling.effort
    if effort is None or (effort == "none" and has.may_be_quiet):
        return ""
    return has.level(effort)


class ReplyReader(JsonReplyReader):
    """Reads one reply: a stream, or the one JSON object of a server that does not stream.

    Some servers write several blocks at once, and recordings of relays hold a second ``message_start`` in the middle of a
    reply or behind its end: it goes on with what came before.
    """

    may_go_on = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._thought = Joiner()
        self._calls = Calls()
        self._sources: set[str] = set()
        self._counts: dict[str, int] = {}
        self._stop: Stop | None = None
        self._begun = False

    def _take(self, event: JsonEvent) -> Iterator[StreamEvent]:
        value = event.value
        kind = string(value.get("type")) or event.name
        match kind:
            case "message_start":
                yield from self._message(table(value.get("message")))
            case "message":
                yield from self._message(value)
            case "content_block_start":
                yield from self._block(count(value.get("index")), table(value.get("content_block")))
            case "content_block_delta":
                yield from self._delta(count(value.get("index")), table(value.get("delta")))
            case "content_block_stop":
                yield from self._calls.stop(count(value.get("index")))
            case "message_delta":
                yield from self._usage_in(table(value.get("usage")))
                yield from self._stopped(table(value.get("delta")))
            case "message_stop":
                self._done = True
            case _ if kind == "error" or value.get("error"):
                raise failures.from_value(self._name, value)

    def _message(self, message: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """It begins, or it is there as a whole."""
        self._begun, self._done = True, False
        self._counts.clear()
        yield from self._answered_by(string(message.get("model")))
        yield from self._usage_in(table(message.get("usage")))
        for index, block in enumerate(tables(message.get("content"))):
            yield from self._block(index, block)
            yield from self._calls.stop(index)
        yield from self._stopped(message)

    def _block(self, index: int | None, block: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """A block begins; most are empty then. Thinking that is only there for its maker is passed over."""
        if block.get("type") == "fallback":
            first, second = (failures.clean(string(table(block.get(end)).get("model")), 200) for end in ("from", "to"))
            if second:
                yield Noted(claude_stops.fallback(self._name, first, second))
            yield from self._answered_by(second)
        yield from self._calls.start(index, block)
        yield from self._said(block)
        for citation in tables(block.get("citations")):
            yield from self._cited(citation)

    def _delta(self, index: int | None, delta: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """More of a block: by its kind, for not every server keeps to the block it opened."""
        yield from self._said(delta)
        yield from self._cited(table(delta.get("citation")))
        self._calls.more(index, string(delta.get("partial_json")))

    def _said(self, piece: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """Text and thinking, in blocks of these types and in their deltas."""
        kind = string(piece.get("type"))
        if kind in ("text", "text_delta") and (text := self._joiner.feed(string(piece.get("text")))):
            yield TextDelta(text)
        if kind in ("thinking", "thinking_delta") and (text := self._thought.feed(string(piece.get("thinking")))):
            yield ReasoningDelta(text)

    def _cited(self, citation: Mapping[str, Any]) -> Iterator[SourceCited]:
        """Places on the web; others are places in what the person sent."""
        url = failures.clean(string(citation.get("url")) or string(citation.get("source")), 2_000)
        if url.startswith(("https://", "http://")) and url not in self._sources and len(self._sources) < MOST_SOURCES:
            self._sources.add(url)
            yield SourceCited(url, failures.clean(string(citation.get("title")), 200))

    def _usage_in(self, given: Mapping[str, Any]) -> Iterator[UsageReported]:
        """Counts are cumulative: each replaces the one before it."""
        thought = table(given.get("output_tokens_details")).get("thinking_tokens")
        told = {**{field: count(given.get(field)) for field in COUNTS}, "thinking_tokens": count(thought)}
        self._counts |= {field: number for field, number in told.items() if number is not None}
        yield from self._counted(_usage(self._counts))

    def _stopped(self, holder: Mapping[str, Any]) -> Iterator[Noted]:
        if reason := string(holder.get("stop_reason")):
            self._stop, sentence = claude_stops.stop(self._name, reason, table(holder.get("stop_details")))
            if sentence:
                yield Noted(sentence)

    def _finish(self) -> Iterator[StreamEvent]:
        """What was held back, and the end; or why it is none."""
        self._done = True
        if half := self._thought.end():
            yield ReasoningDelta(half)
        if half := self._joiner.end():
            yield TextDelta(half)
        yield from self._calls.end()
        if not self._begun and self._stop is None:    # llama-server may leave message_start out
            raise not_a_reply(self._name, "no message was found")
        if self._stop is None:
            raise failures.cut_off(self._name, "the stream ended without a stop_reason")
        yield Finished(self._stop)


def _usage(counts: Mapping[str, int]) -> Usage:
    """``input_tokens`` leaves out what concerns the cache."""
    plain = counts.get("input_tokens")
    read, written = counts.get("cache_read_input_tokens"), counts.get("cache_creation_input_tokens")
    whole = None if plain is None else plain + (read or 0) + (written or 0)
    return Usage(whole, counts.get("output_tokens"), read, counts.get("thinking_tokens"), written)
