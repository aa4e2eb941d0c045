"""The text of a PDF, page by page."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskchat.services.documents.told import End, Page, Told

if TYPE_CHECKING:
    from pypdf import PageObject

MEDIA_TYPE = "application/pdf"
PAGES = 2_000


def read(data: bytes) -> Iterator[Told]:
    """Its pages; one that can't be read is empty. Raises anything when the whole can't be read."""
    from pypdf import PasswordType, PdfReader

    document = PdfReader(io.BytesIO(data), strict=False)
    # many are encrypted without a password, only to forbid printing
    if document.is_encrypted and document.decrypt("") is PasswordType.NOT_DECRYPTED:
        yield End("locked", MEDIA_TYPE)
        return
    count = len(document.pages)
    for number in range(1, min(count, PAGES) + 1):
        yield Page(number, count, _text(document.pages[number - 1]))
    yield End("cut" if count > PAGES else "", MEDIA_TYPE)


def _text(page: "PageObject") -> str:
    try:
        return page.extract_text().strip()
    except Exception:    # noqa: BLE001  # parsers fail in every way; the other pages may be good
        return ""
