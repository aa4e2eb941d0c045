"""The plan in words: what a model sees of the conversation, what it does not, what that costs, how long it takes."""

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from deskchat.chat.cost import nanos_of
from deskchat.chat.message import Cost
from deskchat.chat.model import ModelInfo, Price
from deskchat.chat.plan import Plan
from deskchat.ui.figures import amount_words, figures
from deskchat.ui.sentences import translated

MOST_UNSEEN = 6    # that are named; the transcript shows the rest


def lines(plan: Plan, model: ModelInfo, counted: int | None = None) -> tuple[str, ...]:
    """One line for each question a person has before they send. ``counted``: the exact number of tokens, when known."""
    if not plan.fits:
        return tuple(map(translated, plan.notes))
    told = (_sees(plan, counted), _unseen(plan), _costs(plan, model, counted), _wait(plan), *map(translated, plan.changes))
    return tuple(line for line in told if line)


def _sees(plan: Plan, counted: int | None) -> str:
    if counted is None:
        return translated(plan.summary)
    limit = plan.context_tokens
    of = _tr("of {} tokens").format(figures(f"{limit:,}")) if limit is not None else _tr("tokens")
    seen = plan.messages - plan.omitted
    return _tr("Sees {} of {} messages (exactly {} {}).").format(seen, plan.messages, figures(f"{counted:,}"), of)


def _unseen(plan: Plan) -> str:
    if not plan.unseen:
        return ""
    named = [f"{translated(one.what)} ({translated(one.why)})" for one in plan.unseen[:MOST_UNSEEN]]
    more = len(plan.unseen) - MOST_UNSEEN
    return _tr("Does not see: {}.").format("; ".join([*named, *([_tr("{} more").format(more)] if more > 0 else [])]))


def _costs(plan: Plan, model: ModelInfo, counted: int | None) -> str:
    if model.ref.is_local:
        return _tr("Costs nothing: it runs on this computer.")
    if model.price is None or plan.cost is None:
        return _tr("What it costs is not known.")
    cost = plan.cost
    if counted is not None and plan.input_tokens:
        cost = cost * counted / plan.input_tokens
    if not cost and not model.price.output_per_million:
        return _tr("Costs nothing.")
    written = _money(model.price.output_per_million, model.price)
    sign = "" if counted is not None else "≈ "
    return _tr("Costs {} to send, and {} for a million tokens it writes.").format(sign + _money(cost, model.price), written)


def _wait(plan: Plan) -> str:
    if plan.wait_s is None:
        return ""
    if plan.wait_s < 0.1:
        return _tr("First word at once, as before.")
    seconds = figures(f"{plan.wait_s:.1f}") if plan.wait_s < 10 else figures(f"{plan.wait_s:.0f}")
    return _tr("First word after about {} s, as before.").format(seconds)


def _money(amount: Decimal, price: Price) -> str:
    nanos = nanos_of(amount)
    return _tr("a great deal") if nanos is None else amount_words(Cost(nanos, price.currency))


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelPicker", text)
