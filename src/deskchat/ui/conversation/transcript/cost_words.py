"""What a reply or a conversation took, as it is said in a line."""

from deskchat.chat.cost import Total, is_accountable, money
from deskchat.chat.message import Cost, Message, Role, Status


def token_words(message: Message) -> str:
    """Read and written: “1,234 → 567 tokens”, as far as it is known."""
    read, written = message.usage.input_tokens, message.usage.output_tokens
    if written is None:
        return "" if read is None else f"{read:,} tokens read"
    return f"{written:,} tokens" if read is None else f"{read:,} → {written:,} tokens"


def cost_words(message: Message) -> tuple[str, ...]:
    """What a reply cost, and what a cache saved. Nothing for what ran on this machine; unknown is said, and never zero."""
    if message.role is not Role.ASSISTANT or (message.model is not None and message.model.is_local):
        return ()
    cost = message.cost
    if cost is None:
        counted = message.usage.output_tokens is not None
        return (("price not known" if counted else "cost not known"),) if is_accountable(message) else ()
    if cost.nanos == 0:
        return ("free",)
    # who broke off may not have heard the last count
    said = money(cost) if message.status is Status.DONE else f"at least {money(cost)}"
    share = round(100 * cost.saved_nanos / (cost.nanos + cost.saved_nanos))
    return (said, f"saved {share} % by cache") if share else (said,)


def sum_words(total: Total) -> str:
    """The sum alone: “$1.20”, “$1.20 + 0.40 EUR”; “” when nothing is known to have been paid."""
    return " + ".join(money(cost) for cost in total.costs if cost.nanos)


def total_words(total: Total, *, amount: bool = True) -> str:
    """Everything about a sum, in one line; ``amount=False``: but what was paid, which stands elsewhere."""
    replies = "1 reply" if total.replies == 1 else f"{total.replies:,} replies"
    said = [replies, f"{total.input_tokens:,} → {total.output_tokens:,} tokens", sum_words(total) if amount else ""]
    saved = [money(Cost(cost.saved_nanos, cost.currency)) for cost in total.costs if cost.saved_nanos]
    said.append(f"{' + '.join(saved)} saved by caches" if saved else "")
    said.append(f"{total.free:,} on this machine" if total.free else "")
    said.append(unknown_words(total))
    return " · ".join(filter(None, said))


def unknown_words(total: Total) -> str:
    """How many replies are not in the sum."""
    if not total.unknown:
        return ""
    replies = "1 reply" if total.unknown == 1 else f"{total.unknown:,} replies"
    return f"the cost of {replies} is not known"
