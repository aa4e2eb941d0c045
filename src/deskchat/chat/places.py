"""Where in a file of settings something is wrong, in the words of an editor."""

import re

NEWLINE = b"\n"
_NAMED = re.compile(r"\(at (line \d+, column \d+|end of document)\)$")


def place_of(error: Exception, data: bytes) -> str:
    """“line 3, column 5” of a TOML file that could not be understood, ``""`` where nobody knows."""
    if isinstance(error, UnicodeDecodeError):
        return _after(data[: error.start])
    found = _NAMED.search(str(error))
    if found is None:
        return ""
    return found[1] if found[1].startswith("line") else _after(data)


def place_of_value(text: str, table: str, name: str) -> str:
    """“line 3, column 5” of the value of ``name`` in ``[table]``, ``""`` where it can't be found."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[([^\]]+)\]", line)
        if head:
            inside = head[1].strip() == table
        value = re.match(rf"\s*{re.escape(name)}\s*=\s*", line) if inside else None
        if value:
            return f"line {number}, column {value.end() + 1}"
    return ""


def _after(before: bytes) -> str:
    line = before.rpartition(NEWLINE)[2].decode("utf-8", "replace")
    return f"line {before.count(NEWLINE) + 1}, column {len(line) + 1}"
