"""The process that prints: a page of our own HTML in, a PDF out. It shows nothing and opens nothing but these two files."""

import base64
import binascii
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QMarginsF, QUrl
from PySide6.QtGui import QFont, QGuiApplication, QImage, QImageReader, QPageLayout, QPageSize, QPdfWriter, QTextDocument

WIDEST = 600     # of a picture, in pixels of 1/96 inch; a sheet has room for some 640
HIGHEST = 820
PICTURE_MB = 128


class Sheet(QTextDocument):
    """Loads nothing but the pictures that are in the page itself."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of a ``data:`` address, fitted to the sheet; nothing for any other address."""
        address = name.toString() if isinstance(name, QUrl) else name
        head, _, data = address.partition(";base64,")
        if kind != QTextDocument.ResourceType.ImageResource.value or not head.startswith("data:image/") or "svg" in head:
            return None
        try:
            image = QImage.fromData(base64.b64decode(data))
        except (binascii.Error, ValueError):
            return None
        if not image.isNull():
            image.setDevicePixelRatio(max(1.0, image.width() / WIDEST, image.height() / HIGHEST))
        return image


def main(arguments: Sequence[str]) -> int:
    """Print the page at the first path to the second one; the exit status."""
    source, target = arguments
    application = QGuiApplication(["deskchat"])
    QImageReader.setAllocationLimit(PICTURE_MB)
    sheet = Sheet()
    sheet.setDefaultFont(QFont(QGuiApplication.font().family(), 10))
    sheet.setHtml(Path(source).read_text("utf-8"))
    writer = QPdfWriter(target)
    writer.setCreator("deskchat")
    letter = QLocale().territory() in (QLocale.Country.UnitedStates, QLocale.Country.Canada)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)    # the text brings 20 mm of its own
    writer.setResolution(300)
    sheet.print_(writer)
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
