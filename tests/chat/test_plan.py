"""What the picker shows before anything is sent."""

from decimal import Decimal

from deskchat.chat.message import Message, Role
from deskchat.chat.model import ModelInfo, ModelRef, Price
from deskchat.chat.parts import TextPart
from deskchat.chat.plan import make_plan

BRANCH = [Message(Role.USER, (TextPart("Hello"),)), Message(Role.ASSISTANT, (TextPart("Hi"),))]
MODEL = ModelInfo(ModelRef("p", "m"), "M", context_tokens=8_192)


def test_a_plan_says_how_much_the_model_sees() -> None:
    plan = make_plan(BRANCH, MODEL)
    assert plan.fits
    assert plan.summary == "Sees all 2 messages (about 19 of 8,192 tokens)."


def test_a_plan_without_a_conversation_is_not_empty_talk() -> None:
    assert make_plan([], MODEL).summary.startswith("A new conversation (about ")


def test_the_draft_is_part_of_what_is_sent() -> None:
    with_draft = make_plan(BRANCH, MODEL, draft=(TextPart("word " * 500),))
    assert with_draft.input_tokens > make_plan(BRANCH, MODEL).input_tokens + 500


def test_what_does_not_fit_says_why_and_has_no_request() -> None:
    plan = make_plan(BRANCH, MODEL, draft=(TextPart("word " * 20_000),))
    assert not plan.fits
    assert "longer than M can read at once" in plan.summary


def test_a_gap_is_counted() -> None:
    long_branch = BRANCH + [
        Message(role, (TextPart("word " * 900),)) for _ in range(6) for role in (Role.USER, Role.ASSISTANT)
    ]
    plan = make_plan(long_branch, MODEL)
    assert plan.summary.startswith(f"Sees {14 - plan.omitted} of 14 messages")
    assert plan.omitted > 0


def test_a_cost_is_unknown_and_not_zero_without_a_price() -> None:
    assert make_plan(BRANCH, MODEL).cost is None
    priced = ModelInfo(ModelRef("p", "m"), "M", price=Price(Decimal("2.5"), Decimal(10)))
    plan = make_plan(BRANCH, priced)
    assert plan.cost == Decimal("2.5") * plan.input_tokens / 1_000_000
