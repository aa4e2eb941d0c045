"""A model that is in memory before it is asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.events import Progress
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from tests.engine.talking import CAPITAL, ask, asking, local_model, until_text
from tests.support import models

Make = Callable[..., LocalProvider]
PLENTY = 64 << 30


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Make]:
    """Makes a provider of SmolLM2 under two names, one file each, and of a part of it."""
    other = tmp_path / "other.gguf"
    other.symlink_to(models.smollm2())
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(models.smollm2().read_bytes()[: 2 << 20])
    paths = {"smol": models.smollm2(), "other": other, "broken": broken}
    files = {name: local_model(name, path) for name, path in paths.items()}
    providers: list[LocalProvider] = []

    def make(limits: Limits = Limits(), free: int = PLENTY) -> LocalProvider:    # noqa: B008
        folder = tmp_path / "engine"
        providers.append(
            LocalProvider(lambda: files, work_folder=folder, limits=lambda: limits, free_bytes=lambda: free)
        )
        return providers[-1]

    yield make
    for provider in providers:
        await provider.aclose()


def loads(events: list[object]) -> bool:
    return any(isinstance(event, Progress) and event.phase == "loading" for event in events)


async def test_a_model_that_was_warmed_answers_without_being_loaded(made: Make) -> None:
    provider = made()
    await provider.warm("smol")
    assert provider.placed
    answer = await ask(provider, asking(CAPITAL))
    assert "Paris" in answer.text
    assert not loads([*answer.events])


@pytest.mark.parametrize("limits", [Limits(keep_loaded_s=0), Limits(models=1)])
async def test_nothing_is_warmed_that_is_not_to_be_kept_or_would_drive_another_out(limits: Limits, made: Make) -> None:
    provider = made(limits)
    await ask(provider, asking(CAPITAL))
    before = provider.engine_pids
    await provider.warm("other")
    assert provider.engine_pids == before


async def test_nothing_is_warmed_when_memory_is_short(made: Make) -> None:
    provider = made(free=200 << 20)
    await provider.warm("smol")
    assert not provider.engine_pids


async def test_a_model_that_is_not_there_is_not_warmed(made: Make) -> None:
    await made().warm("nobody")


async def all_events(provider: LocalProvider, model: str, events: list[object]) -> None:
    async for event in provider.stream(asking(CAPITAL, model=model)):
        events.append(event)    # noqa: PERF401  # what came before a failure is wanted, too


async def test_what_was_wrong_with_a_file_is_told_at_once_when_it_is_asked_and_looked_for_again_after_that(made: Make) -> None:
    provider, failures, loaded = made(), [], []
    await provider.warm("broken")
    for _ in range(2):
        events: list[object] = []
        with pytest.raises(ChatError) as caught:
            await all_events(provider, "broken", events)
        failures.append(caught.value.sentence)
        loaded.append(loads(events))
    assert failures[0] == failures[1]
    assert loaded == [False, True]


async def test_who_asks_another_model_does_not_wait_for_the_one_that_is_being_warmed(made: Make) -> None:
    provider = made(Limits(models=1))
    warming = asyncio.create_task(provider.warm("other"))
    await asyncio.sleep(0)
    answer = await ask(provider, asking(CAPITAL))
    assert "Paris" in answer.text
    await warming
    assert len(provider.engine_pids) == 1


async def test_nothing_is_warmed_while_a_reply_is_written(made: Make) -> None:
    provider = made()
    stream = provider.stream(asking(CAPITAL))
    await until_text(stream)
    await provider.warm("other")
    assert len(provider.engine_pids) == 1
    await stream.aclose()    # type: ignore[attr-defined]
