from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from deskchat.ui.conversation.transcript.flow import MarkdownFlow
from deskchat.ui.conversation.transcript.ink import Ink
from tests.ui.conversation.transcript.test_blocks import MARKDOWN

RICH = """# Title

Text with **bold**, *italic*, `code`, ~~struck~~ and [a link](https://a.b/c).

1. one
2. two
   - nested

   ```python
   x = 1
   ```
3. three

- [x] done
- [ ] open

| a | b |
|---|--:|
| 1 | 2 |

> quote
> > deeper

```js
const a = 1

const b = 2
```
after the code

---

[later][r]

[r]: https://r.test/
"""


def drawn(document: QTextDocument) -> list[object]:
    """All there is in a document: the text of each block with every format in it."""
    found: list[object] = []
    block = document.begin()
    while block.isValid():
        fragments = []
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            look = fragment.charFormat()
            shade = look.foreground().color().name()
            fragments.append((fragment.text(), look.font().toString(), look.anchorHref(), shade))
            at += 1
        fmt = block.blockFormat()
        distances = (fmt.topMargin(), fmt.bottomMargin(), fmt.leftMargin(), fmt.textIndent(), fmt.alignment())
        found.append((tuple(fragments), distances))
        block = block.next()
    return found


def rendered(ink: Ink, pieces: list[str]) -> tuple[QTextDocument, MarkdownFlow]:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(ink.font)
    flow = MarkdownFlow(document, ink)
    for piece in pieces:
        flow.append(piece)
    flow.finish()
    return document, flow


def test_letter_by_letter_looks_like_all_at_once(ink: Ink) -> None:
    assert drawn(rendered(ink, list(RICH))[0]) == drawn(rendered(ink, [RICH])[0])


@settings(max_examples=60)
@given(text=MARKDOWN, cuts=st.lists(st.integers(0, 200), max_size=8))
def test_pieces_look_like_all_at_once(ink: Ink, text: str, cuts: list[int]) -> None:
    places = sorted({min(c, len(text)) for c in cuts})
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]

    assert drawn(rendered(ink, pieces)[0]) == drawn(rendered(ink, [text])[0])


def test_nothing_of_a_text_is_lost(ink: Ink) -> None:
    document, _ = rendered(ink, [RICH])

    shown = document.toPlainText()

    for words in ("Title", "bold", "nested", "x = 1", "three", "done", "deeper", "const b = 2", "after the code", "later"):
        assert words in shown


def test_each_piece_writes_one_block_however_long_the_text_is(ink: Ink) -> None:
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    written = []
    for number in range(300):
        before = flow.blocks_written
        flow.append(f"Paragraph {number} has a few words.\n\n")
        written.append(flow.blocks_written - before)

    assert max(written) <= 2    # the one that is closed now, and the one that is open
    assert written[-100:] == written[100:200]


def test_a_growing_code_block_is_only_added_to(ink: Ink) -> None:
    document = QTextDocument()
    document.documentLayout()    # without one, nothing is told of changes
    flow = MarkdownFlow(document, ink)
    flow.append("```\n")
    touched: list[int] = []
    document.contentsChange.connect(lambda position, removed, added: touched.append(removed))
    for number in range(200):
        flow.append(f"line {number}\n")

    # the format of the last line is set again, which Qt reports as one changed paragraph; nothing before it is touched
    assert max(touched) <= 2 * len("line 199\n")
    assert document.toPlainText().count("line") == 200


def test_numbers_go_on_when_items_are_written_one_by_one(ink: Ink) -> None:
    document, _ = rendered(ink, ["3. a\n", "1. b\n", "1. c\n"])

    assert document.toPlainText().split("\n") == ["3.\ta", "4.\tb", "5.\tc"]


def test_hidden_characters_are_visible_in_code(ink: Ink) -> None:
    document, flow = rendered(ink, ["```\nif a\u202e:\n```\n`x\u200by`"])

    assert document.toPlainText() == "\nif a⟨U+202E⟩:\nx⟨U+200B⟩y"    # behind a line as small as can be
    assert flow.code_blocks[0].text == "if a\u202e:"


def lines(document: QTextDocument) -> list[QTextBlock]:
    return [document.findBlockByNumber(number) for number in range(document.blockCount())]


def test_what_was_done_to_the_last_closed_line_stays_when_more_is_written(ink: Ink) -> None:
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    flow.append("```\ncode\n```\n\n", show_open=False)
    below = QTextCursor(document.lastBlock())
    room = below.blockFormat()
    room.setBottomMargin(99)
    below.setBlockFormat(room)

    flow.append("After")
    flow.append(" it. ", show_open=False)
    flow.finish("The end.")

    assert [(line.text(), line.blockFormat().bottomMargin()) for line in lines(document)][-2] == ("code", 99)
    assert document.lastBlock().text() == "After it. The end."
