"""Tokens per second: deskchat's engine, through its process and pipe, against a bare llama_decode loop and llama-bench.

All run the same library, model and number of threads, and take turns in short samples (``pairs.py``). What a machine does
meanwhile is far more than what is looked for: between two seconds its speed may change by a tenth. So a ratio is the median
of many turns, and is printed with the interval in which it lies with a certainty of 95 %. How memory happens to be laid out
in a process is drawn anew a few times, too. llama-bench is told to do what deskchat does: it generates (``-n``) after as
many tokens (``-d``), and reads as many (``-p``) after as many that are in memory already (``-d``). With its usual 512 and
none before it would be compared with something else: of its own speed it loses 2 % with 13 tokens before the 512, which no
longer fit into attention's steps of 256. Where a processor computes, its other defaults (batches, cache type, flash
attention, threads that stay) are deskchat's.

Guessing from the text (``engine/lookup.py``) is measured beside the plain loop, with a story that is new and with one that
is told again; the goals are for the plain one: a median ratio of at least 0.98 for generation and for reading prompts (from
the question to the first word). llama-bench is built by ``make servers``. Run: ``python benchmarks/engine.py
[MODEL.gguf]``, a model with a ChatML template.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from local_models import WITHOUT_GUESSING, asking, provider, starter, timed
from pairs import Pair, Side

from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from deskchat.engine.resources import threads

ROUNDS = 24
LONGEST_S = 600.0    # a slow machine makes fewer rounds
SELDOM = 3           # what takes long is measured in each third round
NEW_PROCESS = 6      # rounds, after which the engines begin anew
TOKENS = 64
COPIED = 160
WORDS_TO_READ = 472    # some more tokens, and still fewer than 512 together with those before them
CONTEXT = 2048
QUESTION = "Tell me a very long story about a fox and a bear."
TALE = (
    "A fox and a bear lived in the same wood. The fox had a den under an old oak, and the bear had a cave beside the river. "
    "One winter the snow lay so deep that neither of them found anything to eat. The fox came to the cave and said: "
    "“Let us share what we find, and nobody will be hungry.” The bear agreed. The next day the bear caught three fish, and "
    "gave one of them to the fox. The day after that the fox found a basket of bread on the road, and carried half of it to "
    "the bear. So they lived until the spring, and they are still friends."
)
AGAIN = "Tell me the same story again, word for word."
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
    return f"{chr(ord('A') + number)} " + " ".join(WORDS[(i * i + number) % len(WORDS)] for i in range(WORDS_TO_READ))


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


async def measure(model: Path, folder: Path) -> list[Pair]:
    """All comparisons that can be made here."""
    loop, bench = BareLoop(model, threads()[0]), llama_bench()
    plain = provider(folder / "plain", Limits(CONTEXT), WITHOUT_GUESSING, model=model)
    guessing = provider(folder / "guessing", Limits(CONTEXT), model=model)
    depth = (await timed(plain, asking(QUESTION, tokens=1))).input_tokens
    numbers = itertools.count()
    first = await read(plain, next(numbers))

    def tells(engine: LocalProvider, tokens: int, *texts: str) -> Side:
        async def side() -> float:
            return (await timed(engine, asking(*texts, tokens=tokens))).tokens_per_s

        return side

    async def bare_loop() -> float:
        return await asyncio.to_thread(loop.speed)

    async def reading() -> float:
        done = await read(plain, next(numbers))
        assert done.kept == first.kept
        return done.speed

    story, again = (QUESTION,), (QUESTION, TALE, AGAIN)
    often = [Pair("generation against a bare loop", tells(plain, TOKENS, *story), bare_loop, GOAL)]
    seldom = [
        Pair("guessing against not guessing", tells(guessing, COPIED, *story), tells(plain, COPIED, *story), 0.98),
        Pair("the same where a text is copied", tells(guessing, COPIED, *again), tells(plain, COPIED, *again), 1.0),
    ]
    if bench is not None:

        def theirs(new: int, written: int, after: int) -> Side:
            return lambda: asyncio.to_thread(llama_bench_speed, bench, model, new, written, after)

        told, read_by_bench = tells(plain, TOKENS, *story), theirs(first.tokens, 0, first.kept)
        often.append(Pair("generation against llama-bench", told, theirs(0, TOKENS, depth), GOAL))
        seldom.insert(0, Pair("reading a prompt against llama-bench", reading, read_by_bench, GOAL))
    await take_turns(often, seldom, (plain, guessing))
    await plain.aclose()
    await guessing.aclose()
    loop.close()
    return [*often, *seldom]


async def take_turns(often: list[Pair], seldom: list[Pair], engines: tuple[LocalProvider, ...]) -> None:
    """All rounds. A process that begins reads and writes a little first, as llama-bench does."""
    ends = time.monotonic() + LONGEST_S
    for number in range(ROUNDS):
        if time.monotonic() > ends:
            return
        if number % NEW_PROCESS == 0:
            for engine in engines:
                await engine.unload()
                await timed(engine, asking(QUESTION, tokens=TOKENS))
        for pair in (*often, *(seldom if number % SELDOM == 0 else ())):
            await pair.turn(ours_first=number % 2 == 0)


def main() -> int:
    """Print the table; 0 when the goals are met."""
    model = starter()
    with tempfile.TemporaryDirectory() as folder:
        pairs = asyncio.run(measure(model, Path(folder)))
    print(f"{model.name}, {threads()} threads, tokens/s: medians; the median ratio, where it lies by 95 %, turns counted")
    for pair in pairs:
        print(pair)
    if llama_bench() is None:
        print("against llama-bench nothing was measured: make servers")
    return 0 if llama_bench() is not None and all(pair.met for pair in pairs) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        bare()
    else:
        sys.exit(main())
