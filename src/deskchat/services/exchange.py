"""Conversations in and out: files are read and written beside the store's thread, one conversation in memory at a time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.exchange.found import Found, Refused, UnreadableError
from deskchat.exchange.names import safe_name, unused
from deskchat.services.store_thread import StoreThread
from deskchat.store.conversations import Conversations
from deskchat.store.disk_errors import disk_errors
from deskchat.store.imports import Imports, Taken

MOST_SENTENCES = 100    # of one report; more are counted


class Form(StrEnum):
    """What conversations can be written as."""

    JSON = "json"            # one file, nothing lost
    MARKDOWN = "markdown"    # a folder, with the pictures
    HTML = "html"            # one file that needs no network
    PDF = "pdf"              # set for paper


ENDINGS = {Form.JSON: ".deskchat.json", Form.MARKDOWN: ".md", Form.HTML: ".html", Form.PDF: ".pdf"}


class Report(msgspec.Struct, frozen=True):
    """What an import took. ``sentences``: what it did not take, and why; ``unsaid``: how many more of them there were."""

    added: int = 0
    extended: int = 0
    known: int = 0
    messages: int = 0
    sentences: tuple[str, ...] = ()
    unsaid: int = 0

    @property
    def summary(self) -> str:
        """What was taken, as one sentence."""
        if not (self.added or self.extended or self.known):
            return "No conversation was imported."
        told = [_new_words(self.added), _extended_words(self.extended), _known_words(self.known)]
        counts = [words for words, count in zip(told, (self.added, self.extended, self.known), strict=True) if count]
        return f"Conversations: {', '.join(counts)}. Messages imported: {self.messages:,}."


def _new_words(count: int) -> str:
    return f"{count:,} new ones"


def _extended_words(count: int) -> str:
    return f"{count:,} with new messages"


def _known_words(count: int) -> str:
    return f"{count:,} already here"


class Exchange:
    """All raise ``ChatError``; ``tell`` is called with the id of each conversation that an import changed."""

    def __init__(
        self, conversations: Conversations, imports: Imports, store: StoreThread, tell: Callable[[str], None]
    ) -> None:
        self._conversations = conversations
        self._imports = imports
        self._store = store
        self._tell = tell

    async def export(
        self,
        ids: Sequence[str] | None,
        target: Path,
        form: Form,
        *,
        replace: bool = False,
        told: Callable[[int, int], None] | None = None,
    ) -> int:
        """Write these conversations (all, when ``None``) to ``target``; how many there were.

        What is there stays, unless ``replace`` (never a folder that holds something). Nothing half written is left.
        ``told`` hears after each how many were taken, and of how many.
        """
        ids = await self._all() if ids is None else ids
        if not replace and await asyncio.to_thread(target.exists):
            said = f"“{target}” exists already and was not replaced."
            raise ChatError(ErrorKind.BAD_REQUEST, said, remedy="Choose another name.")
        with disk_errors(target):
            await self._write(ids, await asyncio.to_thread(_writer, form, target), told)
        return len(ids)

    async def export_each(
        self, ids: Sequence[str] | None, folder: Path, form: Form, *, told: Callable[[int, int], None] | None = None
    ) -> int:
        """Write a file for each of these conversations (all, when ``None``) into ``folder``; how many there were.

        The folder is made when it is not there; what lies in it stays, and a file is named as none of it is.
        """
        ids = await self._all() if ids is None else ids
        with disk_errors(folder):
            taken = await asyncio.to_thread(_prepared, folder)
            if form is Form.MARKDOWN:
                await self._write(ids, await asyncio.to_thread(_writer, form, folder, taken), told)
                return len(ids)
            for count, conversation_id in enumerate(ids, 1):
                summary = await self._store(self._conversations.summary, conversation_id)
                target = folder / unused(safe_name(summary.title, "New chat"), taken, ENDINGS[form])
                await self._write([conversation_id], await asyncio.to_thread(_writer, form, target), None)
                if told is not None:
                    told(count, len(ids))
        return len(ids)

    async def _all(self) -> list[str]:
        return [summary.id for summary in await self._store(self._conversations.summaries, archived=True)]

    async def _write(self, ids: Sequence[str], writer: "_Writer", told: Callable[[int, int], None] | None) -> None:
        """Give these to ``writer``, one after the other; after an error nothing of it is left."""
        try:
            taken = 0
            async for conversation in self._opened(ids):
                await asyncio.to_thread(writer.add, conversation)
                taken += 1
                if told is not None:
                    told(taken, len(ids))
            await asyncio.to_thread(writer.finish)
        except BaseException:
            writer.give_up()
            raise

    async def take(self, files: Sequence[Path], told: Callable[[int], None] | None = None) -> Report:
        """Import files; ``told`` hears now and then how many conversations were read. A file can't spoil the others."""
        from deskchat.exchange import source  # only who imports waits for it

        counts: Counter[Taken] = Counter()
        messages = unsaid = 0
        sentences: dict[str, None] = {}
        for file in files:
            async for item in _stepping(_tolerant(file, source.conversations)):
                said = item.notes if isinstance(item, Found) else (item.sentence,)
                if isinstance(item, Found):
                    taken, added = await self._store(self._imports.take, item.conversation)
                    counts[taken] += 1
                    messages += added
                    self._told(taken, item.conversation, told, counts.total())
                for sentence in said:
                    line = f"{file.name}: {sentence}"
                    if len(sentences) < MOST_SENTENCES:
                        sentences[line] = None
                    else:
                        unsaid += line not in sentences
        return Report(
            counts[Taken.ADDED], counts[Taken.EXTENDED], counts[Taken.KNOWN], messages, tuple(sentences), unsaid
        )

    def _told(
        self, taken: Taken, conversation: Conversation, told: Callable[[int], None] | None, count: int
    ) -> None:
        if taken is not Taken.KNOWN:
            self._tell(conversation.id)
        if told is not None:
            told(count)

    async def _opened(self, ids: Sequence[str]) -> AsyncIterator[Conversation]:
        for conversation_id in ids:
            yield await self._store(self._conversations.open, conversation_id)


class _Writer(Protocol):
    """Takes conversations one after the other."""

    def add(self, conversation: Conversation) -> None: ...

    def finish(self) -> None: ...

    def give_up(self) -> None: ...


def _prepared(folder: Path) -> set[str]:
    """Make it where it is not there; the names that are taken in it, in small letters. Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {entry.name.casefold() for entry in folder.iterdir()}


def _writer(form: Form, target: Path, taken: set[str] | None = None) -> _Writer:
    """``taken``: the names in a folder that is there already and gets the files."""
    if form is Form.PDF:
        from deskchat.services.printing import PdfFile  # only who exports waits for it

        return PdfFile(target)
    from deskchat.exchange import writers

    return writers.for_form(form.value, target, taken)


Items = Iterator[Found | Refused]


def _tolerant(file: Path, read: Callable[[Path], Items]) -> Items:
    """What a file holds; its end in an error is one more sentence."""
    empty = True
    try:
        for item in read(file):
            yield item
            empty = False
        if empty:
            yield Refused("There is no conversation in it.")
    except UnreadableError as error:
        yield Refused(str(error))
    except OSError as error:
        yield Refused(f"It can't be read: {error.strerror or type(error).__name__}.")


async def _stepping(items: Items) -> AsyncIterator[Found | Refused]:
    """Each item, read on another thread."""
    try:
        while (item := await asyncio.to_thread(next, items, None)) is not None:
            yield item
    finally:
        with suppress(ValueError):    # still running on its thread: it ends there
            items.close()  # type: ignore[attr-defined]    # it is a generator
