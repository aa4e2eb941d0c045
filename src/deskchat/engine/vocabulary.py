"""The tokens of one model: from text to tokens, and from tokens to bytes."""

import ctypes
from collections.abc import Sequence
from typing import Any, Final

_UNKNOWN, _CONTROL, _USER_DEFINED = 1, 8, 16    # llama_token_attr
_USUAL_PIECE: Final = 64    # bytes; longer pieces are asked for twice


class Vocabulary:
    """What the tokens of a loaded model mean. Valid as long as the model is in memory."""

    def __init__(self, c: Any, model: Any) -> None:
        self._c = c
        self._vocab = c.llama_model_get_vocab(model)
        self._pieces: dict[tuple[int, bool], bytes] = {}
        self._ends: dict[int, bool] = {}
        self.size = int(c.llama_vocab_n_tokens(self._vocab))

    @property
    def handle(self) -> Any:
        """llama.cpp's own object, for its samplers."""
        return self._vocab

    def text_of(self, which: str) -> str:
        """The text of the token “bos” or “eos”, or ``""``."""
        token = getattr(self._c, f"llama_vocab_{which}")(self._vocab)
        return self._c.llama_vocab_get_text(self._vocab, token).decode("utf-8", "replace") if token >= 0 else ""

    def specials(self) -> tuple[list[str], list[str]]:
        """The texts of the tokens that steer the model (control, unknown), and of those the file's maker added."""
        control: list[str] = []
        added: list[str] = []
        for token in range(self.size):
            kind = self._c.llama_vocab_get_attr(self._vocab, token)
            if kind & (_UNKNOWN | _CONTROL | _USER_DEFINED):
                text = self._c.llama_vocab_get_text(self._vocab, token).decode("utf-8", "replace")
                (added if kind & _USER_DEFINED else control).append(text)
        return control, added

    def tokenise(self, segments: Sequence[str], *, begins: bool = True) -> list[int]:
        """Tokens of a prompt; special tokens are found inside a segment, never across two.

        ``begins``: a token for the beginning is added where the model wants one.
        """
        tokens = [token for segment in segments if segment for token in self._tokenise(segment)]
        if not begins:
            return tokens
        bos = self._c.llama_vocab_bos(self._vocab)
        if self._c.llama_vocab_get_add_bos(self._vocab) and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        return tokens

    def of_text(self, text: str) -> list[int]:
        """Tokens of a text by itself, in which nothing is special, with what the model wants at its beginning and end."""
        return self._tokenise(text, adds=True, special=False)

    def _tokenise(self, text: str, *, adds: bool = False, special: bool = True) -> list[int]:
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 16
        found = (self._c.llama_token * room)()
        count = self._c.llama_tokenize(self._vocab, raw, len(raw), found, room, adds, special)
        if count < 0:
            found = (self._c.llama_token * -count)()
            count = self._c.llama_tokenize(self._vocab, raw, len(raw), found, -count, adds, special)
        return list(found[:count])

    def piece(self, token: int, special: bool = False) -> bytes:
        """The bytes a token stands for; of a control token only with ``special``."""
        known = self._pieces.get((token, special))
        if known is None:
            known = self._pieces[token, special] = self._piece(token, special)
        return known

    def _piece(self, token: int, special: bool) -> bytes:
        buffer = ctypes.create_string_buffer(_USUAL_PIECE)
        size = self._c.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, special)
        if size < 0:
            buffer = ctypes.create_string_buffer(-size)
            size = self._c.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, special)
        return buffer.raw[: max(size, 0)]

    def ends(self, token: int) -> bool:
        """Does this token end the reply?"""
        known = self._ends.get(token)
        if known is None:
            known = self._ends[token] = bool(self._c.llama_vocab_is_eog(self._vocab, token))
        return known
