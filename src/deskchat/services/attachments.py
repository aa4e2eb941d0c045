"""A file from the disk becomes a part of a message: an image or a text, bounded, and never a device or a pipe."""

import mimetypes
import os
import stat
from pathlib import Path

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.parts import FilePart, ImagePart

IMAGE_LIMIT_BYTES = 20_000_000    # the largest that any of the known providers takes
TEXT_LIMIT_BYTES = 2_000_000      # about half a million tokens: more than almost every window
KINDS = "PNG, JPEG, GIF and WebP images and text files can be attached."


def read_attachment(path: Path) -> ImagePart | FilePart:
    """Read ``path`` and judge it by its content; blocks. Raises ``ChatError("bad_request")``."""
    data = _read(path)
    media_type = image_type(data)
    if media_type is not None:
        return ImagePart(path.name, media_type, data)
    if len(data) > TEXT_LIMIT_BYTES:
        raise _too_big(path, TEXT_LIMIT_BYTES)
    return FilePart(path.name, mimetypes.guess_type(path.name)[0] or "text/plain", _text(path, data))


def image_type(data: bytes) -> str | None:
    """The media type of an image that models take, by its first bytes; ``None`` for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def _read(path: Path) -> bytes:
    try:
        # without O_NONBLOCK, opening a named pipe that nobody writes to would wait for ever
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise ChatError(ErrorKind.BAD_REQUEST, f"“{path.name or path}” is not an ordinary file.", remedy=KINDS)
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(IMAGE_LIMIT_BYTES + 1)
    if len(data) > IMAGE_LIMIT_BYTES:
        raise _too_big(path, IMAGE_LIMIT_BYTES)
    return data


def _text(path: Path, data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _neither(path) from error
    if "\0" in text:
        raise _neither(path)
    return text


def _neither(path: Path) -> ChatError:
    return ChatError(
        ErrorKind.BAD_REQUEST, f"“{path.name}” is neither a picture nor a text that deskchat can read.", remedy=KINDS
    )


def _too_big(path: Path, limit_bytes: int) -> ChatError:
    sentence = f"“{path.name}” is too big to attach: at most {limit_bytes // 1_000_000} MB."
    return ChatError(ErrorKind.BAD_REQUEST, sentence, remedy="Attach a smaller file, or a part of it.")


def _unreadable(path: Path, error: OSError | ValueError) -> ChatError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name can't be used"
    return ChatError(ErrorKind.BAD_REQUEST, f"“{path}” can't be read: {reason}.", remedy="Check the path.")
