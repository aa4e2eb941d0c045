"""What the person thinks of replies: thumbs, and the one picked among several."""

from msgspec.structs import replace

from deskchat.chat.conversation import Node
from deskchat.chat.message import Contest, Cost, Message, Role, Status, Timing
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.store.judgements import COUNTED, of_models
from tests.store.conftest import NOON, History

A, B = ModelRef("openai", "a"), ModelRef("local", "b")


def answer(history: History, name: str, model: ModelRef, parent: str, status: Status = Status.DONE) -> Node:
    message = Message(Role.ASSISTANT, (TextPart(name),), status, model, cost=Cost(500), timing=Timing(1.0, 2.0, 10.0))
    node = Node(name, parent, message, NOON)
    history.messages.add("c1", node)
    return node


def test_a_rating_stays_while_the_reply_is_saved_again(history: History) -> None:
    history.conversation("c1")
    reply = history.begin_reply("c1", "r1")
    history.messages.rate("r1", -1)
    history.messages.save(replace(reply, message=replace(reply.message, status=Status.DONE, parts=(TextPart("x"),))))
    assert history.messages.read("r1").message.rating == -1


def test_a_blind_contest_is_settled_once_and_an_open_one_by_the_last_pick(history: History) -> None:
    history.conversation("c1")
    for question, contest in (("q1", Contest.BLIND), ("q2", Contest.SEEN)):
        history.say("c1", question, "which?")
        names = [answer(history, f"{question}{model.model}", model, question).id for model in (A, B)]
        history.messages.enter_contest(names, contest)
        history.messages.settle_contest(names[0])
        history.messages.settle_contest(names[1])
    contests = {node.id: node.message.contest for node in history.conversations.open("c1").nodes if node.message.model}
    assert contests == {
        "q1a": Contest.WON_BLIND, "q1b": Contest.LOST_BLIND, "q2a": Contest.LOST, "q2b": Contest.WON,
    }    # fmt: skip


def test_models_are_counted_from_the_replies_they_gave(history: History) -> None:
    history.conversation("c1")
    history.say("c1", "q1", "which?")
    names = [answer(history, name, model, "q1").id for name, model in (("one", A), ("two", B))]
    answer(history, "three", A, "q1", Status.FAILED)
    history.messages.enter_contest(names, Contest.BLIND)
    history.messages.settle_contest("two")
    history.messages.rate("one", 1)
    first, second = sorted(of_models(history.database), key=lambda model: model.model)
    assert (first.model, first.replies, first.won_blind, first.win_rate) == (B, 1, 1, 1.0)
    assert (second.model, second.replies, second.up, second.contests, second.win_rate) == (A, 1, 1, 1, 0.0)
    assert (second.tokens_per_s, second.first_token_s, second.cost.nanos("USD")) == (10.0, 1.0, 500)


def test_counting_reads_no_message(history: History) -> None:
    plan = [row[3] for row in history.database.rows(f"EXPLAIN QUERY PLAN {COUNTED}", 0)]
    assert "USING COVERING INDEX message_judged" in plan[0]
