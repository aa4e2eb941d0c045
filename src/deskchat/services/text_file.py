"""The text of a file in whatever encoding it was written, or the verdict that it is none."""

import codecs
import locale
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),    # before UTF-16: it begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# as XML, HTML, CSS, Python and Emacs declare it
_DECLARED = re.compile(rb"(?:charset|encoding|coding)\s*[:=]\s*[\"']?([A-Za-z0-9][-\w.:]{0,40})")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# some of them would take minutes
_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "unicode_escape"})
DECLARED_WITHIN = 1_024     # bytes
FOREIGN_SHARE = 0.3         # of letters outside ASCII: with more of them it was not Western European
SAMPLE = 4_096


def decode(data: bytes) -> tuple[str, bool] | None:
    """The text, and whether its encoding was guessed; ``None`` when it is no text.

    What is neither marked nor UTF-8 nor says what it is, is read in the system's own encoding, then as Western European.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _certain(data, encoding)
    found = _certain(data, "utf-8")
    if found is not None:
        return found
    wide = _wide(data)
    if wide:
        return _certain(data, wide)
    if _CONTROL.search(data):
        return None
    declared = _DECLARED.search(data[:DECLARED_WITHIN])
    found = _certain(data, declared[1].decode("ascii")) if declared else None
    return found or _guessed(data)


def _certain(data: bytes, encoding: str) -> tuple[str, bool] | None:
    try:
        if codecs.lookup(encoding).name in _NOT_FOR_FILES:
            return None
        text = data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None
    return None if "\0" in text else (text, False)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is 0."""
    sample = data[:SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return ""
    high, low = sample[::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if low > 0.4 and high < 0.05:
        return "utf-16-le"
    return "utf-16-be" if high > 0.4 and low < 0.05 else ""


def _guessed(data: bytes) -> tuple[str, bool] | None:
    own = codecs.lookup(locale.getencoding()).name
    found = _certain(data, own) if own not in {"utf-8", "ascii", "cp1252", "iso8859-1"} else None
    if found is None and sum(byte > 127 for byte in data[:SAMPLE]) <= FOREIGN_SHARE * len(data[:SAMPLE]):
        found = _certain(data, "cp1252")
    return (found[0], True) if found else None
