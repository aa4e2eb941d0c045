"""Rows in columns, for a terminal."""

import sys
import unicodedata
from collections.abc import Sequence

from deskchat.cli.terminal import harmless, put


def print_table(rows: Sequence[Sequence[str]], first: int = 0) -> None:
    """Print ``rows``, if any, with columns in line; the ``first`` is at least so wide, the last as wide as it likes."""
    if not rows:
        return
    cells = [[harmless(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    widths[0] = max(widths[0], first)
    print_lines([_line(row, widths) for row in cells])


def print_lines(lines: Sequence[str]) -> None:
    """Print lines on stdout; a closed pipe is nobody's fault."""
    if lines:
        put(sys.stdout, "\n".join(lines) + "\n")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Columns a terminal gives it: East Asian letters take two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
