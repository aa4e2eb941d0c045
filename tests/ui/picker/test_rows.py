"""What a row of the picker says of a model's cost: what is not known is said to be so, and is never nothing."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from deskchat.chat.model import ModelInfo, ModelRef, Price
from deskchat.chat.plan import Plan, make_plan
from deskchat.services.directory import ProviderModels
from deskchat.ui.picker import plan_words
from deskchat.ui.picker.row_model import RowModel
from deskchat.ui.picker.rows import rows

HERE = ModelInfo(ModelRef("local", "small"), "Small", size_bytes=145_000_000, quantisation="Q8_0")
FAR = ModelInfo(ModelRef("far", "m"), "M", context_tokens=128_000)
PAID = ModelInfo(ModelRef("far", "p"), "P", price=Price(Decimal("2.5"), Decimal(10)))
GIVEN = ModelInfo(ModelRef("far", "g"), "G", price=Price(Decimal(0), Decimal(0)))


def group(model: ModelInfo, *, local: bool = False) -> ProviderModels:
    return ProviderModels(model.ref.provider, model.ref.provider.title(), local, (model,))


@pytest.mark.parametrize(
    ("offered", "words"),
    [
        (group(HERE, local=True), "on this computer, free · Q8_0 145 MB"),
        (group(FAR), "125k · price unknown"),
        (group(FAR, local=True), "125k · from a server on this computer"),
        (group(PAID), "$2.50 / $10"),
        (group(GIVEN), "free"),
    ],
)
def test_the_cost_stands_below_the_name(offered: ProviderModels, words: str) -> None:
    model = RowModel()
    model.show(rows([offered], ""))
    row = model.row(model.first())
    assert row is not None
    assert row.facts == words


def plan(model: ModelInfo) -> Plan:
    return make_plan((), model)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (HERE, "Costs nothing: it runs on this computer."),
        (FAR, "What it costs is not known."),
        (GIVEN, "Costs nothing."),
    ],
)
def test_the_plan_says_it_in_a_sentence(model: ModelInfo, words: str) -> None:
    assert words in plan_words.lines(plan(model), model)


@pytest.mark.parametrize(
    ("wait_s", "words"),
    [
        (0.02, "First word at once, as before."),
        (2.34, "First word after about 2.3 s, as before."),
        (61.0, "First word after about 61 s, as before."),
    ],
)
def test_the_wait_is_told_as_precisely_as_it_is_known(wait_s: float, words: str) -> None:
    assert words in plan_words.lines(replace(plan(FAR), wait_s=wait_s), FAR)
