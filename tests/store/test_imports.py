"""What an import puts into the history: all of a conversation, or nothing of it."""

import apsw
import pytest
from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role
from deskchat.chat.parts import TextPart
from deskchat.exchange.stable_id import stable_id
from deskchat.store.imports import Imports, Taken
from tests.store.conftest import NOON, History

# what happens to a process that ends there: the statement is refused
NO_PLACE = "CREATE TRIGGER cut BEFORE UPDATE OF touched ON conversation BEGIN SELECT RAISE(ABORT, 'cut'); END"
NO_TAG = "CREATE TRIGGER cut BEFORE INSERT ON tag BEGIN SELECT RAISE(ABORT, 'cut'); END"
GO_ON = "DROP TRIGGER cut"


def said(*texts: str) -> tuple[Node, ...]:
    """Messages of the person, each below the one before it."""
    above = [None, *texts]
    return tuple(
        Node(text, parent, Message(Role.USER, (TextPart(text),)), NOON) for parent, text in zip(above, texts, strict=False)
    )


def elsewhere(*texts: str) -> Conversation:
    return Conversation("elsewhere", "Elsewhere", NOON, NOON, nodes=said(*texts), leaf=texts[-1])


def test_an_import_that_is_cut_short_leaves_no_conversation_in_the_wrong_place(history: History) -> None:
    imports = Imports(history.database, history.conversations, stable_id)
    history.conversation("mine")
    history.database.change(NO_PLACE)
    with pytest.raises(apsw.ConstraintError):
        imports.take(elsewhere("one"))
    assert [one.id for one in history.conversations.summaries()] == ["mine"]
    history.database.change(GO_ON)
    assert imports.take(elsewhere("one")) == (Taken.ADDED, 1)
    assert [one.id for one in history.conversations.summaries()] == ["mine", "elsewhere"]


def test_messages_that_are_new_come_with_the_tags_or_not_at_all(history: History) -> None:
    imports = Imports(history.database, history.conversations, stable_id)
    imports.take(elsewhere("one"))
    longer = replace(elsewhere("one", "two"), tags=("work",))
    history.database.change(NO_TAG)
    with pytest.raises(apsw.ConstraintError):
        imports.take(longer)
    opened = history.conversations.open("elsewhere")
    assert (len(opened.nodes), opened.leaf, opened.tags) == (1, "one", ())
    history.database.change(GO_ON)
    assert imports.take(longer) == (Taken.EXTENDED, 1)
    opened = history.conversations.open("elsewhere")
    assert (len(opened.nodes), opened.leaf, opened.tags) == (2, "two", ("work",))
    assert imports.take(longer) == (Taken.KNOWN, 0)
