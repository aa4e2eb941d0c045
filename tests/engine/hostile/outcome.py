"""How asking a model ended, and what every end must be like."""

import asyncio
import re
import time
from typing import Final, NamedTuple

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import Noted
from deskchat.chat.model import Sampling
from deskchat.chat.provider import Provider
from tests.engine.hostile.full import FULL
from tests.engine.talking import ask, asking

SECONDS: Final = 5.0 if FULL else 60.0    # alone on its machine, and beside whatever else runs
FEW: Final = Sampling(temperature=0.0, max_tokens=3)


class Outcome(NamedTuple):
    """``sentence``: of the failure, or a note beside the answer, ``""`` for an answer without one."""

    sentence: str
    failed: bool
    seconds: float


async def outcome(provider: Provider, model: str) -> Outcome:
    """Ask the model; a failure must be one clear sentence, and all must be over in time."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(2 * SECONDS):
            answer = await ask(provider, asking("Hi", model=model, sampling=FEW))
        told, failed = " ".join(event.sentence for event in answer.events if isinstance(event, Noted)), False
    except ChatError as error:
        told, failed = error.sentence, True
        assert error.kind in (ErrorKind.MODEL_FILE, ErrorKind.ENGINE, ErrorKind.CONTEXT)
        assert error.remedy
        assert re.fullmatch(r"[A-Z“][^\n]{15,220}\.", told), told
        assert "Error" not in told
    seconds = time.monotonic() - began
    assert seconds < SECONDS, f"{seconds:.1f} s: {told}"
    return Outcome(told, failed, seconds)
