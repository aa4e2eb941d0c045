"""Markdown as it is read, for a line or two of it: without the marks that the conversation shows as form.

What is cut out of a text may begin within bold words, a table or code, and is not parsed: marks go only where
they can be nothing else. Code stays as it was written.
"""

import re
from collections.abc import Callable

FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})(.*)$", re.MULTILINE)
RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}")                   # also what underlines a heading
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+")
QUOTE = re.compile(r"(?:[ \t]*>)+[ \t]?")
HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
ITEM = re.compile(r"^([ \t]*)[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
CELLS = re.compile(r"(?<!\\)\|")
CODE = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)")
TEXT = r"([^\[\]]+)\]"
ADDRESS = r"\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)"
TITLE = r"(?:[ \t]+\"([^\"]*)\")?\)"
LINK = re.compile(rf"!?\[{TEXT}{ADDRESS}{TITLE}")
LINK_AT_A_CUT = re.compile(rf"(?:!?\[|\A){TEXT}{ADDRESS}(?:{TITLE}|\Z)")    # its beginning or its end is not there
WITHIN_A_WORD = re.compile(r"(?<=\w)(\*{2,3})(?=\w)(.+?)(?<![\s*\\])\1(?!\*)")    # as in Chinese, which has no spaces
STARS = re.compile(r"(?<![\w*\\])(\*{1,3})(?![\s*])(.+?)(?<![\s*\\])\1(?!\*)")
STRUCK = re.compile(r"(?<!~)(~~)(?![\s~])(.+?)(?<![\s~])~~(?!~)")
UNDERLINES = re.compile(r"(?<![\w_\\])(_)(?![\s_])([^_]+?)(?<![\s\\])_(?![\w_])")
LONE_STARS = re.compile(r"(?<![\s*\\])\*\*(?![\w*])|(?<![\w*\\])\*\*(?![\s*])")    # the other ones stand outside
ESCAPED = re.compile(r"\\([*_`#|~])")
SHOWN = "\0"              # stands for an address while marks are left out around it
OPENING = "-*_=|:>#+"    # what lines begin with that are no plain words
CELL, DOT = " · ", "• "
Shows = Callable[[str], bool]


def readable(text: str, begin: int, end: int, shows: Shows = lambda _: False) -> str:
    """What is read of ``text`` from ``begin``, where a line begins or a word does, to ``end``; line ends stay.

    ``shows``: is that something a person has to see, though it is not read: the address or the title of a link, the
    language of code?
    """
    fence = _open_fence(text, begin)
    lines: list[str] = []
    cut = text[begin:end].split("\n")
    for at, line in enumerate(cut):
        mark = FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
        if fence:
            if mark is not None and _closes(mark, fence):
                fence = ""
            else:
                lines.append(line)
        elif mark is not None and "`" not in mark[2]:
            fence = mark[1]
            lines += [mark[2].strip()] if shows(mark[2]) else []
        else:
            begins = at > 0 or not begin or text.endswith("\n", 0, begin)
            ends = at < len(cut) - 1 or end >= len(text)
            lines.append(_line(line, LINK if begins and ends else LINK_AT_A_CUT, shows))
    return "\n".join(lines)


def _open_fence(text: str, at: int) -> str:
    """The mark of the code that ``at`` stands in, or ``""``."""
    if text.find("```", 0, at) < 0 and text.find("~~~", 0, at) < 0:
        return ""
    fence = ""
    for mark in FENCE.finditer(text, 0, at):
        if not fence:
            fence = mark[1] if "`" not in mark[2] else ""
        elif _closes(mark, fence):
            fence = ""
    return fence


def _closes(mark: re.Match[str], fence: str) -> bool:
    return mark[1].startswith(fence) and not mark[2].strip()


def _line(line: str, link: re.Pattern[str], shows: Shows) -> str:
    bare = line.strip()
    if bare and bare[0] in OPENING:
        if RULE.fullmatch(line) or TABLE_RULE.fullmatch(line):
            return ""
        line = _bare(line)
    if "`" not in line:
        return _words(line, link, shows)
    pieces, at = [], 0
    for code in CODE.finditer(line):
        pieces += [_words(line[at : code.start()], link, shows), code[2].strip() or code[0]]
        at = code.end()
    return "".join([*pieces, _words(line[at:], link, shows)])


def _bare(line: str) -> str:
    """Without what makes it a quote, a heading, an item or a row."""
    quote = QUOTE.match(line)
    line = line[quote.end() :] if quote is not None else line
    heading = HEADING.fullmatch(line)
    line = heading[1] if heading is not None else ITEM.sub(rf"\1{DOT}", line, count=1)
    bare = line.strip()
    if bare.startswith("|") and bare.count("|") > 1:
        line = CELL.join(filter(None, (cell.strip() for cell in CELLS.split(bare))))
    return line


def _words(line: str, link: re.Pattern[str], shows: Shows) -> str:
    shown: list[str] = []
    if "](" in line:
        line = link.sub(lambda found: _link(found, shows, shown), line.replace(SHOWN, ""))
    if "*" in line:
        line = WITHIN_A_WORD.sub(r"\2", line)
        line = STARS.sub(r"\2", STARS.sub(r"\2", line))    # bold words may hold others that lean
        line = LONE_STARS.sub("", line)
    if "~~" in line:
        line = STRUCK.sub(r"\2", line)
    if "_" in line:
        line = UNDERLINES.sub(r"\2", line)
    line = ESCAPED.sub(r"\1", line) if "\\" in line else line
    for address in shown:
        line = line.replace(SHOWN, address, 1)
    return line


def _link(found: re.Match[str], shows: Shows, shown: list[str]) -> str:
    """Its text, with what is to be seen besides in brackets."""
    wanted = [behind for behind in (found[2], found[3]) if behind and shows(behind)]
    shown += wanted
    return f"{found[1]} ({', '.join(SHOWN for _ in wanted)})" if wanted else found[1]
