"""OpenAI Responses, and what compatible servers make of it.

https://platform.openai.com/docs/api-reference/responses (November 2026); fields as in openai 3.54.0,
``types/responses/response_create_params.py`` and ``types/responses/response_*_event.py``. ``POST /responses`` with
``stream: true`` answers with typed server-sent events; the reply is whole with ``response.completed`` or
``response.incomplete``. Nothing is stored on the server (``store: false``), so all of the conversation is sent each time.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    Finished,
    Noted,
    ReasoningDelta,
    RefusalDelta,
    SourceCited,
    StateReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
)
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.providers import failures, responses_state
from deskchat.providers.gpt import Gpt, nearest
from deskchat.providers.reading import (
    JsonEvent,
    count,
    not_a_reply,
    parsed,
    sound,
    string,
    table,
    tables,
    without_a_word,
)
from deskchat.providers.reply_reader import JsonReplyReader
from deskchat.providers.responses_texts import DELTAS, PARTS, SUMMARY, THOUGHT, WHOLES, Texts
from deskchat.providers.wire import Endpoint

LONGEST_TOLD = 64 * 1024    # characters of what a tool was asked, and of what it found
MOST_SOURCES = 100
INCOMPLETE = {"max_output_tokens": Stop.LENGTH, "max_messages": Stop.LENGTH, "content_filter": Stop.FILTER}
CALLS_OF_OURS = ("function_call", "custom_tool_call")    # the reply waits for a result that nobody here can give
TOOL_FIELDS = ("arguments", "input", "code", "queries", "action", "operation")


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In what a server differs; the fields may be given in the catalogue and in providers.toml.

    ``thinks``: do its models think, whatever their names (``null``: told by the name)? ``summary``: does it take
    ``reasoning.summary``? ``encrypted``: does it take ``include: ["reasoning.encrypted_content"]``? ``efforts``: its words
    for ours (none, minimal, low, medium, high, max); one mapped to ``""`` is left out. ``verbosity``: how much its
    models write, low, medium or high, where the request does not say; ``""`` leaves that to them. ``counts``: does it count
    tokens for nothing?
    """

    thinks: bool | None = None
    summary: bool = True
    encrypted: bool = True
    efforts: dict[str, str] = {}
    verbosity: str = ""
    counts: bool = False


class OpenAIResponses(msgspec.Struct, frozen=True):
    """The wire, for the provider called ``name``."""

    name: str
    dialect: Dialect = Dialect()
    list_path: str = "models"

    def encode(self, request: ChatRequest) -> Endpoint:
        """The body of ``POST /responses``."""
        sampling = request.sampling
        fields: dict[str, Any] = {
            **self._what(request),
            "stream": True,
            "store": False,
            "max_output_tokens": sampling.max_tokens,
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "reasoning": self._reasoning(request),
            "text": self._text(request),
            "include": ["reasoning.encrypted_content"] if self._is_sealed(request) else None,
        }
        body = {name: value for name, value in fields.items() if value is not None}
        return Endpoint("responses", msgspec.json.encode(body))

    def decoder(self) -> "ReplyReader":
        """A reader for one reply."""
        return ReplyReader(self.name)

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means."""
        return failures.from_answer(self.name, status, headers, body)

    def authorization(self, key: str) -> Mapping[str, str]:
        """``Authorization: Bearer …``."""
        return {"Authorization": f"Bearer {key}"}

    def count(self, request: ChatRequest) -> Endpoint | None:
        """``POST /responses/input_tokens`` (``types/responses/input_token_count_params.py``), which OpenAI alone has."""
        if not self.dialect.counts:
            return None
        return Endpoint("responses/input_tokens", msgspec.json.encode(self._what(request)))

    def read_count(self, body: bytes) -> int | None:
        """``input_tokens``."""
        return count(table(parsed(body.decode("utf-8", "replace"))).get("input_tokens"))

    def _what(self, request: ChatRequest) -> dict[str, Any]:
        items = [item for message in request.messages for item in _items(message)]
        instructions = {"instructions": request.system} if request.system else {}
        return {"model": request.model.ref.model, **instructions, "input": items}

    def _thinks(self, request: ChatRequest) -> bool:
        if self.dialect.thinks is not None:
            return self.dialect.thinks and request.model.reasons is not False
        return Gpt.of(request.model.ref.model).thinks or request.model.reasons is True

    def _text(self, request: ChatRequest) -> dict[str, str] | None:
        verbosity = request.sampling.verbosity or self.dialect.verbosity
        return {"verbosity": verbosity} if verbosity and not request.plainly else None

    def _is_sealed(self, request: ChatRequest) -> bool:
        return self.dialect.encrypted and self._thinks(request) and not request.plainly

    def _reasoning(self, request: ChatRequest) -> dict[str, str] | None:
        """Effort as asked, in a word the model knows, and the thoughts in short, which cost nothing more."""
        if not self._thinks(request) or request.plainly:
            return None
        gpt, effort = Gpt.of(request.model.ref.model), request.sampling.effort
        reasoning: dict[str, str] = {}
        if effort is not None:
            word = self.dialect.efforts.get(effort, nearest(effort, request.model.efforts or gpt.efforts))
            reasoning |= {"effort": word} if word else {}
        if self.dialect.summary and reasoning.get("effort", "") not in gpt.samples_at:    # where it does not think
            reasoning["summary"] = "auto"
        return reasoning or None


def open_wire(name: str, dialect: Mapping[str, Any]) -> OpenAIResponses:
    """The wire for one provider. Raises ``ValueError`` for a field the dialect does not have."""
    return OpenAIResponses(name, msgspec.convert(dict(dialect), Dialect))


# what is sent


def _items(message: Outgoing) -> list[dict[str, Any]]:
    """One message; a reply with its state is what the state says."""
    if message.role is Role.ASSISTANT:
        for part in message.parts:
            if isinstance(part, StatePart) and part.wire == responses_state.WIRE:
                items = responses_state.items_for(part.items, message.text)
                if items:
                    return items
        return [{"type": "message", "role": "assistant", "content": message.text}]    # llama-server asks for the type
    if all(isinstance(part, TextPart) for part in message.parts):
        return [{"type": "message", "role": "user", "content": message.text}]
    content = [_part(part) for part in message.parts if not isinstance(part, StatePart)]
    return [{"type": "message", "role": "user", "content": content}]


def _part(part: Sendable) -> dict[str, Any]:
    match part:
        case ImagePart(_, media_type, data):
            return {"type": "input_image", "image_url": _data_url(media_type, data), "detail": "auto"}
        case FilePart(name, media_type, _, data):
            return {"type": "input_file", "filename": name, "file_data": _data_url(media_type, data)}
        case _:
            return {"type": "input_text", "text": part.text if isinstance(part, TextPart) else ""}


def _data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


# what comes back


class ReplyReader(JsonReplyReader):
    """Reads one reply: a stream of events, or the one object some servers send although a stream was asked for."""

    may_go_on = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._texts = Texts()
        self._kept = responses_state.Kept()
        self._items = 0
        self._cited: set[str] = set()
        self._said: set[type] = set()
        self._waits = False
        self._stopped = Stop.END
        self._begun = False

    def _take(self, event: JsonEvent) -> Iterator[StreamEvent]:
        for told in self._named(string(event.value.get("type")) or event.name, event.value):
            self._said.add(type(told))
            yield told

    def _named(self, kind: str, value: Mapping[str, Any]) -> Iterator[StreamEvent]:
        self._begun = self._begun or kind.startswith("response.")
        if words := DELTAS.get(kind):
            yield from self._texts.more(words.said, words.key(value), string(value.get(words.field)))
        elif words := WHOLES.get(kind):
            yield from self._texts.rest(words.said, words.key(value), string(value.get(words.field)))
        else:
            yield from self._named_otherwise(kind, value)

    def _named_otherwise(self, kind: str, value: Mapping[str, Any]) -> Iterator[StreamEvent]:
        match kind:
            case "response.output_text.annotation.added":
                yield from self._source(table(value.get("annotation")))
            case "response.output_item.done":
                yield from self._item(value)
            case "response.created" | "response.in_progress" | "response.queued":
                yield from self._again()
                yield from self._answered_by(string(table(value.get("response")).get("model")))
            case "response.completed" | "response.incomplete" | "response.failed":
                yield from self._last(table(value.get("response")), kind.removeprefix("response."))
            case "error":
                raise failures.from_value(self._name, value)
            case _ if value.get("object") == "response":    # one object, although a stream was asked for
                self._begun = True
                yield from self._last(value, string(value.get("status")))
            case _ if value.get("error"):
                raise failures.from_value(self._name, value)

    def _again(self) -> Iterator[StreamEvent]:
        """An answer may consist of several responses, one after the other."""
        if self._done:
            yield from self._texts.halves()
            self._texts, self._items, self._done = Texts(), 0, False

    # items

    def _item(self, value: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """A finished item: what of it was not told yet. Those of ``output_item.added`` may be incomplete."""
        item = table(value.get("item"))
        place = {"output_index": value.get("output_index"), "item_id": item.get("id")}
        self._items += 1
        if item.get("type") == "message":
            self._waits = False    # what was called before was called on the server (xAI's search), and is answered
            yield from self._message(place, item)
        elif item.get("type") == "reasoning":
            yield from self._reasoning(place, item)
        else:
            yield from self._tool(item)
        self._kept.add(item)

    def _message(self, place: Mapping[str, Any], item: Mapping[str, Any]) -> Iterator[StreamEvent]:
        for index, part in enumerate(tables(item.get("content"))):
            if words := PARTS.get(string(part.get("type"))):
                key = words.key({**place, "content_index": index})
                yield from self._texts.rest(words.said, key, string(part.get(words.field)), settles=True)
            for annotation in tables(part.get("annotations")):
                yield from self._source(annotation)

    def _reasoning(self, place: Mapping[str, Any], item: Mapping[str, Any]) -> Iterator[StreamEvent]:
        """The summary where there is one, else the thoughts themselves; the same of the two that was told before."""
        summary, content = tables(item.get("summary")), tables(item.get("content"))
        in_full = THOUGHT.key(place) in self._texts or not summary
        words = THOUGHT if in_full else SUMMARY
        for index, part in enumerate(content if in_full else summary):
            key = words.key({**place, words.index: index})
            yield from self._texts.rest(ReasoningDelta, key, string(part.get("text")), settles=True)

    def _tool(self, item: Mapping[str, Any]) -> Iterator[ToolCalled]:
        kind = string(item.get("type"))
        if not kind.endswith("_call"):
            return
        self._waits = self._waits or kind in CALLS_OF_OURS
        name = failures.clean(string(item.get("name")) or kind.removesuffix("_call"), 100)
        asked = next((item[field] for field in TOOL_FIELDS if item.get(field)), "")
        logs = "\n".join(string(output.get("logs")) for output in tables(item.get("outputs")))
        yield ToolCalled(name, _told(asked), _told(string(item.get("output")) or logs.strip()))

    def _source(self, annotation: Mapping[str, Any]) -> Iterator[SourceCited]:
        url = sound(string(annotation.get("url")))
        known = url in self._cited or len(self._cited) >= MOST_SOURCES
        if annotation.get("type") == "url_citation" and _is_link(url) and not known:
            self._cited.add(url)
            yield SourceCited(url, failures.clean(string(annotation.get("title")), 200))

    # the whole

    def _last(self, response: Mapping[str, Any], status: str) -> Iterator[StreamEvent]:
        yield from self._answered_by(string(response.get("model")))
        if status == "failed" or (table(response.get("error")) and status != "completed"):
            raise failures.from_value(self._name, {"error": table(response.get("error")) or {"message": "it failed"}})
        if not self._items:
            for index, item in enumerate(tables(response.get("output"))):
                for told in self._item({"output_index": index, "item": item}):
                    self._said.add(type(told))
                    yield told
        yield from self._counted(_usage(table(response.get("usage"))))
        yield from self._withheld(response)
        self._done = True
        self._stopped = self._stop(response, status)

    def _finish(self) -> Iterator[StreamEvent]:
        yield from self._texts.halves()
        if not self._begun:
            raise not_a_reply(self._name, "no response event was found")
        if not self._done:
            raise failures.cut_off(self._name, "the stream ended without response.completed")
        stop = self._stopped
        if stop is Stop.END and not self._said & {TextDelta, RefusalDelta, ToolCalled}:
            if not self._usage.output_tokens:
                raise without_a_word(self._name, "response.completed without any content")
            stop = Stop.LENGTH    # llama-server calls a reply completed whose thinking took all the room
        if state := self._kept.state:
            yield StateReported(responses_state.WIRE, state)
        yield Finished(stop)

    def _withheld(self, response: Mapping[str, Any]) -> Iterator[Noted]:
        """Reasoning that was sent back, and that the server kept from the model (``input_transformations``)."""
        if any(change.get("action") == "removed" for change in tables(response.get("input_transformations"))):
            yield Noted(f"{self._name} kept the model's earlier reasoning from it: it answered from the visible words.")

    def _stop(self, response: Mapping[str, Any], status: str) -> Stop:
        reason = string(table(response.get("incomplete_details")).get("reason"))
        if status == "incomplete" or reason:
            return INCOMPLETE.get(reason, Stop.END)
        refused = RefusalDelta in self._said and TextDelta not in self._said
        return Stop.REFUSAL if refused else Stop.TOOL if self._waits else Stop.END


def _usage(given: Mapping[str, Any]) -> Usage:
    read, written = table(given.get("input_tokens_details")), table(given.get("output_tokens_details"))
    return Usage(
        count(given.get("input_tokens")),
        count(given.get("output_tokens")),
        count(read.get("cached_tokens")),
        count(written.get("reasoning_tokens")),
        count(read.get("cache_write_tokens")),
    )


def _told(value: object) -> str:
    """What a tool was asked or found, as text."""
    try:
        words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:    # nested on purpose
        return ""
    return sound(words[:LONGEST_TOLD])


def _is_link(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) < 2_000
