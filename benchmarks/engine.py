"""Tokens per second: deskchat's engine, through its process and pipe, against a bare llama_decode loop and llama-bench.

All run the same library, model and number of threads, and take turns (A B C, C B A, …), so that a noisy machine disturbs
all alike. llama-bench is told to do what deskchat does: it generates (``-n``) after as many tokens (``-d``), and reads as
many (``-p``) after as many that are in memory already (``-d``). With its usual 512 and none before it would be compared with
something else: of its own speed it loses 2 % with 13 tokens before the 512, which no longer fit into attention's steps of
256. Where a processor computes, its other defaults (batches, cache type, flash attention, threads that stay) are deskchat's.

Guessing from the text (``engine/lookup.py``) is measured beside the plain loop; the goals are for the plain one: a median
ratio of at least 0.98 for generation and for reading prompts (from the question to the first word). llama-bench is built by
``make servers``. Run: ``python benchmarks/engine.py [MODEL.gguf]``, a model with a ChatML template.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from local_models import WITHOUT_GUESSING, asking, provider, starter, timed

from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from deskchat.engine.resources import threads

ROUNDS = 12
TOKENS = 100
WORDS_TO_READ = 472    # some more tokens, and still fewer than 512 together with those before them
CONTEXT = 2048
QUESTION = "Tell me a very long story about a fox and a bear."
TO_COPY = "The old mill by the river has been closed since the winter of 1957, when the wheel broke in the ice. "
COPYING = f"Write this text again, word for word, three times: “{TO_COPY}”"
GOAL = 0.98
SYSTEM = "You tell long stories."
RENDERED = f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{QUESTION}<|im_end|>\n<|im_start|>assistant\n"
WORDS = ("river", "stone", "cloud", "letter", "garden", "window", "seven", "orange", "winter", "table", "music", "road")


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


class BareLoop:
    """``bare`` in its process."""

    def __init__(self, model: Path, count: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--bare", str(model), str(count)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def speed(self) -> float:
        """Tokens per second of one more generation."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def llama_bench() -> Path | None:
    """Where ``make servers`` put it."""
    from deskchat.paths import find

    found = sorted((find().cache / "tools").glob("llama-bench-*/llama-bench"))
    return found[-1] if found else None


def llama_bench_speed(program: Path, model: Path, new: int, written: int, depth: int) -> float:
    """Its tokens per second for ``new`` tokens that are read, or ``written`` ones, after ``depth``; all of them are dice."""
    count = threads()[bool(new)]
    package = find_spec("llama_cpp")
    assert package is not None
    assert package.origin is not None
    # the same library, wherever the program was linked
    environment = {**os.environ, "LD_LIBRARY_PATH": str(Path(package.origin).parent / "lib")}

    options = ["-p", new, "-n", written, "-d", depth, "-t", count, "-r", 1, "-o", "json"]
    command = [str(program), "-m", str(model), *map(str, options)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(json.loads(done.stdout)[0]["avg_ts"])


def unread(number: int) -> str:
    """A long prompt that begins as no other."""
    return f"{number} " + " ".join(WORDS[(i * i + number) % len(WORDS)] for i in range(WORDS_TO_READ))


class Read(NamedTuple):
    """So many tokens of a new prompt per second, until the first word was here; ``kept`` were in memory before them."""

    speed: float
    tokens: int
    kept: int


async def read(engine: LocalProvider, number: int) -> Read:
    """Have it read a prompt."""
    reply = await timed(engine, asking(unread(number), tokens=1))
    tokens = reply.input_tokens - reply.cached_tokens
    return Read(tokens / reply.first_s, tokens, reply.cached_tokens)


async def measure(model: Path) -> Mapping[str, Sequence[float]]:
    """Tokens per second of each round, by who made them."""
    count = threads()[0]
    loop, bench = BareLoop(model, count), llama_bench()
    names = ("plain", "guessing", "bare", "reading", "bench tg", "bench pp", "plain copy", "guessing copy")
    rounds: dict[str, list[float]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        plain = provider(Path(folder) / "plain", Limits(CONTEXT), WITHOUT_GUESSING, model=model)
        guessing = provider(Path(folder) / "guessing", Limits(CONTEXT), model=model)

        depth = (await timed(plain, asking(QUESTION, tokens=1))).input_tokens
        kept = (await read(plain, ROUNDS + 1)).kept

        async def theirs(number: int) -> None:
            rounds["bare"].append(await asyncio.to_thread(loop.speed))
            if bench is not None:
                new = (await plain.count(asking(unread(number))) or 0) - kept
                for name, unknown, written, after in (("bench pp", new, 0, kept), ("bench tg", 0, TOKENS, depth)):
                    speed = await asyncio.to_thread(llama_bench_speed, bench, model, unknown, written, after)
                    rounds[name].append(speed)

        async def ours(number: int) -> None:
            generated = (("plain", plain, QUESTION), ("guessing", guessing, QUESTION))
            copied = (("plain copy", plain, COPYING), ("guessing copy", guessing, COPYING))
            reading = await read(plain, number)
            assert reading.kept == kept
            rounds["reading"].append(reading.speed)
            for name, engine, question in (*generated, *copied)[:: 1 if number % 2 else -1]:
                rounds[name].append((await timed(engine, asking(question, tokens=TOKENS))).tokens_per_s)

        for number in range(ROUNDS + 1):
            if number % 2:
                await theirs(number)
                await ours(number)
            else:
                await ours(number)
                await theirs(number)
        await plain.aclose()
        await guessing.aclose()
    loop.close()
    return {name: speeds[1:] for name, speeds in rounds.items()}    # the first warms all up


def main() -> int:
    """Print the table; 0 when the goals are met."""
    model = starter()
    rounds = asyncio.run(measure(model))
    print(f"{model.name}, {threads()} threads, tokens/s: medians of {ROUNDS} rounds, and how far their ratios lie apart")
    missed = 0
    for what, ours, theirs, goal in (
        ("generation against a bare loop", "plain", "bare", GOAL),
        ("generation against llama-bench", "plain", "bench tg", GOAL),
        ("reading a prompt against llama-bench", "reading", "bench pp", GOAL),
        ("guessing against not guessing", "guessing", "plain", 0.98),
        ("the same where a text is copied", "guessing copy", "plain copy", 1.0),
    ):
        if not rounds[theirs]:
            print(f"{what:<38} not measured: make servers")
            continue
        ratios = sorted(one / other for one, other in zip(rounds[ours], rounds[theirs], strict=True))
        ratio = statistics.median(ratios)
        medians = statistics.median(rounds[ours]), statistics.median(rounds[theirs])
        spread = f"({ratios[0]:.3f}-{ratios[-1]:.3f})"
        print(f"{what:<38} {medians[0]:>8.1f} {medians[1]:>8.1f} {ratio:>7.3f} {spread}   goal ≥ {goal}")
        missed += ratio < goal
    return 1 if missed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        bare()
    else:
        sys.exit(main())
