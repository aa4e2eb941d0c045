"""One reply: read the prompt, draw tokens, send text in small bundles."""

import codecs
import time
from collections.abc import Callable
from typing import Any, Final

from deskchat.chat import thinking
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import frames, prompt, sampling, template
from deskchat.engine.loaded import AbortedError, LoadedModel
from deskchat.engine.native import AbortFlag, Native
from deskchat.engine.stops import Stops

BUNDLE_SECONDS: Final = 0.02    # text is sent about fifty times a second, however fast the model is

Send = Callable[[frames.Event], None]


class Conversationalist:
    """Answers chats with one loaded model, by the template of its file or, without one, by plain names and colons."""

    def __init__(self, native: Native, model: LoadedModel) -> None:
        self._native, self._model = native, model
        control, added = model.specials()
        self._specials = prompt.steering(control, added)
        self._marks = frozenset(text for text in control if text in thinking.CONTROL)
        source = model.template()
        bos, eos = model.text_of("bos"), model.text_of("eos")
        self._template = template.Template(source, bos=bos, eos=eos) if source else None

    def answer(self, chat: frames.Chat, abort: AbortFlag, send: Send) -> None:
        """Send the events of one reply. Raises ``ChatError``."""
        rendered = self._rendered(chat.turns)
        send(frames.Progress(chat.id, "reading", 0.0))
        tokens = self._model.tokenise(prompt.segments(rendered))
        if len(tokens) >= self._model.context_tokens:
            raise _too_long(len(tokens), self._model.context_tokens)
        stops = () if self._template else template.PLAIN_STOPS
        chain = sampling.chain(self._native.c, self._model.vocabulary, chat.sampling)
        try:
            _Reply(self._model, chat, abort, send, self._marks, stops).run(chain, tokens, rendered)
        finally:
            self._native.c.llama_sampler_free(chain)

    def count(self, turns: tuple[frames.Turn, ...]) -> int:
        """How many tokens the conversation is as it would be read. Raises ``ChatError``."""
        return len(self._model.tokenise(prompt.segments(self._rendered(turns))))

    def _rendered(self, turns: tuple[frames.Turn, ...]) -> str:
        guarded = prompt.guard(turns, self._specials)
        return self._template.render(guarded) if self._template else template.plain(guarded)


class _Reply:
    """The state of one reply while it is drawn."""

    def __init__(
        self,
        model: LoadedModel,
        chat: frames.Chat,
        abort: AbortFlag,
        send: Send,
        marks: frozenset[str],
        stops: tuple[str, ...],
    ) -> None:
        self._model, self._chat, self._abort, self._send = model, chat, abort, send
        self._marks = marks
        self._stops = Stops(stops)
        # after “Assistant:” a base model goes on with a space, which is no part of the reply
        self._at_start = bool(stops)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._bundle: list[str] = []
        self._sent_at = 0.0
        self._output = self._reasoning = self._cached = 0
        self._first_at = self._last_at = 0.0

    def run(self, chain: Any, tokens: list[int], rendered: str) -> None:
        """Send all events of the reply."""
        self._splitter = thinking.Splitter(rendered)
        stop = "cancelled"
        try:
            self._cached = self._model.read(tokens, self._told)
            stop = self._draw_all(chain)
        except AbortedError:
            pass
        self._finish(stop, len(tokens))

    def _told(self, fraction: float) -> None:
        self._send(frames.Progress(self._chat.id, "reading", fraction))

    def _draw_all(self, chain: Any) -> str:
        limit = self._chat.sampling.max_tokens or self._model.context_tokens
        while True:
            token = self._model.draw(chain)
            if self._model.ends(token):
                return "end"
            self._take(token)
            if self._abort.is_set:
                return "cancelled"
            if self._stops.hit:
                return "end"
            if self._output >= limit or self._model.room < 1:
                return "length"
            self._model.append(token)

    def _take(self, token: int) -> None:
        self._last_at = time.monotonic()
        if not self._output:
            self._first_at = self._last_at
        self._output += 1
        raw = self._model.piece(token)
        if not raw and self._marks:
            mark = self._model.piece(token, special=True)
            raw = mark if mark.decode("utf-8", "replace") in self._marks else b""
        text = self._stops.feed(self._decoder.decode(raw))
        if self._at_start:
            text = text.lstrip()
            self._at_start = not text
        self._bundle.append(text)
        self._reasoning += self._splitter.reasoning
        if self._last_at - self._sent_at >= BUNDLE_SECONDS:
            self._sent_at = self._last_at
            self._flush(self._splitter.feed("".join(self._bundle)))

    def _flush(self, pieces: list[thinking.Piece]) -> None:
        self._bundle.clear()
        for piece in pieces:
            event = frames.Reasoning if piece.reasoning else frames.Text
            self._send(event(self._chat.id, piece.text))

    def _finish(self, stop: str, input_tokens: int) -> None:
        rest = "" if self._stops.hit else self._stops.feed(self._decoder.decode(b"", True)) + self._stops.end()
        self._flush(self._splitter.feed("".join(self._bundle) + rest) + self._splitter.end())
        seconds = self._last_at - self._first_at
        speed = (self._output - 1) / seconds if self._output > 1 and seconds > 0 else 0.0
        self._send(
            frames.Done(self._chat.id, stop, input_tokens, self._cached, self._output, self._reasoning, speed)
        )


def _too_long(tokens: int, limit: int) -> ChatError:
    return ChatError(
        ErrorKind.CONTEXT,
        f"The conversation is {tokens:,} tokens long, and this model reads at most {limit:,} at once.",
        remedy="Shorten it, start a new conversation, or choose a model with a longer context.",
    )
