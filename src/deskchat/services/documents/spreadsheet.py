"""The cells of a workbook (ECMA-376 part 1, SpreadsheetML): one page a sheet, a line a row, tabs between cells."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from deskchat.services.documents.told import Page
from deskchat.services.documents.xml_text import parse

WIDEST = 1_000              # columns; gaps in a row are kept up to there
CHARACTERS = 4_000_000      # of all shared strings: they may be told only once each
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')    # of a number format: quoted words and colours
_DATE_FORMATS = frozenset({*range(14, 23), *range(45, 48)})
_DAY_ZERO = datetime(1899, 12, 30)    # noqa: DTZ001  # dates in a table have no zone


class Members(Protocol):
    """The archive, bounded."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member."""
        ...


def sheets(members: Members, names: set[str]) -> Iterator[Page]:
    """All sheets by their numbers."""
    strings, formats, book = _Strings(), _Formats(), _Book()
    for name, reader in (("xl/sharedStrings.xml", strings), ("xl/styles.xml", formats), ("xl/workbook.xml", book)):
        if name in names:
            parse(members.chunks(name), reader)
    numbers = sorted(int(found[1]) for found in map(_SHEET.fullmatch, names) if found)
    for place, number in enumerate(numbers):
        sheet = _Sheet(strings.all, formats.dates)
        parse(members.chunks(f"xl/worksheets/sheet{number}.xml"), sheet)
        title = book.titles[place] if place < len(book.titles) else f"Sheet {number}"
        yield Page(place + 1, len(numbers), f"{title}\n{sheet.text}" if sheet.text.strip() else "")


class _Strings:
    """``sharedStrings.xml``: a string may come in several runs."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self.text = ""
        self._runs: list[str] = []
        self._inside = False
        self._left = CHARACTERS

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._runs = []
        self._inside = name == "t"

    def end(self, name: str) -> None:
        self._inside = False
        if name == "si":
            self.all.append("".join(self._runs))

    def characters(self, text: str) -> None:
        if self._inside and self._left > 0:
            self._left -= len(text)
            self._runs.append(text)


class _Formats:
    """``styles.xml``: which cell formats show a number as a date."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self.text = ""
        self._own: set[str] = set()
        self._cells = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and _DATE_LETTERS.search(_NOT_LETTERS.sub("", attributes.get("formatCode", "")[:200])):
            self._own.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            number = attributes.get("numFmtId", "")
            self.dates.append(number in self._own or number in map(str, _DATE_FORMATS))

    def end(self, name: str) -> None:
        self._cells = self._cells and name != "cellXfs"

    def characters(self, text: str) -> None:
        """Says nothing."""


class _Book:
    """``workbook.xml``: the titles of the sheets."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.text = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.titles.append(attributes.get("name", ""))

    def end(self, name: str) -> None:
        """Says nothing."""

    def characters(self, text: str) -> None:
        """Says nothing."""


class _Sheet:
    """One sheet. A cell's place is in its name (“C5”), its kind in ``t``, its look in ``s``."""

    def __init__(self, strings: list[str], dates: list[bool]) -> None:
        self._strings, self._dates = strings, dates
        self._rows: list[str] = []
        self._row: dict[int, str] = {}
        self._cell: dict[str, str] = {}
        self._value: list[str] = []
        self._inside = False

    @property
    def text(self) -> str:
        """The rows so far."""
        return "\n".join(self._rows)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = {}
        elif name == "c":
            self._cell, self._value = attributes, []
        self._inside = name in {"v", "t"}

    def end(self, name: str) -> None:
        self._inside = False
        if name == "c":
            place = _column(self._cell.get("r", "")) or len(self._row)
            if place < WIDEST:
                self._row[place] = self._shown()
        elif name == "row" and self._row:
            self._rows.append("\t".join(self._row.get(place, "") for place in range(max(self._row) + 1)))

    def characters(self, text: str) -> None:
        if self._inside:
            self._value.append(text)

    def _shown(self) -> str:
        value = "".join(self._value)
        match self._cell.get("t", "n"):
            case "s":
                return self._strings[int(value)] if value.isdecimal() and int(value) < len(self._strings) else ""
            case "n" if self._is_date():
                return _date(value)
            case "b":
                return "TRUE" if value == "1" else "FALSE"
            case _:
                return value

    def _is_date(self) -> bool:
        look = self._cell.get("s", "")
        return look.isdecimal() and int(look) < len(self._dates) and self._dates[int(look)]


def _column(name: str) -> int | None:
    """The place of a cell in its row, from 0: “C5” is 2."""
    place = 0
    for letter in name[:3]:
        if not ("A" <= letter <= "Z"):
            break
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1 if place else None


def _date(value: str) -> str:
    try:
        moment = _DAY_ZERO + timedelta(days=float(value))
    except (ValueError, OverflowError):
        return value
    return moment.strftime("%Y-%m-%d") if moment.time().isoformat() == "00:00:00" else moment.strftime("%Y-%m-%d %H:%M")
