"""Vectors of texts, made by real models and compared with llama.cpp's own."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.engine import embedding, fit, frames, gguf
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from deskchat.engine.shape import shape_of
from deskchat.engine.supervisor import Supervisor
from deskchat.engine.vectors import Vectors, alike
from tests.engine.talking import ask, asking, local_model
from tests.support import models
from tests.support.made_bert import made_bert

TEXTS = (
    "The cat sleeps on the sofa in the living room.",
    "A kitten naps on the couch.",
    "Interest rates of central banks rise when prices do.",
    "",
    "<|im_start|>user",
)
BARE = """
import sys
from llama_cpp import llama_cpp as c
c.llama_backend_init()
model = c.llama_model_load_from_file(sys.argv[1].encode(), c.llama_model_default_params())
params = c.llama_context_default_params()
params.n_ctx = params.n_batch = params.n_ubatch = 512
params.n_threads = params.n_threads_batch = 1
params.embeddings, params.pooling_type = True, int(sys.argv[2])
context, vocabulary = c.llama_init_from_model(model, params), c.llama_model_get_vocab(model)
for text in sys.argv[3:]:
    tokens = (c.llama_token * 600)()
    count = c.llama_tokenize(vocabulary, text.encode(), len(text.encode()), tokens, 600, True, False)
    if c.llama_get_memory(context):
        c.llama_memory_clear(c.llama_get_memory(context), True)
    assert c.llama_decode(context, c.llama_batch_get_one(tokens, count)) == 0
    print(*c.llama_get_embeddings_seq(context, 0)[: c.llama_model_n_embd_out(model)])
"""


def bare(path: Path, pooling: int, *texts: str) -> list[list[float]]:
    """The same by the C interface, one text at a time, made to length 1."""
    done = subprocess.run([sys.executable, "-c", BARE, str(path), str(pooling), *texts], capture_output=True, check=True, text=True)
    found = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
    return [[x / sum(y * y for y in vector) ** 0.5 for x in vector] for vector in found]


@pytest.fixture
def bert(tmp_path: Path) -> Path:
    return made_bert(tmp_path / "bert.gguf")


@pytest.mark.parametrize("model", [models.smollm2, models.gemma3])
async def test_any_model_makes_the_vectors_that_llama_cpp_makes(
    model: Callable[[], Path], provider_of: Callable[..., LocalProvider]
) -> None:
    made = await provider_of(m=model()).embed(TEXTS, "m")
    expected = bare(model(), 1, TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[4])
    found = [made[index] for index in (0, 1, 2, 4)]
    assert [len(vector) for vector in found] == [len(vector) for vector in expected]
    assert all(alike(one, other) > 0.999 for one, other in zip(found, expected, strict=True))
    assert alike(made[0], made[1]) > alike(made[0], made[2])
    assert len(made) == len(TEXTS)
    assert not any(made.cut)


async def test_a_model_made_for_it_pools_as_its_file_says(bert: Path, provider_of: Callable[..., LocalProvider]) -> None:
    assert gguf.read(bert).embeds
    provider = provider_of(bert=bert)
    made = await provider.embed(("hello world", "world", "hello hello world"), "bert")
    for found, expected in zip((made[0], made[1], made[2]), bare(bert, -1, "hello world", "world", "hello hello world"), strict=True):
        assert alike(found, expected) > 0.9999


async def test_a_model_that_makes_vectors_is_not_talked_to(bert: Path, provider_of: Callable[..., LocalProvider]) -> None:
    with pytest.raises(ChatError, match="does not write text"):
        await ask(provider_of(bert=bert), asking("Hi", model="bert"))


async def test_many_texts_come_in_order_and_a_reply_may_come_between(provider: LocalProvider) -> None:
    texts = [f"Day {day}: the fox met bear number {day * 7 % 13}." for day in range(70)]
    embedding_all = asyncio.create_task(provider.embed(texts, "smol"))
    answer = await ask(provider, asking("Say something."))
    made = await embedding_all
    assert answer.text
    assert len(made) == len(texts)
    for index in (0, 64, 69):
        alone = await provider.embed([texts[index]], "smol")
        assert alike(made[index], alone[0]) > 0.999
    assert len(provider.engine_pids) == 2    # one talks, one makes vectors


async def test_a_model_that_does_not_stay_is_loaded_once_for_all_texts(tmp_path: Path) -> None:
    asked_at: list[tuple[int, ...]] = []
    files = {"smol": local_model("smol", models.smollm2())}

    def limits() -> Limits:
        asked_at.append(provider.engine_pids)
        return Limits(keep_loaded_s=0)

    provider = LocalProvider(lambda: files, work_folder=tmp_path, limits=limits)
    assert len(await provider.embed([f"Day {day}." for day in range(130)], "smol")) == 130
    assert len({pid for pids in asked_at for pid in pids}) == 1
    assert provider.engine_pids == ()


async def test_a_text_that_is_too_long_is_cut_and_said_to_be(provider: LocalProvider) -> None:
    made = await provider.embed(["short", "word " * 5_000], "smol")
    assert made.cut == (False, True)
    assert made.tokens <= 2 * embedding.USUAL_TEXT


async def test_cancelling_leaves_an_engine_that_works(provider: LocalProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskchat.engine.host.STOP_SECONDS", 60.0)    # it is not ended because a busy machine answers late
    await provider.embed(["warm"], "smol")
    (pid,) = provider.engine_pids
    running = asyncio.create_task(provider.embed(["word " * 300] * 60, "smol"))
    await asyncio.sleep(0.3)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert len(await provider.embed(["again"], "smol")) == 1
    assert provider.engine_pids == (pid,)


async def test_the_end_is_told_so_that_a_stop_that_comes_too_late_is_answered(tmp_path: Path) -> None:
    supervisor = Supervisor((sys.executable, "-m", "deskchat.engine"), tmp_path)
    await supervisor.start()
    supervisor.send(frames.Load(str(models.smollm2()), 512, embeds=True))
    supervisor.send(frames.Embed(1, ("one", "two")))
    told: list[frames.Event] = []
    while not (told and isinstance(told[-1], frames.Done | frames.Failed)):
        told.append(await supervisor.next(loading="smol"))
    await supervisor.aclose()
    assert [len(event.vectors) for event in told if isinstance(event, frames.Embedded)] == [2]
    assert told[-1] == frames.Done(1, "end", 0, 0, 0, 0, 0.0)


async def test_a_model_that_is_not_there_is_named(provider: LocalProvider) -> None:
    with pytest.raises(ChatError, match="no local model named x"):
        await provider.embed(["a"], "x")


def test_what_vectors_take_of_memory_is_counted() -> None:
    header = gguf.header(models.smollm2())
    batch = embedding.batch_of(header, 8192, made_for_it=False)
    needed = embedding.needs(shape_of(header), fit.Use(batch, "f16", batch, outputs=batch), 0)
    assert batch == embedding.USUAL_TEXT
    assert needed > models.smollm2().stat().st_size + 2 * 4 * 49_152 * batch


def test_vectors_add_up() -> None:
    one, other = Vectors((b"\0\0\x80?",), 3, (False,)), Vectors((b"\0\0\0\0",), 2, (True,))
    both = one.and_then(other)
    assert both == Vectors((b"\0\0\x80?", b"\0\0\0\0"), 5, (False, True))
    assert list(both[0]) == [1.0]
