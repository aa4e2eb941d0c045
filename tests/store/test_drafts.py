"""What is typed and attached is there again, with its bytes; of one that has not begun, too."""

import pytest

from deskchat.chat.parts import FilePart, ImagePart, Part
from deskchat.store.drafts import Drafts
from tests.faults.cases import case
from tests.store.conftest import History

PARTS: tuple[Part, ...] = (
    ImagePart("chart.png", "image/png", b"\x89PNG"),
    FilePart("notes.txt", "text/plain", "half a surrogate \ud800"),
    FilePart("report.pdf", "application/pdf", "text", b"%PDF"),
)
KEPT = (PARTS[0], FilePart("notes.txt", "text/plain", "half a surrogate \N{REPLACEMENT CHARACTER}"), PARTS[2])


@case(100)
@pytest.mark.parametrize("conversation", ["", "c1"])
def test_text_and_attachments_come_back_and_go(history: History, conversation: str) -> None:
    history.conversation("c1")
    drafts = Drafts(history.database)
    assert (drafts.text(conversation), drafts.parts(conversation)) == ("", ())
    drafts.set_text(conversation, "half a sen")
    drafts.set_parts(conversation, PARTS)
    assert (drafts.text(conversation), drafts.parts(conversation)) == ("half a sen", KEPT)
    other = "" if conversation else "c1"
    assert (drafts.text(other), drafts.parts(other)) == ("", ())
    drafts.set_text(conversation, "half a sentence")
    drafts.set_parts(conversation, KEPT[:1])
    assert (drafts.text(conversation), drafts.parts(conversation)) == ("half a sentence", KEPT[:1])
    drafts.set_text(conversation, "")
    drafts.set_parts(conversation, ())
    assert history.database.rows("SELECT count(*) FROM draft_part") == [(0,)]


def test_a_damaged_part_is_left_out(history: History) -> None:
    drafts = Drafts(history.database)
    drafts.set_parts("", PARTS)
    history.database.change("UPDATE draft_part SET part = '{\"type\": \"ima' WHERE place = 0")
    assert drafts.parts("") == KEPT[1:]
