"""One reply: read the prompt, draw tokens, send text in small bundles."""

import codecs
import time
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from deskchat.chat import thinking
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.stops import Stops
from deskchat.engine import form, frames, prompt, sampling, template
from deskchat.engine.drawing import Drawer
from deskchat.engine.loaded import LoadedModel
from deskchat.engine.lookup import Judge, Lookup
from deskchat.engine.native import AbortFlag, Native
from deskchat.engine.prefix import common, packed
from deskchat.engine.recall import Recall
from deskchat.engine.sequence import DRAFTS, AbortedError, Sequence
from deskchat.engine.vision import Look, Picture, Vision

BUNDLE_SECONDS: Final = 0.033    # text is sent about thirty times a second, however fast the model is

Send = Callable[[frames.Event], None]


class Conversationalist:
    """Answers chats with one loaded model, by the template of its file or, without one, by plain names and colons."""

    def __init__(
        self, native: Native, model: LoadedModel, recall: Recall, vision: Callable[[], Vision] | None = None
    ) -> None:
        self._native, self._recall = native, recall
        self._open_vision = vision
        self._vision: Vision | None = None
        self.vocabulary = model.vocabulary
        control, added = self.vocabulary.specials()
        self._specials = prompt.steering(control, added)
        self.marks = frozenset(text for text in control if text in thinking.CONTROL)
        source = model.template()
        bos, eos = self.vocabulary.text_of("bos"), self.vocabulary.text_of("eos")
        self._template, self.note = template.choose(source, bos=bos, eos=eos, specials=(*control, *added))
        self.judge = Judge()

    @property
    def stops(self) -> tuple[str, ...]:
        """Texts that end a reply: models without a template go on to write the person's lines."""
        return () if self._template else template.PLAIN_STOPS

    def answer(self, chat: frames.Chat, abort: AbortFlag, send: Send) -> None:
        """Send the events of one reply. Raises ``ChatError``."""
        rendered = self._rendered(chat.turns, chat.sampling.effort)
        send(frames.Progress(chat.id, "reading", 0.0))
        pictures = self._pictures(chat.turns)
        tokens, looks = self._tokens(rendered, pictures)
        capacity = self._recall.sequence.capacity
        if len(tokens) >= capacity:
            raise _too_long(len(tokens), capacity)
        asked = _Prompt(chat.conversation, tokens, rendered, self._parting(chat, tokens, pictures), looks)
        kept_to = form.sampler(self._native.c, self.vocabulary.handle, chat.form) if chat.form else None
        drawer = sampling.drawer(self._native.c, self.vocabulary.size, chat.sampling, kept_to)
        try:
            _Reply(self, chat, abort, send).run(drawer, asked)
        finally:
            drawer.free()

    def read(self, asked: "_Prompt", progress: Callable[[float], None]) -> int:
        """Read a prompt; how many of its tokens were in memory. Raises ``AbortedError``."""
        return self._recall.read(asked.conversation, asked.tokens, progress, asked.part_at, asked.looks)

    @property
    def sequence(self) -> Sequence:
        """What the model has read."""
        return self._recall.sequence

    def count(self, turns: tuple[frames.Turn, ...]) -> int:
        """How many tokens the conversation is as it would be read. Raises ``ChatError``."""
        return len(self._tokens(self._rendered(turns), self._pictures(turns))[0])

    def free(self) -> None:
        """Give back what it holds beside the model."""
        if self._vision is not None:
            self._vision.free()

    def _rendered(self, turns: tuple[frames.Turn, ...], effort: str | None = None) -> str:
        guarded = prompt.guard(turns, self._specials)
        return self._template.render(guarded, effort) if self._template else template.plain(guarded)

    def _pictures(self, turns: tuple[frames.Turn, ...]) -> list[Picture]:
        images = [image for turn in turns for image in turn.images]
        if not images:
            return []
        if self._open_vision is None:
            raise ChatError(ErrorKind.ENGINE, "This model can't see pictures.", remedy="Choose one that can.")
        # the image part takes memory and time, and most conversations have no pictures
        self._vision = self._vision or self._open_vision()
        return self._vision.pictures(images)

    def _tokens(self, rendered: str, pictures: list[Picture]) -> tuple[list[int], dict[int, Look]]:
        """What is read for a prompt, and the pictures in it by their places."""
        texts = rendered.split(prompt.PICTURE)
        if len(texts) != len(pictures) + 1:
            raise ChatError(
                ErrorKind.ENGINE,
                "This model's chat template loses the pictures of the conversation.",
                remedy="Take the pictures out, or choose another model.",
            )
        tokens, looks = self.vocabulary.tokenise(prompt.segments(texts[0])), {}
        for picture, text in zip(pictures, texts[1:], strict=True):
            for piece in picture.pieces:
                if isinstance(piece, Look):
                    looks[len(tokens)] = piece
                    tokens += piece.ids
                else:
                    tokens += piece
            tokens += self.vocabulary.tokenise(prompt.segments(text), begins=False)
        return tokens, looks

    def _parting(self, chat: frames.Chat, tokens: list[int], pictures: list[Picture]) -> int | None:
        """Where the next prompt will part from this one, when it holds a reply; asked only where it matters.

        Templates write a reply that is over differently from one that begins (most leave its thinking out).
        """
        if self._recall.sequence.rolls_back:
            return None
        turns = (*chat.turns, frames.Turn("assistant", "…"))
        later, _ = self._tokens(self._rendered(turns, chat.sampling.effort), pictures)
        return min(common(packed(later), packed(tokens)), len(tokens) - 1)


class _Prompt(msgspec.Struct, frozen=True):
    conversation: str
    tokens: list[int]
    rendered: str
    part_at: int | None
    looks: Mapping[int, Look]


class _Reply:
    """The state of one reply while it is drawn."""

    def __init__(self, talker: Conversationalist, chat: frames.Chat, abort: AbortFlag, send: Send) -> None:
        self._talker, self._chat, self._abort, self._send = talker, chat, abort, send
        self._vocabulary, self._sequence, self._judge = talker.vocabulary, talker.sequence, talker.judge
        self._stops = Stops((*talker.stops, *(chat.sampling.stop or ())))
        # after “Assistant:” a base model goes on with a space, which is no part of the reply
        self._at_start = bool(talker.stops)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._bundle: list[str] = []
        self._sent_at = 0.0
        self._output = self._reasoning = self._cached = 0
        self._first_at = self._last_at = 0.0

    def run(self, drawer: Drawer, asked: _Prompt) -> None:
        """Send all events of the reply."""
        self._splitter = thinking.Splitter(asked.rendered)
        stop = "cancelled"
        try:
            self._cached = self._talker.read(asked, self._told)
            stop = self._draw_all(drawer, asked.tokens)
        except AbortedError:
            pass
        self._finish(stop, len(asked.tokens))

    def _told(self, fraction: float) -> None:
        self._send(frames.Progress(self._chat.id, "reading", fraction))

    def _draw_all(self, drawer: Drawer, prompt_tokens: list[int]) -> str:
        """Draw tokens until the reply is over; why it is."""
        sequence = self._sequence
        token = sequence.draw(drawer)
        lookup: Lookup | None = None    # made when the first word is on its way
        self._judge.begin()
        while not (over := self._take(token)):
            if not sequence.rolls_back:    # a guess that is wrong could not be taken back
                sequence.append(token)
                token = sequence.draw(drawer)
                continue
            lookup = lookup or Lookup(prompt_tokens)
            lookup.add(token)
            began = time.perf_counter()
            guesses = lookup.guess(min(DRAFTS, sequence.room - 2))
            if not self._judge.lets(guesses):
                sequence.append(token)
                token = sequence.draw(drawer)
                self._judge.plain(time.perf_counter() - began, guesses, token)
                continue
            sequence.append_all((token, *guesses))
            token, right, over = self._draw_guessed(drawer, lookup, guesses)
            sequence.take_back(len(guesses) - right)
            self._judge.guessed(time.perf_counter() - began, right + 1)
            if over:
                break
        return over

    def _draw_guessed(self, drawer: Drawer, lookup: Lookup, guesses: list[int]) -> tuple[int, int, str]:
        """Draw after each token that was read together with guesses, as long as they come true.

        Returns the last token that was drawn, how many guesses came true, and why the reply is over if it is.
        """
        for right, guess in enumerate(guesses):
            token = self._sequence.draw(drawer, right)
            if token != guess:
                return token, right, ""
            if over := self._take(token):
                return token, right, over
            lookup.add(token)
        return self._sequence.draw(drawer, len(guesses)), len(guesses), ""

    def _take(self, token: int) -> str:
        """Add a drawn token to the reply; why the reply is over with it, ``""`` when it goes on."""
        if self._vocabulary.ends(token):
            return "end"
        self._add(token)
        if self._abort.is_set:
            return "cancelled"
        if self._stops.hit:
            return "end"
        limit = self._chat.sampling.max_tokens or self._sequence.capacity
        return "length" if self._output >= limit or self._sequence.room < 1 else ""

    def _add(self, token: int) -> None:
        self._last_at = time.monotonic()
        if not self._output:
            self._first_at = self._last_at
        self._output += 1
        raw = self._vocabulary.piece(token)
        if not raw and self._talker.marks:
            mark = self._vocabulary.piece(token, special=True)
            raw = mark if mark.decode("utf-8", "replace") in self._talker.marks else b""
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
