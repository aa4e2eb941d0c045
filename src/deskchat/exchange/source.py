"""One file that is imported: what it is, and what is in it. Read where it lies; nothing is unpacked to the disk."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from deskchat.exchange import chatgpt, cherry_studio, claude, jan, lm_studio, native, open_webui
from deskchat.exchange.archive import Archive, is_archive
from deskchat.exchange.assets import Assets, no_assets
from deskchat.exchange.found import Found, Refused, UnreadableError
from deskchat.exchange.json_stream import Stream, decoded, elements
from deskchat.exchange.loose import at

BEGINNING = 4096
WHOLE = 128 << 20      # bytes of a file that is one value
MOST_FILES = 20_000    # of one archive that holds a conversation a file
UNKNOWN = "It is of no kind that deskchat knows."
Items = Iterator[Found | Refused]


def conversations(path: Path) -> Items:
    """All conversations of a file, one at a time. Raises ``UnreadableError`` or ``OSError``; what came before holds."""
    if not path.is_file():
        path.stat()
        raise UnreadableError("It is no file.")    # a pipe would never end
    with path.open("rb") as stream:
        beginning = stream.read(8)
        stream.seek(0)
        if is_archive(beginning):
            yield from _archived(Archive(stream))
        elif path.name == "thread.json":
            yield from _jan_folder(path)
        else:
            yield from _json(stream, path.name)


def _archived(archive: Archive) -> Items:
    wanted = [name for name in archive.names if _is_wanted(name)]
    if not wanted:
        raise UnreadableError("There are no conversations in it that deskchat knows.")
    for name in wanted[:MOST_FILES]:
        try:
            if name.endswith("thread.json"):
                yield _jan(_whole(archive.open(name)), _jan_messages(archive, name))
            else:
                yield from _json(archive.open(name), name.rpartition("/")[2], archive)
        except UnreadableError as error:
            yield Refused(f"{name[:80]}: {error}" if len(wanted) > 1 else str(error))
    if len(wanted) > MOST_FILES:
        yield Refused(f"Only the first {MOST_FILES:,} files of the archive were read.")


def _is_wanted(name: str) -> bool:
    last = name.rpartition("/")[2]
    chats = last.startswith("conversations") and last.endswith(".json")
    return chats or last in {"data.json", "thread.json"} or last.endswith((".conversation.json", native.SUFFIX))


class _Rewound:
    """A stream whose beginning was looked at."""

    def __init__(self, beginning: bytes, stream: Stream) -> None:
        self._beginning = beginning
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes."""
        if not self._beginning:
            return self._stream.read(size)
        data, self._beginning = self._beginning[:size], self._beginning[size:]
        return data


def _json(stream: Stream, name: str, archive: Archive | None = None) -> Items:
    beginning = stream.read(BEGINNING).removeprefix(b"\xef\xbb\xbf").lstrip()
    rewound = _Rewound(beginning, stream)
    if beginning.startswith(native.MARK):
        native.check_version(beginning)
        yield from _each(elements(rewound, depth=2), native.read)
    elif beginning.startswith(b"["):
        yield from _each(elements(rewound, depth=1), lambda record: _foreign(decoded(record), archive))
    elif beginning.startswith(b"{"):
        value = _whole(rewound)
        if isinstance(at(value, "indexedDB"), dict):
            yield from cherry_studio.conversations(value)
        elif isinstance(at(value, "messages"), list):
            yield lm_studio.read(value, name)
        else:
            yield _foreign(value, archive)
    else:
        raise UnreadableError(UNKNOWN)


def _foreign(value: Any, archive: Archive | None) -> Found:
    find: Assets = no_assets
    if archive is not None:
        archive.next_conversation()
        find = archive.find
    if isinstance(at(value, "mapping"), dict):
        return chatgpt.read(value, find)
    if isinstance(at(value, "chat_messages"), list):
        return claude.read(value, find)
    if isinstance(at(value, "chat", "history"), dict):
        return open_webui.read(value, find)
    raise UnreadableError("Something in it is no conversation that deskchat knows.")


def _whole(stream: Stream) -> Any:
    pieces: list[bytes] = []
    size = 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > WHOLE:
            raise UnreadableError(f"It is longer than {WHOLE >> 20} MB, which is more than can be read at once.")
        pieces.append(chunk)
    return decoded(b"".join(pieces))


def _jan_folder(path: Path) -> Items:
    beside = path.with_name("messages.jsonl")
    if beside.exists() and not beside.is_file():
        raise UnreadableError(f"“{beside.name}” beside it is no file.")    # a pipe would never end
    with path.open("rb") as thread, beside.open("rb") as messages:
        yield _jan(_whole(thread), messages)


def _jan_messages(archive: Archive, thread: str) -> Stream:
    return archive.open(thread.removesuffix("thread.json") + "messages.jsonl")


def _jan(thread: Any, messages: Stream) -> Found:
    return jan.read(thread, _lines(messages))


def _lines(stream: Stream) -> Iterable[Any]:
    data = bytearray()
    while chunk := stream.read(1 << 20):
        data += chunk
        if len(data) > WHOLE:
            raise UnreadableError(f"It is longer than {WHOLE >> 20} MB, which is more than can be read at once.")
    return [decoded(line) for line in bytes(data).splitlines() if line.strip()]


def _each(records: Iterator[bytes | Refused], read: Callable[[bytes], Found]) -> Items:
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        try:
            yield read(record)
        except UnreadableError as error:
            yield Refused(str(error))
