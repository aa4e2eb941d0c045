import itertools
import sys
from types import SimpleNamespace

import pytest

from deskchat.services.documents.reader import ALL_S, DocumentReader
from deskchat.services.documents.told import End, Kind, Page, Told
from tests.faults.cases import case
from tests.support import documents

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def read(kind: Kind, data: bytes, reader: DocumentReader | None = None) -> list[Told]:
    return [told async for told in (reader or DocumentReader()).read(kind, data)]


def speaking(*lines: bytes, then: str = "") -> tuple[str, ...]:
    """A process that says these lines whatever it is asked."""
    code = f"import sys, time; sys.stdin.buffer.read(); sys.stdout.buffer.write({b''.join(lines)!r}); sys.stdout.flush(); {then}"
    return (sys.executable, "-c", code)


async def test_a_pdf_is_told_page_by_page() -> None:
    told = await read("pdf", documents.pdf("First page\nsecond line", "", "Third"))

    assert told == [
        Page(1, 3, "First page\nsecond line"), Page(2, 3, ""), Page(3, 3, "Third"), End("", "application/pdf")
    ]  # fmt: skip


async def test_a_pdf_that_is_only_forbidden_to_print_is_read() -> None:
    assert (await read("pdf", documents.locked_pdf("secret", "")))[0] == Page(1, 1, "secret")


async def test_a_pdf_with_a_password_is_locked() -> None:
    assert await read("pdf", documents.locked_pdf("secret", "xyz")) == [End("locked", "application/pdf")]


async def test_a_broken_pdf_is_broken() -> None:
    assert await read("pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20) == [End("broken")]


async def test_a_document_that_takes_for_ever_is_given_up_and_its_process_ended() -> None:
    never = DocumentReader(speaking(then="time.sleep(600)"), page_s=0.3)
    half = DocumentReader(speaking(b'{"type":"page","number":1,"of":9,"text":"one"}\n', then="time.sleep(600)"))
    told = []

    assert await read("pdf", b"%PDF-", never) == [End("broken")]
    async for one in half.read("pdf", b"%PDF-"):
        told.append(one)
        half._page_s = 0.3    # not before the process has begun
    assert told == [Page(1, 9, "one"), End("cut")]


async def test_time_runs_out_for_the_whole_too(monkeypatch: pytest.MonkeyPatch) -> None:
    page = '{"type":"page","number":1,"of":9,"text":""}'
    slow = DocumentReader(speaking(then=f"[print({page!r}, flush=True) or time.sleep(0.01) for _ in range(6000)]"))
    now = itertools.count(0, ALL_S / 4)    # each look at the clock is a quarter of its time later
    monkeypatch.setattr("deskchat.services.documents.reader.time", SimpleNamespace(monotonic=lambda: next(now)))

    assert await read("pdf", b"%PDF-", slow) == [Page(1, 9, "")] * 3 + [End("cut")]


@pytest.mark.parametrize("line", [b"", b"nonsense\n", b'{"type":"page"}\n', b"x" * 100_000])
async def test_a_process_that_dies_or_talks_nonsense_is_a_broken_document(line: bytes) -> None:
    assert await read("pdf", b"%PDF-", DocumentReader(speaking(line))) == [End("broken")]


async def test_a_word_document_keeps_headings_lists_and_tables() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p>'
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one</w:t></w:r><w:r><w:delText>gone</w:delText><w:tab/></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b &amp; c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )

    assert await read("zip", documents.docx(body)) == [Page(1, 1, "## Title\n- one\t\na \tb & c \t"), End("", WORD)]


async def test_an_open_document_is_read_without_its_deleted_text() -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Title</text:h>\n<text:p>two<text:s text:c="3"/>words<text:line-break/>end</text:p>'
        "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
    )

    pages = await read("zip", documents.odt(body))

    assert pages == [Page(1, 1, "# Title\ntwo   words\nend\n- item"), End("", "application/vnd.oasis.opendocument.text")]


async def test_slides_are_pages() -> None:
    assert (await read("zip", documents.pptx("First", "Second")))[:2] == [Page(1, 2, "First"), Page(2, 2, "Second")]


async def test_a_sheet_is_a_table_with_readable_dates() -> None:
    sheet = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="C1"><v>12.5</v></c></row>'
        '<row><c r="A2" s="1"><v>45292</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="inlineStr"><is><t>in</t></is></c></row>'
    )
    formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'

    pages = await read("zip", documents.xlsx(sheet, strings=["Rent"], formats=formats))

    assert pages[0] == Page(1, 1, "Costs\nRent\t\t12.5\n2024-01-01\tTRUE\tin")


@case(122)
async def test_an_archive_of_anything_else_is_foreign() -> None:
    assert await read("zip", documents.archive({"a.txt": "hello"})) == [End("foreign")]


@case(122)
async def test_entities_never_swell() -> None:
    swelling = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document><w:t>&b;</w:t></w:document>'

    assert await read("zip", documents.archive({"word/document.xml": swelling})) == [End("broken")]


@case(122)
async def test_an_archive_that_swells_is_cut() -> None:
    bomb = documents.archive({"word/document.xml": b"<document>" + b" " * 250_000_000})

    assert await read("zip", bomb) == [End("broken")]


async def test_elements_can_not_be_nested_without_end() -> None:
    assert await read("zip", documents.docx("<w:p>" * 100_000)) == [End("broken")]


async def test_a_very_long_text_is_cut() -> None:
    body = "<w:p><w:r><w:t>" + "x" * 2_100_000 + "</w:t></w:r></w:p>"

    page, end = await read("zip", documents.docx(body))

    assert isinstance(page, Page)
    assert len(page.text) == 2_000_000
    assert end == End("cut")


async def test_a_web_page_is_what_a_person_reads_of_it() -> None:
    source = (
        "<!doctype html><html><head><title>A page</title><style>p{}</style><script>if (1<2) hide()</script></head><body>"
        "<h1>Head&shy;line</h1><p>One\n  <b>bold</b> word.</p><ul><li>first<li>second</ul><pre>a\n  b</pre>"
        "<table><tr><td>x</td><td>y</td></tr></table></body>"
    )

    (page, _) = await read("html", source.encode())

    assert isinstance(page, Page)
    assert page.text == "A page\n# Head\u00adline\n\nOne bold word.\n\n- first\n- second\na\n  b\n\n\tx\ty"


async def test_rich_text_is_read_in_its_code_page() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\*\generator x;}\f0 \'cf\'f0\'e8\par "
        rb"caf\u233?\~\u55357?\u56832?\tab {\b bold}\line \{end\}}"
    )

    (page, _) = await read("rtf", rtf)

    assert isinstance(page, Page)
    assert page.text == "При\ncafé\u00a0😀\tbold\n{end}"
