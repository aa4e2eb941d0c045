"""How a token is drawn: a chain of llama.cpp's own samplers, or something that comes to the same and is faster."""

import secrets
from typing import Any, Final

from deskchat.chat.model import Sampling
from deskchat.engine.drawing import Chain, Drawer, Formed, Likeliest, Narrowed, Proposer

TEMPERATURE: Final = 0.8       # llama.cpp's own values, for models whose makers name none
TOP_K: Final = 40
TOP_P: Final = 0.95
MIN_P: Final = 0.05
PENALTY_LAST: Final = 64
FEW: Final = 256           # likeliest tokens that are looked for first


def drawer(c: Any, vocabulary: int, sampling: Sampling, form: Any = None) -> Drawer:
    """What draws as ``sampling`` says, to be freed. Temperature 0 always takes the likeliest token.

    ``form``: a sampler that bars what does not keep to a form; it is taken over.
    """
    free = _free(c, vocabulary, sampling)
    return Formed(c, free, form, vocabulary) if form else free


def _free(c: Any, vocabulary: int, sampling: Sampling) -> Proposer:
    temperature = _given(sampling.temperature, TEMPERATURE)
    repeating = sampling.repeat_penalty is not None and sampling.repeat_penalty > 0 and sampling.repeat_penalty != 1.0
    if temperature <= 0 and not repeating:
        return Likeliest(c, vocabulary)
    built = c.llama_sampler_chain_init(c.llama_sampler_chain_default_params())
    if repeating:
        penalty = _given(sampling.repeat_penalty, 1.0)
        c.llama_sampler_chain_add(built, c.llama_sampler_init_penalties(vocabulary, PENALTY_LAST, penalty, 0.0, 0.0))
    if temperature <= 0:
        c.llama_sampler_chain_add(built, c.llama_sampler_init_greedy())
        return Chain(c, built, vocabulary)
    top_k, min_p = int(_given(sampling.top_k, TOP_K)), _given(sampling.min_p, MIN_P)
    c.llama_sampler_chain_add(built, c.llama_sampler_init_top_k(top_k))
    c.llama_sampler_chain_add(built, c.llama_sampler_init_top_p(_given(sampling.top_p, TOP_P), 1))
    c.llama_sampler_chain_add(built, c.llama_sampler_init_min_p(min_p, 1))
    c.llama_sampler_chain_add(built, c.llama_sampler_init_temp(temperature))
    seed = sampling.seed if sampling.seed is not None else secrets.randbits(32)
    c.llama_sampler_chain_add(built, c.llama_sampler_init_dist(seed & 0xFFFFFFFF))
    narrow = 0 < top_k <= FEW and not repeating
    return Narrowed(c, built, vocabulary, top_k, min_p) if narrow else Chain(c, built, vocabulary)


def _given(value: float | None, default: float) -> float:
    return default if value is None else float(value)
