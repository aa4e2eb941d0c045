"""Conversations as a PDF: Qt sets and paginates it, in a process of its own, so that it can be done without a window."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.exchange.print_page import PrintFile
from deskchat.exchange.writers import NewFile
from deskchat.services.own_process import NO_WINDOW, bare_environment, own_command

MOST_BYTES = 64 << 20    # of text and pictures
LONGEST_S = 600.0


class PdfFile:
    """A PDF with all conversations; it takes its name when it is whole. All raise ``OSError`` or ``ChatError``."""

    def __init__(self, target: Path, command: Sequence[str] = ()) -> None:
        self._target = target
        self._command = command or own_command("deskchat.ui.printer", "--printer")
        self._page = target.with_name(f".{target.name[:100]}.html")
        self._part = target.with_name(f".{target.name[:100]}.part")
        self._writer = PrintFile(NewFile(self._page))

    def add(self, conversation: Conversation) -> None:
        """Write one more."""
        self._writer.add(conversation)

    def finish(self) -> None:
        """Print; now the file is there."""
        self._writer.finish()
        try:
            if self._page.stat().st_size > MOST_BYTES:
                raise _not_printed("There is too much in these conversations for one PDF.", "Export fewer, or choose HTML.")
            self._part.unlink(missing_ok=True)
            os.close(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            self._print()
            self._part.replace(self._target)
        finally:
            self._page.unlink(missing_ok=True)

    def give_up(self) -> None:
        """Leave nothing."""
        self._writer.give_up()
        self._part.unlink(missing_ok=True)
        self._page.unlink(missing_ok=True)

    def _print(self) -> None:
        try:
            done = subprocess.run(
                [*self._command, str(self._page), str(self._part)],
                env={**bare_environment(os.environ), **({"QT_QPA_PLATFORM": "offscreen"} if os.name == "posix" else {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST_S,
                check=False,
                creationflags=NO_WINDOW,
            )
        except subprocess.TimeoutExpired:
            raise _not_printed("Setting the PDF took too long.", "Export fewer conversations, or choose HTML.") from None
        if done.returncode or not self._part.stat().st_size:
            raise _not_printed("The PDF could not be made.", "Choose HTML, and print it from your browser.")


def _not_printed(what: str, remedy: str) -> ChatError:
    return ChatError(ErrorKind.INTERNAL, what, remedy=remedy)
