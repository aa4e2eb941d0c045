"""Texts as vectors: what a model makes of each, in numbers that lie close together where meanings do.

Made for models that do nothing else (BERT and the like), and any other model can do it, less well: where the file names no
way to make one vector of many (*pooling*), the mean over its tokens is taken. A text has to lie in one pass over the
weights, so the longest one the model takes is the size of its batch. See ``llama_get_embeddings_seq`` in ``llama.h``.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import devices, fit, frames, gguf, loaded, native, offload, resources
from deskchat.engine.gguf import Header
from deskchat.engine.native import AbortFlag, Native
from deskchat.engine.reading_threads import Moment, ReadingThreads
from deskchat.engine.sequence import AbortedError
from deskchat.engine.shape import Shape, shape_of
from deskchat.engine.threadpools import Threadpools
from deskchat.engine.vectors import Vectors
from deskchat.engine.vocabulary import Vocabulary

LONGEST_TEXT: Final = 2048        # tokens, for models that were made for it
USUAL_TEXT: Final = 512           # for others: they compute a word for each token, too, and that takes memory
TEXTS_AT_ONCE: Final = 16
_UNSPECIFIED, _NONE, _MEAN, _RANK = -1, 0, 1, 4    # enum llama_pooling_type
_ABORTED: Final = 2
_F32: Final = 4


class Embedder:
    """A model in memory that makes vectors; ``free`` gives it back. Not for more than one thread."""

    def __init__(
        self, engine: Native, abort: AbortFlag, path: str, batch: int, opening: loaded.Opening, told: Callable[[float], None]
    ) -> None:
        self._native, self._c, self._abort = engine, engine.c, abort
        self._model = loaded.load_weights(engine, path, opening.gpu_layers, told)
        self._batch_size, self._threads = batch, ReadingThreads(opening.threads, opening.reading_threads)
        self._context: Any = None
        try:
            self._open(opening)
        except ChatError:
            self._c.llama_model_free(self._model)
            raise
        most = max(opening.threads, opening.reading_threads)
        self._pools = Threadpools(self._c, self._context, most, most)
        self._vocabulary = Vocabulary(self._c, self._model)
        self._width = int(self._c.llama_model_n_embd_out(self._model))
        self._memory = self._c.llama_get_memory(self._context)
        encodes_only = self._c.llama_model_has_encoder(self._model) and not self._c.llama_model_has_decoder(self._model)
        self._compute = self._c.llama_encode if encodes_only else self._c.llama_decode
        self._batch = self._c.llama_batch_init(batch, 0, 1)

    def free(self) -> None:
        """Give the memory back; no call after this."""
        self._c.llama_batch_free(self._batch)
        self._c.llama_free(self._context)
        self._pools.free()
        self._c.llama_model_free(self._model)

    def embed(self, texts: tuple[str, ...]) -> Iterator[Vectors]:
        """The vectors of ``texts``, as many at once as fit. Raises ``AbortedError`` or ``ChatError``."""
        waiting: list[list[int]] = []
        cut: list[bool] = []
        for text in texts:
            tokens = self._vocabulary.of_text(text)
            short = self._shortened(tokens)
            if len(waiting) == TEXTS_AT_ONCE or sum(map(len, waiting)) + len(short) > self._batch_size:
                yield self._computed(waiting, cut)
                waiting, cut = [], []
            waiting.append(short)
            cut.append(len(short) < len(tokens))
        if waiting:
            yield self._computed(waiting, cut)

    def _shortened(self, tokens: list[int]) -> list[int]:
        """What fits, with the token that ends a text where the model has one; a text of nothing is one token, too."""
        if not tokens:
            return [max(self._c.llama_vocab_bos(self._vocabulary.handle), 0)]
        return tokens if len(tokens) <= self._batch_size else [*tokens[: self._batch_size - 1], tokens[-1]]

    def _computed(self, texts: list[list[int]], cut: list[bool]) -> Vectors:
        if self._abort.is_set:
            raise AbortedError
        if self._memory:
            self._c.llama_memory_clear(self._memory, True)
        batch, place = self._batch, 0
        for number, tokens in enumerate(texts):
            for position, token in enumerate(tokens):
                batch.token[place], batch.pos[place], batch.n_seq_id[place] = token, position, 1
                batch.seq_id[place][0], batch.logits[place] = number, 1
                place += 1
        batch.n_tokens = place
        count, began = self._threads.choose(), Moment.now()
        self._pools.read(count)
        result = self._compute(self._context, batch)
        self._threads.took(count, place, Moment.now().since(began))
        if result == _ABORTED:
            raise AbortedError
        if result:
            raise _failed(f"llama_decode returned {result}. {self._native.reason()}")
        return Vectors(tuple(self._vector(number) for number in range(len(texts))), place, tuple(cut))

    def _vector(self, number: int) -> bytes:
        import numpy as np

        found = self._c.llama_get_embeddings_seq(self._context, number)
        if not found:
            raise _failed(self._native.reason())
        vector = np.ctypeslib.as_array(found, shape=(self._width,)).astype("<f4")
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length):
            raise _failed("the vector is not finite")
        return (vector / length if length > 0 else vector).astype("<f4").tobytes()

    def _open(self, opening: loaded.Opening) -> None:
        for pooling in (_UNSPECIFIED, _MEAN):
            params = self._c.llama_context_default_params()
            params.n_ctx = params.n_batch = params.n_ubatch = self._batch_size
            params.n_seq_max, params.kv_unified = TEXTS_AT_ONCE, True
            params.embeddings, params.pooling_type = True, pooling
            params.n_threads, params.n_threads_batch = opening.threads, opening.reading_threads
            params.flash_attn_type = loaded.FLASH_AUTO
            params.abort_callback, params.abort_callback_data = self._abort.callback, self._abort.data
            self._context = self._c.llama_init_from_model(self._model, params)
            if not self._context:
                raise loaded.too_little_memory("There is too little memory to make vectors.", self._native.reason())
            found = self._c.llama_pooling_type(self._context)
            if found not in (_NONE, _RANK):
                return
            self._c.llama_free(self._context)
            if found == _RANK:
                break
        raise ChatError(
            ErrorKind.MODEL_FILE,
            "The model in this file puts texts in order; it makes no vectors of them.",
            remedy="Choose a model that is made for embeddings.",
        )


def opened(
    engine: Native, abort: AbortFlag, request: frames.Load, told: Callable[[float], None]
) -> tuple[Embedder, frames.Loaded]:
    """The model of ``request`` in memory, and what is said of it. Raises ``ChatError``."""
    path = Path(request.path)
    facts, header = gguf.read(path), gguf.header(path)
    shape, batch = shape_of(header), batch_of(header, request.context_tokens, made_for_it=facts.embeds)
    decoding, reading = resources.threads(request.threads)
    use = fit.Use(batch, "f16", batch, outputs=batch)
    plan = offload.planned(shape, use, devices.listed(), request.gpu_layers, devices.faults(native.library_folder()))

    def load(gpu_layers: int) -> Embedder:
        needed = needs(shape, use, gpu_layers)
        resources.check_memory(facts.name, needed, resources.available_bytes())
        opening = loaded.Opening(batch, decoding, reading, gpu_layers)
        return Embedder(engine, abort, request.path, batch, opening, told)

    embedder, plan = offload.first_that_loads(plan, load)
    return embedder, frames.Loaded(request.path, batch, reading, facts.size_bytes, plan.reason)


def batch_of(header: Header, context_tokens: int, *, made_for_it: bool) -> int:
    """How many tokens a text may have."""
    trained = fit.use_of(header, context_tokens, "f16").context_tokens
    return min(trained, LONGEST_TEXT if made_for_it else USUAL_TEXT)


def needs(shape: Shape, use: fit.Use, gpu_layers: int) -> int:
    """Bytes of main memory: as for a chat, and once more what each token's word is computed from."""
    return fit.needs(shape, use, gpu_layers).host.total + _F32 * shape.tokens * use.batch


def _failed(detail: str) -> ChatError:
    return ChatError(
        ErrorKind.ENGINE,
        "The engine could not make vectors of the texts.",
        remedy="Try again, or choose another model.",
        detail=detail,
    )
