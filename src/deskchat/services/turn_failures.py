"""How a turn reads failures: what they teach, and sentences for those that only a turn can notice."""

from msgspec.structs import replace

from deskchat.chat.context import Lesson
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Stop
from deskchat.chat.model import ModelInfo, Sampling
from deskchat.chat.request import ChatRequest

TIGHTER = (1.3, 1.8, 2.5)    # real tokens for an estimated one, tried in this order when a request was too long


def learnt(error: ChatError, lesson: Lesson) -> Lesson | None:
    """What a refusal teaches beyond ``lesson``; ``None``: nothing that would help."""
    if error.kind is ErrorKind.CONTEXT:
        factor = next((factor for factor in TIGHTER if factor > lesson.token_factor), None)
        return None if factor is None else replace(lesson, token_factor=factor)
    if error.about == "state" and lesson.with_state:
        return replace(lesson, with_state=False)
    if error.about == "effort":
        return replace(lesson, with_effort=False) if lesson.with_effort else None
    if error.about in Sampling.__struct_fields__ and error.about not in lesson.refused:
        return replace(lesson, refused=(*lesson.refused, error.about))
    return None


def cut_off(model: ModelInfo) -> ChatError:
    """The stream ended, and the reply had not."""
    return ChatError(
        ErrorKind.PROTOCOL,
        f"The connection to {model.name} ended in the middle of the reply.",
        remedy="What arrived is kept. Ask again, or let this or another model continue.",
    )


def endless(model: ModelInfo) -> ChatError:
    """No reply is that long."""
    return ChatError(
        ErrorKind.PROTOCOL,
        f"{model.name} wrote on without an end, so the reply was ended there.",
        remedy="What arrived is kept. Ask again, or ask another model.",
    )


def empty(request: ChatRequest, stop: Stop) -> ChatError:
    """The reply to ``request`` ended in order, and there is no word in it."""
    name = request.model.name
    if stop is Stop.LENGTH:
        return _no_room(name, limited=request.sampling.max_tokens is not None)
    if stop is Stop.FILTER:
        return ChatError(
            ErrorKind.BAD_REQUEST,
            f"A content filter of the provider held back the reply of {name}.",
            remedy="Put the question in other words, or ask another model.",
        )
    if stop is Stop.REFUSAL:
        return ChatError(
            ErrorKind.BAD_REQUEST,
            f"{name} declined to answer.",
            remedy="Put the question in other words, or ask another model.",
        )
    if stop is Stop.TOOL:
        return ChatError(
            ErrorKind.BAD_REQUEST,
            f"{name} called a tool instead of answering, and there is none here that it could use.",
            remedy="Write that it should answer in its own words, without tools, or ask another model.",
        )
    return ChatError(ErrorKind.PROTOCOL, f"{name} sent an empty reply.", remedy="Ask again, or ask another model.")


def _no_room(name: str, *, limited: bool) -> ChatError:
    said = f"{name} reached the limit of tokens before it wrote a word."
    if limited:
        remedy = "Ask again without a limit, or with a higher one: thinking counts too."
        return ChatError(ErrorKind.PROTOCOL, said, remedy=remedy, about="limit")
    remedy = "Its thinking took all the room: ask again with less effort, or ask another model."
    return ChatError(ErrorKind.PROTOCOL, said, remedy=remedy)


def unstored(error: Exception) -> ChatError:
    """A bug that kept a reply from being stored, as it is told."""
    return ChatError(ErrorKind.INTERNAL, "Something went wrong inside deskchat.", detail=type(error).__name__)


def internal(error: Exception) -> ChatError:
    """A bug, as it is told."""
    return ChatError(
        ErrorKind.INTERNAL,
        "Something went wrong inside deskchat while the reply was written.",
        remedy="What arrived is kept, and the log has the details.",
        detail=type(error).__name__,
    )
