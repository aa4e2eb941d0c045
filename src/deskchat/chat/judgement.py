"""What the person's own chats say of a model."""

import msgspec

from deskchat.chat.cost import Total
from deskchat.chat.model import ModelRef


class Judged(msgspec.Struct, frozen=True):
    """``won`` of ``contests`` in which one of several replies was picked, ``won_blind`` of ``blind`` ones among them.

    Speeds are means over the replies that have one: tokens a second, and seconds until the first word.
    """

    model: ModelRef
    replies: int
    up: int
    down: int
    contests: int
    won: int
    blind: int
    won_blind: int
    tokens_per_s: float | None
    first_token_s: float | None
    cost: Total = Total()

    @property
    def win_rate(self) -> float | None:
        """From 0 to 1; ``None`` when it never stood beside another."""
        return self.won / self.contests if self.contests else None
