"""What the readers of replies in JSON have in common: feeding, the end, and what is told once."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from deskchat.chat.events import AnsweredBy, StreamEvent, UsageReported
from deskchat.chat.message import Usage
from deskchat.providers import failures
from deskchat.providers.reading import Joiner, JsonEvent, JsonReader


class JsonReplyReader(ABC):
    """A ``Decoder`` (``wire.py``): a wire says what one JSON object means and what the end of the bytes means.

    ``name`` is the provider's, for sentences. ``lines``: the answer is one object a line.
    """

    may_go_on: ClassVar[bool] = False
    """Does something count that comes behind the end? (relays, and answers that consist of several)"""

    def __init__(self, name: str, *, lines: bool = False) -> None:
        self._name = name
        self._json = JsonReader(name, lines=lines)
        self._joiner = Joiner()
        self._model = ""
        self._usage = Usage()
        self._done = False

    @property
    def done(self) -> bool:
        """Was the end of the reply read?"""
        return self._done

    @property
    def damaged(self) -> bool:
        """Was a piece passed over because it could not be read?"""
        return self._json.damaged

    def feed(self, data: bytes) -> Iterator[StreamEvent]:
        """Take more bytes, cut anywhere."""
        if not self._over:
            yield from self._read(self._json.feed(data))

    def end(self) -> Iterator[StreamEvent]:
        """The bytes are over."""
        if not self._over:
            yield from self._read(self._json.end())
        if not self._over:
            yield from self._finish()

    @abstractmethod
    def _take(self, event: JsonEvent) -> Iterator[StreamEvent]:
        """What one object tells; sets ``_done`` when it is the last one."""

    @abstractmethod
    def _finish(self) -> Iterator[StreamEvent]:
        """The bytes are over: what was held back and the end, or the ``ChatError`` that says why it is none."""

    @property
    def _over(self) -> bool:
        return self._done and not self.may_go_on

    def _read(self, events: Iterator[JsonEvent]) -> Iterator[StreamEvent]:
        for event in events:
            yield from self._take(event)
            if self._over:
                return

    def _answered_by(self, model: str) -> Iterator[AnsweredBy]:
        """The model's name, when it is another than was told last."""
        model = failures.clean(model, 200)
        if model and model != self._model:
            self._model = model
            yield AnsweredBy(model)

    def _counted(self, usage: Usage) -> Iterator[UsageReported]:
        """Counts replace those told before; told when there are any, and others than before."""
        if usage not in (self._usage, Usage()):
            self._usage = usage
            yield UsageReported(usage)
