"""What the program and its engine process say to each other: length-prefixed msgpack, two closed unions.

A frame is four bytes of length (big-endian) and a message. Lengths are checked before anything is read, so that neither
side can be made to allocate without bound.
"""

import struct
from typing import Final

import msgspec

from deskchat.chat.model import Sampling
from deskchat.engine.device import Device
from deskchat.engine.quantisation import CacheType

REQUEST_LIMIT: Final = 64 << 20
EVENT_LIMIT: Final = 1 << 20
_LENGTH: Final = struct.Struct(">I")
LENGTH_BYTES: Final = _LENGTH.size
AUTOMATIC: Final = -1    # layers: as many as fit


class Load(msgspec.Struct, frozen=True, tag="load"):
    """Have the model in ``path`` in memory, with ``context_tokens`` at most. Answered by Loaded or Failed.

    ``threads``: how many shall compute; 0 leaves it to the engine. ``states``: the folder in which is kept what was read,
    ``""`` for none; ``states_bytes``: how much it may hold, of all models together; 0: nothing, and what is there goes.
    ``gpu_layers``: how many graphics devices shall take; −1 leaves it to the engine. ``cache_type``: what the context is
    kept in, f16 or q8_0. ``projector``: the model's image part, ``""`` for a model that sees nothing. ``adapter``: a LoRA
    to lay over it, ``""`` for none. ``embeds``: it shall make vectors; then it answers Embed and nothing else.
    """

    path: str
    context_tokens: int
    threads: int = 0
    states: str = ""
    states_bytes: int = 0
    gpu_layers: int = AUTOMATIC
    cache_type: CacheType = "f16"
    projector: str = ""
    adapter: str = ""
    embeds: bool = False


class Turn(msgspec.Struct, frozen=True, array_like=True):
    """One message for the template; ``role`` is system, user or assistant. ``images``: encoded, seen before the text."""

    role: str
    text: str
    images: tuple[bytes, ...] = ()


class Chat(msgspec.Struct, frozen=True, tag="chat"):
    """Continue the conversation. Events carry ``id``; the last one is Done or Failed.

    ``conversation``: under which name what was read is kept; ``""``: nothing is. ``form``: what the reply has to keep to
    (see ``deskchat.engine.form``), ``""`` for nothing.
    """

    id: int
    turns: tuple[Turn, ...]
    sampling: Sampling
    conversation: str = ""
    form: str = ""


class Count(msgspec.Struct, frozen=True, tag="count"):
    """How many tokens is the conversation, as the loaded model would read it? Answered by Counted or Failed."""

    id: int
    turns: tuple[Turn, ...]


class Embed(msgspec.Struct, frozen=True, tag="embed"):
    """Make a vector of each text. Answered by Embedded, several times, and at the end or when it was stopped by Done."""

    id: int
    texts: tuple[str, ...]


class Ping(msgspec.Struct, frozen=True, tag="ping"):
    """Is the engine still there? Answered by Pong."""

    id: int


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    """End the chat or the making of vectors ``id`` at once; nothing happens if it is over."""

    id: int


class Forget(msgspec.Struct, frozen=True, tag="forget"):
    """Erase what is kept of ``conversation``, in memory and on the disk."""

    conversation: str


class Shutdown(msgspec.Struct, frozen=True, tag="shutdown"):
    """Stop what is being done, have everything on the disk, and end the process."""


Request = Load | Chat | Count | Embed | Ping | Stop | Forget | Shutdown


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The engine runs; ``engine`` is llama.cpp's version, ``devices`` is what it can compute on."""

    engine: str
    devices: tuple[Device, ...] = ()


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """``id`` 0 while loading. ``fraction`` is 0…1 of the file or of the prompt."""

    id: int
    phase: str
    fraction: float


class Loaded(msgspec.Struct, frozen=True, tag="loaded"):
    """The model is in memory. ``threads``: how many compute. ``file_bytes``: weights, which the system may drop.

    ``placed``: a sentence on what computes it. ``note``: one the person should know, such as on its chat template, or "".
    """

    path: str
    context_tokens: int
    threads: int
    file_bytes: int = 0
    placed: str = ""
    note: str = ""


class Text(msgspec.Struct, frozen=True, tag="text"):
    """More of the reply; never half a character."""

    id: int
    text: str


class Reasoning(msgspec.Struct, frozen=True, tag="reasoning"):
    """More of the thinking."""

    id: int
    text: str


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The chat is over: ``stop`` is end, length or cancelled. ``tokens_per_s``: without the prompt, 0 if unknown."""

    id: int
    stop: str
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    reasoning_tokens: int
    tokens_per_s: float


class Counted(msgspec.Struct, frozen=True, tag="counted"):
    """The answer to Count."""

    id: int
    tokens: int


class Embedded(msgspec.Struct, frozen=True, tag="embedded"):
    """The vectors of the next texts, each of length 1 as 32-bit floats, little-endian. ``tokens``: of these texts.

    ``cut``: which were longer than the model reads at once, so that their ends were left out.
    """

    id: int
    vectors: tuple[bytes, ...]
    tokens: int
    cut: tuple[bool, ...]


class Pong(msgspec.Struct, frozen=True, tag="pong"):
    """The answer to Ping."""

    id: int


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """A ``ChatError`` on its way to the person; ``id`` 0 when a load failed."""

    id: int
    kind: str
    sentence: str
    remedy: str = ""
    detail: str = ""
    about: str = ""


Event = Ready | Progress | Loaded | Text | Reasoning | Done | Counted | Embedded | Pong | Failed

_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_events: msgspec.msgpack.Decoder[Event] = msgspec.msgpack.Decoder(Event)


class FrameError(Exception):
    """Bytes that are not a frame of this protocol, or one that is too long; the pipe can't be trusted any more."""


def pack(message: Request | Event) -> bytes:
    """The frame for ``message``."""
    body = _encoder.encode(message)
    limit = EVENT_LIMIT if isinstance(message, Event) else REQUEST_LIMIT
    if len(body) > limit:
        raise FrameError(f"a message of {len(body):,} bytes is over the limit of {limit:,}")
    return _LENGTH.pack(len(body)) + body


def length(head: bytes, limit: int) -> int:
    """How many bytes follow ``head`` (four bytes). Raises ``FrameError`` over ``limit``."""
    size = int(_LENGTH.unpack(head)[0])
    if size > limit:
        raise FrameError(f"a frame of {size:,} bytes is over the limit of {limit:,}")
    return size


def request(body: bytes) -> Request:
    """The request in a frame's body. Raises ``FrameError``."""
    try:
        return _requests.decode(body)
    except msgspec.MsgspecError as error:
        raise FrameError(str(error)) from error


def event(body: bytes) -> Event:
    """The event in a frame's body. Raises ``FrameError``."""
    try:
        return _events.decode(body)
    except msgspec.MsgspecError as error:
        raise FrameError(str(error)) from error
