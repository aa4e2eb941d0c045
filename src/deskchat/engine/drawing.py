"""Drawing the next token from what llama.cpp computed, without handing all of the vocabulary to its samplers.

``llama_sampler_sample`` makes a list of candidates first, one for each token of the vocabulary, of which the chain then
drops all but the likeliest forty. For 50,000 tokens that takes 0.1 ms, for 260,000 half a millisecond, as much as two layers
of a small model. numpy finds those that can stay in a fraction of the time, and the chain gets only these; what is drawn is
the same.
"""

import ctypes
import math
from typing import Any, Final, Protocol

MOST_CANDIDATES: Final = 2_048
FEWER_BELOW: Final = 512         # candidates, more of which make the next search narrower
WIDEST: Final = 64.0             # logits below the likeliest one: what lies lower is never drawn
_FIRST_WIDTH: Final = 12.0
_NARROWER: Final = 0.9
_WIDER: Final = 1.5


class Drawer(Protocol):
    """Chooses a token. ``free`` gives back what it holds; no call after that."""

    def draw(self, context: Any, place: int) -> int:
        """The token after the one at ``place`` of those that were read together, −1 for the last."""

    def free(self) -> None:
        """Give everything back."""


class Proposer(Drawer, Protocol):
    """Chooses in two steps, so that the token may be refused between them. ``draw`` is both."""

    enough: int      # of the likeliest tokens: no others can be chosen
    reach: float     # logits below the likeliest token: what lies lower can't be chosen

    def propose(self, context: Any, place: int) -> int:
        """A token, which nothing takes note of yet."""

    def choose(self, candidates: Any) -> int:
        """One of ``llama_token_data_array``."""

    def accept(self, token: int) -> None:
        """Note that this one came next."""


class Logits:
    """What llama.cpp computed for each token of a vocabulary of ``size``, seen by numpy where it lies."""

    def __init__(self, c: Any, size: int) -> None:
        self._ask = c.llama_get_logits_ith
        self._type = ctypes.c_float * size
        self._known: dict[int, Any] = {}

    def at(self, context: Any, place: int) -> Any:
        """The row after ``place``; valid until llama.cpp computes again."""
        address = ctypes.addressof(self._ask(context, place).contents)
        row = self._known.get(address)
        if row is None:
            import numpy as np

            here: Any = self._type.from_address(address)    # a buffer, though mypy does not know it
            row = self._known[address] = np.frombuffer(here, dtype=np.float32)
        return row


class Candidates:
    """A list of up to ``most`` tokens that llama.cpp's samplers can be given."""

    def __init__(self, c: Any, most: int) -> None:
        import numpy as np

        self._rows = np.zeros(most, dtype=[("id", "i4"), ("logit", "f4"), ("p", "f4")])
        self._data = ctypes.cast(self._rows.ctypes.data, ctypes.POINTER(c.llama_token_data))
        self._array = c.llama_token_data_array()

    def filled(self, ids: Any, logits: Any) -> Any:
        """``llama_token_data_array`` of these; valid until the next call."""
        rows, array = self._rows[: len(ids)], self._array
        rows["id"], rows["logit"] = ids, logits
        array.data, array.size, array.selected, array.sorted = self._data, len(ids), -1, False
        return array

    def left(self) -> Any:
        """The logits of the last ones that were not barred since."""
        logits = self._rows["logit"][: self._array.size]
        return logits[logits > -math.inf]


class AllTokens(Candidates):
    """All ``size`` tokens of a vocabulary, for samplers that have to see them."""

    def __init__(self, c: Any, size: int) -> None:
        import numpy as np

        super().__init__(c, size)
        self._ids = np.arange(size, dtype=np.int32)

    def with_logits(self, logits: Any) -> Any:
        """See ``filled``."""
        return self.filled(self._ids, logits)


class Few:
    """Finds a few tokens, the ``least`` likeliest among them; it learns how far below the likeliest one to look."""

    def __init__(self, least: int) -> None:
        self._least, self._width = least, _FIRST_WIDTH

    def of(self, logits: Any) -> Any:
        """Their ids; ``None`` when they are not easily told from the rest."""
        highest = logits.max()
        while self._width <= WIDEST:
            found = (logits >= highest - self._width).nonzero()[0]
            if self._least <= len(found) <= MOST_CANDIDATES:
                if len(found) > FEWER_BELOW:
                    self._width *= _NARROWER
                return found
            if len(found) > MOST_CANDIDATES:
                self._width *= _NARROWER
                return None
            self._width *= _WIDER
        self._width = _FIRST_WIDTH
        return None


class Likeliest:
    """Takes the token with the highest value, the first of several."""

    enough, reach = 1, 0.0

    def __init__(self, c: Any, size: int) -> None:
        self._c, self._logits = c, Logits(c, size)

    def draw(self, context: Any, place: int) -> int:
        """See ``Drawer``."""
        return int(self._logits.at(context, place).argmax())

    propose = draw

    def choose(self, candidates: Any) -> int:
        """See ``Proposer``."""
        greedy = self._c.llama_sampler_init_greedy()
        self._c.llama_sampler_apply(greedy, ctypes.byref(candidates))
        self._c.llama_sampler_free(greedy)
        return int(candidates.data[candidates.selected].id)

    def accept(self, token: int) -> None:
        """See ``Proposer``: it remembers nothing."""

    def free(self) -> None:
        """See ``Drawer``."""


class Chain:
    """Draws by a chain of llama.cpp's samplers that has to see all tokens."""

    def __init__(self, c: Any, chain: Any, size: int) -> None:
        self._c, self._chain, self._size = c, chain, size
        self._logits = Logits(c, size)
        self._all: AllTokens | None = None
        self.enough, self.reach = size, math.inf

    def draw(self, context: Any, place: int) -> int:
        """See ``Drawer``."""
        return int(self._c.llama_sampler_sample(self._chain, context, place))

    def propose(self, context: Any, place: int) -> int:
        """See ``Proposer``."""
        self._all = self._all or AllTokens(self._c, self._size)
        return self.choose(self._all.with_logits(self._logits.at(context, place)))

    def choose(self, candidates: Any) -> int:
        """See ``Proposer``."""
        self._c.llama_sampler_apply(self._chain, ctypes.byref(candidates))
        return int(candidates.data[candidates.selected].id)

    def accept(self, token: int) -> None:
        """See ``Proposer``."""
        self._c.llama_sampler_accept(self._chain, token)

    def free(self) -> None:
        """See ``Drawer``."""
        self._c.llama_sampler_free(self._chain)


class Narrowed(Chain):
    """Draws by a chain that begins with dropping all but the ``top_k`` likeliest tokens: it gets few more than these."""

    def __init__(self, c: Any, chain: Any, size: int, top_k: int, min_p: float) -> None:
        super().__init__(c, chain, size)
        self.enough, self.reach = top_k, -math.log(min_p) if 0 < min_p < 1 else math.inf
        self._few, self._candidates = Few(top_k), Candidates(c, MOST_CANDIDATES)

    def draw(self, context: Any, place: int) -> int:
        """See ``Drawer``."""
        token = self.propose(context, place)
        self.accept(token)
        return token

    def propose(self, context: Any, place: int) -> int:
        """See ``Proposer``."""
        logits = self._logits.at(context, place)
        found = self._few.of(logits)
        if found is None:
            return super().propose(context, place)
        return self.choose(self._candidates.filled(found, logits[found]))


class Formed:
    """Draws freely, and again when ``form``, a sampler that bars tokens, refuses what was drawn.

    A form that looks at all tokens takes longer than the model takes to compute them. One that is drawn and allowed is as
    likely as if the others had been barred before (llama.cpp's ``common_sampler_sample`` draws alike). After a refusal it
    looks at the likeliest ones, and at all only when it leaves too few of these.
    """

    def __init__(self, c: Any, free: Proposer, form: Any, size: int) -> None:
        self._c, self._free, self._form = c, free, form
        self._logits, self._few = Logits(c, size), Few(1)
        self._one, self._some, self._all = Candidates(c, 1), Candidates(c, MOST_CANDIDATES), AllTokens(c, size)

    def draw(self, context: Any, place: int) -> int:
        """See ``Drawer``."""
        token = self._free.propose(context, place)
        self._c.llama_sampler_apply(self._form, ctypes.byref(self._one.filled((token,), (0.0,))))
        if not len(self._one.left()):
            token = self._again(self._logits.at(context, place))
        self._c.llama_sampler_accept(self._form, token)
        self._free.accept(token)
        return token

    def free(self) -> None:
        """See ``Drawer``."""
        self._free.free()
        self._c.llama_sampler_free(self._form)

    def _again(self, logits: Any) -> int:
        found = self._few.of(logits)
        if found is not None:
            some = self._some.filled(found, logits[found])
            self._c.llama_sampler_apply(self._form, ctypes.byref(some))
            left = self._some.left()
            if len(left) >= self._free.enough or (len(left) and left.max() - logits[found].min() >= self._free.reach):
                return self._free.choose(some)
        every = self._all.with_logits(logits)
        self._c.llama_sampler_apply(self._form, ctypes.byref(every))
        return self._free.choose(every)
