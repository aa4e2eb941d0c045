"""What a reply or a conversation took, as it is said in a line."""

from PySide6.QtCore import QCoreApplication

from deskchat.chat.cost import Total, is_accountable
from deskchat.chat.message import Cost, Message, Role, Status
from deskchat.ui.figures import amount_words, counted, figures


def token_words(message: Message) -> str:
    """Read and written: “1,234 → 567 tokens”, as far as it is known."""
    read, written = message.usage.input_tokens, message.usage.output_tokens
    if written is None:
        if read is None:
            return ""
        return counted(QCoreApplication.translate("Cost", "%1 tokens read", "", read), read, "%1 token read")
    if read is None:
        return counted(QCoreApplication.translate("Cost", "%1 tokens", "", written), written, "%1 token")
    return _both(read, written)


def cost_words(message: Message) -> tuple[str, ...]:
    """What a reply cost, and what a cache saved. Nothing for what ran on this machine; unknown is said, and never zero."""
    if message.role is not Role.ASSISTANT or (message.model is not None and message.model.is_local):
        return ()
    cost = message.cost
    if cost is None:
        counted = message.usage.output_tokens is not None
        return ((_tr("price not known") if counted else _tr("cost not known")),) if is_accountable(message) else ()
    if cost.nanos == 0:
        return (_tr("free"),)
    # who broke off may not have heard the last count
    said = amount_words(cost) if message.status is Status.DONE else _tr("at least %1").replace("%1", amount_words(cost))
    share = round(100 * cost.saved_nanos / (cost.nanos + cost.saved_nanos))
    return (said, _tr("saved %1 % by cache").replace("%1", str(share))) if share else (said,)


def sum_words(total: Total) -> str:
    """The sum alone: “$1.20”, “$1.20 + 0.40 EUR”; “” when nothing is known to have been paid."""
    return " + ".join(amount_words(cost) for cost in total.costs if cost.nanos)


def total_words(total: Total, *, amount: bool = True) -> str:
    """Everything about a sum, in one line; ``amount=False``: but what was paid, which stands elsewhere."""
    replies = _replies(total.replies)
    said = [
        replies,
        _both(total.input_tokens, total.output_tokens),
        sum_words(total) if amount else "",
    ]
    saved = [amount_words(Cost(cost.saved_nanos, cost.currency)) for cost in total.costs if cost.saved_nanos]
    said.append(_tr("%1 saved by caches").replace("%1", " + ".join(saved)) if saved else "")
    said.append(_tr("%1 on this computer").replace("%1", figures(f"{total.free:,}")) if total.free else "")
    said.append(unknown_words(total))
    return " · ".join(filter(None, said))


def unknown_words(total: Total) -> str:
    """How many replies are not in the sum."""
    if not total.unknown:
        return ""
    replies = _replies(total.unknown)
    return _tr("the cost of %1 is not known").replace("%1", replies)


def _both(read: int, written: int) -> str:
    return _tr("%1 → %2 tokens").replace("%1", figures(f"{read:,}")).replace("%2", figures(f"{written:,}"))


def _replies(count: int) -> str:
    return counted(QCoreApplication.translate("Cost", "%1 replies", "", count), count, "%1 reply")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cost", text)
