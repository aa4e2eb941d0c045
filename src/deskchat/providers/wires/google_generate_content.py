"""Google's generateContent, streamed.

https://ai.google.dev/api/generate-content (November 2026); fields as in google-genai 3.4.0, ``google/genai/types.py``
(``Content``, ``Part``, ``GenerateContentConfig``, ``GenerateContentResponse``) and ``models.py`` (``…_to_mldev``: their
names in JSON). ``POST models/{model}:streamGenerateContent?alt=sse`` answers with server-sent events, each a whole
``GenerateContentResponse`` that holds what is new; the last ``usageMetadata`` counts. There is no mark of the end: the
reply is whole when a ``finishReason`` was seen. Without ``alt=sse`` the answer is one JSON array.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import (
    Finished,
    Noted,
    ReasoningDelta,
    SourceCited,
    StateReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
)
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.providers import failures, gemini, gemini_stops
from deskchat.providers.gemini_state import WIRE, Kept, parts_for
from deskchat.providers.reading import JsonEvent, arguments, count, not_a_reply, parsed, sound, string, table, tables
from deskchat.providers.reply_reader import JsonReplyReader
from deskchat.providers.wire import Endpoint

TAIL_BYTES = 16 * 1024
MOST_SOURCES = 1_000


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing differs from server to server."""


class GoogleGenerateContent(msgspec.Struct, frozen=True):
    """The wire, for the provider called ``name``."""

    name: str
    list_path: str = "models?pageSize=1000"

    def encode(self, request: ChatRequest) -> Endpoint:
        """The body of ``POST models/{model}:streamGenerateContent``."""
        body = _prompt(request)
        if config := _config(request):
            body["generationConfig"] = config
        path = f"{_resource(request.model.ref.model)}:streamGenerateContent?alt=sse"
        return Endpoint(path, msgspec.json.encode(body))

    def decoder(self) -> "ReplyReader":
        """A reader for one reply."""
        return ReplyReader(self.name)

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means."""
        return failures.from_answer(self.name, status, headers, body)

    def authorization(self, key: str) -> Mapping[str, str]:
        """``x-goog-api-key``; never in the address, where logs keep it."""
        return {"x-goog-api-key": key}

    def count(self, request: ChatRequest) -> Endpoint | None:
        """The body of ``POST models/{model}:countTokens``, which is free (https://ai.google.dev/api/tokens)."""
        resource = _resource(request.model.ref.model)
        body = {"generateContentRequest": {"model": resource, **_prompt(request)}}
        return Endpoint(f"{resource}:countTokens", msgspec.json.encode(body))

    def read_count(self, body: bytes) -> int | None:
        """``totalTokens``."""
        return count(table(parsed(body.decode("utf-8", "replace"))).get("totalTokens"))


def open_wire(name: str, dialect: Mapping[str, Any]) -> GoogleGenerateContent:
    """The wire for one provider. Raises ``ValueError`` for a dialect: there is none."""
    msgspec.convert(dict(dialect), Dialect)
    return GoogleGenerateContent(name)


def _resource(model_id: str) -> str:
    """``models/NAME`` or ``tunedModels/NAME``, fit for an address."""
    kind, slash, name = model_id.partition("/")
    if slash and kind in ("models", "tunedModels"):
        return f"{kind}/{quote(name, safe='')}"
    return f"models/{quote(model_id, safe='')}"


def _prompt(request: ChatRequest) -> dict[str, Any]:
    """``contents`` and ``systemInstruction``."""
    contents = [content for message in request.messages if (content := _content(message))["parts"]]
    if not request.system:
        return {"contents": contents}
    system = {"text": request.system}
    if gemini.takes_system(request.model.ref.model):
        return {"systemInstruction": {"parts": [system]}, "contents": contents}
    return {"contents": [{**first, "parts": [system, *first["parts"]]} for first in contents[:1]] + contents[1:]}


def _content(message: Outgoing) -> dict[str, Any]:
    role = "model" if message.role is Role.ASSISTANT else "user"
    return {"role": role, "parts": _carried(message) or _parts(message)}


def _parts(message: Outgoing) -> list[dict[str, Any]]:
    """``Part``: text, or ``inlineData``. An empty one is refused."""
    parts: list[dict[str, Any]] = []
    for part in message.parts:
        match part:
            case TextPart(text) if text:
                parts.append({"text": text})
            case ImagePart(_, media_type, data) | FilePart(_, media_type, _, data) if data:
                encoded = base64.b64encode(data).decode("ascii")
                parts.append({"inlineData": {"mimeType": media_type, "data": encoded}})
    return parts


def _carried(message: Outgoing) -> list[dict[str, Any]]:
    """The parts as the model gave them, when they say exactly what is to be sent."""
    states = (part.items for part in message.parts if isinstance(part, StatePart) and part.wire == WIRE)
    return next((parts for state in states if (parts := parts_for(state, message.text))), [])


def _config(request: ChatRequest) -> dict[str, Any]:
    """``GenerationConfig``."""
    sampling, model_id = request.sampling, request.model.ref.model
    fields: dict[str, Any] = {"maxOutputTokens": sampling.max_tokens, "seed": sampling.seed}
    if gemini.takes_sampling(model_id):
        fields |= {"temperature": sampling.temperature, "topP": sampling.top_p, "topK": sampling.top_k}
    fields |= {"stopSequences": sampling.stop or None, "thinkingConfig": _thinking(request)}
    return {name: value for name, value in fields.items() if value is not None}


def _thinking(request: ChatRequest) -> dict[str, Any] | None:
    """``ThinkingConfig``: a level or a budget, never both, and nothing at all for a model that does not think."""
    model, effort = request.model, request.sampling.effort
    levels = gemini.levels(model.ref.model)
    budgeted = gemini.has_budget(model.ref.model)
    if model.reasons is False or not (levels or budgeted or model.reasons):
        return None
    shown: dict[str, Any] = {"includeThoughts": effort != "none"}
    if effort not in gemini.EFFORTS:
        return shown
    if budgeted:
        return {**shown, "thinkingBudget": gemini.budget(effort, model.ref.model)}
    return {**shown, "thinkingLevel": gemini.level(effort, levels).upper()} if levels else shown


class ReplyReader(JsonReplyReader):
    """Reads one reply: a stream, or the JSON array that is sent without ``alt=sse``.

    It is done only when the bytes are over: Google marks no end, and what follows a ``finishReason`` may count.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._kept = Kept()
        self._tail = b""
        self._sources: set[str] = set()
        self._code = ""
        self._stop: Stop | None = None
        self._chunks = 0

    def feed(self, data: bytes) -> Iterator[StreamEvent]:
        """Take more bytes, cut anywhere."""
        self._tail = (self._tail + data)[-TAIL_BYTES:]
        yield from super().feed(data)
        yield from self._bare_error()

    def _bare_error(self) -> Iterator[StreamEvent]:
        """Errors may stand in the stream as they are, over several lines without ``data:``.

        The SDK reads them so, too (``google/genai/_api_client.py``, ``_RawJsonLineBuffer``).
        """
        value = _bare(self._tail)
        for item in tables(value if isinstance(value, list) else [value]):
            if item.get("error"):
                yield from self._read(self._json.end())
                raise failures.from_value(self._name, item)

    def _take(self, event: JsonEvent) -> Iterator[StreamEvent]:
        """One ``GenerateContentResponse``."""
        chunk = event.value
        if chunk.get("error"):
            raise failures.from_value(self._name, chunk)
        yield from self._answered_by(gemini.short_id(string(chunk.get("modelVersion"))))
        yield from self._counted(_usage(table(chunk.get("usageMetadata"))))
        yield from self._blocked(table(chunk.get("promptFeedback")))
        for candidate in tables(chunk.get("candidates")):
            if candidate.get("index", 0) in (0, None):    # more than one is never asked for
                yield from self._candidate(candidate)

    def _candidate(self, candidate: Mapping[str, Any]) -> Iterator[StreamEvent]:
        self._chunks += 1
        for part in tables(table(candidate.get("content")).get("parts")):
            yield from self._part(part)
        for url, title in _sources(candidate):
            if url not in self._sources and len(self._sources) < MOST_SOURCES:
                self._sources.add(url)
                yield SourceCited(url, title)
        if reason := string(candidate.get("finishReason")):
            yield from self._stopped(reason, string(candidate.get("finishMessage")))

    def _part(self, part: Mapping[str, Any]) -> Iterator[StreamEvent]:
        text = string(part.get("text"))
        if part.get("thought") is True:
            if text:
                yield ReasoningDelta(sound(text))
            return
        self._kept.add(part, text)
        if "text" not in part:
            yield from self._other(part)
        elif whole := self._joiner.feed(text):
            yield TextDelta(whole)

    def _other(self, part: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """What nobody asked for: calls of tools, code that Google ran, files."""
        if code := string(table(part.get("executableCode")).get("code")):
            yield from self._ran("")
            self._code = sound(code)
        if "codeExecutionResult" in part:
            yield from self._ran(sound(string(table(part["codeExecutionResult"]).get("output"))))
        for field in ("functionCall", "toolCall"):
            call = table(part.get(field))
            if name := string(call.get("name")) or string(call.get("toolType")):
                yield ToolCalled(failures.clean(name, 200), arguments(call.get("args")))
        if kind := string(table(part.get("inlineData")).get("mimeType")):
            yield Noted(f"{self._name} also sent a file ({failures.clean(kind, 80)}) that can't be shown here.")

    def _ran(self, result: str) -> Iterator[ToolCalled]:
        """Code and what it printed come one after the other."""
        code, self._code = self._code, ""
        if code or result:
            yield ToolCalled("code execution", code, result)

    def _blocked(self, feedback: Mapping[str, Any]) -> Iterator[Noted]:
        """The prompt was not let through: there will be no candidate."""
        if reason := string(feedback.get("blockReason")):
            self._chunks += 1
            self._stop = Stop.FILTER
            yield Noted(gemini_stops.block(self._name, reason, string(feedback.get("blockReasonMessage"))))

    def _stopped(self, reason: str, words: str) -> Iterator[Noted]:
        if reason == "MISSING_THOUGHT_SIGNATURE":
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                f"{self._name} misses something in the model's earlier replies.",
                remedy="Ask again, or ask another model.",
                detail=f"finishReason: {reason}",
                about="state",
            )
        if reason == "FINISH_REASON_UNSPECIFIED":
            return
        self._stop, sentence = gemini_stops.finish(self._name, reason, words)
        if sentence:
            yield Noted(sentence)

    def _finish(self) -> Iterator[StreamEvent]:
        yield from self._bare_error()
        self._done = True
        yield from self._ran("")
        if half := self._joiner.end():
            yield TextDelta(half)
        if not self._chunks:
            raise not_a_reply(self._name, "no candidate was found")
        if self._stop is None:
            raise failures.cut_off(self._name, "the stream ended without a finishReason")
        if state := self._kept.state:
            yield StateReported(WIRE, state)
        yield Finished(self._stop)


def _usage(given: Mapping[str, Any]) -> Usage:
    """``UsageMetadata``. Zeros are left out of Google's JSON; thinking is not part of what it counts for candidates.

    ``toolUsePromptTokenCount`` is not in the input: its own SDK does not count it there, and no tool is ever asked for.
    """
    written, thought = count(given.get("candidatesTokenCount")), count(given.get("thoughtsTokenCount"))
    output = None if count(given.get("totalTokenCount")) is None else (written or 0) + (thought or 0)
    return Usage(count(given.get("promptTokenCount")), output, count(given.get("cachedContentTokenCount")), thought)


def _sources(candidate: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """``groundingMetadata``, ``citationMetadata`` and ``urlContextMetadata``: addresses on the web, with titles."""
    places: list[Mapping[str, Any]] = [
        table(chunk.get(kind))
        for chunk in tables(table(candidate.get("groundingMetadata")).get("groundingChunks"))
        for kind in ("web", "maps", "retrievedContext")
    ]
    citations = table(candidate.get("citationMetadata"))
    places += tables(citations.get("citationSources")) + tables(citations.get("citations"))
    pages = tables(table(candidate.get("urlContextMetadata")).get("urlMetadata"))
    places += [{"uri": page.get("retrievedUrl")} for page in pages]
    for place in places:
        url = failures.clean(string(place.get("uri")), 2_000)
        if url.startswith(("https://", "http://")):
            yield url, failures.clean(string(place.get("title")), 200)


def _bare(tail: bytes) -> object:
    """The JSON value in those lines behind the events of a stream that are no fields; ``None`` when there is none."""
    tail = tail.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip()
    if not tail.endswith((b"}", b"]")) or _is_field(tail[tail.rfind(b"\n") + 1 :]):
        return None
    bare: list[bytes] = []
    for line in reversed(tail.split(b"\n")):
        if not line or _is_field(line):
            return parsed(b"\n".join(reversed(bare)).decode("utf-8", "replace"))
        bare.append(line)
    return None    # no events: the whole answer is JSON, or the tail is too short for it


def _is_field(line: bytes) -> bool:
    return line.startswith((b"data:", b"event:", b"id:", b"retry:", b":"))
