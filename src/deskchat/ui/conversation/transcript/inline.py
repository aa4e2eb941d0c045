"""Inline Markdown as runs of text with a look: what a line of a paragraph is made of."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from deskchat.ui.conversation.transcript.blocks import References
from deskchat.ui.conversation.transcript.links import NOTE, PICTURE, is_allowed, note_target
from deskchat.ui.conversation.transcript.tex import math_line
from deskchat.ui.conversation.transcript.visible import with_controls_shown, without_overrides

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LONGEST_PARSED = 12_000      # characters; beyond, or with more brackets than below, markup is not looked for
MOST_BRACKETS = 400
LINE_BREAK = "\u2028"
BARE_URL = re.compile(r"https?://[^\s<>⟨⟩\"'`|\\^{}\[\]\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
TRAILING = ".,:;!?*_~'\")"
FOOTNOTE = re.compile(r"\[\^([^\s\[\]^]{1,30})\]")
TASK = re.compile(r"\[([ xX])\] (?=\S)")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text is drawn. ``href``: an allowed target, or ``""``. ``latex``: a formula; ``display``: a large one."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    quiet: bool = False
    href: str = ""
    latex: str = ""
    display: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one look."""

    text: str
    look: Look


@cache
def inline_parser() -> "MarkdownIt":
    """The inline half of the parser in ``blocks``."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 50}).enable(["strikethrough"])
    parser.inline.ruler.before("escape", "math_inline", math_line)
    parser.inline.ruler.before("link", "footnote_ref", _footnote)
    return parser


def _footnote(state: "StateInline", silent: bool) -> bool:
    """The mark of a footnote: shown whether its text has come yet or not."""
    found = FOOTNOTE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).content = found[1]
    state.pos = found.end()
    return True


def plain_runs(text: str) -> list[Run]:
    """Text as it was written, with its line breaks."""
    return [Run(without_overrides(text).replace("\n", LINE_BREAK), Look())]


def runs(text: str, parser: "MarkdownIt", references: References) -> list[Run]:
    """The runs of a paragraph's Markdown. Very long or odd text is shown as it was written."""
    if len(text) > LONGEST_PARSED or text.count("[") > MOST_BRACKETS:
        return plain_runs(text)
    tokens: list[Token] = []
    parser.inline.parse(text, parser, {"references": references}, tokens)
    found: list[Run] = []
    looks = [Look()]
    targets: list[str] = []
    for token in tokens:
        _read(token, looks, targets, found)
    return found


def task_mark(text: str) -> tuple[str, str]:
    """The box of a task list's item, and the text without it."""
    found = TASK.match(text)
    if found is None:
        return "", text
    return ("☐" if found[1] == " " else "☑"), text[found.end() :]


def _read(token: "Token", looks: list[Look], targets: list[str], found: list[Run]) -> None:
    look = looks[-1]
    match token.type:
        case "text":
            found += _with_urls(without_overrides(token.content), look)
        case "code_inline":
            found.append(Run(with_controls_shown(token.content), replace(look, code=True)))
        case "softbreak" | "hardbreak":
            found.append(Run(LINE_BREAK, look))
        case "link_open":
            target = str(token.attrGet("href") or "")
            targets.append(target)
            looks.append(replace(look, href=target if is_allowed(target) else ""))
        case "link_close":
            looks.pop()
            found += _refused(targets.pop(), looks[-1])
        case "image":
            found.append(_image(token, look))
        case "footnote_ref":
            target = look.href or note_target(NOTE, token.content)
            found.append(Run(with_controls_shown(token.content), replace(look, raised=True, href=target)))
        case "math_inline":
            found.append(Run(token.markup, replace(look, latex=token.content, display=token.meta["display"])))
        case _:
            _read_emphasis(token, looks, found)


def _read_emphasis(token: "Token", looks: list[Look], found: list[Run]) -> None:
    look = looks[-1]
    match token.type:
        case "strong_open":
            looks.append(replace(look, bold=True))
        case "em_open":
            looks.append(replace(look, italic=True))
        case "s_open":
            looks.append(replace(look, struck=True))
        case "strong_close" | "em_close" | "s_close":
            looks.pop()
        case _:
            found.append(Run(without_overrides(token.content), look))


def _refused(target: str, look: Look) -> list[Run]:
    """A link that leads nowhere says where it would have led."""
    if not target or is_allowed(target):
        return []
    return [Run(f" ({with_controls_shown(target)})", replace(look, quiet=True))]


def _with_urls(text: str, look: Look) -> list[Run]:
    """Bare addresses become links, without the punctuation that follows them."""
    if look.href or "://" not in text:
        return [Run(text, look)]
    pieces: list[Run] = []
    at = 0
    for match in BARE_URL.finditer(text):
        url = match[0].rstrip(TRAILING)
        if url.count("(") > url.count(")") and match[0].startswith(url + ")"):
            url += ")"
        if not is_allowed(url):
            continue
        pieces += [Run(text[at : match.start()], look), Run(url, replace(look, href=url))]
        at = match.start() + len(url)
    pieces.append(Run(text[at:], look))
    return [piece for piece in pieces if piece.text]


def _image(token: "Token", look: Look) -> Run:
    """Images are never loaded by themselves: their description and where they would come from are shown instead."""
    source = str(token.attrGet("src") or "")
    description = with_controls_shown(_described(token)) or _tr("no description")
    target = PICTURE + source if is_allowed(source) and not source.lower().startswith("mailto:") else ""
    place = urlsplit(source).hostname if target else (_tr("in the text") if source.startswith("data:") else _tr("a file"))
    return Run(
        _tr("[image not loaded: %1]").replace("%1", f"{description} · {place}"),
        replace(look, quiet=True, href=look.href or target),
    )


def _described(image: "Token") -> str:
    """The words of a description, without its markup; of a picture in it, that one's."""
    words = ""
    for one in image.children or ():
        words += _described(one) if one.type == "image" else " " if one.type.endswith("break") else one.content
    return words


def _tr(text: str) -> str:
    return QCoreApplication.translate("Transcript", text)
