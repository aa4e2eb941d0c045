"""Paragraphs as they are put on the clipboard: plain, as Markdown, and as HTML that names nothing to be loaded."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from html import escape
from itertools import groupby

from deskchat.ui.conversation.transcript.fragment import Paragraph, Piece

SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
BLOCK_START = re.compile(r"^(\d*)(#{1,6} |[-+] |[.)] )", re.MULTILINE)
BOXES = {"☐": "- [ ]", "☑": "- [x]"}


class Kind(StrEnum):
    """What is put on the clipboard. ``USUAL``: rich, and plain for who takes no other."""

    USUAL = "usual"
    MARKDOWN = "markdown"
    PLAIN = "plain"
    RICH = "rich"


def clean_for_clipboard(text: str) -> str:
    """Line ends as they are usual, and nothing that a terminal would take for a command."""
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\xa0", " ").replace("\r\n", "\n")
    return "".join(c for c in text if c in "\n\t" or (c >= " " and not "\x7f" <= c < "\xa0")).rstrip("\n")


def plain(paragraphs: Iterable[Paragraph]) -> str:
    """The words; cells of a table's row are parted by tabs."""
    return _joined((one, _plain(one)) for one in _rows(paragraphs))


def markdown(paragraphs: Iterable[Paragraph]) -> str:
    """The words with their marks."""
    return _joined(((one, _marked(one)) for one in _rows(paragraphs)), marked=True)


def html(paragraphs: Iterable[Paragraph]) -> str:
    """The words in a handful of tags; the only addresses are those of links."""
    pieces: list[str] = []
    lists: list[str] = []
    for row in _rows(paragraphs):
        one = row[0]
        depth = 0 if one.cell or one.rule or one.language is not None else one.depth
        while len(lists) > depth or (one.marker and len(lists) == depth and lists[-1] != _list_tag(one)):
            pieces.append(f"</{lists.pop()}>")
        while len(lists) < depth:
            lists.append(_list_tag(one))
            number = one.marker.rstrip(".")
            start = f' start="{number}"' if lists[-1] == "ol" and number != "1" else ""
            pieces.append(f"<{lists[-1]}{start}>")
        pieces.append(_tagged(row))
    pieces += [f"</{tag}>" for tag in reversed(lists)]
    whole = "".join(pieces).replace("</table><table>", "")
    return clean_for_clipboard(whole)


def _rows(paragraphs: Iterable[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """Each paragraph alone, but the cells of a table's row together."""
    for at, group in groupby(paragraphs, lambda one: one.cell and one.cell[:2]):
        if at is None:
            yield from ([one] for one in group)
        else:
            yield list(group)


def _joined(told: Iterable[tuple[Sequence[Paragraph], str]], *, marked: bool = False) -> str:
    """Items of a list and rows of a table close together, everything else parted by an empty line.

    ``marked``: it belongs to a quote where that goes on.
    """
    text, before = "", None
    for row, words in told:
        one = row[0]
        close = before is not None and (
            (one.marker and before.depth) or (one.cell and before.cell and one.cell[0] == before.cell[0])
        )
        within = min(one.quote, before.quote) if before is not None and marked else 0
        text += ("" if before is None else "\n" if close else "\n" + ("> " * within).rstrip() + "\n") + words
        before = one
    return clean_for_clipboard(text)


def _plain(row: Sequence[Paragraph]) -> str:
    one = row[0]
    if one.rule:
        return "———"
    indent = "    " * max(0, one.depth - 1) if one.language is None and one.cell is None else ""
    marker = f"{one.marker} " if one.marker else ""
    return indent + marker + "\t".join(cell.text for cell in row)


def _marked(row: Sequence[Paragraph]) -> str:
    one = row[0]
    if one.rule:
        words = "---"
    elif one.cell is not None:
        words = "| " + " | ".join(_marks(cell.pieces).replace("\n", " ") for cell in row) + " |"
        if one.cell[1] == 0:
            words += "\n|" + " --- |" * len(row)
        words = _indented(words, one.depth)
    elif one.language is not None:
        longest = max((len(run) for run in re.findall("`+", one.text)), default=0)
        fence = "`" * max(3, longest + 1)
        words = _indented(f"{fence}{one.language}\n{one.text}\n{fence}", one.depth)
    else:
        words = "#" * one.heading + (" " if one.heading else "") + _marks(one.pieces)
        if one.note:
            words = f"[^{one.marker.removesuffix('.')}]: {words}"
        elif one.marker:
            words = BOXES.get(one.marker, one.marker if one.marker[:1].isdigit() else "-") + " " + words
        words = _indented(words, one.depth - 1 if one.marker else one.depth)
    return _after(words, "> " * one.quote)


def _indented(words: str, depth: int) -> str:
    return _after(words, "   " * depth)


def _after(words: str, mark: str) -> str:
    """Each line behind ``mark``; an empty one does not end with a space."""
    return "\n".join(mark + line if line else mark.rstrip() for line in words.split("\n"))


def _marks(pieces: Sequence[Piece]) -> str:
    text = "".join(map(_mark, pieces))
    return text if pieces and (pieces[0].code or pieces[0].verbatim) else BLOCK_START.sub(r"\1\\\2", text)


def _mark(piece: Piece) -> str:
    if piece.verbatim:
        return piece.text
    if piece.code:
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", piece.text)), default=0))
        pad = " " if "`" in piece.text else ""
        return f"{ticks}{pad}{piece.text}{pad}{ticks}"
    if piece.raised:
        return f"[^{piece.text}]"
    inner = piece.text.strip()
    if not inner:
        return piece.text
    before, _, after = piece.text.partition(inner)
    words = inner if piece.href == inner else SPECIAL.sub(r"\\\1", inner)
    for there, mark in ((piece.struck, "~~"), (piece.italic, "*"), (piece.bold, "**")):
        words = f"{mark}{words}{mark}" if there else words
    if piece.href and piece.href != inner:
        words = f"[{words}](<{piece.href}>)"
    return before + words + after


def _list_tag(one: Paragraph) -> str:
    return "ol" if one.marker[:1].isdigit() and one.marker.rstrip(".").isdigit() else "ul"


def _tagged(row: Sequence[Paragraph]) -> str:
    one = row[0]
    if one.rule:
        return "<hr>"
    if one.cell is not None:
        tag = "th" if one.cell[1] == 0 else "td"
        return "<table><tr>" + "".join(f"<{tag}>{_tags(cell.pieces)}</{tag}>" for cell in row) + "</tr></table>"
    if one.language is not None:
        words = f"<pre><code>{escape(one.text)}</code></pre>"
    else:
        box = f"{one.marker} " if one.marker in BOXES else ""
        tag = f"h{one.heading}" if one.heading else "li" if one.marker else "p"
        words = f"<{tag}>{box}{_tags(one.pieces)}</{tag}>"
    return "<blockquote>" * one.quote + words + "</blockquote>" * one.quote


def _tags(pieces: Sequence[Piece]) -> str:
    return "".join(map(_tag, pieces))


def _tag(piece: Piece) -> str:
    words = escape(piece.text).replace("\n", "<br>")
    looks = ((piece.code, "code"), (piece.raised, "sup"), (piece.struck, "s"), (piece.italic, "em"), (piece.bold, "strong"))
    for there, tag in looks:
        words = f"<{tag}>{words}</{tag}>" if there else words
    return f'<a href="{escape(piece.href)}">{words}</a>' if piece.href else words
