"""Pictures for models that have an image part (a file named mmproj): what the model reads in their place.

llama.cpp's ``tools/mtmd`` does the seeing. Its chat helper would encode every picture again in each turn; here a picture is
encoded once, and stands in the sequence under numbers that no token has, so that what was read with it is found again.
"""

import ctypes
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine.native import Native

PICTURES_KEPT: Final = 8    # each takes some megabytes
_TEXT: Final = 0            # MTMD_INPUT_CHUNK_TYPE_TEXT


class Look:
    """A part of a picture, or all of it: as many places of the sequence as ``ids`` has numbers."""

    def __init__(self, vision: "Vision", chunk: Any, digest: bytes) -> None:
        self._vision, self._chunk = vision, chunk
        places = int(vision.c.mtmd_input_chunk_get_n_pos(chunk))
        seed = int.from_bytes(digest[:3], "little") << 7    # another picture has other numbers, and none is a token's
        self.ids = [-1 - (seed + place) for place in range(places)]
        self._embedding: Any = None

    def read(self, context: Any, place: int, batch: int) -> int:
        """Read it into sequence 0 from ``place`` on; llama_decode's result. Raises ``ChatError``."""
        if self._embedding is None:
            self._embedding = self._vision.encoded(self._chunk)
        c, after = self._vision.c, ctypes.c_int32()
        no_callback = c.mtmd_helper_post_decode_callback()
        return int(
            c.mtmd_helper_decode_image_chunk(
                self._vision.handle, context, self._chunk, self._embedding, place, 0, batch, ctypes.byref(after),
                no_callback, None,
            )
        )    # fmt: skip


class Picture:
    """What stands in a prompt for a picture: tokens around what is seen, as the model was trained."""

    def __init__(self, vision: "Vision", data: bytes) -> None:
        self._c = vision.c
        digest = blake2b(data, digest_size=16).digest()
        self._chunks = vision.cut(data)
        self.pieces: list[list[int] | Look] = []
        for index in range(self._c.mtmd_input_chunks_size(self._chunks)):
            chunk = self._c.mtmd_input_chunks_get(self._chunks, index)
            if self._c.mtmd_input_chunk_get_type(chunk) == _TEXT:
                count = ctypes.c_size_t()
                tokens = self._c.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
                self.pieces.append([tokens[i] for i in range(count.value)])
            else:
                self.pieces.append(Look(vision, chunk, blake2b(digest + bytes([index % 256])).digest()))

    def free(self) -> None:
        """Give the memory back."""
        self._c.mtmd_input_chunks_free(self._chunks)


class Vision:
    """The image part of a loaded model; ``free`` gives it back. Not for more than one thread."""

    def __init__(self, native: Native, model: Any, path: Path, threads: int, *, gpu: bool) -> None:
        from llama_cpp import mtmd_cpp

        self.c, self._native = mtmd_cpp, native
        self._width = int(native.c.llama_model_n_embd_inp(model))
        self._marker = f"<picture {secrets.token_hex(8)}>".encode()
        for set_log in (mtmd_cpp.mtmd_log_set, mtmd_cpp.mtmd_helper_log_set):
            set_log(native.keep[0], None)
        params = mtmd_cpp.mtmd_context_params_default()
        params.use_gpu, params.n_threads, params.media_marker = gpu, threads, self._marker
        params.print_timings = params.warmup = False
        native.log.clear()
        self.handle = mtmd_cpp.mtmd_init_from_file(str(path).encode("utf-8", "surrogateescape"), model, params)
        if not self.handle or not mtmd_cpp.mtmd_support_vision(self.handle):
            self.free()
            raise ChatError(
                ErrorKind.MODEL_FILE,
                f"The model can't see pictures: its image part “{path.name}” is damaged, or belongs to another model.",
                remedy="Download it again, or take the pictures out of the conversation.",
                detail=native.reason(),
            )
        self._pictures: OrderedDict[bytes, Picture] = OrderedDict()

    def pictures(self, images: Sequence[bytes]) -> list[Picture]:
        """What the model reads for each of the encoded images. Raises ``ChatError``."""
        made = [self._picture(data) for data in images]
        while len(self._pictures) > max(PICTURES_KEPT, len(images)):
            self._pictures.popitem(last=False)[1].free()
        return made

    def free(self) -> None:
        """Give the memory back; no call after this."""
        for picture in getattr(self, "_pictures", {}).values():
            picture.free()
        if self.handle:
            self.c.mtmd_free(self.handle)

    def cut(self, data: bytes) -> Any:
        """An encoded image as the model wants it: llama.cpp's chunks, to be freed."""
        buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        bitmap = self.c.mtmd_helper_bitmap_init_from_buf(self.handle, buffer, len(data), False)
        if not bitmap or self.c.mtmd_bitmap_is_audio(bitmap):
            self.c.mtmd_bitmap_free(bitmap)    # of nothing: nothing
            raise _unreadable(self._native.reason())
        chunks = self.c.mtmd_input_chunks_init()
        text = self.c.mtmd_input_text(self._marker, len(self._marker), False, True)
        bitmaps = (ctypes.c_void_p * 1)(bitmap)
        failed = self.c.mtmd_tokenize(self.handle, chunks, ctypes.byref(text), bitmaps, 1)
        self.c.mtmd_bitmap_free(bitmap)
        if failed:
            self.c.mtmd_input_chunks_free(chunks)
            raise _unreadable(self._native.reason())
        return chunks

    def encoded(self, chunk: Any) -> Any:
        """What the model sees: a row of numbers for each of the chunk's tokens. Takes seconds."""
        if self.c.mtmd_encode_chunk(self.handle, chunk):
            raise _unreadable(self._native.reason())
        size = self._width * int(self.c.mtmd_input_chunk_get_n_tokens(chunk))
        embedding = (ctypes.c_float * size)()
        ctypes.memmove(embedding, self.c.mtmd_get_output_embd(self.handle), ctypes.sizeof(embedding))
        return embedding

    def _picture(self, data: bytes) -> Picture:
        digest = blake2b(data, digest_size=16).digest()
        if digest not in self._pictures:
            self._pictures[digest] = Picture(self, data)
        self._pictures.move_to_end(digest)
        return self._pictures[digest]


def _unreadable(detail: str) -> ChatError:
    return ChatError(
        ErrorKind.ENGINE,
        "A picture in the conversation can't be read by the local engine.",
        remedy="Attach it as PNG or JPEG.",
        detail=detail,
    )
