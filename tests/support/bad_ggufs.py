"""Malformed GGUF files, made from nothing; two of them make llama.cpp abort its process."""

import struct

U64_MAX = 2**63


def text(value: bytes) -> bytes:
    """A GGUF string."""
    return struct.pack("<Q", len(value)) + value


def pair(key: str, value: str | int) -> bytes:
    """A key with a text or a 32-bit number."""
    if isinstance(value, str):
        return text(key.encode()) + struct.pack("<I", 8) + text(value.encode())
    return text(key.encode()) + struct.pack("<II", 4, value)


def head(tensors: int, keys: int, version: int = 3) -> bytes:
    """The first 24 bytes."""
    return b"GGUF" + struct.pack("<IQQ", version, tensors, keys)


def tensor(dimensions: list[int], kind: int = 0, offset: int = 0) -> bytes:
    """The entry of one tensor named “t”."""
    return text(b"t") + struct.pack(f"<I{len(dimensions)}QIQ", len(dimensions), *dimensions, kind, offset)


LLAMA = pair("general.architecture", "llama")


def _llama(context: int, embedding: int, layers: int, heads: int, forward: int) -> bytes:
    return LLAMA + b"".join((
        pair("llama.context_length", context),
        pair("llama.embedding_length", embedding),
        pair("llama.block_count", layers),
        pair("llama.attention.head_count", heads),
        pair("llama.feed_forward_length", forward),
    ))


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 123\n"
ARRAY = struct.pack("<I", 9)

BAD: dict[str, tuple[bytes, str]] = {    # name -> (bytes, words the sentence must hold)
    "empty": (b"", "is empty"),
    "magic_only": (b"GGUF", "not complete"),
    "html": (b"<html>captive portal</html>", "web page"),
    "lfs_pointer": (LFS, "Git LFS pointer"),
    "zeros": (bytes(4096), "only zeros"),
    "bad_magic": (b"GGML" + struct.pack("<IQQ", 3, 0, 0), "not a GGUF file"),
    "ver_1": (head(0, 0, 1), "first version"),
    "ver_999": (head(0, 0, 999), "version 999"),
    "zero": (head(0, 0), "no weights"),
    "big_endian": (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "big-endian"),
    "nkv_huge": (head(0, U64_MAX - 1), "impossible numbers"),
    "nkv_2^40": (head(0, 2**40), "impossible numbers"),
    "ntensors_huge": (head(U64_MAX - 1, 0), "impossible numbers"),
    "ntensors_2^40": (head(2**40, 0), "impossible numbers"),
    "strlen_huge": (head(0, 1) + struct.pack("<Q", U64_MAX) + b"general", "impossibly long text"),
    "strlen_2^33": (head(0, 1) + struct.pack("<Q", 2**33) + b"general", "impossibly long text"),
    "arr_huge": (head(0, 1) + text(b"tokens") + ARRAY + struct.pack("<IQ", 8, 2**61), "impossibly long list"),
    "arr_u8_2^40": (head(0, 1) + text(b"x") + ARRAY + struct.pack("<IQ", 0, 2**40), "impossibly long list"),
    "arr_of_arr": (head(0, 1) + text(b"x") + ARRAY + struct.pack("<IQIQ", 9, 1, 9, 1), "list of unknown type"),
    "arr_item_huge": (head(0, 1) + text(b"x") + ARRAY + struct.pack("<IQQ", 8, 2, 2**62), "impossibly long"),
    "bad_type": (head(0, 1) + text(b"x") + struct.pack("<II", 99, 0), "value of unknown type"),
    "dup_keys": (head(0, 2) + LLAMA * 2, "same thing twice"),
    "align_0": (head(1, 2) + LLAMA + pair("general.alignment", 0) + tensor([1]), "impossible alignment"),
    "align_3": (head(1, 2) + LLAMA + pair("general.alignment", 3) + tensor([1]), "impossible alignment"),
    "arch_wrongtype": (head(1, 1) + pair("general.architecture", 1) + tensor([1]) + bytes(64), "what kind of model"),
    "arch_missing": (head(1, 0) + tensor([1]) + bytes(64), "what kind of model"),
    "arch_only": (head(0, 1) + LLAMA, "no weights"),
    "tensor_dims5": (head(1, 1) + LLAMA + tensor([1] * 5), "too many dimensions"),
    "tensor_overflow": (head(1, 1) + LLAMA + tensor([2**62, 8]), "impossibly large"),
    "tensor_type999": (head(1, 1) + LLAMA + tensor([32], kind=999), "way this program does not know"),
    "tensor_beyond_eof": (head(1, 1) + LLAMA + tensor([1 << 30]), "not complete"),
    "invalid_utf8_key": (head(0, 1) + text(b"\xff\xfe") + struct.pack("<I", 8) + text(b"\xff"), "no weights"),
    "cut_in_key": (head(0, 3) + LLAMA + b"\x05\x00", "not complete"),
    "head_zero": (head(0, 6) + _llama(0, 0, 0, 0, 0), "no weights"),
    "layers_huge": (head(0, 6) + _llama(2**31, 2**31, 2**31, 1, 2**31), "no weights"),
    "layers_zero_tensor": (head(1, 6) + _llama(8, 8, 0, 1, 8) + tensor([1]) + bytes(64), "impossible number of layers"),
    "context_zero": (head(1, 6) + _llama(0, 8, 1, 1, 8) + tensor([1]) + bytes(64), "impossible context"),
}

ABORTS = head(0, 6) + _llama(0, 0, 0, 0, 0)    # 259 bytes that make llama.cpp call abort()
