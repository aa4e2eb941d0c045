"""llama-server's own completion as a wire of deskchat, and a provider that speaks it.

``POST /completion`` with ``stream: true`` answers in server-sent events, ``{"content": …, "stop": false}`` each, and the
last one has ``"stop": true``, ``stop_type`` and the counts (llama.cpp, tools/server/README.md, October 2026).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.chat.events import Finished, StreamEvent, TextDelta
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.request import ChatRequest
from deskchat.providers import failures
from deskchat.providers.reading import JsonEvent, count, string
from deskchat.providers.reply_reader import JsonReplyReader
from deskchat.providers.wire import CountsNothing, Endpoint

PROVIDERS = [
    {
        "id": "llama-completion",
        "name": "llama-server, base models",
        "wire": "llama-completion",
        "base_url": "http://127.0.0.1:8080",
        "models": [{"id": "loaded"}],    # the server has one model in memory, whatever it is called
    }
]
STOPS = {"eos": Stop.END, "word": Stop.END, "limit": Stop.LENGTH}


def open_wire(provider_name: str, dialect: Mapping[str, Any]) -> "Completion":
    """The wire for one provider. Raises ``ValueError`` for a dialect: there is none."""
    if dialect:
        raise ValueError("llama-completion has no dialect")
    return Completion(provider_name)


class Completion(msgspec.Struct, CountsNothing, frozen=True):
    """The wire: the whole conversation is one text, and the model goes on with it."""

    name: str
    list_path: str = "v1/models"

    def encode(self, request: ChatRequest) -> Endpoint:
        """The body of ``POST /completion``."""
        sampling = request.sampling
        options = {
            "n_predict": sampling.max_tokens,
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "top_k": sampling.top_k,
            "seed": sampling.seed,
        }
        body = {"prompt": _text(request), "stream": True, "cache_prompt": True}
        body |= {name: value for name, value in options.items() if value is not None}
        return Endpoint("completion", msgspec.json.encode(body))

    def decoder(self) -> "ReplyReader":
        """A reader for one reply."""
        return ReplyReader(self.name)

    def failure(self, status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
        """What a status other than 200 means."""
        return failures.from_answer(self.name, status, headers, body)

    def authorization(self, key: str) -> Mapping[str, str]:
        """``--api-key`` of the server."""
        return {"Authorization": f"Bearer {key}"}


class ReplyReader(JsonReplyReader):
    """Reads one reply."""

    def _take(self, event: JsonEvent) -> Iterator[StreamEvent]:
        value = event.value
        if value.get("error"):
            raise failures.from_value(self._name, value)
        if text := self._joiner.feed(string(value.get("content"))):
            yield TextDelta(text)
        if value.get("stop") is True:
            self._done = True
            yield from self._answered_by(string(value.get("model")))
            yield from self._counted(Usage(count(value.get("tokens_evaluated")), count(value.get("tokens_predicted"))))
            yield Finished(STOPS.get(string(value.get("stop_type")), Stop.END))

    def _finish(self) -> Iterator[StreamEvent]:
        raise failures.cut_off(self._name, "the stream ended without “stop”")


def _text(request: ChatRequest) -> str:
    """What was said so far, without anybody's name; what the person writes begins a paragraph of its own."""
    pieces = [request.system] if request.system else []
    for message in request.messages:
        if message.role is Role.USER or not pieces:
            pieces.append(message.text)
        else:
            pieces[-1] += message.text    # the model went on with that text
    return "\n\n".join(pieces)
