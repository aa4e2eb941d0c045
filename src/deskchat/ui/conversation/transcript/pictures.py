"""Pictures: made such that every model takes them, and decoded to be looked at. Nothing here is for the window's thread.

Providers scale pictures down themselves and refuse what is too big, so a picture is made small once, when it is attached:
OpenAI fits one into 2,048 pixels (platform.openai.com/docs/guides/images-vision), Anthropic takes 5 MB in Base64 and looks
at 1,568 pixels, with newer models at more (docs.claude.com/en/docs/build-with-claude/vision). It is written anew as PNG or
JPEG, the two kinds that all of them and llama.cpp read; that also takes away the place it was taken at.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader, QImageWriter, QPainter

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.parts import ImagePart
from deskchat.services.attachments import Attachment, picture_type

LONGEST_SIDE = 2_048              # pixels
MOST_BYTES = 3_700_000            # 5 MB in Base64
BYTES_OF_DRAWING = 1_500_000      # a PNG of more is a photograph, and a third of that as JPEG
MOST_PIXELS = 300_000_000         # of a picture that is opened at all: some seconds of work
SHRINK = 0.75
JPEG_QUALITY = 90
FORMATS = {    # what Qt calls them; the name is given to it, so that a picture can't choose its decoder
    "image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/webp": "webp", "image/tiff": "tiff",
    "image/bmp": "bmp", "image/heic": "heic", "image/avif": "avif",
}    # fmt: skip


def from_file(name: str, data: bytes) -> Attachment:
    """A picture file as all models take it. Raises ``ChatError("bad_request")``."""
    reader, _buffer = _reader(data)
    media_type = picture_type(data) or ""
    if reader is None:
        raise _refused(f"“{name}” is a picture of a kind that can't be opened here ({media_type}).")
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS:
        raise _refused(f"“{name}” has {size.width():,} × {size.height():,} pixels, which is too much.")
    moves = reader.supportsAnimation() and reader.imageCount() > 1
    image = _read(reader, LONGEST_SIDE)
    if image.isNull():
        raise _refused(f"“{name}” is damaged: it can't be opened as a picture.")
    note = f"Models get the first picture of “{name}”; it moves, and they would not see that." if moves else ""
    return Attachment(_part(name, image, photograph=media_type in {"image/jpeg", "image/heic"}), note)


def from_clipboard(image: QImage, name: str) -> Attachment:
    """A pasted picture as all models take it."""
    return Attachment(_part(name, _fitted(image, LONGEST_SIDE), photograph=False))


def decoded(data: bytes, longest_side: int) -> QImage:
    """The picture, made to fit a square of that many pixels; a null image when it can't be decoded."""
    reader, _buffer = _reader(data)
    if reader is None or reader.size().width() * reader.size().height() > MOST_PIXELS:
        return QImage()
    return _read(reader, longest_side)


def size_of(data: bytes) -> QSize:
    """Its size in pixels as it is looked at, from its first bytes; an invalid size when it can't be known."""
    reader, _buffer = _reader(data)
    if reader is None:
        return QSize()
    size = reader.size()
    return size.transposed() if reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90 else size


def _reader(data: bytes) -> tuple[QImageReader | None, QBuffer]:
    """A reader for the kind the bytes show, and what it reads from, to be held as long."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    name = FORMATS.get(picture_type(data) or "", "").encode()
    if name not in [bytes(known.data()) for known in QImageReader.supportedImageFormats()]:
        return None, buffer
    reader = QImageReader(buffer, QByteArray(name))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader, buffer


def _read(reader: QImageReader, longest_side: int) -> QImage:
    """Scaled while it is decoded, which takes less time and memory than afterwards."""
    size = reader.size()
    if max(size.width(), size.height()) > longest_side:
        reader.setScaledSize(_within(size, longest_side))
    image = reader.read()
    return image if image.isNull() else _fitted(image, longest_side)


def _fitted(image: QImage, longest_side: int) -> QImage:
    if max(image.width(), image.height()) <= longest_side:
        return image
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(_within(image.size(), longest_side), keep, smooth)


def _within(size: QSize, longest_side: int) -> QSize:
    """The largest size of the same shape, and never nothing: a line of pixels stays one."""
    return size.scaled(longest_side, longest_side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _part(name: str, image: QImage, *, photograph: bool) -> ImagePart:
    image = _plain(image)
    data, media_type = b"", "image/png"
    if not photograph:
        data = _written(image, b"PNG")
    if photograph or len(data) > (MOST_BYTES if image.hasAlphaChannel() else BYTES_OF_DRAWING):
        data, media_type = _written(_on_white(image), b"JPEG"), "image/jpeg"
    while len(data) > MOST_BYTES:
        image = _fitted(image, int(max(image.width(), image.height()) * SHRINK))
        data = _written(_on_white(image), b"JPEG")
    return ImagePart(name, media_type, data)


def _plain(image: QImage) -> QImage:
    """Its pixels alone, in the colours of screens: no words, places and profiles that came with it."""
    if image.colorSpace().isValid() and image.colorSpace() != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    alpha = image.hasAlphaChannel()
    return _drawn(image, QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32, Qt.GlobalColor.transparent)


def _on_white(image: QImage) -> QImage:
    return _drawn(image, QImage.Format.Format_RGB32, Qt.GlobalColor.white) if image.hasAlphaChannel() else image


def _drawn(image: QImage, form: QImage.Format, ground: Qt.GlobalColor) -> QImage:
    made = QImage(image.size(), form)
    made.fill(ground)
    image.setDevicePixelRatio(1)
    painter = QPainter(made)
    painter.drawImage(0, 0, image)
    painter.end()
    return made


def _written(image: QImage, form: bytes) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(form))
    if form == b"JPEG":
        writer.setQuality(JPEG_QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())


def _refused(sentence: str) -> ChatError:
    return ChatError(ErrorKind.BAD_REQUEST, sentence, remedy="Save it as PNG or JPEG and attach that.")
