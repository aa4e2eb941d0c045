"""Replies that compete without names: nothing that is shown tells whose is whose, until one is picked."""

from datetime import UTC, datetime

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Contest, Cost, Message, Role, Timing, Usage
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.ui.conversation.transcript.entry import accessible_name, entries_of, facts, revealed, speaker

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def asked(contest: Contest) -> Conversation:
    """A question to two models."""
    replies = tuple(
        Node(name, "q", Message(
            Role.ASSISTANT, (TextPart("words"),), model=ModelRef("maker", name), model_name=name.title(), answered_by=name,
            usage=Usage(1, 2), timing=Timing(1.0, 2.0, 3.0), notes=(f"for {name}",), cost=Cost(5), contest=contest,
        ), NOW)
        for name in ("alpha", "beta")
    )    # fmt: skip
    question = Node("q", None, Message(Role.USER, (TextPart("Which?"),)), NOW)
    return Conversation("c", "", NOW, NOW, (question, *replies), leaf="alpha")


def test_nothing_that_is_shown_tells_whose_a_reply_is() -> None:
    beside = entries_of(asked(Contest.BLIND))[-1].beside    # also when the conversation is opened again
    assert [speaker(one.message) for one in beside] == ["Reply A", "Reply B"]
    told = " ".join(f"{one.message} {accessible_name(one.message)} {facts(one.message)}" for one in beside).lower()
    assert "alpha" not in told
    assert "beta" not in told
    assert len({facts(one.message) for one in beside}) == 1


def test_the_order_is_the_same_each_time() -> None:
    orders = [[one.id for one in entries_of(asked(Contest.BLIND))[-1].beside] for _ in range(3)]
    assert orders[0] == orders[1] == orders[2]


def test_the_names_are_told_with_the_pick() -> None:
    assert revealed(asked(Contest.BLIND), "beta") == "You picked Beta. Not picked: Alpha."
    assert revealed(asked(Contest.SEEN), "beta") == ""
    assert entries_of(asked(Contest.LOST_BLIND))[-1].beside == ()
