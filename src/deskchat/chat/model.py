"""Which model, and what is known of it."""

from decimal import Decimal
from typing import Self

import msgspec

LOCAL = "local"


class ModelRef(msgspec.Struct, frozen=True, order=True, gc=False):
    """A model's name as people write it: ``provider/model``; a local one is ``local/NAME``."""

    provider: str
    model: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``provider/model``; the model part may itself hold slashes. Raises ``ValueError`` on anything else."""
        provider, slash, model = text.strip().partition("/")
        if not (provider and slash and model):
            raise ValueError(f"“{text}” is not of the form provider/model")
        return cls(provider, model)

    @property
    def is_local(self) -> bool:
        """Does it run in the engine on this machine?"""
        return self.provider == LOCAL

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"


class PriceStep(msgspec.Struct, frozen=True):
    """What a million tokens cost, all of them, when the input is longer than ``above_tokens``. Otherwise as ``Price``."""

    above_tokens: int
    input_per_million: Decimal
    output_per_million: Decimal
    cached_per_million: Decimal | None = None
    cache_write_per_million: Decimal | None = None


class Price(msgspec.Struct, frozen=True):
    """What a million tokens cost, in ``currency`` (ISO 4217).

    ``cached_per_million``: of input that is read from the provider's cache, ``cache_write_per_million``: of input that is
    put there; ``None``: as other input. ``steps``: other prices for long input, the shortest first. ``per_request``: what
    each reply costs besides its tokens.
    """

    input_per_million: Decimal
    output_per_million: Decimal
    currency: str = "USD"
    cached_per_million: Decimal | None = None
    cache_write_per_million: Decimal | None = None
    steps: tuple[PriceStep, ...] = ()
    per_request: Decimal = Decimal(0)

    def for_input(self, tokens: int) -> "Price | PriceStep":
        """What holds for a request with so much input."""
        reached = [step for step in self.steps if tokens > step.above_tokens]
        return reached[-1] if reached else self


class Sampling(msgspec.Struct, frozen=True):
    """How a reply is drawn. ``None`` means: as the model's makers or the server decide.

    ``effort`` is one of none, minimal, low, medium, high, max; ``max_tokens`` limits the reply, thinking included.
    ``verbosity``: how much is said, low, medium or high. ``stop``: texts before which the reply ends. ``form``: a JSON
    schema or a grammar (GBNF) that a reply of a local model keeps to, as text.
    """

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    max_tokens: int | None = None
    effort: str | None = None
    seed: int | None = None
    verbosity: str | None = None
    stop: tuple[str, ...] | None = None
    form: str | None = None

    def over(self, other: "Sampling") -> "Sampling":
        """These values where they are given, and those of ``other`` where they are not."""
        own = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not None}
        return msgspec.structs.replace(other, **own)


class ModelInfo(msgspec.Struct, frozen=True):
    """What is known of a model. ``None`` always means “not known”, never “no” or “zero”.

    ``context_tokens``: the window, prompt and reply together. ``vision``: does it take images? ``takes_system``: is there a
    place for a system text? ``samples``: does it accept temperature and
    top_p? ``samples_at``: the efforts at which a model that otherwise doesn't accepts them, ``""`` for none asked for.
    ``verbosity``: does it accept one? ``reasons``: does it accept an effort? ``efforts``: which words for it, empty when
    not known. ``pdf``: does it take PDF files as they are? ``retires_on``: the date, as ``2026-12-11``, on which its maker
    takes it away. ``traits``: words of its wire, which that wire alone reads. ``unavailable``: a sentence saying why it
    can't be asked now, or ``""``. ``note``: a short honest label such as “tiny, to try things”.
    """

    ref: ModelRef
    name: str
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    vision: bool | None = None
    takes_system: bool = True
    samples: bool = True
    samples_at: tuple[str, ...] = ()
    verbosity: bool = False
    reasons: bool | None = None
    efforts: tuple[str, ...] = ()
    pdf: bool | None = None
    retires_on: str | None = None
    traits: tuple[str, ...] = ()
    price: Price | None = None
    defaults: Sampling = Sampling()
    unavailable: str = ""
    note: str = ""
    size_bytes: int | None = None
    quantisation: str = ""
