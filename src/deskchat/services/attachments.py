"""A file from the disk becomes a part of a message: a picture, a text, or a document with its text.

It is judged by its content, bounded, and never a device or a pipe.
"""

import asyncio
import mimetypes
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.parts import FilePart, ImagePart
from deskchat.services import text_file
from deskchat.services.documents.reader import DocumentReader
from deskchat.services.documents.told import End, Fault, Kind, Page

READ_LIMIT_BYTES = 100_000_000    # of a document, whose text is what counts
IMAGE_LIMIT_BYTES = 20_000_000    # the largest that any of the known providers takes
TEXT_LIMIT_BYTES = 2_000_000      # about half a million tokens: more than almost every window
# in Base64 it grows by a third: Anthropic takes requests of 32 MB (docs.claude.com, build-with-claude/pdf-support)
PDF_LIMIT_BYTES = 20_000_000
PAGE_SOURCE_BYTES = 40_000        # a web page of more was saved, not written: its text is wanted, not its source
PDF = "application/pdf"
KINDS = "Pictures, PDF and office documents and text files can be attached."
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAKEN = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class Attachment(msgspec.Struct, frozen=True):
    """A file that was read. ``note``: a sentence on what models won't get of it, ``""`` when they get everything."""

    part: ImagePart | FilePart
    note: str = ""


class Reading(msgspec.Struct, frozen=True):
    """How far it is read: ``fraction`` of its pages."""

    fraction: float


async def read_attachment(path: Path) -> Attachment:
    """Read ``path`` to the end. Raises ``ChatError("bad_request")``."""
    data = await asyncio.to_thread(read_file, path)
    async for told in attachment(path.name, data):
        if isinstance(told, Attachment):
            return told
    raise AssertionError("what is read ends with an attachment")


def read_file(path: Path) -> bytes:
    """All bytes of an ordinary file; blocks. Raises ``ChatError("bad_request")``."""
    try:
        # without O_NONBLOCK, opening a named pipe that nobody writes to would wait for ever
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _folder(path) if path.is_dir() else _unreadable(path, error) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise _folder(path)
        raise ChatError(ErrorKind.BAD_REQUEST, f"“{path.name or path}” is not an ordinary file.", remedy=KINDS)
    with os.fdopen(descriptor, "rb") as file:
        try:
            data = file.read(READ_LIMIT_BYTES + 1)
        except OSError as error:
            raise _unreadable(path, error) from error
    if len(data) > READ_LIMIT_BYTES:
        raise _too_big(path.name, READ_LIMIT_BYTES)
    if not data:
        raise ChatError(ErrorKind.BAD_REQUEST, f"“{path.name}” is empty.")
    return data


async def attachment(
    name: str, data: bytes, documents: DocumentReader | None = None
) -> AsyncIterator[Reading | Attachment]:
    """What a file becomes: first how far it is read, at last the ``Attachment``. Raises ``ChatError("bad_request")``."""
    media_type = picture_type(data)
    if media_type is not None:
        yield Attachment(_picture(name, media_type, data))
        return
    kind = document_kind(name, data)
    if kind is None:
        yield await asyncio.to_thread(_text, name, data)    # a hundred megabytes take a third of a second
        return
    if kind == "html":
        data = (await asyncio.to_thread(_decoded, name, data))[0].encode()
    pages: list[Page] = []
    end = End("broken")
    async for told in (documents or DocumentReader()).read(kind, data):
        if isinstance(told, Page):
            pages.append(told)
            yield Reading(told.number / max(told.of, 1))
        else:
            end = told
    yield _pdf(name, data, pages, end.fault) if kind == "pdf" else _document(name, pages, end)


def picture_type(data: bytes) -> str | None:
    """The media type of a picture by its first bytes, also of those that have to be converted; ``None``: it is none."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith((b"II*\0", b"MM\0*")):
        return "image/tiff"
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return "image/bmp"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}:
            return "image/heic"
        return "image/avif" if brand in {b"avif", b"avis"} else None
    return None


def document_kind(name: str, data: bytes) -> Kind | None:
    """Which text has to be taken out of the file before a model can read it; ``None``: it is what it is."""
    if data[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    is_page = name.lower().endswith((".html", ".htm", ".xhtml"))
    return "html" if is_page and len(data) > PAGE_SOURCE_BYTES else None


def _picture(name: str, media_type: str, data: bytes) -> ImagePart:
    if media_type not in _TAKEN:
        sentence = f"“{name}” is a picture of a kind that models don't take ({media_type})."
        raise ChatError(ErrorKind.BAD_REQUEST, sentence, remedy="Save it as PNG or JPEG and attach that.")
    if len(data) > IMAGE_LIMIT_BYTES:
        raise _too_big(name, IMAGE_LIMIT_BYTES)
    return ImagePart(name, media_type, data)


def _decoded(name: str, data: bytes) -> tuple[str, bool]:
    decoded = text_file.decode(data)
    if decoded is None:
        raise _neither(name, data)
    return decoded


def _text(name: str, data: bytes) -> Attachment:
    text, guessed = _decoded(name, data)
    if len(data) > TEXT_LIMIT_BYTES:
        raise _too_big(name, TEXT_LIMIT_BYTES)
    part = FilePart(name, mimetypes.guess_type(name)[0] or "text/plain", text)
    note = f"“{name}” does not say how its letters are coded; if some look wrong, save it as UTF-8." if guessed else ""
    return Attachment(part, note)


def _pdf(name: str, data: bytes, pages: list[Page], fault: Fault) -> Attachment:
    text = "\n\n".join(f"[page {page.number}]\n{page.text}" for page in pages if page.text)
    too_big = len(data) > PDF_LIMIT_BYTES
    if too_big and not text:
        raise _too_big(name, PDF_LIMIT_BYTES)
    return Attachment(FilePart(name, PDF, text, b"" if too_big else data), _pdf_note(name, pages, text, fault, too_big))


def _pdf_note(name: str, pages: list[Page], text: str, fault: Fault, too_big: bool) -> str:
    if fault == "locked":
        return f"“{name}” is locked with a password: its text can't be read, and most models refuse it."
    if not pages:
        return f"“{name}” could not be read here. Models that take PDF files get it as it is; others get only its name."
    if not text:
        return f"No text was found in “{name}”: it is probably scanned. Only models that take PDF files can read it."
    limit = f"{PDF_LIMIT_BYTES // 1_000_000} MB"
    notes = [
        f"“{name}” is over {limit}: models get its text, without its pictures and layout." if too_big else "",
        f"Its text could be read up to page {pages[-1].number} of {pages[-1].of}." if fault else "",
    ]
    return " ".join(filter(None, notes))


def _document(name: str, pages: list[Page], end: End) -> Attachment:
    if end.fault == "foreign" or (end.fault == "broken" and not pages):
        raise _neither(name, b"")
    if end.fault == "locked":
        locked = f"“{name}” is locked with a password."
        raise ChatError(ErrorKind.BAD_REQUEST, locked, remedy="Save it without one and attach that.")
    text = "\n\n".join(page.text for page in pages if page.text)
    if not text:
        raise ChatError(ErrorKind.BAD_REQUEST, f"There is no text in “{name}”.", remedy="Save it as PDF and attach that.")
    media_type = end.media_type or mimetypes.guess_type(name)[0] or "text/plain"
    part = FilePart(name, media_type, text)
    if end.fault:
        return Attachment(part, f"Only the beginning of “{name}” could be read, without its pictures and layout.")
    return Attachment(part, f"Models get the text of “{name}”, without its pictures and layout.")


def _folder(path: Path) -> ChatError:
    return ChatError(ErrorKind.BAD_REQUEST, f"“{path.name or path}” is a folder.", remedy="Attach the files in it.")


def _neither(name: str, data: bytes) -> ChatError:
    remedy = "Save it as PDF or in a newer format and attach that." if data.startswith(OLD_OFFICE) else KINDS
    return ChatError(
        ErrorKind.BAD_REQUEST, f"“{name}” is neither a picture nor a text that deskchat can read.", remedy=remedy
    )


def _too_big(name: str, limit_bytes: int) -> ChatError:
    sentence = f"“{name}” is too big to attach: at most {limit_bytes // 1_000_000} MB."
    return ChatError(ErrorKind.BAD_REQUEST, sentence, remedy="Attach a smaller file, or a part of it.")


def _unreadable(path: Path, error: OSError | ValueError) -> ChatError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name can't be used"
    return ChatError(ErrorKind.BAD_REQUEST, f"“{path}” can't be read: {reason}.", remedy="Check the path.")
