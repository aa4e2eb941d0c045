"""How a token is drawn: a chain of llama.cpp's own samplers, so that no logits pass through Python."""

import secrets
from typing import Any, Final

from deskchat.chat.model import Sampling

TEMPERATURE: Final = 0.8       # llama.cpp's own values, for models whose makers name none
TOP_K: Final = 40
TOP_P: Final = 0.95
MIN_P: Final = 0.05
PENALTY_LAST: Final = 64


def chain(c: Any, vocabulary: int, sampling: Sampling, form: Any = None) -> Any:
    """A new chain, to be freed with ``llama_sampler_free``. Temperature 0 always takes the likeliest token.

    ``form``: a sampler that bars what does not keep to a form; the chain takes it over.
    """
    built = c.llama_sampler_chain_init(c.llama_sampler_chain_default_params())
    if form:
        c.llama_sampler_chain_add(built, form)
    if sampling.repeat_penalty is not None and sampling.repeat_penalty > 0 and sampling.repeat_penalty != 1.0:
        penalty = float(sampling.repeat_penalty)
        c.llama_sampler_chain_add(built, c.llama_sampler_init_penalties(vocabulary, PENALTY_LAST, penalty, 0.0, 0.0))
    temperature = _given(sampling.temperature, TEMPERATURE)
    if temperature <= 0:
        c.llama_sampler_chain_add(built, c.llama_sampler_init_greedy())
        return built
    c.llama_sampler_chain_add(built, c.llama_sampler_init_top_k(int(_given(sampling.top_k, TOP_K))))
    c.llama_sampler_chain_add(built, c.llama_sampler_init_top_p(_given(sampling.top_p, TOP_P), 1))
    c.llama_sampler_chain_add(built, c.llama_sampler_init_min_p(_given(sampling.min_p, MIN_P), 1))
    c.llama_sampler_chain_add(built, c.llama_sampler_init_temp(temperature))
    seed = sampling.seed if sampling.seed is not None else secrets.randbits(32)
    c.llama_sampler_chain_add(built, c.llama_sampler_init_dist(seed & 0xFFFFFFFF))
    return built


def _given(value: float | None, default: float) -> float:
    return default if value is None else float(value)
