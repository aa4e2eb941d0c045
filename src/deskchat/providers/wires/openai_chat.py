"""OpenAI Chat Completions, and what compatible servers make of it.

https://platform.openai.com/docs/api-reference/chat (November 2026). ``POST /chat/completions`` with ``stream: true``
answers with server-sent events, each a ``chat.completion.chunk``. The reply is whole when a ``finish_reason`` was seen;
``[DONE]`` may be missing, and alone it proves nothing.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import (
    CostReported,
    Finished,
    Progress,
    ReasoningDelta,
    RefusalDelta,
    SourceCited,
    SpeedReported,
    StateReported,
    StreamEvent,
    TextDelta,
)
from deskchat.chat.message import Cost, Stop, Usage
from deskchat.chat.model import Sampling
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.chat.thinking import Piece, Splitter
from deskchat.providers import failures, reasoning_details
from deskchat.providers.chat_dialect import Dialect, read_dialect
from deskchat.providers.chat_tools import ToolCalls
from deskchat.providers.reading import (
    DONE,
    JsonEvent,
    count,
    not_a_reply,
    sound,
    string,
    table,
    tables,
    without_a_word,
)
from deskchat.providers.reply_reader import JsonReplyReader
from deskchat.providers.wire import CountsNothing, Endpoint

Said = TextDelta | ReasoningDelta | RefusalDelta

MOST_SOURCES = 100

STOPS = {
    "stop": Stop.END,
    "length": Stop.LENGTH,
    "model_length": Stop.LENGTH,
    "max_tokens": Stop.LENGTH,
    "content_filter": Stop.FILTER,
    "tool_calls": Stop.TOOL,
    "function_call": Stop.TOOL,
}


class OpenAIChat(msgspec.Struct, CountsNothing, frozen=True):
    """The wire, for the provider called ``name``."""

    name: str
    dialect: Dialect = Dialect()
    list_path: str = "models"

    def encode(self, request: ChatRequest) -> Endpoint:
        """The body of ``POST /chat/completions``."""
        dialect = self.dialect.of(request.model.ref.model)
        messages: list[dict[str, Any]] = [_message(m, dialect) for m in request.messages]
        if request.system:
            messages.insert(0, {"role": dialect.system_role, "content": request.system})
        body: dict[str, Any] = {"model": request.model.ref.model, "messages": messages, "stream": True}
        if dialect.include_usage:
            body["stream_options"] = {"include_usage": True}
        if not request.plainly:
            body |= dialect.extra | _thinking(request, dialect)
        return Endpoint("chat/completions", msgspec.json.encode(body | _sampling(request.sampling, dialect)))

    def decoder(self) -> "ReplyReader":
        """A reader for one reply."""
        return ReplyReader(self.name, think_tags=self.dialect.think_tags, keeps_details=self.dialect.keeps_details)

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means."""
        return failures.from_answer(self.name, status, headers, body)

    def authorization(self, key: str) -> Mapping[str, str]:
        """``Authorization: Bearer …``."""
        return {"Authorization": f"Bearer {key}"}


def open_wire(name: str, dialect: Mapping[str, Any]) -> OpenAIChat:
    """The wire for one provider. Raises ``ValueError`` for a field the dialect does not have."""
    return OpenAIChat(name, read_dialect(dialect))


def _sampling(sampling: Sampling, dialect: Dialect) -> dict[str, Any]:
    fields = {
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        dialect.top_k: sampling.top_k,
        dialect.min_p: sampling.min_p,
        dialect.repeat_penalty: sampling.repeat_penalty,
        dialect.seed: sampling.seed,
        dialect.limit_field: sampling.max_tokens,
        "stop": sampling.stop or None,
    }
    return {name: value for name, value in fields.items() if name and value is not None}


def _thinking(request: ChatRequest, dialect: Dialect) -> dict[str, Any]:
    effort = request.sampling.effort
    return {} if effort is None else dialect.thinking(effort, request.model.traits)


def _message(message: Outgoing, dialect: Dialect) -> dict[str, Any]:
    if not any(isinstance(part, ImagePart | FilePart) for part in message.parts):
        return {"role": message.role.value, "content": message.text, **_details(message, dialect)}
    parts = [_part(part) for part in message.parts if not isinstance(part, StatePart)]
    return {"role": message.role.value, "content": parts}


def _details(message: Outgoing, dialect: Dialect) -> dict[str, Any]:
    """``reasoning_details``, back to the model that made them."""
    states = (part for part in message.parts if isinstance(part, StatePart) and part.wire == reasoning_details.WIRE)
    found = [detail for state in states for detail in reasoning_details.details_from(state.items)]
    return {"reasoning_details": found} if dialect.keeps_details and found else {}


def _part(part: Sendable) -> dict[str, Any]:
    match part:
        case ImagePart(_, media_type, data):
            return {"type": "image_url", "image_url": {"url": _data_url(media_type, data)}}
        case FilePart(name, media_type, _, data):
            return {"type": "file", "file": {"filename": name, "file_data": _data_url(media_type, data)}}
        case _:
            return {"type": "text", "text": part.text if isinstance(part, TextPart) else ""}


def _data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


class ReplyReader(JsonReplyReader):
    """Reads one reply: a stream up to ``[DONE]``, or the one object that some send although asked for a stream."""

    def __init__(self, name: str, *, think_tags: bool = False, keeps_details: bool = False) -> None:
        super().__init__(name)
        self._keeps_details = keeps_details
        self._details = reasoning_details.Details()
        self._tools = ToolCalls()
        self._cited: set[str] = set()
        self._cost: Cost | None = None
        self._tags = Splitter() if think_tags else None
        self._speed: float | None = None
        self._read_so_far = -1.0
        self._stop: Stop | None = None
        self._said: set[type] = set()
        self._chunks = 0

    def _take(self, event: JsonEvent) -> Iterator[StreamEvent]:
        if event.name == DONE:
            yield from self._finish()
        else:
            yield from self._chunk(event.value, named_error=event.name == "error")

    def _chunk(self, chunk: Mapping[str, Any], *, named_error: bool) -> Iterator[StreamEvent]:
        if named_error or chunk.get("error") or chunk.get("object") == "error":
            raise failures.from_value(self._name, chunk)
        choice = _first_choice(chunk.get("choices"))
        self._chunks += "choices" in chunk
        yield from self._answered_by(string(chunk.get("model")))
        yield from self._progress_in(table(chunk.get("prompt_progress")))
        delta = choice.get("delta", choice.get("message"))
        if isinstance(delta, dict):
            self._tools.take(delta)
            self._details.take(delta.get("reasoning_details"))
            for event in self._delta(delta):
                self._said.add(type(event))
                yield event
            yield from self._sources(tables(delta.get("annotations")))
        yield from self._sources(tables(chunk.get("search_results")), chunk.get("citations"))
        for holder in (choice, chunk.get("x_groq"), chunk):
            yield from self._counted(_usage(table(table(holder).get("usage"))))
        yield from self._cost_in(table(chunk.get("usage")))
        yield from self._speed_in(chunk.get("timings"))
        self._note_stop(choice.get("finish_reason"))

    def _delta(self, delta: Mapping[str, Any]) -> Iterator[Said]:
        if thought := sound(_reasoning(delta)):
            yield ReasoningDelta(thought)
        content = delta.get("content")
        for piece in content if isinstance(content, list) else [content]:
            if isinstance(piece, str):
                yield from self._text(piece)
            elif isinstance(piece, dict) and piece.get("type") == "thinking":
                yield from (ReasoningDelta(sound(text)) for text in _texts(piece.get("thinking")))
            elif isinstance(piece, dict) and piece.get("type") == "text":
                for text in _texts(piece.get("text")):
                    yield from self._text(text)
        refusal = delta.get("refusal")
        if isinstance(refusal, str) and refusal:
            yield RefusalDelta(sound(refusal))

    def _text(self, text: str) -> Iterator[Said]:
        if text := self._joiner.feed(text):
            yield from map(_delta, self._tags.feed(text)) if self._tags is not None else [TextDelta(text)]

    def _cost_in(self, usage: Mapping[str, Any]) -> Iterator[CostReported]:
        """OpenRouter says what a reply cost, in credits, which are US dollars; Perplexity in parts and as a sum.

        https://docs.perplexity.ai/api-reference/chat-completions-post (``usage.cost.total_cost``)
        """
        cost = usage.get("cost")
        if isinstance(cost, dict):
            cost = cost.get("total_cost")
        if isinstance(cost, int | float) and not isinstance(cost, bool) and 0 <= cost < 1e6:
            told = Cost(round(cost * 1e9))
            if told != self._cost:
                self._cost = told
                yield CostReported(told)

    def _sources(self, told: list[dict[str, Any]], plain: object = None) -> Iterator[SourceCited]:
        """``annotations`` (OpenAI, OpenRouter), ``search_results`` and ``citations`` (Perplexity); each place once."""
        named = [table(one.get("url_citation", one)) for one in told]
        named += [{"url": url} for url in (plain if isinstance(plain, list) else [])]
        for one in named:
            url = string(one.get("url"))
            known = url in self._cited or len(self._cited) >= MOST_SOURCES
            if url.startswith(("http://", "https://")) and len(url) < 2_000 and not known:
                self._cited.add(url)
                yield SourceCited(url, failures.clean(string(one.get("title")), 200))

    def _progress_in(self, progress: Mapping[str, Any]) -> Iterator[Progress]:
        """How much of the prompt llama-server has read, where ``return_progress`` asked for it (tools/server/README.md)."""
        total, read = count(progress.get("total")), count(progress.get("processed"))
        if not total or read is None or self._said:
            return
        fraction = min(read / total, 1.0)
        if fraction > self._read_so_far:
            self._read_so_far = fraction
            yield Progress("reading", fraction)

    def _speed_in(self, timings: object) -> Iterator[SpeedReported]:
        speed = timings.get("predicted_per_second") if isinstance(timings, dict) else None
        if isinstance(speed, int | float) and 0 < speed < 1e6 and speed != self._speed:
            self._speed = float(speed)
            yield SpeedReported(self._speed)

    def _note_stop(self, reason: object) -> None:
        if not isinstance(reason, str) or not reason:
            return
        if reason in ("error", "insufficient_system_resource"):
            raise ChatError(
                ErrorKind.OVERLOADED,
                f"{self._name} broke the reply off.",
                remedy="Try again, or choose another model.",
                detail=f"finish_reason: {reason}",
            )
        self._stop = STOPS.get(reason, Stop.END)

    def _finish(self) -> Iterator[StreamEvent]:
        """What was held back, and the end; or why it is none."""
        self._done = True
        held: list[Said] = [_delta(piece) for piece in self._tags.end()] if self._tags is not None else []
        if half := self._joiner.end():
            held.append(TextDelta(half))
        self._said |= {type(event) for event in held}
        yield from held
        if not self._chunks:
            raise not_a_reply(self._name, "no chat.completion chunk was found")
        if self._stop is None:
            raise failures.cut_off(self._name, "the stream ended without a finish_reason")
        calls = list(self._tools.all())
        yield from calls
        if self._stop is Stop.END and not self._said and not calls:
            raise without_a_word(self._name, "finish_reason without any content")
        if self._keeps_details and (state := self._details.state):
            yield StateReported(reasoning_details.WIRE, state)
        refused = RefusalDelta in self._said and TextDelta not in self._said
        yield Finished(Stop.REFUSAL if refused and self._stop is Stop.END else self._stop)


def _first_choice(choices: object) -> Mapping[str, Any]:
    """The choice with index 0: more than one are never asked for, but some servers send them."""
    for choice in choices if isinstance(choices, list) else ():
        if isinstance(choice, dict) and choice.get("index", 0) in (0, None):
            return choice
    return {}


def _reasoning(delta: Mapping[str, Any]) -> str:
    """Readable thinking, under whichever name; servers that send two names send the same text under both."""
    for field in ("reasoning_content", "reasoning"):
        text = delta.get(field)
        if isinstance(text, str) and text:
            return text
    details = delta.get("reasoning_details")
    return "".join(
        text
        for detail in (details if isinstance(details, list) else ())
        if isinstance(detail, dict)
        for text in (detail.get("text"), detail.get("summary"))
        if isinstance(text, str)
    )


def _texts(value: object) -> list[str]:
    """The texts in a string, or in a list of ``{"type": "text", "text": …}``."""
    if isinstance(value, str):
        return [value]
    parts = value if isinstance(value, list) else ()
    return [p["text"] for p in parts if isinstance(p, dict) and isinstance(p.get("text"), str)]


def _usage(given: Mapping[str, Any]) -> Usage:
    read, written = given.get("prompt_tokens_details"), given.get("completion_tokens_details")
    cached = read.get("cached_tokens") if isinstance(read, dict) else None
    reasoning = written.get("reasoning_tokens") if isinstance(written, dict) else None
    return Usage(
        count(given.get("prompt_tokens")),
        count(given.get("completion_tokens")),
        count(given.get("prompt_cache_hit_tokens", given.get("cached_tokens")) if cached is None else cached),
        count(reasoning),
        count(table(read).get("cache_write_tokens")),
    )


def _delta(piece: Piece) -> TextDelta | ReasoningDelta:
    return ReasoningDelta(piece.text) if piece.reasoning else TextDelta(piece.text)
