"""Conversations as one page of HTML that loads nothing: all words escaped, pictures inside it, ready to be printed."""

import base64
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import assert_never

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role
from deskchat.chat.parts import (
    FilePart,
    ImagePart,
    Part,
    ReasoningPart,
    RefusalPart,
    SourcePart,
    StatePart,
    TextPart,
    ToolPart,
)

# raster pictures only: an SVG can hold scripts and addresses
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.5em; margin-top: 2em } header { color: #666 }
section { margin: 1.5em 0 } h2 { font-size: 1em; margin: 0; color: #666 }
.said { white-space: pre-wrap; overflow-wrap: anywhere }
.user .said { background: #f3f3f3; border-radius: .5em; padding: .6em .9em }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6; padding: .7em; border-radius: .4em }
img { max-width: 100%; height: auto } .note { color: #666; font-size: .9em }
@media print { body { margin: 0; max-width: none; font-size: 11pt } article { break-before: page }
  article:first-of-type { break-before: auto } h1, h2 { break-after: avoid } img, pre { break-inside: avoid } }
"""
FENCE = re.compile(r"^(`{3,})[^\n`]*\n(.*?)^\1`*[ \t]*$", re.MULTILINE | re.DOTALL)


def head() -> str:
    """What stands before the first conversation."""
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        f"<title>deskchat</title><style>{STYLE}</style></head><body>\n"
    )


def tail() -> str:
    """What stands after the last conversation."""
    return "</body></html>\n"


def article(conversation: Conversation, said: Callable[[str], str] | None = None) -> Iterator[str]:
    """One conversation: the shown branch, in pieces. ``said`` makes safe HTML of what was said, else it stays as written."""
    said = said or _with_code
    yield f"<article><h1>{_text(conversation.title or 'New chat')}</h1>\n"
    yield f"<header>{conversation.updated_at:%Y-%m-%d %H:%M} UTC</header>\n"
    if conversation.system:
        yield f'<section class="system"><h2>System</h2><div class="said">{_text(conversation.system)}</div></section>\n'
    for node in conversation.branch():
        yield from _section(node, said)
    yield "</article>\n"


def _section(node: Node, said: Callable[[str], str]) -> Iterator[str]:
    message = node.message
    yield f'<section class="{message.role.value}"><h2>{_text(speaker(message))}</h2>\n'
    for part in message.parts:
        yield _part(part, said)
    if message.failure is not None:
        yield f'<p class="note">{_text(message.failure.message)}</p>\n'
    yield "</section>\n"


def speaker(message: Message) -> str:
    """Who spoke, as a person would say."""
    if message.role is Role.USER:
        return "You"
    return message.model_name or str(message.model or "Assistant")


def _part(part: Part, said: Callable[[str], str]) -> str:
    match part:
        case TextPart(text) | RefusalPart(text):
            return f'<div class="said">{said(text)}</div>\n'
        case ReasoningPart(text):
            return f'<details><summary>Thoughts</summary><div class="said">{_text(text)}</div></details>\n'
        case ImagePart(name, media_type, data):
            if media_type not in PICTURES or not data:
                return f'<p class="note">[{_text(name)}]</p>\n'
            return f'<img alt="{_text(name)}" src="data:{media_type};base64,{base64.b64encode(data).decode()}">\n'
        case FilePart(name, _, text):
            return f"<details><summary>{_text(name)}</summary><pre>{_text(text)}</pre></details>\n"
        case SourcePart(url, title):
            return f'<p class="note">{_text(title)} {_text(url)}</p>\n'    # no link: a page that is only read calls nobody
        case ToolPart(name, arguments, result):
            return f"<details><summary>{_text(name)}</summary><pre>{_text(arguments)}\n\n{_text(result)}</pre></details>\n"
        case StatePart():
            return ""
        case _:
            assert_never(part)


def _with_code(text: str) -> str:
    """Fenced blocks as blocks; everything else as it was written."""
    pieces = []
    at = 0
    for block in FENCE.finditer(text):
        pieces += [_text(text[at : block.start()]), f"<pre>{_text(block[2])}</pre>"]
        at = block.end()
    return "".join([*pieces, _text(text[at:])])


def _text(text: str) -> str:
    return escape(text.replace("\x00", "\ufffd"), quote=True)
