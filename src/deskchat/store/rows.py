"""Rows become values and values become rows; a damaged row becomes a message that says so."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node, Summary
from deskchat.chat.errors import ErrorKind
from deskchat.chat.message import Contest, Cost, Failure, Message, Role, Status, Stop, Timing, Usage
from deskchat.chat.model import ModelRef, Sampling
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

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAMAGED = "This message is damaged on the disk and can't be shown."
GROWING = {"text": TextPart, "reasoning": ReasoningPart, "refusal": RefusalPart}

# as bytes, so that text which is not UTF-8 any more can't stop the others from being read
TAGS = "(SELECT group_concat(CAST(name AS BLOB), char(31)) FROM tag WHERE tag.conversation = conversation.id)"
SUMMARY_COLUMNS = f"conversation.id, CAST(title AS BLOB), updated_at, pinned, archived, CAST({TAGS} AS BLOB)"
CONVERSATION_COLUMNS = (
    "id, CAST(title AS BLOB), created_at, updated_at, leaf, CAST(model AS BLOB), CAST(system AS BLOB), pinned,"
    f" CAST(fallback AS BLOB), CAST(persona AS BLOB), CAST(sampling AS BLOB), archived, CAST({TAGS} AS BLOB)"
)
LEAF = 4    # its place among them
MESSAGE_FIELDS = (
    "id", "parent", "role", "status", "model", "model_name", "answered_by", "stop", "input_tokens",
    "output_tokens", "cached_tokens", "reasoning_tokens", "cache_written_tokens", "cost_nanos",
    "currency", "saved_nanos", "first_token_s", "total_s", "tokens_per_s", "failure", "notes", "parts", "created_at",
    "rating", "contest",
)    # fmt: skip
JUDGED = ("rating", "contest")    # the person's, not the reply's: a save of the reply leaves them as they are
MESSAGE_COLUMNS = ", ".join(
    f"CAST({name} AS BLOB)" if name in {"model", "model_name", "answered_by", "failure", "notes", "parts"} else name
    for name in MESSAGE_FIELDS
)
USAGE = ("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens", "cache_written_tokens")
NOTHING = (None,) * len(USAGE)
NO_USAGE, NO_TIMING = Usage(), Timing()    # one for all messages
Grown = tuple[int, str, str, float | None]    # part, kind, text, seconds


def microseconds(moment: datetime) -> int:
    """As it is stored."""
    return (moment - EPOCH) // MICROSECOND


def moment(stored: Any) -> datetime:
    """As it was given; nonsense becomes 1970."""
    try:
        return EPOCH + timedelta(microseconds=int(stored))
    except (TypeError, ValueError, OverflowError):
        return EPOCH


def storable(text: str) -> str:
    """``text`` with halves of surrogate pairs joined or replaced: models may send them, UTF-8 can't hold them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def readable(stored: bytes | None) -> str:
    """Text of a column, whatever happened to its bytes."""
    return "" if stored is None else stored.decode("utf-8", "replace")


def summary(row: Sequence[Any]) -> Summary:
    """From ``SUMMARY_COLUMNS``."""
    return Summary(row[0], readable(row[1]), moment(row[2]), bool(row[3]), bool(row[4]), _tags(row[5]))


def conversation(row: Sequence[Any], nodes: tuple[Node, ...]) -> Conversation:
    """From ``CONVERSATION_COLUMNS``; links that lead nowhere are mended: every branch has a first message."""
    nodes = _rooted(nodes)
    known = {node.id for node in nodes}
    leaf = row[LEAF] if row[LEAF] in known else (nodes[-1].id if nodes else None)
    return Conversation(
        id=row[0],
        title=readable(row[1]),
        created_at=moment(row[2]),
        updated_at=moment(row[3]),
        nodes=nodes,
        leaf=leaf,
        model=_ref(_name(row[5])),
        system=None if row[6] is None else readable(row[6]),
        pinned=bool(row[7]),
        fallback=_fallback(row[8]),
        persona=readable(row[9]),
        sampling=_sampling(row[10]),
        archived=bool(row[11]),
        tags=_tags(row[12]),
    )


def _rooted(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """A parent always comes before its child: one that does not is no parent, and circles can't exist."""
    seen: set[str] = set()
    rooted = []
    for node in nodes:
        rooted.append(node if node.parent is None or node.parent in seen else replace(node, parent=None))
        seen.add(node.id)
    return tuple(rooted)


def _tags(stored: bytes | None) -> tuple[str, ...]:
    return tuple(sorted(readable(stored).split("\x1f"))) if stored else ()


@lru_cache(maxsize=200)
def _name(stored: bytes | None) -> str:
    """Thousands of messages have the same few."""
    return readable(stored)


@lru_cache(maxsize=200)
def _ref(text: str | None) -> ModelRef | None:
    try:
        return ModelRef.parse(text) if text else None
    except ValueError:
        return None


def fallback_value(models: tuple[ModelRef, ...] | None) -> str | None:
    """As it is stored."""
    return None if models is None else _json([storable(str(model)) for model in models])


def _fallback(stored: bytes | None) -> tuple[ModelRef, ...] | None:
    """What makes no sense is left out: with a damaged list nobody is asked that was not meant."""
    if stored is None:
        return None
    try:
        names = msgspec.json.decode(stored, type=tuple[str, ...])
    except msgspec.DecodeError:
        return ()
    return tuple(ref for ref in map(_ref, names) if ref is not None)


def sampling_value(sampling: Sampling) -> str | None:
    """As it is stored: what is given of it; ``None`` when that is nothing."""
    given = {name: _deep(value) for name, value in msgspec.structs.asdict(sampling).items() if value is not None}
    return _json(given) if given else None


def _deep(value: object) -> object:
    if isinstance(value, tuple):
        return [_deep(item) for item in value]
    return storable(value) if isinstance(value, str) else value


def _sampling(stored: bytes | None) -> Sampling:
    """With damaged parameters, as the model's makers decide."""
    try:
        return Sampling() if stored is None else msgspec.json.decode(stored, type=Sampling)
    except msgspec.DecodeError:
        return Sampling()


def node(row: Sequence[Any], images: Mapping[int, bytes], grown: Sequence[Grown]) -> Node:
    """From ``MESSAGE_COLUMNS``, the message's images by part, and what was added while it was written."""
    values = dict(zip(MESSAGE_FIELDS, row, strict=True))
    try:
        message = _message(values, images, grown)
    except (msgspec.DecodeError, ValueError, TypeError, KeyError, IndexError):
        role = Role.USER if values["role"] == Role.USER else Role.ASSISTANT
        message = Message(role, (), Status.FAILED, failure=Failure(ErrorKind.INTERNAL.value, DAMAGED))
    return Node(values["id"], values["parent"], message, moment(values["created_at"]))


def _message(values: Mapping[str, Any], images: Mapping[int, bytes], grown: Sequence[Grown]) -> Message:
    parts = with_growth(decode_parts(values["parts"], images), grown)
    return Message(
        role=Role(values["role"]),
        parts=parts,
        status=Status(values["status"]),
        model=_ref(_name(values["model"])),
        model_name=_name(values["model_name"]),
        answered_by=None if values["answered_by"] is None else readable(values["answered_by"]),
        stop=None if values["stop"] is None else Stop(values["stop"]),
        usage=_usage(values),
        cost=None if values["cost_nanos"] is None else _cost(values),
        timing=_timing(values),
        failure=None if values["failure"] is None else msgspec.json.decode(values["failure"], type=Failure),
        rating=max(-1, min(1, int(values["rating"]))),
        contest=None if values["contest"] is None else Contest(values["contest"]),
        notes=() if values["notes"] == b"[]" else msgspec.json.decode(values["notes"], type=tuple[str, ...]),
    )


def _usage(values: Mapping[str, Any]) -> Usage:
    counts = tuple([values[name] for name in USAGE])
    return NO_USAGE if counts == NOTHING else Usage(*counts)


def _timing(values: Mapping[str, Any]) -> Timing:
    times = (values["first_token_s"], values["total_s"], values["tokens_per_s"])
    return NO_TIMING if times == (None, None, None) else Timing(*times)


def _cost(values: Mapping[str, Any]) -> Cost:
    return Cost(values["cost_nanos"], values["currency"] or "", values["saved_nanos"] or 0)


PARTS = msgspec.json.Decoder(tuple[Part, ...])


def decode_parts(stored: bytes, images: Mapping[int, bytes]) -> tuple[Part, ...]:
    """The parts, with the bytes of the images back in their places. Raises ``msgspec.DecodeError``, ``KeyError``."""
    parts = PARTS.decode(stored)
    return tuple(
        replace(part, data=images[place] if isinstance(part, ImagePart) else images.get(place, b""))
        if isinstance(part, ImagePart | FilePart)
        else part
        for place, part in enumerate(parts)
    )


def with_growth(parts: tuple[Part, ...], grown: Sequence[Grown]) -> tuple[Part, ...]:
    """The parts, with what was added to them. Raises ``KeyError``, ``IndexError`` when it does not fit."""
    pieces: dict[int, tuple[str, list[str], float | None]] = {}
    for place, kind, text, seconds in grown:
        texts = pieces[place][1] if place in pieces else []
        texts.append(text)
        pieces[place] = (kind, texts, seconds)
    result = list(parts)
    for place in sorted(pieces):
        kind, texts, seconds = pieces[place]
        if place == len(result):
            result.append(GROWING[kind](""))
        old = result[place]
        if not isinstance(old, TextPart | ReasoningPart | RefusalPart):
            raise KeyError(kind)
        new = replace(old, text=old.text + "".join(texts))
        result[place] = replace(new, seconds=seconds) if isinstance(new, ReasoningPart) else new
    return tuple(result)


def message_values(node: Node) -> tuple[object, ...]:
    """The values for ``MESSAGE_FIELDS``, in their order. Bytes of images are not among them: see ``images``."""
    message = node.message
    failure = message.failure and Failure(*(storable(text) for text in msgspec.structs.astuple(message.failure)))
    return (
        node.id,
        node.parent,
        message.role.value,
        message.status.value,
        None if message.model is None else storable(str(message.model)),
        storable(message.model_name),
        None if message.answered_by is None else storable(message.answered_by),
        None if message.stop is None else message.stop.value,
        *msgspec.structs.astuple(message.usage),
        None if message.cost is None else message.cost.nanos,
        None if message.cost is None else storable(message.cost.currency),
        None if message.cost is None else message.cost.saved_nanos,
        *msgspec.structs.astuple(message.timing),
        None if failure is None else _json(failure),
        _json(tuple(storable(note) for note in message.notes)),
        _json(tuple(_storable_part(part) for part in message.parts)),
        microseconds(node.created_at),
        message.rating,
        None if message.contest is None else message.contest.value,
    )


def images(message: Message) -> dict[int, bytes]:
    """The bytes of the images and of files that have some, by place among the parts."""
    return {
        place: part.data
        for place, part in enumerate(message.parts)
        if isinstance(part, ImagePart) or (isinstance(part, FilePart) and part.data)
    }


def part_values(part: Part) -> tuple[str, bytes]:
    """A part by itself: its JSON and its bytes."""
    return _json(_storable_part(part)), part.data if isinstance(part, ImagePart | FilePart) else b""


def _storable_part(part: Part) -> Part:
    match part:
        case ImagePart():
            return replace(part, name=storable(part.name), data=b"")
        case FilePart():
            return replace(part, name=storable(part.name), text=storable(part.text), data=b"")
        case SourcePart(url, title):
            return SourcePart(storable(url), storable(title))
        case ToolPart(name, arguments, result):
            return ToolPart(storable(name), storable(arguments), storable(result))
        case StatePart(wire, items):
            return StatePart(wire, storable(items))
        case _:
            return replace(part, text=storable(part.text))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
