"""Which layers of a model keep what of the tokens before: all of them, a window of them, or one state.

Files say most of it by numbers; the rest follows from the architecture's name, as in llama.cpp's
``src/models/NAME.cpp`` (``load_arch_hparams``) and ``src/llama-hparams.cpp`` of llama-cpp-python 0.3.36. Only names whose
estimate is compared with llama.cpp's own stand here; a layer of any other is taken to keep all tokens, which errs
towards too much.
"""

from typing import Final

import msgspec

from deskchat.engine.gguf import Header

# the last of so many layers looks at everything, the others through a window, unless the file has its own pattern
_EVERY: Final = {"cohere2": 4, "gemma2": 2, "gemma3": 6, "gpt-oss": 2}
_WINDOW: Final = {"gemma2": 4096}    # where the file says none
_BOTH: Final = "falcon-h1"           # each layer has attention and a state
_RECURRENT_BETWEEN: Final = frozenset({"qwen35", "qwen35moe", "qwen3next"})
_LARGEST: Final = 1 << 32


class Attention(msgspec.Struct, frozen=True):
    """One layer. ``keys`` and ``values``: numbers kept for a token, 0 without attention. ``window``: 0 for all tokens.

    ``state``: numbers kept for a conversation, however long it is.
    """

    keys: int = 0
    values: int = 0
    window: int = 0
    state: int = 0


class Said:
    """The whole numbers a header gives about its architecture; what is missing or absurd is the default."""

    def __init__(self, header: Header) -> None:
        self._values = header.values
        name = header.values.get("general.architecture")
        self.architecture = name if isinstance(name, str) else ""

    def number(self, key: str, default: int = 0) -> int:
        """The number under ``ARCHITECTURE.key``."""
        return _checked(self._values.get(f"{self.architecture}.{key}"), default)

    def of_layer(self, key: str, layer: int, default: int = 0) -> int:
        """The same where there may be one number a layer."""
        value = self._values.get(f"{self.architecture}.{key}")
        if isinstance(value, tuple):
            return _checked(value[layer] if layer < len(value) else None, default)
        return _checked(value, default)

    def listed(self, key: str) -> tuple[int, ...]:
        """The list under ``ARCHITECTURE.key``; empty when there is none."""
        value = self._values.get(f"{self.architecture}.{key}")
        return value if isinstance(value, tuple) else ()


def layers_of(said: Said, layers: int) -> tuple[Attention, ...]:
    """What each of the file's ``layers`` keeps. The last ones may be for guessing ahead: those keep nothing."""
    trunk = layers - min(said.number("nextn_predict_layers"), layers)
    # from some layer on, Gemma 4 uses the keys and values of earlier ones again
    caching = layers - said.number("attention.shared_kv_layers") if said.architecture == "gemma4" else layers
    return tuple(
        _layer(said, layer, has_cache=layer < caching) if layer < trunk else Attention() for layer in range(layers)
    )


def heads_width(said: Said) -> tuple[int, int]:
    """How wide the keys and values of one head are."""
    usual = said.number("embedding_length") // max(said.of_layer("attention.head_count", 0), 1)
    return said.number("attention.key_length", usual), said.number("attention.value_length", usual)


def is_latent(said: Said) -> bool:
    """Are keys and values one narrow vector (multi-head latent attention)? Then only keys are kept."""
    return said.number("attention.key_length_mla") > 0 and said.number("attention.value_length_mla") > 0


def _layer(said: Said, layer: int, *, has_cache: bool) -> Attention:
    heads = said.of_layer("attention.head_count_kv", layer, said.of_layer("attention.head_count", layer))
    state = _state(said) if _has_state(said, layer, heads) else 0
    if (state and said.architecture != _BOTH) or not has_cache:
        return Attention(state=state)
    window = _window(said, layer)
    key, value = heads_width(said)
    if window:
        key = said.number("attention.key_length_swa", key)
        value = said.number("attention.value_length_swa", value)
    return Attention(heads * key, 0 if is_latent(said) else heads * value, window, state)


def _has_state(said: Said, layer: int, heads: int) -> bool:
    if said.architecture == _BOTH:
        return True
    if said.architecture not in _RECURRENT_BETWEEN:
        return heads == 0
    listed = said.listed("attention.recurrent_layers")
    if listed:
        return layer < len(listed) and bool(listed[layer])
    return (layer + 1) % max(said.number("full_attention_interval", 4), 1) != 0


def _window(said: Said, layer: int) -> int:
    name = said.architecture
    pattern = said.listed("attention.sliding_window_pattern")
    if pattern:
        through_window = layer < len(pattern) and bool(pattern[layer])
    elif name in _EVERY:
        every = said.number("attention.sliding_window_pattern", _EVERY[name])
        through_window = every == 0 or layer % every < every - 1
    else:
        return 0
    return said.number("attention.sliding_window", _WINDOW.get(name, 0)) if through_window else 0


def _state(said: Said) -> int:
    """Numbers of one layer's state: llama.cpp's ``n_embd_r`` and ``n_embd_s``; 0 when the layer keeps none."""
    if short := said.number("shortconv.l_cache"):
        return said.number("embedding_length") * (short - 1)
    before = max(said.number("ssm.conv_kernel") - 1, 0)
    inner, state = said.number("ssm.inner_size"), said.number("ssm.state_size")
    return before * (inner + 2 * said.number("ssm.group_count") * state) + state * inner


def _checked(value: object, default: int) -> int:
    return int(value) if isinstance(value, int) and 0 <= value <= _LARGEST else default
