"""``deskchat show``: a conversation's shown branch, each message with who wrote it and how it ended."""

import argparse
from typing import assert_never

from deskchat.chat.conversation import Conversation
from deskchat.chat.message import Message, Role, Status
from deskchat.chat.parts import FilePart, ImagePart
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines
from deskchat.cli.terminal import harmless
from deskchat.paths import Paths
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    show = commands.add_parser("show", help="print a conversation")
    show.add_argument("conversation", metavar="ID", help="its id, or the beginning of it")
    show.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print; the exit status."""

    async def work(services: Services) -> int:
        print_lines(_lines(await services.chats.open(arguments.conversation)))
        return DONE

    return with_services(paths, work)


def _lines(conversation: Conversation) -> list[str]:
    lines = [harmless(conversation.title or "New chat")]
    if conversation.system:
        lines += ["", "System:", harmless(conversation.system)]
    for node in conversation.branch():
        message = node.message
        lines += ["", f"{harmless(_speaker(message))}:"]
        lines += [f"[{harmless(p.name)}]" for p in message.parts if isinstance(p, ImagePart | FilePart)]
        lines += [harmless(message.text)] if message.text else []
        lines += [harmless(message.failure.message)] if message.failure else []
    return lines


def _speaker(message: Message) -> str:
    if message.role is Role.USER:
        return "You"
    name = message.model_name or str(message.model or "Assistant")
    asked = f" ({message.model})" if message.model is not None and message.model_name else ""
    answered = f", answered by {message.answered_by}" if message.answered_by else ""
    return f"{name}{asked}{answered}{_ending(message.status)}"


def _ending(status: Status) -> str:
    match status:
        case Status.DONE:
            return ""
        case Status.STREAMING:
            return " [being written]"
        case Status.STOPPED:
            return " [stopped]"
        case Status.PARTIAL:
            return " [partial]"
        case Status.FAILED:
            return " [failed]"
        case _:
            assert_never(status)
