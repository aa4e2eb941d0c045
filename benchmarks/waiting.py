"""What a person waits for with a local model: a conversation opened again, a question edited, a model taken again, Stop.

Every wait is measured beside the one it replaces, in one run. Goals: a conversation of about 2,000 tokens answers after a
restart, or after an edit of its last question, in 1/20 of the time it takes to read it, and the edit has no token read that
stands before it; after a turn with another model in 1.2 times the time it takes if that was never asked; Stop is heard
within 100 ms, also while a prompt is read. Without a goal: what 2,000 tokens take on the disk, with full attention and with
a sliding window, and a question asked in the very moment they are written there.
Run: ``python benchmarks/waiting.py [MODEL.gguf] [stop] [restart] [edit] [switch] [save]``, the parts that are named or all.
"""

import asyncio
import math
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any, cast

from local_models import Reply, asking, provider, starter, timed

from deskchat.chat.events import Progress, StreamEvent, TextDelta
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from deskchat.paths import find

ROUNDS = 5
WORDS = ("river", "stone", "cloud", "letter", "garden", "window", "seven", "orange", "winter", "table", "music", "road")
NEXT = "Please tell me a long story about a fox and a bear."
EDITED = "Now write me a short poem about the sea."
OTHER = find().cache / "test-models" / "gemma-3-270m.Q4_K_M.gguf"
LIMITS = Limits(4096)
FEW = 8    # tokens, so that there is a word among them
KEPT_AFTER_S = 1.003    # after a reply the engine begins to keep what it has read
OPENING = 16    # tokens at most, with which a template ends a question and begins a reply


def text(tokens: int, seed: int) -> str:
    """Words that no other seed begins with."""
    return f"{seed} " + " ".join(WORDS[(i * i + seed) % len(WORDS)] for i in range(tokens))


async def settled(engine: LocalProvider, name: str = "model") -> None:
    """Have the model in memory, so that a wait does not contain its loading."""
    await timed(engine, asking("Hi", tokens=1, model=name))


async def reopened(model: Path, seed: int) -> tuple[Reply, Reply]:
    """The third turn of a conversation of 2,000 tokens: without and with what the program before had read."""
    replies: list[Reply] = []
    with tempfile.TemporaryDirectory() as folder:
        first = provider(Path(folder), LIMITS, model=model)
        said = [text(1_900, seed)]
        said += [(await timed(first, asking(*said, tokens=24, conversation="c"))).text, NEXT]
        await first.aclose()
        for states in (Path(folder) / "nothing", Path(folder)):
            engine = provider(states, LIMITS, model=model)
            await settled(engine)
            replies.append(await timed(engine, asking(*said, tokens=FEW, conversation="c")))
            await engine.aclose()
    return replies[0], replies[1]


async def edited(model: Path, seed: int) -> tuple[Reply, Reply]:
    """The last question of a conversation of 2,000 tokens, in other words than it was asked: read anew, and edited."""
    with tempfile.TemporaryDirectory() as folder:
        anew, kept = (provider(Path(folder) / name, LIMITS, model=model) for name in ("anew", "kept"))
        said = [text(1_900, seed)]
        said += [(await timed(kept, asking(*said, tokens=24, conversation="c"))).text, NEXT]
        await timed(kept, asking(*said, tokens=24, conversation="c"))
        said[-1] = EDITED
        await settled(anew)
        replies = [await timed(engine, asking(*said, tokens=FEW, conversation="c")) for engine in (anew, kept)]
        for engine in (anew, kept):
            await engine.aclose()
    return replies[0], replies[1]


async def tokens_of(model: Path, question: str) -> int:
    """How many tokens a question has."""
    with tempfile.TemporaryDirectory() as folder:
        engine = provider(Path(folder), LIMITS, model=model)
        await settled(engine)
        counts = [await engine.count(asking(words)) for words in (question, "")]
        await engine.aclose()
    return cast("int", counts[0]) - cast("int", counts[1])


async def switched(model: Path, seed: int, *, at_once: int) -> tuple[Reply, Reply]:
    """The third turn with model A, the same to the letter: when B was never asked, and right after B's second turn."""
    replies: list[Reply] = []
    said: list[str] = []
    for with_b in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            engine = provider(Path(folder), Limits(4096, models=at_once), a=model, b=OTHER)
            said = said[:1] or [text(900, seed)]
            said += [(await timed(engine, asking(*said, tokens=24, model="a", conversation="c"))).text, NEXT]
            if with_b:
                written = (await timed(engine, asking(*said, tokens=24, model="b", conversation="c"))).text
            said += [written, NEXT]
            replies.append(await timed(engine, asking(*said, tokens=FEW, model="a", conversation="c")))
            await engine.aclose()
    return replies[1], replies[0]


async def saved(model: Path, seed: int) -> tuple[tuple[Reply, Reply], int]:
    """The third turn, asked while the second is written to the disk: nothing kept, kept; and the bytes it takes there."""
    replies: list[Reply] = []
    for limits in (Limits(4096, states_bytes=0), LIMITS):
        with tempfile.TemporaryDirectory() as folder:
            engine = provider(Path(folder), limits, model=model)
            await settled(engine)
            said = [text(1_900, seed)]
            said += [(await timed(engine, asking(*said, tokens=24, conversation="c"))).text, NEXT]
            await asyncio.sleep(KEPT_AFTER_S)
            replies.append(await timed(engine, asking(*said, tokens=FEW, conversation="c")))
            await engine.aclose()
            size = _largest(Path(folder))
    return (replies[0], replies[1]), size


async def stopped(engine: LocalProvider, seed: int, *, reading: bool) -> float:
    """Milliseconds from Stop until the engine has said that it is silent."""
    request = asking(text(3_000 if reading else 50, seed), tokens=500)
    stream = cast("AsyncGenerator[StreamEvent, Any]", engine.stream(request))
    async with aclosing(stream):
        async for event in stream:
            if isinstance(event, Progress if reading else TextDelta) and (not reading or _is_reading(event)):
                break
        began = time.perf_counter()
    return (time.perf_counter() - began) * 1_000


def _largest(folder: Path) -> int:
    return max((file.stat().st_size for file in folder.glob("states/*/*")), default=0)


def _is_reading(event: StreamEvent) -> bool:
    return isinstance(event, Progress) and event.phase == "reading" and event.fraction > 0


def row(what: str, pairs: list[tuple[Reply, Reply]], goal: float = math.inf) -> bool:
    """Print the median wait without and with, and their ratio; was the goal met?"""
    ratio = statistics.median(after.first_s / before.first_s for before, after in pairs)
    waits = [statistics.median(pair[side].first_s for pair in pairs) for side in (0, 1)]
    again = statistics.median(after.input_tokens - after.cached_tokens for _, after in pairs)
    told = f"goal ≤ {goal:<5}" if goal < math.inf else "no goal     "
    print(f"{what:<44} {waits[0]:>8.3f} {waits[1]:>8.3f} {ratio:>7.3f}   {told} read again: {again:.0f} tokens")
    return ratio <= goal


async def restarts(model: Path) -> bool:
    """Reopened after a restart."""
    return row("reopened after a restart (read anew, kept)", [await reopened(model, n) for n in range(ROUNDS)], 1 / 20)


async def edits(model: Path) -> bool:
    """The last question edited; no token is read that stands before it."""
    pairs, most = [await edited(model, n) for n in range(ROUNDS)], await tokens_of(model, EDITED) + OPENING
    met = row("the last question edited (read anew, kept)", pairs, 1 / 20)
    return all(after.input_tokens - after.cached_tokens <= most for _, after in pairs) and met


async def switches(model: Path) -> bool:
    """Another model asked in between."""
    both = [await switched(model, n, at_once=2) for n in range(ROUNDS)]
    met = row("A, B, A with both in memory (A alone)", both, 1.2)
    one = [await switched(model, n, at_once=1) for n in range(ROUNDS)]
    row("A, B, A with room for one: A loads again", one)    # the weights have to be opened again: no goal
    return met


async def saves(model: Path) -> bool:
    """Asked in the moment in which it is written to the disk."""
    for kept in (model, OTHER):
        pairs, sizes = zip(*[await saved(kept, n) for n in range(ROUNDS)], strict=True)
        row(f"asked while it is saved ({kept.name[:12]})", list(pairs))    # a tenth of a second after each reply: no goal
        print(f"{'its size on the disk':<44} {statistics.median(sizes) / 1e6:>8.1f} MB")
    return True


async def stops(model: Path) -> bool:
    """Stop, in a reply and while a prompt is read."""
    met = True
    with tempfile.TemporaryDirectory() as folder:
        engine = provider(Path(folder), LIMITS, model=model)
        await settled(engine)
        for what, reading in (("Stop in a reply", False), ("Stop while a prompt is read", True)):
            waits = [await stopped(engine, 10 * n + reading, reading=reading) for n in range(2 * ROUNDS)]
            print(f"{what:<44} median {statistics.median(waits):.0f} ms, longest {max(waits):.0f} ms   goal ≤ 100 ms")
            met = met and max(waits) <= 100
        await engine.aclose()
    return met


PARTS: Mapping[str, Callable[[Path], Coroutine[None, None, bool]]] = {
    "stop": stops, "restart": restarts, "edit": edits, "switch": switches, "save": saves,
}    # fmt: skip


def main() -> int:
    """Measure the parts that were named, or all; 0 when their goals are met."""
    names = [name for name in sys.argv[1:] if name in PARTS]
    sys.argv[1:] = [name for name in sys.argv[1:] if name not in PARTS]
    model = starter()
    print(f"{model.name}: seconds until the first word, median of {ROUNDS} rounds")
    missed = [name for name in names or PARTS if not asyncio.run(PARTS[name](model))]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
