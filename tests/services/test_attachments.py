import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from deskchat.chat.context import fit
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Message, Role
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import FilePart, ImagePart, TextPart
from deskchat.services import attachments
from deskchat.services.attachments import Attachment, Reading, attachment, read_attachment, read_file
from tests.faults.cases import case
from tests.support import documents

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
Put = Callable[[str, bytes], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@case(122)
@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89a rest", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
async def test_an_image_is_known_by_its_content_not_its_name(put: Put, data: bytes, media_type: str) -> None:
    assert await read_attachment(put("picture.txt", data)) == Attachment(ImagePart("picture.txt", media_type, data))


@pytest.mark.parametrize("data", [b"BM\x00\x00\x00\x00\x00\x00\x00\x00", b"II*\x00data", b"\0\0\0\x18ftypheic\0\0\0\0"])
async def test_a_picture_that_models_do_not_take_is_refused_with_a_way_out(put: Put, data: bytes) -> None:
    with pytest.raises(ChatError, match="kind that models don't take") as caught:
        await read_attachment(put("scan.bmp", data))
    assert caught.value.remedy == "Save it as PNG or JPEG and attach that."


@case(122)
@pytest.mark.parametrize("data", ["grün".encode(), b"\xef\xbb\xbf" + "grün".encode(), "grün".encode("utf-16")])
async def test_a_text_is_read_whatever_its_marks(put: Put, data: bytes) -> None:
    read = await read_attachment(put("notes.md", data))
    assert read == Attachment(FilePart("notes.md", "text/markdown", "grün"))


async def test_a_guessed_encoding_is_said(put: Put) -> None:
    read = await read_attachment(put("notes.txt", "Größe".encode("cp1252") + b" of everything"))
    assert read.part == FilePart("notes.txt", "text/plain", "Größe of everything")
    assert "if some look wrong, save it as UTF-8" in read.note


@case(122)
async def test_what_is_neither_is_refused(put: Put) -> None:
    for name, data in (("a.bin", b"\x00\x01\x02"), ("b.bin", b"\xfe\xfd\x80\x81"), ("c.zip", documents.archive({"a": "b"}))):
        with pytest.raises(ChatError, match="neither a picture nor a text"):
            await read_attachment(put(name, data))


@case(122)
async def test_a_program_is_no_text_and_a_drawing_or_a_page_is_no_picture(put: Put) -> None:
    with pytest.raises(ChatError, match="neither a picture nor a text"):
        await read_attachment(put("notes.txt", b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00>\x00" + bytes(2_000)))
    for data in (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", b"<html><script>x</script></html>"):
        read = await read_attachment(put("picture.png", data))
        assert isinstance(read.part, FilePart)
        assert read.part.text == data.decode()
    both = await read_attachment(put("both.html", b"GIF89a/*<html>*/=1;<script>x</script>"))
    assert isinstance(both.part, ImagePart), "what it begins with is what it is"


@case(121)
async def test_links_and_files_that_change_while_they_are_read_are_bounded(put: Put, tmp_path: Path) -> None:
    huge = put("huge.txt", b"a")
    os.truncate(huge, 10 << 30)    # ten gigabytes that take no room
    link = tmp_path / "link.txt"
    link.symlink_to(huge)
    circle = tmp_path / "circle.txt"
    circle.symlink_to(circle)
    with pytest.raises(ChatError, match="too big"):
        await read_attachment(link)
    with pytest.raises(ChatError, match="can't be read"):
        await read_attachment(circle)


async def test_an_old_office_file_is_refused_with_a_way_out(put: Put) -> None:
    with pytest.raises(ChatError) as caught:
        await read_attachment(put("letter.doc", attachments.OLD_OFFICE + bytes(100)))
    assert caught.value.remedy == "Save it as PDF or in a newer format and attach that."


@case(121)
def test_pipes_devices_and_folders_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ChatError, match="not an ordinary file"):
            read_file(path)
    with pytest.raises(ChatError) as caught:
        read_file(tmp_path)
    assert caught.value.message == f"“{tmp_path.name}” is a folder. Attach the files in it."


@case(121)
def test_a_missing_file_and_an_impossible_name_are_sentences(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.txt", Path("a\0b")):
        with pytest.raises(ChatError, match="can't be read"):
            read_file(path)


@case(121)
async def test_sizes_are_bounded(put: Put) -> None:
    text, image, huge = put("long.txt", b"a"), put("big.png", PNG), put("huge.pdf", b"%PDF-1.4")
    os.truncate(image, attachments.IMAGE_LIMIT_BYTES + 1)
    os.truncate(huge, attachments.READ_LIMIT_BYTES + 1)
    text.write_bytes(b"a" * (attachments.TEXT_LIMIT_BYTES + 1))
    for path in (text, image, huge):
        with pytest.raises(ChatError, match="too big"):
            await read_attachment(path)
    with pytest.raises(ChatError, match="is empty"):
        read_file(put("nothing.txt", b""))


async def test_a_pdf_is_kept_with_its_text_and_its_pages_are_counted() -> None:
    data = documents.pdf("One", "Two")

    told = [told async for told in attachment("a.pdf", data)]

    part = FilePart("a.pdf", "application/pdf", "[page 1]\nOne\n\n[page 2]\nTwo", data)
    assert told == [Reading(0.5), Reading(1.0), Attachment(part)]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (documents.pdf("", ""), "No text was found in “a.pdf”: it is probably scanned."),
        (documents.locked_pdf("x", "secret"), "“a.pdf” is locked with a password"),
        (b"%PDF-1.4 nonsense", "“a.pdf” could not be read here."),
    ],
)
async def test_a_pdf_without_text_is_kept_and_says_so(put: Put, data: bytes, note: str) -> None:
    read = await read_attachment(put("a.pdf", data))
    assert read.part == FilePart("a.pdf", "application/pdf", "", data)
    assert read.note.startswith(note)


async def test_a_pdf_too_big_to_be_sent_is_its_text(put: Put) -> None:
    filler = zlib.compress(b"", 0) + bytes(attachments.PDF_LIMIT_BYTES)
    read = await read_attachment(put("a.pdf", documents.pdf("Words") + b"%" + filler))
    assert read.part == FilePart("a.pdf", "application/pdf", "[page 1]\nWords")
    assert read.note == "“a.pdf” is over 20 MB: models get its text, without its pictures and layout."


async def test_an_office_document_is_its_text(put: Put) -> None:
    read = await read_attachment(put("a.odt", documents.odt("<text:p>Hello</text:p>")))
    assert read.part == FilePart("a.odt", "application/vnd.oasis.opendocument.text", "Hello")
    assert read.note == "Models get the text of “a.odt”, without its pictures and layout."


async def test_a_document_without_text_is_refused_with_a_way_out(put: Put) -> None:
    with pytest.raises(ChatError, match=r"There is no text in “a\.docx”"):
        await read_attachment(put("a.docx", documents.docx("<w:p/>")))


async def test_a_short_web_page_is_its_source_and_a_saved_one_is_its_text(put: Put) -> None:
    short = b"<html><p>Hello"
    long = short + b"<script>" + b"x" * attachments.PAGE_SOURCE_BYTES + b"</script>"

    assert (await read_attachment(put("a.html", short))).part == FilePart("a.html", "text/html", "<html><p>Hello")
    assert (await read_attachment(put("b.html", long))).part == FilePart("b.html", "text/html", "Hello")


@pytest.mark.parametrize(
    ("takes_pdf", "data_sent", "text_sent"),
    [(True, True, "summarise"), (False, False, "File “a.pdf”:\n```\n[page 1]\nFigures\n```\n\nsummarise")],
)
async def test_from_the_disk_to_the_request_a_pdf_goes_as_the_model_takes_it(
    put: Put, takes_pdf: bool, data_sent: bool, text_sent: str
) -> None:
    part = (await read_attachment(put("a.pdf", documents.pdf("Figures")))).part
    model = ModelInfo(ModelRef("p", "m"), "M", pdf=takes_pdf)

    request = fit([Message(Role.USER, (part, TextPart("summarise")))], model).request

    (message,) = request.messages
    assert (part in message.parts) is data_sent
    assert message.text == text_sent


async def test_a_scanned_pdf_is_only_named_to_a_model_that_can_not_take_it(put: Put) -> None:
    part = (await read_attachment(put("a.pdf", documents.pdf("")))).part
    fitted = fit([Message(Role.USER, (part, TextPart("read it")))], ModelInfo(ModelRef("p", "m"), "M", pdf=False))

    assert fitted.request.messages[0].text == "[file: a.pdf]\n\nread it"
    assert "it is only named" in fitted.notes[0]
