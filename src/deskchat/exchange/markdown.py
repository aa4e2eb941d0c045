"""A conversation as Markdown: the words as they were written, pictures and files beside them."""

import re
from collections.abc import Callable, Iterator
from typing import assert_never

from deskchat.chat.conversation import Conversation
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
from deskchat.exchange.web_page import speaker

MARKUP = re.compile(r"([\\`*_\[\]<>#&!|])")
Keep = Callable[[str, bytes], str]    # keeps bytes under a name like this one; where they are, relative to the text


def text_of(conversation: Conversation, keep: Keep) -> Iterator[str]:
    """The shown branch in pieces; ``keep`` is handed pictures and files."""
    yield f"# {_plain(conversation.title or 'New chat')}\n\n{conversation.updated_at:%Y-%m-%d %H:%M} UTC\n"
    if conversation.system:
        yield f"\n## System\n\n{conversation.system}\n"
    for node in conversation.branch():
        yield f"\n## {_plain(speaker(node.message))}\n"
        for part in node.message.parts:
            said = _part(part, keep)
            if said:
                yield f"\n{said}\n"
        if node.message.failure is not None:
            yield f"\n*{_plain(node.message.failure.message)}*\n"


def _part(part: Part, keep: Keep) -> str:
    match part:
        case TextPart(text) | RefusalPart(text):
            return text
        case ReasoningPart(text):
            return "\n".join(f"> {line}" for line in ["*Thoughts*", "", *text.splitlines()])
        case ImagePart(name, _, data):
            return f"![{_plain(name)}]({keep(name, data)})"
        case FilePart(name, _, text, data):
            return f"[{_plain(name)}]({keep(name, data or text.encode('utf-8', 'replace'))})"
        case SourcePart(url, title):
            return f"- {_plain(title or url)}: {_plain(url)}"
        case ToolPart(name, arguments, result):
            return f"{_plain(name)}\n\n{_fenced(arguments)}\n\n{_fenced(result)}"
        case StatePart():
            return ""
        case _:
            assert_never(part)


def _fenced(text: str) -> str:
    """A block that ``text`` can't end, whatever it holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _plain(text: str) -> str:
    return MARKUP.sub(r"\\\1", " ".join(text.split()))
