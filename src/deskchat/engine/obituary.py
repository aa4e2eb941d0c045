"""Why the engine's process ended, in a sentence for the person."""

import signal
import sys

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import bounds

DETAIL_LIMIT = 2_000


def of(status: int | None, stderr: str, loading: str | None) -> ChatError:
    """``status`` as ``subprocess`` gives it (negative: a signal); ``loading``: the model that was being loaded."""
    detail = f"{_cause(status)}\n{stderr[-DETAIL_LIMIT:]}".strip()
    if bounds.ENDED in stderr:
        return bounds.unsafe(detail)
    if "ModuleNotFoundError" in stderr or "ImportError" in stderr or "cannot open shared object" in stderr:
        return ChatError(
            ErrorKind.ENGINE,
            "The local engine can't be started: a part of the program is missing.",
            remedy="Install deskchat again, or use a model on a server.",
            detail=detail,
        )
    if _was(status, "SIGKILL"):
        return ChatError(
            ErrorKind.ENGINE,
            "The local engine was ended from outside, perhaps because memory ran out.",
            remedy="Try again; if it happens again, choose a smaller model.",
            detail=detail,
        )
    if _was(status, "SIGBUS"):
        return ChatError(
            ErrorKind.MODEL_FILE,
            "The model file changed or vanished while it was in use.",
            remedy="Put it back, then try again.",
            detail=detail,
        )
    if "out of memory" in stderr.lower() or "unable to allocate" in stderr or "MemoryError" in stderr:
        return ChatError(
            ErrorKind.ENGINE,
            "The local engine ran out of memory.",
            remedy="Close other programs, or choose a smaller model.",
            detail=detail,
        )
    if loading is not None:
        return ChatError(
            ErrorKind.MODEL_FILE,
            f"The engine broke down while it loaded {loading}: the file is probably damaged.",
            remedy="Download it again, or choose another file.",
            detail=detail,
        )
    return ChatError(
        ErrorKind.ENGINE,
        "The local engine broke down in the middle of its work.",
        remedy="Try again; if it happens again, choose another model.",
        detail=detail,
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
