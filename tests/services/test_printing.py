"""Conversations on paper: real PDFs, read back."""

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QColor, QImage

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Message, Role
from deskchat.chat.parts import ImagePart, Part, TextPart
from deskchat.services.printing import PdfFile

NOW = datetime(2026, 11, 28, tzinfo=UTC)
RICH = """Here is a **table**:

| Fruit | Price |
|---|---|
| Apple | 1.20 |

```python
def answer():
    return 42
```

<b>not markup</b> ![leak](http://127.0.0.1:9/x.png) ![file](/etc/passwd)

Grüße, 你好世界, שלום, مرحبا.
"""


def talk(title: str, *parts: Part) -> Conversation:
    user = Node("m1", None, Message(Role.USER, (TextPart("Please."),)), NOW)
    reply = Node("r1", "m1", Message(Role.ASSISTANT, parts, model_name="Echo"), NOW)
    return Conversation(title, title, NOW, NOW, leaf="r1", nodes=(user, reply))


def printed(target: Path, *talks: Conversation) -> PdfReader:
    file = PdfFile(target)
    for one in talks:
        file.add(one)
    file.finish()
    assert [path.name for path in target.parent.iterdir()] == [target.name], "nothing else is left"
    return PdfReader(target)


def test_tables_code_and_other_scripts_are_set_and_markup_of_models_is_text(tmp_path: Path) -> None:
    reader = printed(tmp_path / "talk.pdf", talk("Fruit", TextPart(RICH)))
    text = " ".join(reader.pages[0].extract_text().split())
    for there in ("Fruit", "Echo", "Apple", "1.20", "def answer():", "<b>not markup</b>", "[leak] (http://127.0.0.1:9/x.png)", "Grüße"):
        assert there in text, text
    assert "|---|" not in text
    assert "**" not in text
    assert stat.S_IMODE((tmp_path / "talk.pdf").stat().st_mode) == 0o600


def test_a_long_conversation_goes_on_over_the_pages_and_each_begins_on_its_own(tmp_path: Path) -> None:
    lines = "\n\n".join(f"Paragraph {number} of many." for number in range(200))
    reader = printed(tmp_path / "two.pdf", talk("First", TextPart(lines)), talk("Second", TextPart("Short.")))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 4
    assert all(f"Paragraph {number} of many." in " ".join("".join(pages).split()) for number in (0, 57, 120, 199))
    assert "First" in pages[0]
    assert "Second" in pages[-1]
    assert "Paragraph" not in pages[-1]


def test_a_picture_is_in_it_and_fits_the_page(tmp_path: Path) -> None:
    picture = QImage(3000, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    file = tmp_path / "a.png"
    picture.save(str(file))
    see = talk("See", TextPart("Look:"), ImagePart("a.png", "image/png", file.read_bytes()))
    (tmp_path / "out").mkdir()
    (page,) = printed(tmp_path / "out" / "picture.pdf", see).pages
    (drawn,) = [size for size in sizes(page) if size[0] > 100]
    assert drawn == (3000, 400), "it keeps its fineness"


def sizes(page: Any) -> list[tuple[int, int]]:
    """Of the pictures on a page, in pixels."""
    drawn = [one.get_object() for one in page["/Resources"]["/XObject"].values()]
    return [(one["/Width"], one["/Height"]) for one in drawn if one["/Subtype"] == "/Image"]


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "pass"])
def test_a_printer_that_fails_is_a_sentence_and_leaves_nothing(tmp_path: Path, code: str) -> None:
    file = PdfFile(tmp_path / "talk.pdf", (sys.executable, "-c", code))
    file.add(talk("Fruit", TextPart("x")))
    with pytest.raises(ChatError, match="could not be made"):
        file.finish()
    file.give_up()
    assert list(tmp_path.iterdir()) == []
