"""What the header of a GGUF file says, read without llama.cpp and within bounds.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (version 3; 2 reads the same).
Files come from strangers: every count and length is checked before it is believed, at most ``HEADER_LIMIT`` bytes are
read, and whatever is wrong becomes one sentence that names it.
"""

import io
import math
import re
import stat
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import quantisation, thinking_switch

HEADER_LIMIT: Final = 96 << 20     # the largest seen (262,144 tokens with scores and types) is 7 MB
KEYS_LIMIT: Final = 10_000
TENSORS_LIMIT: Final = 200_000
ITEMS_LIMIT: Final = 4 << 20       # of one array; the largest vocabularies have 262,144 tokens
STRING_LIMIT: Final = 4 << 20
NAME_LIMIT: Final = 120
LAYERS_LIMIT: Final = 2_048
CONTEXT_LIMIT: Final = 1 << 28
STEP: Final = 1 << 20
REST_LIMIT: Final = 64 << 20
ANOTHER: Final = "Choose another file, or download it again."

_SCALARS: Final[Mapping[int, str]] = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d",
}
ENCODERS: Final = frozenset({    # of llama.cpp's architectures (llama-arch.cpp): those that only make vectors
    "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
    "gemma-embedding", "llama-embed", "t5encoder",
})
_STRING: Final = 8
_ARRAY: Final = 9
_PART = re.compile(r"^(?P<prefix>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})$")

Value = int | float | bool | str | tuple[int, ...]


class GgufFacts(msgspec.Struct, frozen=True):
    """What a person or the engine wants to know of a GGUF file. ``None``: the file does not say.

    ``size_bytes`` counts all parts of a split file. ``template`` is the chat template in Jinja's language, ``""`` for a
    base model. ``efforts``: as in ``ModelInfo``. ``embeds``: the model was made to turn texts into vectors, and writes none.
    """

    name: str
    architecture: str
    size_bytes: int
    quantisation: str = ""
    context_tokens: int | None = None
    template: str = ""
    licence: str = ""
    vocabulary: int | None = None
    efforts: tuple[str, ...] = ()
    embeds: bool = False


class Tensor(msgspec.Struct, frozen=True):
    """One of the file's arrays of weights. ``shape``: the first number counts neighbours in memory."""

    name: str
    shape: tuple[int, ...]
    size_bytes: int


class Header(msgspec.Struct, frozen=True):
    """All that stands before the weights; of long lists and lists of texts only how many items they have."""

    values: Mapping[str, Value]
    tensors: tuple[Tensor, ...]

    def number(self, key: str) -> int | None:
        """The whole number (or length of the list) under ``key``."""
        return _number(self.values, key)


def read(path: Path) -> GgufFacts:
    """Read and check the header. Raises ``ChatError("model_file")`` with a sentence that says what is wrong."""
    found = _header(path)
    total = sum(_size(part) for part in _parts_of(path, found))
    if not found.tensors:
        raise _bad(f"“{path.name}” holds no weights, so there is no model in it.")
    return _facts(path, found.values, total)


class BeginningOnlyError(ChatError):
    """The header goes on after the bytes there are."""


def beginning(name: str, data: bytes, size_bytes: int) -> Header | None:
    """The header of a file of ``size_bytes`` that begins with ``data``; ``None``: it goes on behind that.

    Of a split file it has the tensors of its first part only. Raises ``ChatError("model_file")``.
    """
    try:
        return _read(Path(name), io.BytesIO(data), size_bytes)
    except BeginningOnlyError:
        return None


def header(path: Path) -> Header:
    """The header, with the tensors of all parts where the model is split. Raises ``ChatError("model_file")``."""
    found = _header(path)
    later = (tensor for part in _parts_of(path, found)[1:] for tensor in _header(part).tensors)
    return Header(found.values, (*found.tensors, *later))


def parts(path: Path) -> tuple[Path, ...]:
    """The files of the model: ``path`` alone, or all parts of a split one. Raises ``ChatError("model_file")``."""
    return _parts_of(path, _header(path))


def _parts_of(path: Path, found: Header) -> tuple[Path, ...]:
    return (path,) if found.number("split.count") in (None, 0, 1) else _parts(path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error


def _header(path: Path) -> Header:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise _bad(f"“{path.name}” is not a file.")    # to open a pipe is to wait for whoever writes into it
        with path.open("rb") as file:
            return _read(path, file, status.st_size)
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(path: Path, file: BinaryIO, size: int) -> Header:
    cursor = _Cursor(path, file)
    _check_start(path, cursor.peek(512), size)
    cursor.skip(8)
    tensors, keys = cursor.scalar("<Q"), cursor.scalar("<Q")
    if tensors > TENSORS_LIMIT or keys > KEYS_LIMIT:
        raise _bad(f"“{path.name}” is damaged: its header promises impossible numbers of entries.")
    values: dict[str, Value] = {}
    for _ in range(keys):
        key = cursor.string(1 << 16)
        if key in values:
            raise _bad(f"“{path.name}” is damaged: its header says the same thing twice.", f"duplicate key {key[:80]!r}")
        values[key] = cursor.value(cursor.scalar("<I"))
    return Header(values, _tensors(cursor, tensors, values, size) if tensors else ())


def _check_start(path: Path, start: bytes, size: int) -> None:
    if size == 0:
        raise _bad(f"“{path.name}” is empty.", remedy="Download it again.")
    if start[:4] != b"GGUF":
        raise _not_gguf(path, start)
    if len(start) < 24:
        raise _truncated(path)
    version = struct.unpack_from("<I", start, 4)[0]
    if version in (2, 3):
        return
    if struct.unpack_from(">I", start, 4)[0] in (2, 3):
        raise _bad(f"“{path.name}” was made for big-endian machines and can't be used here.", remedy="Get the usual file.")
    if version == 1:
        raise _bad(f"“{path.name}” is in the first version of the GGUF format, no longer read.", remedy="Get a newer file.")
    raise _bad(f"“{path.name}” is in version {version} of the GGUF format, which this program does not know.")


def _not_gguf(path: Path, start: bytes) -> ChatError:
    head = start.lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
        return _bad(f"“{path.name}” is a web page, not a model: perhaps a login page.", remedy="Download it again.")
    if head.startswith(b"version https://git-lfs"):
        return _bad(
            f"“{path.name}” is only a Git LFS pointer that stands for the model.",
            remedy="Fetch the real file with “git lfs pull”, or download it from the model's page.",
        )
    if not start.strip(b"\0"):
        sentence = f"“{path.name}” holds only zeros: its download was probably never finished."
        return _bad(sentence, remedy="Download it again.")
    return _bad(f"“{path.name}” is not a GGUF file.", remedy="Choose a model whose name ends in “.gguf”.")


def _tensors(cursor: "_Cursor", count: int, values: Mapping[str, Value], size: int) -> tuple[Tensor, ...]:
    """Every tensor must lie inside the file; a cut-off download is found here without reading the weights."""
    path, end, found = cursor.path, 0, []
    for _ in range(count):
        tensor, offset = _tensor(cursor)
        end = max(end, offset + tensor.size_bytes)
        found.append(tensor)
    alignment = values.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment < 1 or alignment & (alignment - 1) or alignment > 1 << 20:
        raise _bad(f"“{path.name}” is damaged: its header names an impossible alignment.")
    start = -(-cursor.position // alignment) * alignment
    if start + end > size:
        raise _truncated(path, f"needs {start + end:,} bytes, has {size:,}")
    if size - start - end > REST_LIMIT:    # the engine would map all of it into memory
        sentence = f"“{path.name}” is damaged: much follows that is no part of a model."
        raise _bad(sentence, f"needs {start + end:,} bytes, has {size:,}")
    return tuple(found)


def _tensor(cursor: "_Cursor") -> tuple[Tensor, int]:
    """A tensor's entry, and where its weights begin."""
    path, name, dimensions = cursor.path, cursor.string(1 << 10), cursor.scalar("<I")
    if dimensions > 4:
        raise _bad(f"“{path.name}” is damaged: one of its tensors has too many dimensions.")
    shape = tuple(cursor.scalar("<Q") for _ in range(dimensions))
    kind, offset, weights = cursor.scalar("<I"), cursor.scalar("<Q"), math.prod(shape)
    if weights > 1 << 50 or offset > 1 << 50:
        raise _bad(f"“{path.name}” is damaged: one of its tensors is impossibly large.")
    if kind not in quantisation.BLOCKS:
        raise _bad(f"“{path.name}” stores its weights in a way this program does not know.", f"tensor type {kind}")
    per_block, block_bytes = quantisation.BLOCKS[kind]
    return Tensor(name, shape, -(-weights // per_block) * block_bytes), offset


def _facts(path: Path, values: Mapping[str, Value], size: int) -> GgufFacts:
    architecture = values.get("general.architecture")
    if not isinstance(architecture, str) or not re.fullmatch(r"[a-z0-9_.\-]{1,64}", architecture):
        raise _bad(f"“{path.name}” does not say what kind of model it is.")
    if architecture in ("clip", "mmproj"):
        raise _bad(f"“{path.name}” is only the image part of a model.", remedy="Choose the model's main file.")
    layers = _number(values, f"{architecture}.block_count")
    context = _number(values, f"{architecture}.context_length")
    if layers is not None and not 1 <= layers <= LAYERS_LIMIT:
        raise _bad(f"“{path.name}” is damaged: it claims an impossible number of layers.", f"block_count {layers}")
    if context is not None and not 1 <= context <= CONTEXT_LIMIT:
        raise _bad(f"“{path.name}” is damaged: it claims an impossible context length.", f"context_length {context}")
    template = values.get("tokenizer.chat_template")
    template = template if isinstance(template, str) else ""
    name = _plain(values.get("general.name")) or path.stem
    return GgufFacts(
        name=name,
        architecture=architecture,
        size_bytes=size,
        quantisation=quantisation.name_of(_number(values, "general.file_type"), path),
        context_tokens=context,
        template=template,
        licence=_plain(values.get("general.license")),
        vocabulary=_number(values, "tokenizer.ggml.tokens"),
        efforts=thinking_switch.efforts(template),
        embeds=architecture in ENCODERS or bool(_number(values, f"{architecture}.pooling_type")),
    )


def _number(values: Mapping[str, Value], key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _plain(value: Value | None) -> str:
    """A short single line without control or direction characters: it will stand on buttons."""
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value[: 4 * NAME_LIMIT] if c.isprintable()).strip()[:NAME_LIMIT]


def _parts(path: Path) -> tuple[Path, ...]:
    matched = _PART.match(path.stem)
    if matched is None:
        sentence = f"“{path.name}” is a part of a split model, but its name does not say which."
        raise _bad(sentence, remedy="Give it its old name.")
    if int(matched["number"]) != 1:
        raise _bad(f"“{path.name}” is a later part of a split model.", remedy="Choose the part whose name has “00001-of”.")
    parts = []
    for number in range(1, min(int(matched["count"]), 1_000) + 1):
        part = path.with_name(f"{matched['prefix']}-{number:05}-of-{matched['count']}{path.suffix}")
        if not part.is_file():
            raise _bad(f"“{path.name}” needs “{part.name}” beside it.", remedy="Download all parts into one folder.")
        parts.append(part)
    return tuple(parts)


class _Cursor:
    """Walks through the header; reads in steps and never past ``HEADER_LIMIT``."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.position = 0
        self._file = file
        self._bytes = bytearray()

    def peek(self, size: int) -> bytes:
        """Up to ``size`` bytes from here, fewer at the file's end."""
        self._fill(size)
        return bytes(self._bytes[self.position : self.position + size])

    def skip(self, size: int) -> None:
        """Move on; the bytes must exist."""
        self._want(size)
        self.position += size

    def scalar(self, form: str) -> int:
        """One number in ``struct``'s language."""
        size = struct.calcsize(form)
        self._want(size)
        (number,) = struct.unpack_from(form, self._bytes, self.position)
        self.position += size
        return number    # type: ignore[no-any-return]  # struct's results are untyped; floats pass through value() alone

    def string(self, limit: int) -> str:
        """A string with its length before it."""
        size = self.scalar("<Q")
        if size > limit:
            raise _bad(f"“{self.path.name}” is damaged: its header holds an impossibly long text.", f"{size} bytes")
        self._want(size)
        text = bytes(self._bytes[self.position : self.position + size])
        self.position += size
        return text.decode("utf-8", "replace")

    def value(self, kind: int) -> Value:
        """A value of type ``kind``; of a list of texts its length, of a short list of whole numbers the numbers."""
        if kind == _STRING:
            return self.string(STRING_LIMIT)
        if kind == _ARRAY:
            return self._array()
        if kind in _SCALARS:
            return self.scalar(_SCALARS[kind])
        raise _bad(f"“{self.path.name}” is damaged: its header holds a value of unknown type.", f"value type {kind}")

    def _array(self) -> Value:
        kind, count = self.scalar("<I"), self.scalar("<Q")
        if count > ITEMS_LIMIT:
            raise _bad(f"“{self.path.name}” is damaged: its header holds an impossibly long list.", f"{count} items")
        if kind == _STRING:
            self._skip_strings(count)
            return count
        if kind not in _SCALARS:
            raise _bad(f"“{self.path.name}” is damaged: its header holds a list of unknown type.", f"item type {kind}")
        size = struct.calcsize(_SCALARS[kind])
        self._want(count * size)
        start, self.position = self.position, self.position + count * size
        if count > LAYERS_LIMIT or kind in (6, 12):
            return count    # scores and the like; what is asked for by number has an entry a layer at most
        return struct.unpack_from(f"<{count}{_SCALARS[kind][1]}", self._bytes, start)

    def _skip_strings(self, count: int) -> None:
        """Hundreds of thousands of tokens are stepped over: kept tight, for this is most of the time a file takes."""
        unpack, position = struct.Struct("<Q").unpack_from, self.position
        for _ in range(count):
            if position + 8 > len(self._bytes):
                self.position = position
                self._want(8)
            position += 8 + unpack(self._bytes, position)[0]
            if position > HEADER_LIMIT:
                raise _bad(f"“{self.path.name}” is damaged: its header is impossibly long.")
        self.position = min(position, self.position + HEADER_LIMIT)
        self._want(0)

    def _want(self, size: int) -> None:
        if self.position + size > HEADER_LIMIT:
            raise _bad(f"“{self.path.name}” is damaged: its header is impossibly long.")
        if self.position + size > len(self._bytes):
            self._fill(size)
            if self.position + size > len(self._bytes):
                cut = _truncated(self.path, "the header itself is cut off")
                raise BeginningOnlyError(cut.kind, cut.sentence, remedy=cut.remedy, detail=cut.detail)

    def _fill(self, size: int) -> None:
        missing = self.position + size - len(self._bytes)
        if missing > 0:
            self._bytes += self._file.read(max(missing, STEP))


def _bad(sentence: str, detail: str = "", remedy: str = ANOTHER) -> ChatError:
    return ChatError(ErrorKind.MODEL_FILE, sentence, remedy=remedy, detail=detail)


def _truncated(path: Path, detail: str = "") -> ChatError:
    return _bad(f"“{path.name}” is not complete: its end is missing.", detail, "Download it again.")


def _unreadable(path: Path, error: OSError) -> ChatError:
    if isinstance(error, FileNotFoundError):
        return _bad(f"“{path.name}” is no longer there.", str(error), "Put it back, or choose another file.")
    if isinstance(error, PermissionError):
        return _bad(f"“{path.name}” may not be read by you.", str(error), "Change the file's permissions.")
    if isinstance(error, IsADirectoryError):
        return _bad(f"“{path.name}” is a folder, not a file.", str(error))
    return _bad(f"“{path.name}” can't be read.", str(error))
