import os
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.parts import FilePart, ImagePart
from deskchat.services.attachments import IMAGE_LIMIT_BYTES, TEXT_LIMIT_BYTES, read_attachment

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89a rest", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_an_image_is_known_by_its_content_not_its_name(tmp_path: Path, data: bytes, media_type: str) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(data)
    assert read_attachment(path) == ImagePart("picture.txt", media_type, data)


@pytest.mark.parametrize("data", ["grün".encode(), b"\xef\xbb\xbf" + "grün".encode(), "grün".encode("utf-16")])
def test_a_text_is_read_whatever_its_marks(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(data)
    part = read_attachment(path)
    assert isinstance(part, FilePart)
    assert part.text == "grün"


def test_what_is_neither_is_refused(tmp_path: Path) -> None:
    for name, data in (("a.bin", b"\x00\x01\x02"), ("b.bin", b"\xfe\xfd\x80\x81")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ChatError, match="neither a picture nor a text"):
            read_attachment(tmp_path / name)


def test_pipes_devices_and_folders_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(ChatError, match=r"not an ordinary file|can't be read"):
            read_attachment(path)


def test_a_missing_file_and_an_impossible_name_are_sentences(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.txt", Path("a\0b")):
        with pytest.raises(ChatError, match="can't be read"):
            read_attachment(path)


def test_sizes_are_bounded(tmp_path: Path) -> None:
    text, image = tmp_path / "long.txt", tmp_path / "big.png"
    text.write_bytes(b"a" * (TEXT_LIMIT_BYTES + 1))
    image.write_bytes(PNG)
    os.truncate(image, IMAGE_LIMIT_BYTES + 1)
    for path in (text, image):
        with pytest.raises(ChatError, match="too big"):
            read_attachment(path)
