"""The text of web pages (HTML) and of Rich Text Format."""

import re
from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "object", "select"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "title", "tr", "ul",
    "h1", "h2", "h3", "h4", "h5", "h6",
})    # fmt: skip
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_SPACES = re.compile(r"[ \t\r\f\v]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def html_text(source: str) -> str:
    """What a person would read of it; headings and list items are marked as in Markdown."""
    page = _Page()
    page.feed(source)
    page.close()
    lines = "".join(page.pieces).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden: list[str] = []
        self._as_typed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif self._hidden:
            return
        elif tag in {"td", "th"}:
            self.pieces.append("\t")
        elif tag in _BLOCKS:
            self._break()
            self.pieces.append(_HEADINGS.get(tag, "- " if tag == "li" else ""))
            self._as_typed += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS and not self._hidden:
            self._break()
            if tag in {"p", "pre", "table"} or tag in _HEADINGS:
                self.pieces.append("\n")
            self._as_typed = max(0, self._as_typed - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if not self._as_typed:
            data = _SPACES.sub(" ", data.replace("\n", " "))
            if not self.pieces or self.pieces[-1].endswith(("\n", " ", "\t")):
                data = data.lstrip(" ")
        if data:
            self.pieces.append(data)

    def _break(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")


# RTF 1.9.1 (Microsoft, 2008): control words, control symbols, groups
_RTF = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL)
_DESTINATIONS = frozenset({
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"headerl", b"headerr",
    b"footerl", b"footerr", b"themedata", b"datastore", b"listtable", b"listoverridetable", b"rsidtbl", b"generator",
    b"xmlnstbl", b"fldinst", b"latentstyles", b"colorschememapping",
})    # fmt: skip
_WORDS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"cell": "\t", b"tab": "\t",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
}    # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"-": "", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
DEEPEST = 1_000


def rtf_text(data: bytes) -> str:
    """The running text. Raises ``ValueError`` when it is not RTF."""
    if not data.startswith(b"{\\rtf"):
        raise ValueError("not RTF")
    return _RichText().read(data)


class _RichText:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._bytes = bytearray()         # of characters in the document's code page
        self._encoding = "cp1252"
        self._groups: list[tuple[bool, int]] = []
        self._hidden = False
        self._fallback = 1                # so many characters follow a \u for programs without Unicode
        self._skip = 0

    def read(self, data: bytes) -> str:
        """All of it."""
        for found in _RTF.finditer(data):
            word, number, code, symbol, brace, text = found.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._characters(bytes([int(code, 16)]))
            elif symbol:
                self._symbol(symbol)
            elif text:
                self._characters(text)
        self._flush()
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip = 0
        if brace == b"{":
            if len(self._groups) >= DEEPEST:
                raise ValueError("too deep")
            self._groups.append((self._hidden, self._fallback))
        elif self._groups:
            self._hidden, self._fallback = self._groups.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        if word in _DESTINATIONS:
            self._hidden = True
        elif word == b"ansicpg" and number and 0 < number < 100_000:
            self._encoding = _known(f"cp{number}")
        elif word == b"uc":
            self._fallback = max(0, min(number or 0, 16))
        elif word == b"u" and number is not None:
            self._show(chr(number % 0x10000))
            self._skip = self._fallback
        elif word in _WORDS:
            self._show(_WORDS[word])

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":    # a destination that programs need not know
            self._hidden = True
        elif symbol in _SYMBOLS:
            self._show(_SYMBOLS[symbol])

    def _show(self, text: str) -> None:
        self._flush()
        if not self._hidden:
            self._out.append(text)

    def _characters(self, raw: bytes) -> None:
        skipped = min(self._skip, len(raw))
        self._skip -= skipped
        if not self._hidden:
            self._bytes += raw[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(self._bytes.decode(self._encoding, "replace"))
            self._bytes.clear()


def _known(encoding: str) -> str:
    try:
        "".encode(encoding)
    except LookupError:
        return "cp1252"
    return encoding
