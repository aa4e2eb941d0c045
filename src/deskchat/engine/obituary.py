"""Why the engine's process ended, in a sentence for the person."""

import signal
import sys
from typing import Final, NamedTuple

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import bounds


class Obituary(NamedTuple):
    """What is told of an end; the sentence and what one can do."""

    kind: ErrorKind
    sentence: str
    remedy: str


DETAIL_LIMIT: Final = 2_000

MISSING: Final = Obituary(
    ErrorKind.ENGINE,
    "The local engine can't be started: a part of the program is missing.",
    "Install deskchat again, or use a model on a server.",
)
KILLED: Final = Obituary(
    ErrorKind.ENGINE,
    "The local engine was ended from outside, perhaps because memory ran out.",
    "Try again; if it happens again, choose a smaller model.",
)
VANISHED: Final = Obituary(
    ErrorKind.MODEL_FILE,
    "The model file changed or vanished while it was in use.",
    "Put it back, then try again.",
)
OUT_OF_MEMORY: Final = Obituary(
    ErrorKind.ENGINE, "The local engine ran out of memory.", "Close other programs, or choose a smaller model."
)
BROKE_DOWN: Final = Obituary(
    ErrorKind.ENGINE,
    "The local engine broke down in the middle of its work.",
    "Try again; if it happens again, choose another model.",
)


def of(status: int | None, stderr: str, loading: str | None) -> ChatError:
    """``status`` as ``subprocess`` gives it (negative: a signal); ``loading``: the model that was being loaded."""
    detail = f"{_cause(status)}\n{stderr[-DETAIL_LIMIT:]}".strip()
    if bounds.ENDED in stderr:
        return bounds.unsafe(detail)
    kind, sentence, remedy = _reason(status, stderr, loading)
    return ChatError(kind, sentence, remedy=remedy, detail=detail)


def _reason(status: int | None, stderr: str, loading: str | None) -> Obituary:
    if "ModuleNotFoundError" in stderr or "ImportError" in stderr or "cannot open shared object" in stderr:
        return MISSING
    if _was(status, "SIGKILL"):
        return KILLED
    if _was(status, "SIGBUS"):
        return VANISHED
    if "out of memory" in stderr.lower() or "unable to allocate" in stderr or "MemoryError" in stderr:
        return OUT_OF_MEMORY
    if loading is None:
        return BROKE_DOWN
    return Obituary(
        ErrorKind.MODEL_FILE,
        f"The engine broke down while it loaded {loading}: the file is probably damaged.",
        "Download it again, or choose another file.",
    )


def _was(status: int | None, name: str) -> bool:
    return sys.platform != "win32" and status == -int(signal.Signals[name])


def _cause(status: int | None) -> str:
    if status is not None and status < 0:
        try:
            return f"The process ended by {signal.Signals(-status).name}."
        except ValueError:
            pass
    return f"The process ended with status {status}."
