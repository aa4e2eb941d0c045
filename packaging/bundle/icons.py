"""The icon, drawn from its one SVG in the sizes and containers that systems want."""

import struct
from pathlib import Path

from steps import ICON

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# of Apple's names for PNG pictures in an icns file: https://en.wikipedia.org/wiki/Apple_Icon_Image_format
ICNS_SIZES = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic13": 256, b"ic09": 512, b"ic14": 512, b"ic10": 1024}


def png(side: int) -> bytes:
    """A picture of ``side`` times ``side`` pixels."""
    from PySide6.QtCore import QBuffer, QByteArray, Qt
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICON)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(data.data())


def ico(file: Path) -> None:
    """Write Windows' container (https://en.wikipedia.org/wiki/ICO_(file_format)), with PNG pictures in it."""
    pictures = [(side, png(side)) for side in ICO_SIZES]
    at = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for side, picture in pictures:
        head += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(picture), at + len(body))
        body += picture
    file.write_bytes(head + body)


def icns(file: Path) -> None:
    """Write Apple's container."""
    body = b""
    for name, side in ICNS_SIZES.items():
        picture = png(side)
        body += name + struct.pack(">I", len(picture) + 8) + picture
    file.write_bytes(b"icns" + struct.pack(">I", len(body) + 8) + body)
