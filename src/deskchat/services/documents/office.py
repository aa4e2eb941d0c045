"""The text of Office and OpenDocument files: archives of XML.

The XML is read by expat in one pass, without building a tree; what declares entities is refused, and what unpacks to more
than ``UNPACKED_BYTES`` is cut. The elements: ECMA-376 parts 1 (WordprocessingML, PresentationML), OpenDocument 1.3 part 3.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from deskchat.services.documents.spreadsheet import sheets
from deskchat.services.documents.told import End, Page, Told
from deskchat.services.documents.xml_text import Elements, OfficeText, OpenDocumentText, parse

UNPACKED_BYTES = 200_000_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN = "application/vnd.oasis.opendocument."
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")


def read(data: bytes) -> Iterator[Told]:
    """The text, in pages where the format has them (slides, sheets). Raises anything when it can't be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if any(info.flag_bits & 1 for info in archive.infolist()):
            yield End("locked")
        elif "word/document.xml" in names:
            yield from _word(archive, names)
        elif "ppt/presentation.xml" in names:
            yield from _slides(archive, names)
        elif "xl/workbook.xml" in names:
            yield from sheets(Unpacked(archive), names)
            yield End("", SHEETS)
        elif "content.xml" in names and "mimetype" in names:
            yield from _open_document(archive)
        else:
            yield End("foreign")


class Unpacked:
    """The members of an archive, with one bound for all of them together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = UNPACKED_BYTES

    def chunks(self, name: str) -> Iterator[bytes]:
        """The member's bytes. Raises ``OverflowError`` over the bound."""
        with self._archive.open(name) as member:
            while chunk := member.read(1 << 16):
                self._left -= len(chunk)
                if self._left < 0:
                    raise OverflowError("unpacks to too much")
                yield chunk


def _word(archive: zipfile.ZipFile, names: set[str]) -> Iterator[Told]:
    unpacked = Unpacked(archive)
    texts = []
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if name in names:
            text = _text(unpacked, name, OfficeText())
            texts.append(text)
    yield Page(1, 1, "\n\n".join(filter(None, texts)))
    yield End("", WORD)


def _slides(archive: zipfile.ZipFile, names: set[str]) -> Iterator[Told]:
    unpacked = Unpacked(archive)
    numbers = sorted(int(found[1]) for found in map(_SLIDE.fullmatch, names) if found)
    for place, number in enumerate(numbers, 1):
        yield Page(place, len(numbers), _text(unpacked, f"ppt/slides/slide{number}.xml", OfficeText()))
    yield End("", SLIDES)


def _open_document(archive: zipfile.ZipFile) -> Iterator[Told]:
    unpacked = Unpacked(archive)
    kind = b"".join(unpacked.chunks("mimetype"))[:100].decode("ascii", "replace").strip()
    if not kind.startswith(_OPEN):
        yield End("foreign")
        return
    yield Page(1, 1, _text(unpacked, "content.xml", OpenDocumentText()))
    yield End("", kind)


def _text(unpacked: Unpacked, name: str, elements: Elements) -> str:
    try:
        parse(unpacked.chunks(name), elements)
    except expat.ExpatError:
        if not elements.text.strip():
            raise
    return elements.text
