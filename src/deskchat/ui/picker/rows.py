"""What stands in the picker: headings, models, and why something can't be asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from deskchat.chat.model import ModelInfo, Price
from deskchat.services.directory import ProviderModels
from deskchat.ui.figures import figures
from deskchat.ui.model_note import note_words
from deskchat.ui.sentences import translated


class Kind(Enum):
    """What a row is."""

    HEADING = auto()    # a provider's name
    MODEL = auto()
    REASON = auto()     # why a provider can't be asked; activating it leads to its settings


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``text`` is its first line; a model has its ``info``."""

    kind: Kind
    text: str
    provider: ProviderModels
    info: ModelInfo | None = None

    @property
    def accessible_name(self) -> str:
        """What a screen reader says: “MODEL, PROVIDER”."""
        return f"{self.text}, {translated(self.provider.name)}" if self.kind is Kind.MODEL else self.text

    @property
    def facts(self) -> str:
        """The second line of a model: what is known of it, and what it costs; “” for other rows."""
        return "" if self.info is None else facts(self.info, costs(self.info, server_here=self.provider.local))


def rows(groups: Iterable[ProviderModels], words: str) -> tuple[Row, ...]:
    """All rows that match every word, providers with models first."""
    wanted = words.casefold().split()
    found = [(group, _matching(group, wanted)) for group in groups]
    found.sort(key=lambda pair: not pair[1])    # stable: the order of the services within each half
    return tuple(row for group, models in found for row in _group_rows(group, models, wanted))


def _matching(group: ProviderModels, wanted: Sequence[str]) -> tuple[ModelInfo, ...]:
    def matches(model: ModelInfo) -> bool:
        text = f"{model.name} {model.ref} {group.name}".casefold()
        return all(word in text for word in wanted)

    return tuple(model for model in group.models if matches(model))


def _group_rows(group: ProviderModels, models: Sequence[ModelInfo], wanted: Sequence[str]) -> Iterator[Row]:
    named = all(word in group.name.casefold() for word in wanted)
    if not models and not named:
        return
    yield Row(Kind.HEADING, translated(group.name), group)
    for model in models:
        yield Row(Kind.MODEL, model.name, group, model)
    if group.unavailable:
        yield Row(Kind.REASON, translated(group.unavailable), group)


def facts(model: ModelInfo, cost: str = "") -> str:
    """Window, cost, size, note, as far as they are known."""
    said = [
        tokens(model.context_tokens),
        cost,
        " ".join(filter(None, (model.quantisation, size(model.size_bytes)))),
        note_words(model),
    ]
    return " · ".join(filter(None, said))


def tokens(count: int | None) -> str:
    """A context length as people say it: 8k, 1M; “” when it is not known."""
    if count is None:
        return ""
    if count >= 1_000_000:
        return figures(f"{count / 1_000_000:.3g}M")
    return f"{count // 1024}k" if count % 1024 == 0 else f"{round(count / 1000)}k" if count >= 1000 else str(count)


def costs(model: ModelInfo, *, server_here: bool = False) -> str:
    """What it costs, in a few words. ``server_here``: a server of this computer offers it, which may ask others in turn."""
    if model.ref.is_local:
        return QCoreApplication.translate("ModelPicker", "on this computer, free")
    if model.price is not None:
        return price(model.price)
    if server_here:
        return QCoreApplication.translate("ModelPicker", "from a server on this computer")
    return QCoreApplication.translate("ModelPicker", "price unknown")


def price(known: Price) -> str:
    """Input and output price of a million tokens."""
    sign = "$" if known.currency == "USD" else f"{known.currency} "
    if known.input_per_million == known.output_per_million == 0:
        return QCoreApplication.translate("ModelPicker", "free")
    return figures(f"{sign}{_amount(known.input_per_million)} / {sign}{_amount(known.output_per_million)}")


def size(count: int | None) -> str:
    """A file's size in MB or GB; “” when it is not known."""
    if count is None:
        return ""
    return figures(f"{count / 1e9:.1f} GB") if count >= 1e9 else figures(f"{count / 1e6:.0f} MB")


def _amount(amount: Decimal) -> str:
    return f"{amount.normalize():f}" if amount < 1 else f"{amount:.2f}".removesuffix(".00")
