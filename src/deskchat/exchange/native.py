"""deskchat's own format, ``*.deskchat.json``: everything of a conversation, as ``docs/exchange.md`` describes it."""

import string
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Status
from deskchat.exchange.found import Found, UnreadableError
from deskchat.exchange.stable_id import stable_id

VERSION = 1
SUFFIX = ".deskchat.json"
MARK = b'{"format":"deskchat"'
ID_LETTERS = frozenset(string.ascii_letters + string.digits + "_-")
LONGEST_ID = 64
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
LARGEST = 2**63 - 1    # of a whole number that SQLite keeps


class Head(msgspec.Struct):
    """The beginning of a file."""

    format: str
    version: int


def head() -> bytes:
    """What stands before the first conversation."""
    return MARK + b',"version":%d,"conversations":[' % VERSION


def lines(conversations: Iterable[Conversation]) -> Iterator[bytes]:
    """A whole file in pieces, one conversation a line."""
    yield head()
    before = b"\n"
    for conversation in conversations:
        yield before + encoded(conversation)
        before = b",\n"
    yield tail()


def encoded(conversation: Conversation) -> bytes:
    """One conversation; pictures and files as base64. What is being written goes out as cut off."""
    return msgspec.json.encode(_ended(conversation))


def tail() -> bytes:
    """What stands after the last conversation."""
    return b"\n]}\n"


def check_version(beginning: bytes) -> None:
    """Raises ``UnreadableError`` for a version that this program does not know."""
    try:
        version = msgspec.json.decode(beginning.partition(b',"conversations"')[0] + b"}", type=Head).version
    except msgspec.DecodeError as error:
        raise UnreadableError("Its beginning is damaged.") from error
    if version > VERSION:
        raise UnreadableError("It was written by a newer deskchat. Update deskchat to import it.")


def read(record: bytes) -> Found:
    """One conversation of a file. Raises ``UnreadableError``: what is not as it was written is not guessed at."""
    try:
        conversation = msgspec.json.decode(record, type=Conversation)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise UnreadableError(f"A conversation is damaged: {_said(error)}.") from error
    _check(conversation)
    nodes, mended = _linked(conversation.nodes)
    known = {node.id for node in nodes}
    leaf = conversation.leaf if conversation.leaf in known else (nodes[-1].id if nodes else None)
    if not _is_id(conversation.id):
        conversation = replace(conversation, id=stable_id("deskchat", conversation.id))
    conversation = replace(
        conversation,
        nodes=nodes,
        leaf=leaf,
        created_at=_moment(conversation.created_at),
        updated_at=_moment(conversation.updated_at),
    )
    return Found(_ended(conversation), mended)


def _ended(conversation: Conversation) -> Conversation:
    """No file holds a reply that is being written."""
    nodes = tuple(
        replace(node, message=replace(node.message, status=Status.PARTIAL))
        if node.message.status is Status.STREAMING
        else node
        for node in conversation.nodes
    )
    return replace(conversation, nodes=nodes)


def _linked(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """Each id once, each parent before its children; with sentences on what had to be changed."""
    seen: set[str] = set()
    kept = []
    notes: dict[str, None] = {}
    for node in nodes:
        if node.id in seen or not _is_id(node.id):
            notes["Messages without a name of their own were left out."] = None
            continue
        parent = node.parent
        if parent is not None and parent not in seen:
            notes["Messages that follow none of the others now begin a branch."] = None
            parent = None
        seen.add(node.id)
        kept.append(replace(node, parent=parent, created_at=_moment(node.created_at)))
    return tuple(kept), tuple(notes)


def _check(conversation: Conversation) -> None:
    for node in conversation.nodes:
        cost = node.message.cost
        numbers = [*msgspec.structs.astuple(node.message.usage), *((cost.nanos, cost.saved_nanos) if cost else ())]
        if any(number is not None and abs(number) > LARGEST for number in numbers):
            raise UnreadableError("A conversation is damaged: a number is larger than any can be.")


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID and ID_LETTERS.issuperset(text)


def _moment(moment: datetime) -> datetime:
    aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware, EARLIEST), LATEST)


def _said(error: Exception) -> str:
    return str(error).partition("\n")[0][:200].rstrip(".")
