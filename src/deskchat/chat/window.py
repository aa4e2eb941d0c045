"""Which messages fit into a window of tokens, chosen so that the beginning stays the same for many turns."""

from collections.abc import Sequence

import msgspec

STEPS = 4    # what is left out grows by a quarter of the room at a time


class Window(msgspec.Struct, frozen=True):
    """Messages ``[:head]`` and ``[tail:]`` are kept; ``head == tail`` means all are. ``tokens`` is what they cost."""

    head: int
    tail: int
    tokens: int
    fits: bool = True


def trim(tokens: Sequence[int], room: int | None) -> Window:
    """Choose what to keep of messages that cost ``tokens`` each and alternate user, assistant, …, user.

    The first exchange (two messages) and the last message are kept; whole exchanges after the first are left out, oldest
    first, and at least as many tokens as the next quarter of the room, so that the cut moves only every few turns and what
    stands before it can be read from a cache. When that is not enough the first exchange goes too. ``room`` ``None``: no
    limit is known.
    """
    count, total = len(tokens), sum(tokens)
    if room is None or total <= room:
        return Window(count, count, total)
    step = max(1, room // STEPS)
    to_drop = -(-(total - room) // step) * step
    for head in (2, 0):
        if head >= count:
            continue
        window = _drop(tokens, head, to_drop, room)
        if window.fits:
            return window
    return Window(0, count - 1, tokens[-1], fits=tokens[-1] <= room)


def _drop(tokens: Sequence[int], head: int, to_drop: int, room: int) -> Window:
    """Leave out exchanges from ``head`` on until ``to_drop`` tokens are gone, or only the last message is left."""
    dropped, tail = 0, head
    while tail + 2 < len(tokens) and dropped < to_drop:
        dropped += tokens[tail] + tokens[tail + 1]
        tail += 2
    kept = sum(tokens) - dropped
    return Window(head, tail, kept, fits=kept <= room)
