"""Anthropic Messages.

https://platform.claude.com/docs/en/api/messages (November 2026); fields as in anthropic 2.12.0,
``types/message_create_params.py`` and ``types/raw_*_event.py``. ``POST /messages`` with ``stream: true`` answers with
server-sent events: ``message_start``, then blocks by index (``content_block_start``, ``…_delta``, ``…_stop``), then
``message_delta`` with the reason to stop, and ``message_stop``. The reply is whole when a reason to stop was seen.

Nothing that a model thought is ever sent back: signatures bind it to the model and to everything before it, and a
conversation without tools needs none of it (``docs/switching.md``, row 1).
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    AnsweredBy,
    Finished,
    Noted,
    ReasoningDelta,
    SourceCited,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
)
from deskchat.chat.message import Stop, Usage
from deskchat.chat.model import ModelInfo
from deskchat.chat.parts import FilePart, ImagePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.chat.tokens import MESSAGE_OVERHEAD, estimate, estimate_part
from deskchat.providers import failures
from deskchat.providers.claude import Claude
from deskchat.providers.reading import (
    Joiner,
    JsonEvent,
    JsonReader,
    count,
    not_a_reply,
    string,
    table,
    tables,
    without_a_word,
)
from deskchat.providers.wire import Endpoint

VERSION = "2026-10-21"
SAMPLING_VERSION = "2023-06-01"    # the last one that knows temperature and top_p
IMAGE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
EFFORTS = {"minimal": "low", "low": "low", "medium": "medium", "high": "high", "max": "max"}
BUDGETS = {"minimal": 1_024, "low": 2_048, "medium": 8_192, "high": 16_384, "max": 31_000}
SMALLEST_BUDGET = 1_024
LONGEST_INPUT = 64 * 1024    # characters of what a tool was asked
CACHED = {"cache_control": {"type": "ephemeral"}}

STOPS = {
    "end_turn": Stop.END,
    "stop_sequence": Stop.END,
    "max_tokens": Stop.LENGTH,
    "model_context_window_exceeded": Stop.LENGTH,
    "tool_use": Stop.TOOL,
    "pause_turn": Stop.TOOL,
    "refusal": Stop.REFUSAL,
}
CATEGORIES = {
    "cyber": "it could help to attack computers",
    "bio": "it could help to do biological harm",
    "frontier_llm": "it could help to develop a competing model",
    "reasoning_extraction": "it asks for the model's inner reasoning",
    "general_harms": "it could help to do harm",
}


class AnthropicMessages(msgspec.Struct, frozen=True):
    """The wire, for the provider called ``name``."""

    name: str
    list_path: str = "models?limit=1000"

    def encode(self, request: ChatRequest) -> Endpoint:
        """The body of ``POST /messages``."""
        claude = Claude.of(request.model)
        sampling, thinking = _sampling(request, claude), _thinking(request, claude)
        if thinking.get("type") in ("enabled", "adaptive"):
            sampling = {}    # a model that thinks takes neither
        body: dict[str, Any] = {
            "model": request.model.ref.model,
            "max_tokens": _limit(request, claude),
            "messages": _messages(request),
            "stream": True,
            **({"system": _system(request)} if request.system else {}),
            **sampling,
            **({"thinking": thinking} if thinking else {}),
            **_output_config(request, claude),
        }
        version = SAMPLING_VERSION if sampling else VERSION
        return Endpoint("messages", msgspec.json.encode(body), {"anthropic-version": version})

    def decoder(self) -> "ReplyReader":
        """A reader for one reply."""
        return ReplyReader(self.name)

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means."""
        return failures.from_answer(self.name, status, headers, body)

    def authorization(self, key: str) -> Mapping[str, str]:
        """``x-api-key``; the version has to stand beside it, also when models are listed."""
        return {"x-api-key": key, "anthropic-version": VERSION}

    def count(self, request: ChatRequest) -> Endpoint | None:
        """``POST /messages/count_tokens`` (``types/message_count_tokens_params.py``)."""
        body = {
            "model": request.model.ref.model,
            "messages": _messages(request),
            **({"system": _system(request)} if request.system else {}),
        }
        return Endpoint("messages/count_tokens", msgspec.json.encode(body), {"anthropic-version": VERSION})

    def read_count(self, body: bytes) -> int | None:
        """``input_tokens``."""
        try:
            return count(table(msgspec.json.decode(body)).get("input_tokens"))
        except (msgspec.DecodeError, RecursionError):
            return None


def open_wire(name: str, dialect: Mapping[str, Any]) -> AnthropicMessages:
    """The wire for one provider; it has no dialects. Raises ``ValueError`` for any."""
    if dialect:
        raise ValueError(f"the wire anthropic-messages has no dialect: {', '.join(dialect)}")
    return AnthropicMessages(name)


# what is sent


def _messages(request: ChatRequest) -> list[dict[str, Any]]:
    """The turns. What stands before the newest message stays the same from turn to turn, so it is marked for the cache."""
    blocks = [_blocks(message) for message in request.messages]
    if len(blocks) > 1 and blocks[-2]:
        blocks[-2][-1] |= CACHED
    turns = zip(request.messages, blocks, strict=True)
    return [{"role": message.role.value, "content": content} for message, content in turns]


def _system(request: ChatRequest) -> str | list[dict[str, Any]]:
    if len(request.messages) == 1:
        return request.system or ""
    return [{"type": "text", "text": request.system or "", **CACHED}]


def _blocks(message: Outgoing) -> list[dict[str, Any]]:
    """Never an empty text: that is a 400."""
    blocks = [_block(part) for part in message.parts if not isinstance(part, TextPart) or part.text.strip()]
    return [block for block in blocks if block is not None]


def _block(part: Sendable) -> dict[str, Any] | None:
    match part:
        case TextPart(text):
            return {"type": "text", "text": text}
        case ImagePart(name, media_type, data):
            if media_type not in IMAGE_TYPES:
                return {"type": "text", "text": f"[image: {name}]"}
            return {"type": "image", "source": _source(media_type, data)}
        case FilePart(name, media_type, _, data):
            return {"type": "document", "source": _source(media_type, data), "title": name}
        case _:
            return None


def _source(media_type: str, data: bytes) -> dict[str, Any]:
    return {"type": "base64", "media_type": media_type, "data": base64.b64encode(data).decode("ascii")}


def _limit(request: ChatRequest, claude: Claude) -> int:
    """``max_tokens``, which has to be given: the person's, else what the model may write and still has room for."""
    model, own = request.model, request.sampling.max_tokens
    limit = own or min(model.max_output_tokens or claude.most_output, 32_000)
    if own is None and model.context_tokens is not None:
        written = estimate(request.system or "") + sum(
            MESSAGE_OVERHEAD + estimate_part(part) for message in request.messages for part in message.parts
        )
        limit = min(limit, max(1_024, model.context_tokens - written))
    return limit


def _sampling(request: ChatRequest, claude: Claude) -> dict[str, Any]:
    """A temperature or a top_p, not both, and only where the person or the model's description asks for it."""
    sampling = request.sampling
    if not claude.samples:
        return {}
    if sampling.temperature is not None:
        return {"temperature": min(sampling.temperature, 1.0)}
    return {} if sampling.top_p is None else {"top_p": sampling.top_p}


def _thinking(request: ChatRequest, claude: Claude) -> dict[str, Any]:
    effort = request.sampling.effort
    if effort == "none":
        unasked = claude.thinks_unasked
        return {"type": claude.off} if unasked and claude.off else _shown() if unasked else {}
    if claude.adapts:
        return _shown() if effort or claude.thinks_unasked else {}
    budget = min(BUDGETS.get(effort or "", 0), _limit(request, claude) - SMALLEST_BUDGET)
    if not claude.has_budget or budget < SMALLEST_BUDGET:
        return {}
    return {"type": "enabled", "budget_tokens": budget}


def _shown() -> dict[str, Any]:
    """Without ``display`` newer models send empty thoughts."""
    return {"type": "adaptive", "display": "summarized"}


def _output_config(request: ChatRequest, claude: Claude) -> dict[str, Any]:
    effort = request.sampling.effort
    if effort is None or not claude.adapts:
        return {}
    if effort == "none":
        return {"output_config": {"effort": "low"}} if claude.thinks_unasked and not claude.off else {}
    return {"output_config": {"effort": _known_effort(EFFORTS.get(effort, effort), request.model)}}


def _known_effort(effort: str, model: ModelInfo) -> str:
    """The word itself, or the nearest below it that the model has."""
    order = ("low", "medium", "high", "xhigh", "max")
    if not model.efforts or effort in model.efforts or effort not in order:
        return effort
    below = [word for word in order[: order.index(effort)] if word in model.efforts]
    return below[-1] if below else model.efforts[0]


# what comes back


class _Block:
    """A block that is being written: its type, the tool's name, and what the tool is asked."""

    def __init__(self, start: Mapping[str, Any]) -> None:
        self.type = string(start.get("type"))
        self.tool = failures.clean(string(start.get("name")), 100) if self.type.endswith("tool_use") else ""
        self.joiner = Joiner()
        self._input: list[str] = []
        self._length = 0

    def ask(self, piece: str) -> None:
        """More of what the tool is asked."""
        if self._length < LONGEST_INPUT:
            self._input.append(piece[: LONGEST_INPUT - self._length])
            self._length += len(piece)

    @property
    def asked(self) -> str:
        """All of it."""
        return "".join(self._input)


class ReplyReader:
    """Reads one reply. Blocks are told apart by their index: some servers write two at once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._json = JsonReader(name)
        self._blocks: dict[int, _Block] = {}
        self._usage: dict[str, int] = {}
        self._told = Usage()
        self._model = ""
        self._stop: Stop | None = None
        self._begun = self._said = self._done = False

    @property
    def done(self) -> bool:
        """Was ``message_stop`` read?"""
        return self._done

    def feed(self, data: bytes) -> Iterator[StreamEvent]:
        """Take more bytes, cut anywhere."""
        if not self._done:
            yield from self._read(self._json.feed(data))

    def end(self) -> Iterator[StreamEvent]:
        """The bytes are over."""
        if not self._done:
            yield from self._read(self._json.end())
        if not self._done:
            yield from self._finish()

    def _read(self, events: Iterator[JsonEvent]) -> Iterator[StreamEvent]:
        for event in events:
            if self._done:
                return
            yield from self._take(string(event.value.get("type")) or event.name, event.value)

    def _take(self, kind: str, value: Mapping[str, Any]) -> Iterator[StreamEvent]:
        match kind:
            case "message_start":
                self._begun = True
                yield from self._about(table(value.get("message")))
            case "message":    # one object, although a stream was asked for
                self._begun = True
                yield from self._whole(value)
            case "content_block_start":
                yield from self._open(_index(value), table(value.get("content_block")))
            case "content_block_delta":
                yield from self._delta(_index(value), table(value.get("delta")))
            case "content_block_stop":
                yield from self._close(_index(value))
            case "message_delta":
                yield from self._count(value.get("usage"))
                yield from self._note_stop(table(value.get("delta")))
            case "message_stop":
                yield from self._finish()
            case "error":
                raise failures.from_value(self._name, value)
            case _ if value.get("error"):
                raise failures.from_value(self._name, value)

    def _about(self, message: Mapping[str, Any]) -> Iterator[StreamEvent]:
        yield from self._answered_by(message.get("model"))
        yield from self._count(message.get("usage"))

    def _whole(self, message: Mapping[str, Any]) -> Iterator[StreamEvent]:
        yield from self._about(message)
        for index, block in enumerate(tables(message.get("content"))):
            yield from self._open(index, block)
            yield from self._close(index)
        yield from self._note_stop(message)

    def _answered_by(self, model: object) -> Iterator[StreamEvent]:
        name = failures.clean(string(model), 200)
        if name and name != self._model:
            self._model = name
            yield AnsweredBy(name)

    def _open(self, index: int, start: Mapping[str, Any]) -> Iterator[StreamEvent]:
        block = self._blocks[index] = _Block(start)
        if block.type == "fallback":
            yield from self._fall_back(start)
        yield from self._text(block, string(start.get("text")))
        yield from self._thought(block, string(start.get("thinking")))
        given = start.get("input")
        if block.tool and isinstance(given, dict) and given:
            block.ask(msgspec.json.encode(given).decode())
        for citation in tables(start.get("citations")):
            yield from _cited(citation)

    def _delta(self, index: int, delta: Mapping[str, Any]) -> Iterator[StreamEvent]:
        block = self._blocks.setdefault(index, _Block(delta))    # a server that forgot to open it
        match delta.get("type"):
            case "text_delta":
                yield from self._text(block, string(delta.get("text")))
            case "thinking_delta":
                yield from self._thought(block, string(delta.get("thinking")))
            case "input_json_delta":
                block.ask(string(delta.get("partial_json")))
            case "citations_delta":
                yield from _cited(table(delta.get("citation")))

    def _text(self, block: _Block, text: str) -> Iterator[StreamEvent]:
        if text := block.joiner.feed(text):
            self._said = True
            yield TextDelta(text)

    def _thought(self, block: _Block, text: str) -> Iterator[StreamEvent]:
        if text := block.joiner.feed(text):
            yield ReasoningDelta(text)

    def _close(self, index: int) -> Iterator[StreamEvent]:
        block = self._blocks.pop(index, None)
        if block is None:
            return
        if half := block.joiner.end():
            yield ReasoningDelta(half) if block.type == "thinking" else TextDelta(half)
        if block.tool:
            self._said = True
            yield ToolCalled(block.tool, block.asked)

    def _fall_back(self, start: Mapping[str, Any]) -> Iterator[StreamEvent]:
        first = failures.clean(string(table(start.get("from")).get("model")), 200)
        second = failures.clean(string(table(start.get("to")).get("model")), 200)
        if second:
            yield Noted(f"{self._name} let {second} go on, because {first or 'the model'} would not answer.")
            yield from self._answered_by(second)

    def _count(self, given: object) -> Iterator[StreamEvent]:
        """The counts are cumulative, and what is not told again stays as it was."""
        for field, value in table(given).items():
            if (number := count(value)) is not None:
                self._usage[field] = number
        thought = count(table(table(given).get("output_tokens_details")).get("thinking_tokens"))
        if thought is not None:
            self._usage["thinking"] = thought
        read, written = (self._usage.get(f"cache_{kind}_input_tokens") for kind in ("read", "creation"))
        plain = self._usage.get("input_tokens")
        total = None if plain is None else plain + (read or 0) + (written or 0)
        usage = Usage(total, self._usage.get("output_tokens"), read, self._usage.get("thinking"), written)
        if usage not in (self._told, Usage()):
            self._told = usage
            yield UsageReported(usage)

    def _note_stop(self, holder: Mapping[str, Any]) -> Iterator[StreamEvent]:
        reason = string(holder.get("stop_reason"))
        if not reason:
            return
        self._stop = STOPS.get(reason, Stop.END)
        if self._stop is Stop.REFUSAL:
            yield from self._refused(table(holder.get("stop_details")))

    def _refused(self, details: Mapping[str, Any]) -> Iterator[StreamEvent]:
        why = CATEGORIES.get(string(details.get("category")))
        said = failures.clean(string(details.get("explanation")))
        if why or said:
            sentence = f"{self._name} refused this" + (f" because {why}." if why else ".")
            yield Noted(f"{sentence} {said}".rstrip())

    def _finish(self) -> Iterator[StreamEvent]:
        """What was not closed, and the end; or why it is none."""
        for index in list(self._blocks):
            yield from self._close(index)
        self._done = True
        if not self._begun:
            raise not_a_reply(self._name, "no message_start was found")
        if self._stop is None:
            raise failures.cut_off(self._name, "the stream ended without a stop_reason")
        if self._stop is Stop.END and not self._said:
            raise without_a_word(self._name, "stop_reason without any content")
        yield Finished(self._stop)


def _index(value: Mapping[str, Any]) -> int:
    index = value.get("index")
    return index if isinstance(index, int) and 0 <= index < 100_000 else 0


def _cited(citation: Mapping[str, Any]) -> Iterator[SourceCited]:
    url = string(citation.get("url")) or string(citation.get("source"))
    if url.startswith(("http://", "https://")) and len(url) < 2_000:
        yield SourceCited(url, failures.clean(string(citation.get("title")), 200))
