"""How a reply is printed while it is written: for people, or as one JSON object a line for programs."""

import json
import sys
from typing import Protocol

from deskchat.chat.cost import units
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import Waiting
from deskchat.chat.message import Failure, Message
from deskchat.cli.terminal import Printer, harmless, say
from deskchat.services.turns import Turn, TurnUpdate

DIM, PLAIN = "\x1b[2m", "\x1b[0m"


class ReplyOutput(Protocol):
    """What ``ask`` tells of one reply. Each call returns when the text was taken, ``False`` when nobody reads any more."""

    async def begin(self, turn: Turn) -> bool:
        """The reply has begun; say what was changed for this model."""
        ...

    async def more(self, update: TurnUpdate) -> bool:
        """The reply as it stands."""
        ...

    async def end(self, turn: Turn) -> bool:
        """The reply as it was stored."""
        ...

    async def failed(self, error: ChatError) -> bool:
        """It failed before there was a reply."""
        ...


class Unsaid:
    """Remembers how much of a growing reply was given, and gives the rest."""

    def __init__(self) -> None:
        self._reasoning = 0
        self._text = 0
        self._notes: set[str] = set()
        self._waiting: Waiting | None = None

    def take(self, message: Message) -> tuple[str, str]:
        """New reasoning and new text."""
        reasoning, text = message.reasoning[self._reasoning :], message.text[self._text :]
        self._reasoning += len(reasoning)
        self._text += len(text)
        return reasoning, text

    def notes(self, update: TurnUpdate) -> list[str]:
        """Notes that were not given yet, and a wait that has just begun."""
        new = [note for note in update.node.message.notes if note not in self._notes]
        self._notes.update(new)
        waiting = update.waiting
        if waiting is not None and waiting is not self._waiting:
            new.append(f"{waiting.reason} Asking again in {_seconds(waiting.seconds)}.")
        self._waiting = waiting
        return new


class PlainOutput:
    """The text on stdout; notes and errors on stderr; reasoning only on a terminal, dim.

    ``labelled``: it is one of several replies, each below the name of its model.
    """

    def __init__(self, printer: Printer, labelled: bool = False) -> None:
        self._printer = printer
        self._labelled = labelled
        self._terminal = sys.stdout.isatty()
        self._unsaid = Unsaid()
        self._thinking = False
        self._last = "\n"

    async def begin(self, turn: Turn) -> bool:
        """Notes go to stderr."""
        self._note(TurnUpdate(turn.reply))
        if not self._labelled:
            return True
        model = turn.question.model
        return await self._put(harmless(f"{model.name} ({model.ref}):\n"))

    async def more(self, update: TurnUpdate) -> bool:
        """New text, as it is; on a terminal without what would steer it."""
        self._note(update)
        reasoning, text = self._unsaid.take(update.node.message)
        if not self._terminal:
            return await self._put(text)
        return await self._put(self._dimmed(harmless(reasoning)) + self._lit(harmless(text)))

    async def end(self, turn: Turn) -> bool:
        """The rest, a last line break, and what went wrong."""
        message = turn.latest.node.message
        reading = await self.more(turn.latest) and await self._put(self._lit("\n" if self._last != "\n" else ""))
        if message.failure is not None:
            say(f"{message.model_name}: {message.failure.message}" if self._labelled else message.failure.message)
        return reading and (not self._labelled or await self._put("\n"))

    async def failed(self, error: ChatError) -> bool:
        """A sentence on stderr."""
        say(error.message)
        return True

    def _note(self, update: TurnUpdate) -> None:
        for note in self._unsaid.notes(update):
            say(f"Note: {note}")

    async def _put(self, text: str) -> bool:
        if not text:
            return True
        self._last = text[-1]
        return await self._printer.write(text)

    def _dimmed(self, reasoning: str) -> str:
        if not reasoning or self._thinking:
            return reasoning
        self._thinking = True
        return DIM + reasoning

    def _lit(self, text: str) -> str:
        if not text or not self._thinking:
            return text
        self._thinking = False
        return f"{PLAIN}\n\n{text}"


class JsonOutput:
    """The events of the contract, one object a line, in ASCII.

    ``labelled``: it is one of several replies, and each event carries the name of its ``model``.
    """

    def __init__(self, printer: Printer, labelled: bool = False) -> None:
        self._printer = printer
        self._labelled = labelled
        self._unsaid = Unsaid()
        self._model = ""
        self._label: dict[str, object] = {}

    async def begin(self, turn: Turn) -> bool:
        """``start``, then a ``note`` for each change."""
        self._model = str(turn.reply.message.model)
        if self._labelled:
            self._label = {"model": self._model}
        start: dict[str, object] = {
            "event": "start",
            "conversation": turn.conversation_id,
            "message": turn.reply.id,
            "model": self._model,
        }
        return await self._print(start, *self._notes(TurnUpdate(turn.reply)))

    async def more(self, update: TurnUpdate) -> bool:
        """``note``, ``model`` when another one is asked now, ``reasoning`` and ``text``."""
        lines = self._notes(update)
        model = str(update.node.message.model)
        if model != self._model:
            self._model = model
            lines.append({"event": "model", "model": model})
        reasoning, text = self._unsaid.take(update.node.message)
        if reasoning:
            lines.append({"event": "reasoning", "text": reasoning})
        if text:
            lines.append({"event": "text", "text": text})
        return await self._print(*lines)

    async def end(self, turn: Turn) -> bool:
        """The rest, then ``done`` or ``error``; a failure that another model makes good is a ``note``."""
        message = turn.latest.node.message
        if not await self.more(turn.latest):
            return False
        if message.failure is not None and turn.next is not None:
            return await self._print({"event": "note", "text": message.failure.message})
        if message.failure is not None:
            return await self._print(_error(message.failure, turn.error.retry_after_s if turn.error is not None else None))
        return await self._print(
            {
                "event": "done",
                "stop": message.stop.value if message.stop is not None else "cancelled",
                "input_tokens": message.usage.input_tokens,
                "output_tokens": message.usage.output_tokens,
                "cost": _cost(message),
                "seconds": None if message.timing.total_s is None else round(message.timing.total_s, 3),
            }
        )

    async def failed(self, error: ChatError) -> bool:
        """``error`` alone."""
        return await self._print(_error(Failure(error.kind.value, error.message), error.retry_after_s))

    def _notes(self, update: TurnUpdate) -> list[dict[str, object]]:
        return [{"event": "note", "text": note} for note in self._unsaid.notes(update)]

    async def _print(self, *lines: dict[str, object]) -> bool:
        if not lines:
            return True
        return await self._printer.write("".join(json.dumps({**line, **self._label}) + "\n" for line in lines))


def _cost(message: Message) -> float | None:
    """In the currency's units; ``None``: not known, which is not zero."""
    if message.cost is None:
        return 0.0 if message.model is not None and message.model.is_local else None
    return float(units(message.cost))


def _seconds(seconds: float) -> str:
    whole = round(seconds)
    return "a second" if whole <= 1 else f"{whole} seconds"


def _error(failure: Failure, retry_after_s: float | None) -> dict[str, object]:
    kind = ErrorKind(failure.kind).value
    return {"event": "error", "kind": kind, "message": failure.message, "retry_after": retry_after_s}
