"""Asking a local provider, in few words."""

from collections.abc import AsyncIterator
from pathlib import Path

from deskchat.chat.events import Finished, ReasoningDelta, StreamEvent, TextDelta, UsageReported
from deskchat.chat.local_model import LocalModel
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.chat.provider import Provider
from deskchat.chat.request import ChatRequest, Outgoing

GREEDY = Sampling(temperature=0.0, max_tokens=24)
LONG = Sampling(temperature=0.0, max_tokens=2000)
CAPITAL = "Complete the sentence: The capital city of France is called"


def info(name: str) -> ModelInfo:
    return ModelInfo(ModelRef("local", name), name)


def local_model(name: str, path: Path) -> LocalModel:
    return LocalModel(path, info(name))


def asking(*texts: str, model: str = "smol", sampling: Sampling = GREEDY, system: str | None = None) -> ChatRequest:
    """The person and the model speak in turns; the last text is the person's."""
    roles = (Role.USER, Role.ASSISTANT)
    messages = tuple(Outgoing(roles[i % 2], (TextPart(text),)) for i, text in enumerate(texts))
    return ChatRequest(info(model), messages, system, sampling)


class Answer:
    """A reply that was read to its end."""

    def __init__(self, events: list[StreamEvent]) -> None:
        self.events = events
        self.text = "".join(e.text for e in events if isinstance(e, TextDelta))
        self.reasoning = "".join(e.text for e in events if isinstance(e, ReasoningDelta))
        self.usage = next((e.usage for e in events if isinstance(e, UsageReported)), Usage())
        self.stop: Stop | None = events[-1].stop if events and isinstance(events[-1], Finished) else None


async def ask(provider: Provider, request: ChatRequest) -> Answer:
    return Answer([event async for event in provider.stream(request)])


async def until_text(stream: AsyncIterator[StreamEvent], pieces: int = 1) -> None:
    """Read on until some text has come."""
    async for event in stream:
        pieces -= isinstance(event, TextDelta)
        if pieces <= 0:
            return
    raise AssertionError("the reply ended before it was expected to")
