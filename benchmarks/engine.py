"""Tokens per second: deskchat's engine, through its process and pipe, against a bare llama_decode loop.

Both run the same library, model, prompt and number of threads, draw greedily, and take turns (A B, B A, …), so that
a noisy machine disturbs both alike. The goal is a median ratio of at least 0.95.
Run: ``python benchmarks/engine.py [MODEL.gguf]``, a model with a ChatML template.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deskchat import paths
from deskchat.chat.events import Finished, SpeedReported
from deskchat.chat.local_model import LocalModel
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.engine.local import Limits, LocalProvider
from deskchat.engine.resources import threads

ROUNDS = 14
TOKENS = 100
CONTEXT = 2048
QUESTION = "Tell me a very long story about a fox and a bear."
GOAL = 0.95
SYSTEM = "You tell long stories."
RENDERED = f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{QUESTION}<|im_end|>\n<|im_start|>assistant\n"


def bare() -> None:
    """The other side, in a process of its own: reads a line, generates, prints tokens per second."""
    from llama_cpp import llama_cpp as c

    c.llama_backend_init()
    silent = c.llama_log_callback(lambda _level, _text, _data: None)
    c.llama_log_set(silent, None)
    model = c.llama_model_load_from_file(sys.argv[2].encode(), c.llama_model_default_params())
    params = c.llama_context_default_params()
    params.n_ctx, params.n_threads, params.n_threads_batch = CONTEXT, int(sys.argv[3]), int(sys.argv[3])
    context = c.llama_init_from_model(model, params)
    vocabulary = c.llama_model_get_vocab(model)
    text = RENDERED.encode()
    tokens = (c.llama_token * 256)()
    count = c.llama_tokenize(vocabulary, text, len(text), tokens, 256, True, True)
    sampler = c.llama_sampler_chain_init(c.llama_sampler_chain_default_params())
    c.llama_sampler_chain_add(sampler, c.llama_sampler_init_greedy())
    one = (c.llama_token * 1)()
    for _ in sys.stdin:
        c.llama_memory_clear(c.llama_get_memory(context), True)
        c.llama_decode(context, c.llama_batch_get_one(tokens, count))
        one[0] = c.llama_sampler_sample(sampler, context, -1)
        batch, made, started = c.llama_batch_get_one(one, 1), 1, time.monotonic()
        while made < TOKENS and not c.llama_vocab_is_eog(vocabulary, one[0]):
            c.llama_decode(context, batch)
            one[0] = c.llama_sampler_sample(sampler, context, -1)
            made += 1
        print((made - 1) / (time.monotonic() - started), flush=True)


async def measure(model: Path) -> list[tuple[float, float]]:
    """Pairs of tokens per second: deskchat, bare loop."""
    other = subprocess.Popen(  # noqa: ASYNC220  # before anything else runs on this loop
        [sys.executable, __file__, "--bare", str(model), str(threads()[0])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )    # fmt: skip
    info = ModelInfo(ModelRef("local", "model"), "model")
    request = ChatRequest(
        info, (Outgoing(Role.USER, (TextPart(QUESTION),)),), SYSTEM, Sampling(temperature=0.0, max_tokens=TOKENS)
    )
    pairs = []
    with tempfile.TemporaryDirectory() as folder, other:
        provider = LocalProvider(
            lambda: {"model": LocalModel(model, info)}, work_folder=Path(folder), limits=lambda: Limits(CONTEXT)
        )
        assert other.stdin is not None
        assert other.stdout is not None
        for number in range(ROUNDS + 1):
            early = await _ours(provider, request) if number % 2 == 0 else None
            other.stdin.write("go\n")
            other.stdin.flush()
            theirs = float(await asyncio.to_thread(other.stdout.readline))
            pairs.append((early if early is not None else await _ours(provider, request), theirs))
        other.stdin.close()
        await provider.aclose()
    return pairs[1:]    # the first warms both up


async def _ours(provider: LocalProvider, request: ChatRequest) -> float:
    speed = 0.0
    async for event in provider.stream(request):
        match event:
            case SpeedReported(tokens_per_s):
                speed = tokens_per_s
            case Finished():
                return speed
            case _:
                pass
    return speed


def main() -> int:
    """Print the table; 0 when the goal is met."""
    default = paths.resources() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    model = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else default
    pairs = asyncio.run(measure(model))
    print(f"{model.name}, {TOKENS} tokens, {threads()[0]} thread(s), tokens/s")
    print(f"{'round':>6} {'deskchat':>10} {'bare loop':>10} {'ratio':>7}")
    for number, (ours, theirs) in enumerate(pairs, 1):
        print(f"{number:>6} {ours:>10.1f} {theirs:>10.1f} {ours / theirs:>7.3f}")
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    medians = (statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs))
    print(f"{'median':>6} {medians[0]:>10.1f} {medians[1]:>10.1f} {ratio:>7.3f}   goal ≥ {GOAL}")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        bare()
    else:
        sys.exit(main())
