"""The tokens a model has read, and what it takes not to read them again: one sequence of llama.cpp's memory.

Three kinds of memory behave differently (llama.cpp's ``llama-kv-cache*.cpp`` and ``llama-memory-*.cpp``). Plain attention
can drop any tail. A sliding window has forgotten what stood before it, and says yes to a roll-back it has no cells for
(measured: other tokens come out). A recurrent state can't be rolled back at all. For the latter two a *checkpoint* is taken
where the next prompt is expected to part from this one: the part of the memory that can't be rolled back, as it was there.
"""

import ctypes
from collections.abc import Callable, Mapping
from collections.abc import Sequence as Tokens
from types import MappingProxyType
from typing import Any, Final

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine.drawing import Drawer
from deskchat.engine.prefix import common, packed
from deskchat.engine.reading_threads import Moment, ReadingThreads
from deskchat.engine.threadpools import Threadpools
from deskchat.engine.vision import Look

BATCH: Final = 512             # tokens in one call, and in one pass over the weights
# tokens read before progress is told, by the bytes of weights that a processor fetches for each chunk; the more at once, the
# faster. Not by the clock: where a prompt is cut decides on last digits, and the same prompt is to get the same reply
CHUNKS: Final = ((1 << 30, BATCH), (4 << 30, 256))
SMALL_CHUNK: Final = 128
TRYING_CHUNKS: Final = 2       # left to read, with which it pays to try another number of threads
DRAFTS: Final = 7              # guessed tokens that are read together with a drawn one
CHECKPOINTS: Final = 8
CHECKPOINT_BYTES: Final = 512 << 20    # all of them together
NOTHING_SEEN: Final[Mapping[int, Look]] = MappingProxyType({})
_ABORTED: Final = 2
_WHOLE, _PARTIAL = 0, 1        # LLAMA_STATE_SEQ_FLAGS_*


def chunk_of(weights: int, *, processor: bool) -> int:
    """How many tokens of a prompt to read at once with ``weights`` bytes; a graphics device is fast with any."""
    return next((chunk for most, chunk in CHUNKS if weights <= most or not processor), SMALL_CHUNK)


class AbortedError(Exception):
    """The abort flag was set while llama.cpp worked."""


class Checkpoint(msgspec.Struct, frozen=True):
    """What can't be rolled back, as it was when ``tokens`` tokens had been read."""

    tokens: int
    data: Any    # a writable buffer of bytes


class Snapshot(msgspec.Struct, frozen=True):
    """A sequence as it can be put back: its tokens, llama.cpp's state of them, and checkpoints before their end."""

    tokens: list[int]
    state: Any    # a writable buffer of bytes
    checkpoints: tuple[Checkpoint, ...] = ()


def usable(size: int, shared: int, checkpoints: Tokens[int], *, rolls_back: bool) -> int:
    """Of a memory of ``size`` tokens, the first ``shared`` of which are wanted: how many need not be read again."""
    if shared == size or rolls_back:
        return shared
    return max((place for place in checkpoints if place <= shared), default=0)


class Sequence:
    """Sequence 0 of a context. Not for more than one thread. ``window``: of its sliding attention, 0 without one.

    ``pools``: of the threads that compute it. ``chunk``: tokens read before progress is told.
    """

    def __init__(
        self, c: Any, context: Any, pools: Threadpools, *, window: int, recurrent: bool, reason: Callable[[], str]
    ) -> None:
        self._c, self._context, self._reason = c, context, reason
        self._memory = c.llama_get_memory(context)
        self._window, self._recurrent = window, recurrent
        self._pools, self._reading = pools, ReadingThreads(*pools.counts)
        self.chunk = BATCH
        self.capacity = int(c.llama_n_ctx(context))
        self._tokens: list[int] = []
        self._checkpoints: list[Checkpoint] = []
        self._one = (c.llama_token * 1)()
        self._single = c.llama_batch_get_one(self._one, 1)
        self._several = c.llama_batch_init(DRAFTS + 1, 0, 1)

    def free(self) -> None:
        """Give back what it holds beside the context."""
        self._c.llama_batch_free(self._several)

    @property
    def rolls_back(self) -> bool:
        """Can any tail be dropped?"""
        return not (self._window or self._recurrent)

    @property
    def tokens(self) -> Tokens[int]:
        """What was read, in order."""
        return self._tokens

    @property
    def room(self) -> int:
        """How many more tokens the context takes."""
        return self.capacity - len(self._tokens)

    def would_keep(self, tokens: Tokens[int]) -> int:
        """How many of ``tokens`` need not be read again, as far as can be told without trying."""
        shared = common(packed(self._tokens), packed(tokens[:-1]))    # the last is read anew, for its logits
        return usable(len(self._tokens), shared, [c.tokens for c in self._checkpoints], rolls_back=self._drops_to(shared))

    def read(
        self,
        tokens: Tokens[int],
        progress: Callable[[float], None],
        part_at: int | None = None,
        looks: Mapping[int, Look] = NOTHING_SEEN,
    ) -> int:
        """Read a prompt, as little of it as needed; then a token can be drawn. Returns how many were still in memory.

        ``part_at``: where the next prompt is expected to part from this one. ``looks``: pictures, by the place of their
        first number in ``tokens``. Raises ``AbortedError``; what was read by then stays in memory.
        """
        kept = self._keep(tokens, looks)
        place, chunk = kept, self.chunk
        stop = part_at if part_at is not None and not self.rolls_back and kept < part_at < len(tokens) else None
        while place < len(tokens):
            progress((place - kept) / (len(tokens) - kept))
            if place in looks:
                self._look(looks[place])
            else:
                ends = [place + chunk, *(at for at in (stop, *looks) if at is not None and at > place)]
                self._read_chunk(tokens[place : min(ends)], trying=len(tokens) - place > TRYING_CHUNKS * chunk)
            place = len(self._tokens)
            if place == stop:
                self._remember_here()
        self._pools.decode()
        progress(1.0)
        return kept

    def draw(self, drawer: Drawer, place: int = -1) -> int:
        """The next token after the one at ``place`` of those that were read together; it is not read yet."""
        return drawer.draw(self._context, place)

    def append(self, token: int) -> None:
        """Read one more token. Raises ``AbortedError``."""
        self._one[0] = token
        self._decode(self._single, (token,))

    def append_all(self, tokens: Tokens[int]) -> None:
        """Read a few more tokens at once, so that one can be drawn after each of them. Raises ``AbortedError``."""
        batch, start = self._several, len(self._tokens)
        batch.n_tokens = len(tokens)
        for index, token in enumerate(tokens):
            batch.token[index] = token
            batch.pos[index] = start + index
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = 0
            batch.logits[index] = 1
        self._decode(batch, tokens)

    def take_back(self, count: int) -> None:
        """Forget the last ``count`` tokens; only where the memory rolls back."""
        if count:
            self._c.llama_memory_seq_rm(self._memory, 0, len(self._tokens) - count, -1)
            del self._tokens[-count:]

    def snapshot(self, largest: int) -> Snapshot | None:
        """A copy of what is in memory, of ``largest`` bytes at most; ``None``: it takes more.

        With the newest checkpoint the last question can be asked again, with the one before it can be edited.
        """
        size = int(self._c.llama_state_seq_get_size_ext(self._context, 0, _WHOLE))
        for count in (2, 1):
            kept = tuple(self._checkpoints[-count:])
            if size + sum(len(checkpoint.data) for checkpoint in kept) <= largest:
                return Snapshot(list(self._tokens), self._state(_WHOLE), kept)
        return None

    def restore(self, snapshot: Snapshot) -> bool:
        """Replace what is in memory. ``False`` when llama.cpp does not take it; then nothing is in memory."""
        self.clear()
        if len(snapshot.tokens) > self.capacity or not self._set_state(snapshot.state, _WHOLE):
            self.clear()
            return False
        if self._c.llama_memory_seq_pos_max(self._memory, 0) != len(snapshot.tokens) - 1:
            self.clear()
            return False
        self._tokens = list(snapshot.tokens)
        self._checkpoints = list(snapshot.checkpoints)
        return True

    def clear(self) -> None:
        """Forget everything."""
        self._c.llama_memory_clear(self._memory, True)
        self._tokens, self._checkpoints = [], []

    def _look(self, look: Look) -> None:
        self._pools.read(self._reading.choose(trying=False))
        self._account(look.read(self._context, len(self._tokens), BATCH), look.ids)

    def _read_chunk(self, part: Tokens[int], *, trying: bool) -> None:
        count, began = self._reading.choose(trying=trying), Moment.now()
        self._pools.read(count)
        array = (self._c.llama_token * len(part))(*part)    # a batch only points to it
        self._decode(self._c.llama_batch_get_one(array, len(part)), part)
        self._reading.took(count, len(part), Moment.now().since(began))

    def _decode(self, batch: Any, tokens: Tokens[int]) -> None:
        self._account(self._c.llama_decode(self._context, batch), tokens)

    def _account(self, result: int, tokens: Tokens[int]) -> None:
        """Note what llama.cpp has read, by its result. Raises ``AbortedError`` or ``ChatError``."""
        if result == 0:
            self._tokens.extend(tokens)
            return
        if result == _ABORTED:
            # what was read before the abort stays, the rest llama.cpp has taken out
            self._tokens = (self._tokens + list(tokens))[: self._c.llama_memory_seq_pos_max(self._memory, 0) + 1]
            if not self._drops_to(len(self._tokens)):
                self._back_to_checkpoint(len(self._tokens))
            raise AbortedError
        self.clear()
        raise ChatError(
            ErrorKind.ENGINE,
            "The engine could not compute the next words.",
            remedy="Try again, or choose a smaller model.",
            detail=f"llama_decode returned {result}. {self._reason()}",
        )

    def _keep(self, tokens: Tokens[int], looks: Mapping[int, Look]) -> int:
        """Drop from memory what differs from ``tokens``; returns how many at the beginning remain valid."""
        shared = common(packed(self._tokens), packed(tokens[:-1]))
        # a picture is read whole or not at all
        shared = next((at for at, look in looks.items() if at < shared < at + len(look.ids)), shared)
        if shared == len(self._tokens):
            return shared
        if shared and self._drops_to(shared) and self._c.llama_memory_seq_rm(self._memory, 0, shared, -1):
            del self._tokens[shared:]
            self._checkpoints = [c for c in self._checkpoints if c.tokens <= shared]
            return shared
        return self._back_to_checkpoint(shared)

    def _drops_to(self, size: int) -> bool:
        """Is the memory still whole when all but the first ``size`` tokens are dropped?"""
        if self._recurrent:
            return False
        return not self._window or self._c.llama_memory_seq_pos_min(self._memory, 0) <= max(0, size - self._window)

    def _back_to_checkpoint(self, size: int) -> int:
        """Put back the newest checkpoint within the first ``size`` tokens; how many are in memory then."""
        self._checkpoints = [c for c in self._checkpoints if c.tokens <= size]
        if not self._checkpoints:
            self.clear()
            return 0
        place = self._checkpoints[-1].tokens
        put_back = self._set_state(self._checkpoints[-1].data, _PARTIAL)
        # the other half of a memory of two kinds still holds the tail
        if not (put_back and self._c.llama_memory_seq_rm(self._memory, 0, place, -1)):
            self.clear()
            return 0
        del self._tokens[place:]
        return place

    def _remember_here(self) -> None:
        data = self._state(_PARTIAL)
        if len(data) > CHECKPOINT_BYTES:
            return
        self._checkpoints.append(Checkpoint(len(self._tokens), data))
        while len(self._checkpoints) > CHECKPOINTS or sum(len(c.data) for c in self._checkpoints) > CHECKPOINT_BYTES:
            del self._checkpoints[0]

    def _state(self, flags: int) -> memoryview:
        size = self._c.llama_state_seq_get_size_ext(self._context, 0, flags)
        buffer = (ctypes.c_uint8 * size)()
        written = self._c.llama_state_seq_get_data_ext(self._context, buffer, size, 0, flags)
        return memoryview(buffer).cast("B")[:written]

    def _set_state(self, data: Any, flags: int) -> bool:
        size = len(data)
        if not size:
            return False
        buffer = (ctypes.c_uint8 * size).from_buffer(data)
        return bool(self._c.llama_state_seq_set_data_ext(self._context, buffer, size, 0, flags) == size)
