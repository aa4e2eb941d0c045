"""How a reply is printed while it is written: for people, or as one JSON object a line for programs."""

import json
import sys
from decimal import Decimal
from typing import Protocol

from deskchat.chat.conversation import Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Failure, Message
from deskchat.chat.model import Price
from deskchat.cli.terminal import Printer, harmless, say
from deskchat.services.turns import Turn

DIM, PLAIN = "\x1b[2m", "\x1b[0m"
MILLION = Decimal(1_000_000)


class ReplyOutput(Protocol):
    """What ``ask`` tells. Each call returns when the text was taken, ``False`` when nobody reads any more."""

    async def begin(self, turn: Turn) -> bool:
        """The reply has begun; say what was changed for this model."""
        ...

    async def more(self, message: Message) -> bool:
        """The reply as it stands."""
        ...

    async def end(self, node: Node, price: Price | None, retry_after_s: float | None) -> bool:
        """The reply as it was stored."""
        ...

    async def failed(self, error: ChatError) -> bool:
        """It failed before there was a reply."""
        ...


class Unsaid:
    """Remembers how much of a growing message was given, and gives the rest."""

    def __init__(self) -> None:
        self._reasoning = 0
        self._text = 0

    def take(self, message: Message) -> tuple[str, str]:
        """New reasoning and new text."""
        reasoning, text = message.reasoning[self._reasoning :], message.text[self._text :]
        self._reasoning += len(reasoning)
        self._text += len(text)
        return reasoning, text


class PlainOutput:
    """The text on stdout; notes and errors on stderr; reasoning only on a terminal, dim."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._terminal = sys.stdout.isatty()
        self._unsaid = Unsaid()
        self._thinking = False
        self._last = "\n"

    async def begin(self, turn: Turn) -> bool:
        """Notes go to stderr."""
        for note in turn.plan.notes if turn.plan.fits else ():
            say(f"Note: {note}")
        return True

    async def more(self, message: Message) -> bool:
        """New text, as it is; on a terminal without what would steer it."""
        reasoning, text = self._unsaid.take(message)
        if not self._terminal:
            return await self._put(text)
        return await self._put(self._dimmed(harmless(reasoning)) + self._lit(harmless(text)))

    async def end(self, node: Node, price: Price | None, retry_after_s: float | None) -> bool:
        """The rest, a last line break, and what went wrong."""
        reading = await self.more(node.message) and await self._put(self._lit("\n" if self._last != "\n" else ""))
        if node.message.failure is not None:
            say(node.message.failure.message)
        return reading

    async def failed(self, error: ChatError) -> bool:
        """A sentence on stderr."""
        say(error.message)
        return True

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
    """The events of the contract, one object a line, in ASCII."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._unsaid = Unsaid()

    async def begin(self, turn: Turn) -> bool:
        """``start``, then a ``note`` for each change."""
        lines: list[dict[str, object]] = [
            {
                "event": "start",
                "conversation": turn.conversation_id,
                "message": turn.reply.id,
                "model": str(turn.reply.message.model),
            }
        ]
        lines += [{"event": "note", "text": note} for note in (turn.plan.notes if turn.plan.fits else ())]
        return await self._print(*lines)

    async def more(self, message: Message) -> bool:
        """``reasoning`` and ``text``."""
        reasoning, text = self._unsaid.take(message)
        lines: list[dict[str, object]] = []
        if reasoning:
            lines.append({"event": "reasoning", "text": reasoning})
        if text:
            lines.append({"event": "text", "text": text})
        return await self._print(*lines)

    async def end(self, node: Node, price: Price | None, retry_after_s: float | None) -> bool:
        """The rest, then ``done`` or ``error``."""
        message = node.message
        if not await self.more(message):
            return False
        if message.failure is not None:
            return await self._print(_error(message.failure, retry_after_s))
        return await self._print(
            {
                "event": "done",
                "stop": message.stop.value if message.stop is not None else "cancelled",
                "input_tokens": message.usage.input_tokens,
                "output_tokens": message.usage.output_tokens,
                "cost": cost_of(message, price),
                "seconds": None if message.timing.total_s is None else round(message.timing.total_s, 3),
            }
        )

    async def failed(self, error: ChatError) -> bool:
        """``error`` alone."""
        return await self._print(_error(Failure(error.kind.value, error.message), error.retry_after_s))

    async def _print(self, *lines: dict[str, object]) -> bool:
        if not lines:
            return True
        return await self._printer.write("".join(json.dumps(line) + "\n" for line in lines))


def cost_of(message: Message, price: Price | None) -> float | None:
    """What the reply cost, in the price's currency; ``None`` when tokens or price are not known."""
    usage = message.usage
    if price is None or usage.input_tokens is None or usage.output_tokens is None:
        return None
    cost = usage.input_tokens * price.input_per_million + usage.output_tokens * price.output_per_million
    return float(cost / MILLION)


def _error(failure: Failure, retry_after_s: float | None) -> dict[str, object]:
    kind = ErrorKind(failure.kind).value
    return {"event": "error", "kind": kind, "message": failure.message, "retry_after": retry_after_s}
