"""Which replies stand side by side: those of which none is picked yet."""

from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Contest
from deskchat.ui.conversation.transcript.entry import entries_of
from tests.ui.conversation.conftest import conversation, person, reply


def answered(node_id: str, contest: Contest | None) -> Node:
    node = reply(node_id, "words", "q")
    return replace(node, message=replace(node.message, contest=contest))


def asked(contest: Contest | None, *more: Node, leaf: str = "a") -> Conversation:
    """A question to two models, and what came after it."""
    nodes = (person("q", "Which?"), answered("a", contest), answered("b", contest), *more)
    return replace(conversation(*nodes), leaf=leaf)


def beside(conversation: Conversation) -> list[str]:
    return [one.id for one in entries_of(conversation)[-1].beside]


def test_replies_of_which_none_is_picked_stand_side_by_side() -> None:
    assert beside(asked(Contest.SEEN)) == ["a", "b"]
    assert not entries_of(asked(Contest.SEEN))[-1].comparable


def test_versions_and_replies_that_were_picked_from_do_not() -> None:
    assert beside(asked(None)) == []
    assert beside(asked(Contest.WON)) == []


def test_who_went_on_with_one_of_them_or_asked_once_more_has_left_the_choice() -> None:
    assert beside(asked(Contest.SEEN, person("next", "And now?", "a"), leaf="b")) == []
    assert beside(asked(Contest.SEEN, answered("c", None), leaf="b")) == []
    assert entries_of(asked(Contest.SEEN, answered("c", None), leaf="c"))[-1].comparable
