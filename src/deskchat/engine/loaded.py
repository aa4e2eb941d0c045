"""A model in memory, and the tokens it has read; raw llama.cpp, one sequence."""

import ctypes
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine.native import AbortFlag, Native

BATCH: Final = 512
FIRST_CHUNK: Final = 64
CHUNK_SECONDS: Final = 0.25    # progress is told about this often while the prompt is read
_FLASH_AUTO: Final = -1
_ABORTED: Final = 2
_UNKNOWN, _CONTROL, _USER_DEFINED = 1, 8, 16


class AbortedError(Exception):
    """The abort flag was set while llama.cpp worked."""


class LoadedModel:
    """Weights, context and vocabulary; ``free`` gives them back. Not for more than one thread."""

    def __init__(
        self,
        native: Native,
        abort: AbortFlag,
        path: str,
        *,
        context_tokens: int,
        threads: int,
        progress: Callable[[float], None],
    ) -> None:
        self._native, self._c, self._abort = native, native.c, abort
        self._model = self._load(path, progress)
        try:
            self._context = self._open(context_tokens, threads)
        except ChatError:
            self._c.llama_model_free(self._model)
            raise
        self._vocab = self._c.llama_model_get_vocab(self._model)
        self._memory = self._c.llama_get_memory(self._context)
        self.context_tokens = int(self._c.llama_n_ctx(self._context))
        self.vocabulary = int(self._c.llama_vocab_n_tokens(self._vocab))
        self._window = int(self._c.llama_model_n_swa(self._model))
        self._rolls_back = not (
            self._window or self._c.llama_model_is_recurrent(self._model) or self._c.llama_model_is_hybrid(self._model)
        )
        self._tokens: list[int] = []      # what the context holds
        self._pieces: dict[tuple[int, bool], bytes] = {}
        self._one = (self._c.llama_token * 1)()
        self._batch = self._c.llama_batch_get_one(self._one, 1)

    def _load(self, path: str, progress: Callable[[float], None]) -> Any:
        def told(fraction: float, _data: object) -> bool:
            progress(float(fraction))
            return True

        params = self._c.llama_model_default_params()
        params.progress_callback = self._c.llama_progress_callback(told)
        self._native.log.clear()
        model = self._c.llama_model_load_from_file(path.encode("utf-8", "surrogateescape"), params)
        if not model:
            raise _refused(self._native.reason())
        if self._c.llama_model_has_encoder(model) or not self._c.llama_model_has_decoder(model):
            self._c.llama_model_free(model)
            raise ChatError(
                ErrorKind.MODEL_FILE,
                "The model in this file does not write text, so it can't be talked to.",
                remedy="Choose a chat model.",
            )
        return model

    def _open(self, context_tokens: int, threads: int) -> Any:
        params = self._c.llama_context_default_params()
        params.n_ctx, params.n_batch, params.n_ubatch = context_tokens, BATCH, BATCH
        params.n_seq_max = params.n_outputs_max = 1    # logits of the last token only: saves up to 500 MB of buffer
        params.n_threads = params.n_threads_batch = threads
        params.flash_attn_type = _FLASH_AUTO
        params.swa_full = False                        # a fifth of the memory; what can't be rolled back is read again
        params.abort_callback, params.abort_callback_data = self._abort.callback, self._abort.data
        context = self._c.llama_init_from_model(self._model, params)
        if not context:
            raise ChatError(
                ErrorKind.ENGINE,
                "There is too little memory for this model's context.",
                remedy="Close other programs, set a shorter context, or choose a smaller model.",
                detail=self._native.reason(),
            )
        return context

    def free(self) -> None:
        """Give the memory back; no call after this."""
        self._c.llama_free(self._context)
        self._c.llama_model_free(self._model)

    def template(self) -> str:
        """The file's chat template, or ``""``."""
        source = self._c.llama_model_chat_template(self._model, None)
        return source.decode("utf-8", "replace") if source else ""

    def text_of(self, which: str) -> str:
        """The text of the token “bos” or “eos”, or ``""``."""
        token = getattr(self._c, f"llama_vocab_{which}")(self._vocab)
        return self._c.llama_vocab_get_text(self._vocab, token).decode("utf-8", "replace") if token >= 0 else ""

    def specials(self) -> tuple[list[str], list[str]]:
        """The texts of the tokens that steer the model (control, unknown), and of those the file's maker added."""
        control: list[str] = []
        added: list[str] = []
        for token in range(self.vocabulary):
            kind = self._c.llama_vocab_get_attr(self._vocab, token)
            if kind & (_UNKNOWN | _CONTROL | _USER_DEFINED):
                text = self._c.llama_vocab_get_text(self._vocab, token).decode("utf-8", "replace")
                (added if kind & _USER_DEFINED else control).append(text)
        return control, added

    def tokenise(self, segments: Sequence[str]) -> list[int]:
        """Tokens of a prompt; special tokens are found inside a segment, never across two. A beginning is added."""
        tokens = [token for segment in segments if segment for token in self._tokenise(segment)]
        bos = self._c.llama_vocab_bos(self._vocab)
        if self._c.llama_vocab_get_add_bos(self._vocab) and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        return tokens

    def _tokenise(self, text: str) -> list[int]:
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 16
        found = (self._c.llama_token * room)()
        count = self._c.llama_tokenize(self._vocab, raw, len(raw), found, room, False, True)
        if count < 0:
            found = (self._c.llama_token * -count)()
            count = self._c.llama_tokenize(self._vocab, raw, len(raw), found, -count, False, True)
        return list(found[:count])

    def piece(self, token: int, special: bool = False) -> bytes:
        """The bytes a token stands for; of a control token only with ``special``."""
        known = self._pieces.get((token, special))
        if known is None:
            known = self._pieces[token, special] = self._piece(token, special)
        return known

    def _piece(self, token: int, special: bool) -> bytes:
        buffer = ctypes.create_string_buffer(64)
        size = self._c.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, special)
        if size < 0:
            buffer = ctypes.create_string_buffer(-size)
            size = self._c.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, special)
        return buffer.raw[: max(size, 0)]

    def ends(self, token: int) -> bool:
        """Does this token end the reply?"""
        return bool(self._c.llama_vocab_is_eog(self._vocab, token))

    @property
    def room(self) -> int:
        """How many more tokens the context takes."""
        return self.context_tokens - len(self._tokens)

    def read(self, tokens: Sequence[int], progress: Callable[[float], None]) -> int:
        """Read a prompt, as little of it as needed; then a token can be drawn. Returns how many were still in memory.

        Raises ``AbortedError``; what was read by then stays in memory.
        """
        kept = self._keep(tokens)
        place, chunk = kept, FIRST_CHUNK
        while place < len(tokens):
            progress((place - kept) / (len(tokens) - kept))
            part = tokens[place : place + chunk]
            began = time.monotonic()
            batch = (self._c.llama_token * len(part))(*part)
            self._decode(self._c.llama_batch_get_one(batch, len(part)), part)
            place += len(part)
            if time.monotonic() - began < CHUNK_SECONDS / 2:
                chunk = min(chunk * 2, BATCH)
        progress(1.0)
        return kept

    def draw(self, chain: Any) -> int:
        """The next token; it is not read yet."""
        return int(self._c.llama_sampler_sample(chain, self._context, -1))

    def append(self, token: int) -> None:
        """Read one more token. Raises ``AbortedError``."""
        self._one[0] = token
        self._decode(self._batch, (token,))

    def _decode(self, batch: Any, tokens: Sequence[int]) -> None:
        result = self._c.llama_decode(self._context, batch)
        if result == 0:
            self._tokens.extend(tokens)
            return
        if result == _ABORTED:
            if self._rolls_back:    # what was read before the abort stays, the rest llama.cpp has taken out
                self._tokens = (self._tokens + list(tokens))[: self._c.llama_memory_seq_pos_max(self._memory, 0) + 1]
            else:
                self._clear()
            raise AbortedError
        self._clear()
        raise ChatError(
            ErrorKind.ENGINE,
            "The engine could not compute the next words.",
            remedy="Try again, or choose a smaller model.",
            detail=f"llama_decode returned {result}. {self._native.reason()}",
        )

    def _keep(self, tokens: Sequence[int]) -> int:
        """Drop from memory what differs from ``tokens``; returns how many at the beginning remain valid."""
        common = 0
        for mine, theirs in zip(self._tokens, tokens[:-1], strict=False):    # the last is read anew, for its logits
            if mine != theirs:
                break
            common += 1
        if common == len(self._tokens):
            return common
        # with a sliding window llama.cpp says yes to a roll-back it has no cells for (measured: other tokens come out)
        oldest = self._c.llama_memory_seq_pos_min(self._memory, 0)
        seen = self._window == 0 or oldest <= max(0, common - self._window)
        if common and seen and self._c.llama_memory_seq_rm(self._memory, 0, common, -1):
            self._tokens = self._tokens[:common]
            return common
        self._clear()
        return 0

    def _clear(self) -> None:
        self._c.llama_memory_clear(self._memory, True)
        self._tokens = []


def _refused(reason: str) -> ChatError:
    if "unknown model architecture" in reason:
        return ChatError(
            ErrorKind.MODEL_FILE,
            "The model in this file is of a kind that this version of the engine does not know.",
            remedy="Choose another model, or a newer version of deskchat.",
            detail=reason,
        )
    if "allocate" in reason or "out of memory" in reason.lower():
        return ChatError(
            ErrorKind.ENGINE,
            "There is too little memory for this model.",
            remedy="Close other programs, or choose a smaller model.",
            detail=reason,
        )
    return ChatError(
        ErrorKind.MODEL_FILE,
        "The model file is damaged or of an unknown kind: the engine could not load it.",
        remedy="Download it again, or choose another file.",
        detail=reason,
    )
