"""Does the engine load a model and write? Tried for real, in its own process."""

from time import monotonic

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import TextDelta
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, Sampling
from deskchat.chat.parts import TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.services.services import Services

TOKENS = 8


async def try_engine(services: Services) -> str:
    """Let the first model on this machine write a few tokens; a line on how it went. Raises ``ChatError``."""
    model = await _first_local(services)
    began = monotonic()
    first: float | None = None
    text = ""
    async for event in services.directory.provider(model.ref).stream(_question(model)):
        if isinstance(event, TextDelta):
            first = first or monotonic() - began
            text += event.text
    if first is None:
        raise ChatError(ErrorKind.ENGINE, f"{model.name} was loaded but wrote nothing.")
    return f"works: {model.name} wrote “{text.strip()}”, first word after {first:.1f} s"


async def _first_local(services: Services) -> ModelInfo:
    local = (await services.directory.groups())[0]
    usable = [model for model in local.models if not model.unavailable]
    if not usable:
        raise ChatError(ErrorKind.NOT_FOUND, "There is no model on this computer yet.", remedy="Add a GGUF file.")
    return usable[0]


def _question(model: ModelInfo) -> ChatRequest:
    question = Outgoing(Role.USER, (TextPart("Say hello."),))
    return ChatRequest(model, (question,), None, Sampling(temperature=0.0, max_tokens=TOKENS))
