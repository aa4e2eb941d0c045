"""Snippets: a file that a person may edit, share, and fill from plain texts."""

from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.services.snippets import Snippet, Snippets, matching

MAIL = Snippet("Mail", "Dear {{name}},\nthank you for {{what}}.\n")
REVIEW = Snippet("Code review", "Review this mail server.")


@pytest.fixture
def snippets(tmp_path: Path) -> Snippets:
    return Snippets(tmp_path / "snippets.toml")


async def test_they_come_back_as_they_were_kept(snippets: Snippets) -> None:
    assert await snippets.all() == ()
    await snippets.keep((MAIL, REVIEW))
    assert await snippets.all() == (MAIL, REVIEW)


async def test_they_go_out_and_come_in_as_toml_and_as_plain_text(tmp_path: Path, snippets: Snippets) -> None:
    await snippets.keep((MAIL,))
    await snippets.export(tmp_path / "sent.toml")
    there = Snippets(tmp_path / "there" / "snippets.toml")
    assert await there.take(tmp_path / "sent.toml") == 1
    assert await there.take(tmp_path / "sent.toml") == 0
    (tmp_path / "Mail.txt").write_bytes("Grüße an {{name}}".encode("utf-16"))
    assert await there.take(tmp_path / "Mail.txt") == 1
    assert await there.all() == (MAIL, Snippet("Mail 2", "Grüße an {{name}}"))
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)))
    for name in ("picture.txt", "nothing.txt"):
        with pytest.raises(ChatError, match="no text that can be read"):
            await there.take(tmp_path / name)


def test_names_that_begin_so_come_first_then_those_that_hold_it_then_texts() -> None:
    both = (REVIEW, MAIL, Snippet("Old mail", "x"))
    assert [one.name for one in matching(both, "mail")] == ["Mail", "Old mail", "Code review"]
    assert [one.name for one in matching(both, "")] == ["Code review", "Mail", "Old mail"]
    assert matching(both, "tmp/file") == []
