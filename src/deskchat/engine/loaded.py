"""A model in memory: weights, context and vocabulary, opened by llama.cpp's raw interface."""

import ctypes
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine.native import AbortFlag, Native
from deskchat.engine.quantisation import CacheType
from deskchat.engine.sequence import BATCH, DRAFTS, Sequence, chunk_of
from deskchat.engine.threadpools import Threadpools
from deskchat.engine.vocabulary import Vocabulary

FLASH_AUTO: Final = -1
CACHE_TYPES: Final[Mapping[CacheType, int]] = {"f16": 1, "q8_0": 8}    # ggml_type


class Opening(msgspec.Struct, frozen=True):
    """How a model is opened. ``threads`` decode, ``reading_threads`` read prompts; ``gpu_layers`` −1: all there are."""

    context_tokens: int
    threads: int
    reading_threads: int
    gpu_layers: int = 0
    cache_type: CacheType = "f16"


class LoadedModel:
    """Weights, context and vocabulary; ``free`` gives them back. Not for more than one thread."""

    def __init__(
        self, native: Native, abort: AbortFlag, path: str, opening: Opening, progress: Callable[[float], None]
    ) -> None:
        self._native, self._c = native, native.c
        self._abort = abort    # C looks at it as long as there is a context
        self._model = load_weights(native, path, opening.gpu_layers, progress)
        if self._c.llama_model_has_encoder(self._model) or not self._c.llama_model_has_decoder(self._model):
            self._c.llama_model_free(self._model)
            raise writes_no_text()
        try:
            self._context = self._open(opening, abort)
        except ChatError:
            self._c.llama_model_free(self._model)
            raise
        self.vocabulary = Vocabulary(self._c, self._model)
        window = int(self._c.llama_model_n_swa(self._model))
        recurrent = self._c.llama_model_is_recurrent(self._model) or self._c.llama_model_is_hybrid(self._model)
        self._pools = Threadpools(self._c, self._context, opening.threads, opening.reading_threads)
        self.sequence = Sequence(
            self._c, self._context, self._pools, window=window, recurrent=bool(recurrent), reason=self._native.reason
        )
        self.sequence.chunk = chunk_of(int(self._c.llama_model_size(self._model)), processor=opening.gpu_layers == 0)

    @property
    def handle(self) -> Any:
        """llama.cpp's own object."""
        return self._model

    @property
    def context_tokens(self) -> int:
        """How many tokens fit into the context, prompt and reply together."""
        return self.sequence.capacity

    def free(self) -> None:
        """Give the memory back; no call after this."""
        self.sequence.free()
        self._c.llama_free(self._context)
        self._pools.free()
        self._c.llama_model_free(self._model)

    def use_adapter(self, path: str) -> bool:
        """Lay a LoRA over the weights; ``False`` when it was made for another model."""
        self._native.log.clear()
        adapter = self._c.llama_adapter_lora_init(self._model, path.encode("utf-8", "surrogateescape"))
        if not adapter:
            return False
        adapters, scales = (self._c.llama_adapter_lora_p_ctypes * 1)(adapter), (ctypes.c_float * 1)(1.0)
        return bool(self._c.llama_set_adapters_lora(self._context, adapters, 1, scales) == 0)

    def template(self) -> str:
        """The file's chat template, or ``""``."""
        source = self._c.llama_model_chat_template(self._model, None)
        return source.decode("utf-8", "replace") if source else ""

    def _open(self, opening: Opening, abort: AbortFlag) -> Any:
        params = self._c.llama_context_default_params()
        params.n_ctx, params.n_batch, params.n_ubatch = opening.context_tokens, BATCH, BATCH
        params.n_seq_max = 1
        params.n_outputs_max = DRAFTS + 1    # logits of few tokens only: saves up to 500 MB of buffer
        params.n_threads, params.n_threads_batch = opening.threads, opening.reading_threads
        params.flash_attn_type = FLASH_AUTO
        params.type_k = params.type_v = CACHE_TYPES[opening.cache_type]
        params.swa_full = False    # a fifth of the memory; checkpoints make up for what can't be rolled back
        params.abort_callback, params.abort_callback_data = abort.callback, abort.data
        context = self._c.llama_init_from_model(self._model, params)
        if not context:
            raise too_little_memory("There is too little memory for this model's context.", self._native.reason())
        return context


def load_weights(native: Native, path: str, gpu_layers: int, progress: Callable[[float], None]) -> Any:
    """llama.cpp's model of a file, to be freed. Raises ``ChatError``."""

    def told(fraction: float, _data: object) -> bool:
        progress(float(fraction))
        return True

    params = native.c.llama_model_default_params()
    params.progress_callback = native.c.llama_progress_callback(told)
    params.n_gpu_layers = gpu_layers
    native.log.clear()
    model = native.c.llama_model_load_from_file(path.encode("utf-8", "surrogateescape"), params)
    if not model:
        raise _refused(native.reason())
    return model


def writes_no_text() -> ChatError:
    """The failure of a chat with a model for something else."""
    return ChatError(
        ErrorKind.MODEL_FILE,
        "The model in this file does not write text, so it can't be talked to.",
        remedy="Choose a chat model.",
    )


def too_little_memory(sentence: str, detail: str = "") -> ChatError:
    """The failure that unloading another model, or fewer layers on the GPU, may cure."""
    return ChatError(
        ErrorKind.ENGINE,
        sentence,
        remedy="Close other programs, set a shorter context, or choose a smaller model.",
        detail=detail,
        about="memory",
    )


def _refused(reason: str) -> ChatError:
    if "unknown model architecture" in reason:
        return ChatError(
            ErrorKind.MODEL_FILE,
            "The model in this file is of a kind that this version of the engine does not know.",
            remedy="Choose another model, or a newer version of deskchat.",
            detail=reason,
        )
    if "allocate" in reason or "out of memory" in reason.lower():
        return too_little_memory("There is too little memory for this model.", reason)
    return ChatError(
        ErrorKind.MODEL_FILE,
        "The model file is damaged or of an unknown kind: the engine could not load it.",
        remedy="Download it again, or choose another file.",
        detail=reason,
    )
