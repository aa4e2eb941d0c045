"""Files that conversations are written to, one after the other; a file takes its name when it is whole."""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from deskchat.chat.conversation import Conversation
from deskchat.exchange import markdown, native, web_page
from deskchat.exchange.names import safe_name, unused

BESIDE = " files"    # the name of the folder beside a Markdown file ends so


class JsonFile:
    """deskchat's own format. All writers raise ``OSError``."""

    def __init__(self, target: Path) -> None:
        self._file = NewFile(target)
        self._file.write(native.head())
        self._between = b"\n"

    def add(self, conversation: Conversation) -> None:
        """Write one more."""
        self._file.write(self._between + native.encoded(conversation))
        self._between = b",\n"

    def finish(self) -> None:
        """Write the end; now the file is there."""
        self._file.write(native.tail())
        self._file.finish()

    def give_up(self) -> None:
        """Leave nothing."""
        self._file.give_up()


class NewFile:
    """A file, readable by its owner alone, that has another name until it is on the disk."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f".{target.name[:100]}.part")
        self._part.unlink(missing_ok=True)
        self._stream = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def write(self, data: bytes) -> None:
        """Add some bytes."""
        self._stream.write(data)

    def finish(self) -> None:
        """Put it on the disk and give it its name."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        self._part.replace(self._target)

    def give_up(self) -> None:
        """Leave nothing; may be called after an error, at any time."""
        try:
            self._stream.close()    # a full disk refuses once more
        finally:
            self._part.unlink(missing_ok=True)


class HtmlFile:
    """One page with all of them."""

    def __init__(self, target: Path) -> None:
        self._file = NewFile(target)
        self._write(web_page.head())

    def add(self, conversation: Conversation) -> None:
        """Write one more."""
        for piece in web_page.article(conversation):
            self._write(piece)

    def finish(self) -> None:
        """Write the end; now the file is there."""
        self._write(web_page.tail())
        self._file.finish()

    def give_up(self) -> None:
        """Leave nothing."""
        self._file.give_up()

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "replace"))


class MarkdownFolder:
    """A folder: one file a conversation, and what was attached in a folder beside it.

    ``taken``: the names that are taken in it (added to), in small letters; ``None``: it is a new folder.
    """

    def __init__(self, target: Path, taken: set[str] | None = None) -> None:
        self._target = target
        self._new = taken is None
        self._part = (target.with_name if self._new else target.joinpath)(f".{target.name[:100]}.part")
        self._part.mkdir(mode=0o700)
        self._names = set() if taken is None else taken
        self._names |= {f"{name.removesuffix(BESIDE)}.md" for name in self._names if name.endswith(BESIDE)}

    def add(self, conversation: Conversation) -> None:
        """Write one more."""
        name = unused(safe_name(conversation.title, "New chat"), self._names, ".md").removesuffix(".md")
        attached: set[str] = set()

        def keep(wanted: str, data: bytes) -> str:
            folder = self._part / f"{name}{BESIDE}"
            folder.mkdir(mode=0o700, exist_ok=True)
            free = unused(safe_name(wanted, "file"), attached)
            _write_new(folder / free, [data])
            return quote(f"{folder.name}/{free}")

        text = markdown.text_of(conversation, keep)
        _write_new(self._part / f"{name}.md", (piece.encode("utf-8", "replace") for piece in text))

    def finish(self) -> None:
        """Give the folder its name, or the files their place; fails when there is something of that name by now."""
        if self._new:
            self._part.rename(self._target)
            return
        for entry in sorted(self._part.iterdir()):
            place = self._target / entry.name
            if place.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
            entry.rename(place)
        self._part.rmdir()

    def give_up(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self._part, ignore_errors=True)


def _write_new(path: Path, pieces: Iterable[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.writelines(pieces)


def for_form(form: str, target: Path, taken: set[str] | None = None) -> JsonFile | HtmlFile | MarkdownFolder:
    """The writer of ``json``, ``html`` or ``markdown``; ``taken`` as of ``MarkdownFolder``, for that alone."""
    if form == "json":
        return JsonFile(target)
    return HtmlFile(target) if form == "html" else MarkdownFolder(target, taken)
