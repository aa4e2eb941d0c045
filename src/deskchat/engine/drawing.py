"""Drawing the next token from what llama.cpp computed, without handing all of the vocabulary to its samplers.

``llama_sampler_sample`` makes a list of candidates first, one for each token of the vocabulary, of which the chain then
drops all but the likeliest forty. For 50,000 tokens that takes 0.1 ms, for 260,000 half a millisecond, as much as two layers
of a small model. numpy finds those that can stay in a fraction of the time, and the chain gets only these; what is drawn is
the same.
"""

import ctypes
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


class Likeliest:
    """Takes the token with the highest value, the first of several."""

    def __init__(self, c: Any, size: int) -> None:
        self._logits = Logits(c, size)

    def draw(self, context: Any, place: int) -> int:
        """See ``Drawer``."""
        return int(self._logits.at(context, place).argmax())

    def free(self) -> None:
        """See ``Drawer``."""


class Chain:
    """Draws by a chain of llama.cpp's samplers that has to see all tokens."""

    def __init__(self, c: Any, chain: Any) -> None:
        self._c, self._chain = c, chain

    def draw(self, context: Any, place: int) -> int:
        """See ``Drawer``."""
        return int(self._c.llama_sampler_sample(self._chain, context, place))

    def free(self) -> None:
        """See ``Drawer``."""
        self._c.llama_sampler_free(self._chain)


class Narrowed(Chain):
    """Draws by a chain that begins with dropping all but the ``top_k`` likeliest tokens: it gets few more than these."""

    def __init__(self, c: Any, chain: Any, size: int, top_k: int) -> None:
        import numpy as np

        super().__init__(c, chain)
        self._logits, self._top_k = Logits(c, size), top_k
        self._width = _FIRST_WIDTH
        self._candidates = np.zeros(MOST_CANDIDATES, dtype=[("id", "i4"), ("logit", "f4"), ("p", "f4")])
        self._data = ctypes.cast(self._candidates.ctypes.data, ctypes.POINTER(c.llama_token_data))
        self._array = c.llama_token_data_array()

    def draw(self, context: Any, place: int) -> int:
        """See ``Drawer``."""
        logits = self._logits.at(context, place)
        found = self._found(logits)
        if found is None:
            return super().draw(context, place)
        count, array = len(found), self._array
        candidates = self._candidates[:count]
        candidates["id"], candidates["logit"] = found, logits[found]
        array.data, array.size, array.selected, array.sorted = self._data, count, -1, False
        self._c.llama_sampler_apply(self._chain, ctypes.byref(array))
        token = int(array.data[array.selected].id)
        self._c.llama_sampler_accept(self._chain, token)
        return token

    def _found(self, logits: Any) -> Any:
        """Some tokens, the ``top_k`` likeliest among them; ``None`` when they are not easily told from the rest."""
        highest = logits.max()
        while self._width <= WIDEST:
            found = (logits >= highest - self._width).nonzero()[0]
            if self._top_k <= len(found) <= MOST_CANDIDATES:
                if len(found) > FEWER_BELOW:
                    self._width *= _NARROWER
                return found
            if len(found) > MOST_CANDIDATES:
                self._width *= _NARROWER
                return None
            self._width *= _WIDER
        self._width = _FIRST_WIDTH
        return None
