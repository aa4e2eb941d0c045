import psutil

from deskchat.engine import native
from deskchat.engine.loaded import LoadedModel, Opening
from tests.support import models
from tests.support.waiting import until


def threads() -> set[int]:
    return {thread.id for thread in psutil.Process().threads()}


def test_prompts_and_words_are_computed_by_the_same_threads_until_the_model_goes() -> None:
    engine = native.start()
    before = threads()
    model = LoadedModel(engine, native.AbortFlag(engine.c), str(models.smollm2()), Opening(256, 2, 4), lambda _: None)
    started = threads() - before
    assert len(started) == 1 + 3    # the one that asks computes, too
    for prompt in (range(1_000, 1_060), range(2_000, 2_060)):
        model.sequence.read(list(prompt), lambda _: None)
        model.sequence.append(7)
        model.sequence.append_all((8, 9))
        assert threads() - before == started
    model.free()
    until(lambda: not threads() & started)    # to wait for a thread is not yet to see it gone
