"""Ollama's own chat, streamed as lines of JSON.

https://docs.ollama.com/api/chat (November 2026); fields as in ollama 0.6.3, ``ollama/_types.py`` (``ChatRequest``,
``Options``, ``Message``, ``ChatResponse``). Ollama also speaks openai-chat, but only here the size of the context can be
set; without it a long conversation loses its beginning, and nothing says so
(https://docs.ollama.com/context-length).
"""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import (
    Finished,
    ReasoningDelta,
    SpeedReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
)
from deskchat.chat.message import Stop, Usage
from deskchat.chat.model import ModelInfo
from deskchat.chat.parts import FilePart, ImagePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.chat.thinking import Splitter
from deskchat.chat.tokens import MESSAGE_OVERHEAD, estimate, estimate_part
from deskchat.providers import failures
from deskchat.providers.reading import JsonEvent, arguments, count, not_a_reply, sound, string, table, tables
from deskchat.providers.reply_reader import JsonReplyReader
from deskchat.providers.wire import CountsNothing, Endpoint

LEAST_CONTEXT = 8_192        # tokens; below it nothing worth speaking of is saved
MOST_CONTEXT = 1_048_576
REPLY_TOKENS = 2_048         # what is kept free for a reply without a limit of its own
THINKING_TOKENS = 6_144      # and for the thinking before it
LEVELS = {"none": "low", "minimal": "low", "low": "low", "medium": "medium", "high": "high", "max": "high"}
THINKS_BY_LEVELS = "think_levels"    # the word in ``ModelInfo.traits``
NOT_PULLED = re.compile(r"model ['\"“]?(?P<model>[^'\"”\s]+)['\"”]? not found")

STOPS = {"stop": Stop.END, "length": Stop.LENGTH, "load": Stop.END, "unload": Stop.END}


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``think_tags``: may thinking stand in the text between tags? It does where the server is older than the model."""

    think_tags: bool = False


class OllamaChat(msgspec.Struct, CountsNothing, frozen=True):
    """The wire, for the provider called ``name``."""

    name: str
    dialect: Dialect = Dialect()
    list_path: str = "api/tags"

    def encode(self, request: ChatRequest) -> Endpoint:
        """The body of ``POST /api/chat``. How long the model stays in memory is left to the server."""
        messages = [_message(m) for m in request.messages]
        if request.system:
            messages.insert(0, {"role": "system", "content": request.system})
        body: dict[str, Any] = {
            "model": request.model.ref.model,
            "messages": messages,
            "stream": True,
            "options": _options(request),
        }
        think = _think(request.model, request.sampling.effort)
        if think is not None:
            body["think"] = think
        return Endpoint("api/chat", msgspec.json.encode(body))

    def decoder(self) -> "ReplyReader":
        """A reader for one reply."""
        return ReplyReader(self.name, think_tags=self.dialect.think_tags)

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means; a model that is not there can be fetched."""
        return _helpful(failures.from_answer(self.name, status, headers, body))

    def authorization(self, key: str) -> Mapping[str, str]:
        """``Authorization: Bearer …``, for ollama.com and for servers behind a proxy that asks for it."""
        return {"Authorization": f"Bearer {key}"}


def open_wire(name: str, dialect: Mapping[str, Any]) -> OllamaChat:
    """The wire for one provider. Raises ``ValueError`` for a field the dialect does not have."""
    return OllamaChat(name, msgspec.convert(dict(dialect), Dialect))


def context_size(request: ChatRequest) -> int:
    """``num_ctx`` for a request, in tokens: the smallest power of two that holds it and a reply, within the model's window.

    Memory is taken for all of it when the model is loaded, and another number loads the model anew; in steps of two a
    growing conversation does so only now and then.
    """
    sampling, model = request.sampling, request.model
    reply = sampling.max_tokens or REPLY_TOKENS + (THINKING_TOKENS if model.reasons else 0)
    needed = reply + estimate(request.system or "")
    for message in request.messages:
        needed += MESSAGE_OVERHEAD + sum(estimate_part(part) for part in message.parts)
    size = LEAST_CONTEXT
    while size < needed and size < MOST_CONTEXT:
        size *= 2
    return min(size, model.context_tokens or size)


def _message(message: Outgoing) -> dict[str, Any]:
    """``Message``: the text as one string, pictures beside it in Base64, without a ``data:`` prefix."""
    texts: list[str] = []
    images: list[str] = []
    for part in message.parts:
        match part:
            case TextPart(text) | FilePart(_, _, text):
                texts.append(text)
            case ImagePart(_, _, data):
                images.append(base64.b64encode(data).decode("ascii"))
    fields: dict[str, Any] = {"role": message.role.value, "content": "".join(texts)}
    return {**fields, "images": images} if images else fields


def _options(request: ChatRequest) -> dict[str, Any]:
    """``Options``."""
    sampling = request.sampling
    fields = {
        "num_ctx": context_size(request),
        "num_predict": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
        "seed": sampling.seed,
        "stop": sampling.stop or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _think(model: ModelInfo, effort: str | None) -> bool | str | None:
    """On, off, or a level; nothing where the model can't think.

    “does not support thinking” is a 400, and so is a level for a model that has only on and off.
    """
    if effort not in LEVELS or not model.reasons:
        return None
    if THINKS_BY_LEVELS in model.traits or "gpt-oss" in model.ref.model:
        return LEVELS[effort]
    return effort != "none"


def _helpful(error: ChatError) -> ChatError:
    """With the remedy that Ollama has for it."""
    if error.kind is ErrorKind.NOT_FOUND and (found := NOT_PULLED.search(error.detail)):
        remedy = f"Get it with “ollama pull {found['model']}”, or choose another model."
        return ChatError(error.kind, error.sentence, remedy=remedy, detail=error.detail)
    if "requires more system memory" in error.detail:
        remedy = "Choose a smaller model, or close other programs."
        return ChatError(ErrorKind.ENGINE, error.sentence, remedy=remedy, detail=error.detail)
    return error


class ReplyReader(JsonReplyReader):
    """Reads one reply: ``ChatResponse`` after ``ChatResponse``, the last one ``done``."""

    def __init__(self, name: str, *, think_tags: bool = False) -> None:
        super().__init__(name, lines=True)
        self._tags = Splitter() if think_tags else None
        self._lines = 0

    def _finish(self) -> Iterator[StreamEvent]:
        yield from self._held()
        if not self._lines:
            raise not_a_reply(self._name, "no chat message was found")
        raise failures.cut_off(self._name, "the stream ended without a line that is done")

    def _take(self, event: JsonEvent) -> Iterator[StreamEvent]:
        line = event.value
        if line.get("error"):
            raise _helpful(failures.from_value(self._name, line))
        self._lines += "message" in line or "done" in line
        yield from self._answered_by(string(line.get("model")))
        yield from self._message(table(line.get("message")))
        if line.get("done") is True:
            self._done = True
            yield from self._held()
            yield from self._counts(line)
            yield Finished(STOPS.get(string(line.get("done_reason")), Stop.END))

    def _message(self, message: Mapping[str, Any]) -> Iterator[StreamEvent]:
        if thought := string(message.get("thinking")):
            yield from self._without_tags()
            yield ReasoningDelta(sound(thought))
        if text := self._joiner.feed(string(message.get("content"))):
            yield from self._split(text)
        for call in tables(message.get("tool_calls")):
            function = table(call.get("function"))
            if name := failures.clean(string(function.get("name")), 200):
                yield ToolCalled(name, arguments(function.get("arguments")))

    def _split(self, text: str) -> Iterator[StreamEvent]:
        if self._tags is None:
            yield TextDelta(text)
            return
        for piece in self._tags.feed(text):
            yield ReasoningDelta(piece.text) if piece.reasoning else TextDelta(piece.text)

    def _without_tags(self) -> Iterator[StreamEvent]:
        """The server tells thinking apart: tags in the text are text."""
        if self._tags is not None:
            tags, self._tags = self._tags, None
            yield from (ReasoningDelta(p.text) if p.reasoning else TextDelta(p.text) for p in tags.end())

    def _held(self) -> Iterator[StreamEvent]:
        """What was held back: half a character, the beginning of what might have been a tag."""
        if half := self._joiner.end():
            yield from self._split(half)
        yield from self._without_tags()

    def _counts(self, line: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """The counts of the last line; times are in nanoseconds."""
        written, took = count(line.get("eval_count")), count(line.get("eval_duration"))
        cached = count(line.get("prompt_eval_cached_count"))
        yield from self._counted(Usage(count(line.get("prompt_eval_count")), written, cached))
        if written and took:
            yield SpeedReported(written / took * 1e9)
