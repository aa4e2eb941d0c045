"""What is said of a reply's cost."""

import pytest
from msgspec.structs import replace

from deskchat.chat.cost import Total
from deskchat.chat.message import Cost, Message, Role, Status, Usage
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.ui.conversation.transcript.cost_words import cost_words, sum_words, token_words, total_words

PAID = Message(
    Role.ASSISTANT,
    (TextPart("Yes."),),
    model=ModelRef("openai", "gpt"),
    usage=Usage(1_234, 567),
    cost=Cost(12_300_000),
)


def test_a_reply_says_its_tokens_its_cost_and_what_a_cache_saved() -> None:
    cached = replace(PAID, cost=Cost(2_000_000, "USD", 8_000_000))
    assert token_words(cached) == "1,234 → 567 tokens"
    assert cost_words(cached) == ("$0.002", "saved 80 % by cache")
    assert cost_words(PAID) == ("$0.0123",)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (replace(PAID, cost=None), ("price not known",)),
        (replace(PAID, cost=None, usage=Usage()), ("cost not known",)),
        (replace(PAID, cost=None, usage=Usage(), parts=()), ()),
        (replace(PAID, cost=None, model=ModelRef("local", "tiny")), ()),
        (replace(PAID, cost=Cost(0)), ("free",)),
        (replace(PAID, status=Status.STOPPED), ("at least $0.0123",)),
        (Message(Role.USER, (TextPart("?"),)), ()),
    ],
)
def test_unknown_free_and_local_are_told_apart(message: Message, words: tuple[str, ...]) -> None:
    assert cost_words(message) == words


def test_tokens_are_said_as_far_as_they_are_known() -> None:
    assert token_words(replace(PAID, usage=Usage(None, 5))) == "5 tokens"
    assert token_words(replace(PAID, usage=Usage(5))) == "5 tokens read"
    assert token_words(replace(PAID, usage=Usage())) == ""


def test_a_sum_says_what_is_missing_in_it() -> None:
    total = Total(5, 2, 1, 1_000, 200, 0, (Cost(1_200_000_000, "USD", 500_000_000), Cost(400_000_000, "EUR")))
    assert sum_words(total) == "$1.20 + 0.40 EUR"
    assert total_words(total) == (
        "5 replies · 1,000 → 200 tokens · $1.20 + 0.40 EUR · $0.50 saved by caches · 1 on this computer"
        " · the cost of 2 replies is not known"
    )
    assert sum_words(Total(1, 1)) == ""
