"""What the benchmarks of the engine share: a provider over one or two files, and a reply that is timed."""

import sys
import time
from pathlib import Path

import msgspec

from deskchat import paths
from deskchat.chat.events import SpeedReported, TextDelta, UsageReported
from deskchat.chat.local_model import LocalModel
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider

STARTER = paths.resources() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
WITHOUT_GUESSING = (
    sys.executable, "-c", "from deskchat.engine import generation, worker; generation.DRAFTS = 0; worker.worker_main()"
)    # fmt: skip


class Reply(msgspec.Struct, frozen=True):
    """What a reply took. ``first_s``: from the question to the first word, or to the end of an empty reply."""

    text: str
    first_s: float
    tokens_per_s: float
    input_tokens: int
    cached_tokens: int


def starter() -> Path:
    """The file that is measured: the first argument, else the model in the box."""
    return Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else STARTER


def provider(folder: Path, limits: Limits, command: tuple[str, ...] = (), **files: Path) -> LocalProvider:
    """Over ``files`` by name, with states below ``folder``."""
    known = {name: LocalModel(path, _info(name)) for name, path in files.items()}
    given = (command,) if command else ()
    return LocalProvider(
        lambda: known, *given, work_folder=folder / "engine", states=folder / "states", limits=lambda: limits
    )


def asking(*texts: str, model: str = "model", tokens: int = 100, conversation: str = "") -> ChatRequest:
    """The person and the model speak in turns; the last text is the person's."""
    roles = (Role.USER, Role.ASSISTANT)
    messages = tuple(Outgoing(roles[i % 2], (TextPart(text),)) for i, text in enumerate(texts))
    sampling = Sampling(temperature=0.0, max_tokens=tokens)
    return ChatRequest(_info(model), messages, "You tell long stories.", sampling, conversation=conversation)


async def timed(asked: LocalProvider, request: ChatRequest) -> Reply:
    """Read the whole reply."""
    began, first, text, speed, usage = time.perf_counter(), 0.0, [], 0.0, (0, 0)
    async for event in asked.stream(request):
        match event:
            case TextDelta(piece):
                first = first or time.perf_counter()
                text.append(piece)
            case SpeedReported(tokens_per_s):
                speed = tokens_per_s
            case UsageReported(told):
                usage = (told.input_tokens or 0, told.cached_tokens or 0)
            case _:
                pass
    return Reply("".join(text), (first or time.perf_counter()) - began, speed, *usage)


def _info(name: str) -> ModelInfo:
    return ModelInfo(ModelRef("local", name), name)
