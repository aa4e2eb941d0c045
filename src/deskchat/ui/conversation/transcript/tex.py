r"""Formulas in Markdown: ``$…$`` and ``\(…\)`` in a line, ``$$…$$`` and ``\[…\]`` in lines of their own.

Two rules for the parser, one for each half of it. A dollar sign begins a formula as Pandoc has it (no space inside the
signs, nothing like a word behind them), and prices stay prices: “$5 or 10$” is none.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

LONGEST = 1_500                        # characters of a formula
CLOSERS = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}
WHOLE = re.compile(r"(\$\$|\\\[)(.+?)(\$\$|\\\])[ \t]*([.,;:]?)[ \t]*", re.DOTALL)
PRICE = re.compile(r"[\d.,]+(?:\s*[-–—/]|[^\\^_={}]*[^\W\d_]{2})")
ESCAPED_END = re.compile(r"(?<!\\)(?:\\\\)*\\$")


def math_line(state: "StateInline", silent: bool) -> bool:
    """The rule for the text of a paragraph."""
    found = _formula_at(state.src, state.pos, state.posMax)
    if found is None:
        return False
    latex, end, display = found
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = latex
        token.markup = state.src[state.pos : end]
        token.meta = {"display": display}
    state.pos = end
    return True


def math_lines(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    r"""The rule for whole lines: from one that begins with ``$$`` or ``\[`` to the one that ends it, or to a blank one.

    What comes later changes nothing that is over, or a growing text could not be split into blocks.
    """
    if state.is_code_block(start):
        return False
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    opener = first[:2]
    if opener not in ("$$", "\\["):
        return False
    closer = CLOSERS[opener]
    at = first.find(closer, 2)
    if at >= 0 and first[at + 2 :].strip(" \t.,;:"):
        return False    # a line with more than the formula is a paragraph
    if silent:
        return True
    line = start + 1
    while at < 0 and line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        at = state.src.find(closer, state.bMarks[line], state.eMarks[line])
        line += 1
    state.line = line
    token = state.push("math_block", "math", 0)
    token.block = True
    token.map = [start, line]
    token.content = state.getLines(start, line, state.blkIndent, False)
    return True


def formula_of(lines: str) -> tuple[str, str] | None:
    """The LaTeX in the lines of a math block, and a mark behind it; ``None``: they are no whole formula."""
    found = WHOLE.fullmatch(lines.strip())
    if found is None or CLOSERS[found[1]] != found[3] or len(found[2]) > LONGEST or not found[2].strip():
        return None
    return found[2].strip(), found[4]


def _formula_at(text: str, at: int, end: int) -> tuple[str, int, bool] | None:
    """The formula that begins there: its LaTeX, where it ends, and whether it asks for a line of its own."""
    opener = text[at : at + 2]
    if opener in CLOSERS:
        return _enclosed(text, at, end, opener)
    if not opener.startswith("$") or len(opener) < 2 or opener[1].isspace():
        return None
    if at and (text[at - 1].isalnum() or text[at - 1] == "$"):
        return None    # US$5
    close = at + 1
    while True:
        close = text.find("$", close, min(end, at + LONGEST))
        if close < 0:
            return None
        if not ESCAPED_END.search(text[max(at, close - 8) : close]):
            break
        close += 1
    latex, behind = text[at + 1 : close], text[close + 1 : close + 2]
    if not latex or latex[-1].isspace() or behind.isalnum() or behind == "$" or "\n\n" in latex or PRICE.match(latex):
        return None
    return latex, close + 1, False


def _enclosed(text: str, at: int, end: int, opener: str) -> tuple[str, int, bool] | None:
    close = text.find(CLOSERS[opener], at + 2, min(end, at + LONGEST))
    latex = text[at + 2 : close].strip()
    if close < 0 or not latex:
        return None
    return latex, close + 2, opener != "\\("
