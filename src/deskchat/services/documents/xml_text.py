"""Text out of the XML of word processors and slides, in one pass."""

from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

DEEPEST = 512
LONGEST_RUN_OF_SPACES = 1_000


class Elements(Protocol):
    """What is told of elements by their names without a namespace."""

    @property
    def text(self) -> str:
        """What was found so far."""
        ...

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        ...

    def end(self, name: str) -> None:
        """It ends."""
        ...

    def characters(self, text: str) -> None:
        """Text inside the innermost element."""
        ...


def parse(chunks: Iterator[bytes], elements: Elements) -> None:
    """Tell ``elements`` what is in the document. Raises ``ExpatError``, and ``ValueError`` for what no Office file holds."""
    depth = 0
    parser = expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError("too deep")
        elements.begin(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        elements.end(_local(name))

    def refuse(*_: object) -> None:
        raise ValueError("a document type declaration, which could define entities")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = elements.characters
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Lines:
    """Paragraphs and tables as lines: cells are parted by tabs."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._cells = 0    # how many table cells we are inside of

    @property
    def text(self) -> str:
        """What was found so far."""
        return "".join(self._pieces).strip("\n")

    def _add(self, text: str) -> None:
        self._pieces.append(text)

    def _end_line(self) -> None:
        """A paragraph ends; inside a cell that is only a space."""
        self._add(" " if self._cells else "\n")

    def _end_cell(self) -> None:
        self._cells = max(0, self._cells - 1)
        self._add("\t")


class OfficeText(_Lines):
    """Of Word's ``document.xml`` and of slides."""

    def __init__(self) -> None:
        super().__init__()
        self._inside_text = 0
        self._skipped = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Headings and list items are marked as in Markdown."""
        if name == "Fallback" or self._skipped:    # the same once more, for old programs
            self._skipped += 1
            return
        match name:
            case "t":
                self._inside_text += 1
            case "tab":
                self._add("\t")
            case "br" | "cr":
                self._add("\n")
            case "tc":
                self._cells += 1
            case "numPr":
                self._add("- ")
            case "pStyle":
                self._add(_heading(attributes.get("val", "")))

    def end(self, name: str) -> None:
        """Paragraphs, cells and rows end lines."""
        if self._skipped:
            self._skipped -= 1
            return
        match name:
            case "t":
                self._inside_text -= 1
            case "p":
                self._end_line()
            case "tc":
                self._end_cell()
            case "tr":
                self._add("\n")

    def characters(self, text: str) -> None:
        """Only runs of text count, not field codes and deleted words."""
        if self._inside_text and not self._skipped:
            self._add(text)


class OpenDocumentText(_Lines):
    """Of ``content.xml``, whatever kind of document it is."""

    def __init__(self) -> None:
        super().__init__()
        self._paragraphs = 0
        self._skipped = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Headings and list items are marked as in Markdown."""
        if name == "tracked-changes" or self._skipped:    # what was deleted
            self._skipped += 1
            return
        match name:
            case "p" | "h":
                self._paragraphs += 1
                if name == "h":
                    self._add("#" * _number(attributes.get("outline-level"), 6) + " ")
            case "s":
                self._add(" " * _number(attributes.get("c"), LONGEST_RUN_OF_SPACES))
            case "tab":
                self._add("\t")
            case "line-break":
                self._add("\n")
            case "list-item":
                self._add("- ")
            case "table-cell":
                self._cells += 1

    def end(self, name: str) -> None:
        """Paragraphs, cells and rows end lines."""
        if self._skipped:
            self._skipped -= 1
            return
        match name:
            case "p" | "h":
                self._paragraphs -= 1
                self._end_line()
            case "table-cell":
                self._end_cell()
            case "table-row":
                self._add("\n")

    def characters(self, text: str) -> None:
        """Between paragraphs there is only the layout of the file itself."""
        if self._paragraphs and not self._skipped:
            self._add(text)


def _heading(style: str) -> str:
    """“Heading2” and the like; “Title” is a heading too."""
    if style == "Title":
        return "# "
    level = style.removeprefix("Heading")
    return "#" * int(level) + " " if style.startswith("Heading") and level in set("123456") else ""


def _number(text: str | None, most: int) -> int:
    return min(int(text), most) if text is not None and text.isascii() and text.isdecimal() and len(text) < 8 else 1
