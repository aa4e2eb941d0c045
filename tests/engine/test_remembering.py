"""What a model has read it need not read again: after a restart, another conversation, another model."""

import asyncio
import shutil
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskchat.chat.errors import ChatError
from deskchat.chat.request import ChatRequest
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from tests.engine.talking import GREEDY, Answer, ask, asking, local_model
from tests.support import models

DAYS = [f"On day {day} the fox met bear number {day * 7 % 13} at the river, and they talked about it. " for day in range(30)]
STORY = "".join(DAYS[:10])
LONGER = "".join(DAYS)    # than the sliding window of Gemma
QUESTION = "Whom did the fox meet?"
OTHER = "A short list of rivers in Europe, with their lengths, for school: " + "Danube, Rhine, Loire, Po, Ebro. " * 20
Restart = Callable[..., Awaitable[LocalProvider]]


@pytest.fixture
async def restarted(tmp_path: Path) -> AsyncIterator[Restart]:
    """Ends the program that was, and starts one with the same states on the disk."""
    running: list[LocalProvider] = []
    files = {"smol": local_model("smol", models.smollm2()), "gemma": local_model("gemma", models.gemma3())}

    async def make(limits: Limits = Limits(), states: Path | None = tmp_path / "states") -> LocalProvider:  # noqa: B008
        while running:
            await running.pop().aclose()
        running.append(
            LocalProvider(lambda: files, work_folder=tmp_path / "engine", states=states, limits=lambda: limits)
        )
        return running[-1]

    yield make
    for provider in running:
        await provider.aclose()


def about(conversation: str, *texts: str, model: str = "smol") -> ChatRequest:
    return replace(asking(*texts, model=model, sampling=GREEDY), conversation=conversation)


def cached(answer: Answer) -> float:
    """How much of the prompt was not read again."""
    return (answer.usage.cached_tokens or 0) / (answer.usage.input_tokens or 1)


@pytest.mark.parametrize("model", ["smol", "gemma"])
async def test_after_a_restart_only_what_is_new_is_read_and_the_words_are_the_same(model: str, restarted: Restart) -> None:
    first = await ask(await restarted(), about("a", LONGER, model=model))
    again = about("a", LONGER, first.text, QUESTION, model=model)
    remembered = await ask(await restarted(), again)
    read_anew = await ask(await restarted(states=None), again)
    assert cached(remembered) > 0.9
    assert read_anew.usage.cached_tokens == 0
    assert remembered.text == read_anew.text


@pytest.mark.parametrize("model", ["smol", "gemma"])
async def test_another_conversation_between_costs_nothing(model: str, restarted: Restart) -> None:
    provider = await restarted()
    first = await ask(provider, about("a", STORY, model=model))
    await ask(provider, about("b", OTHER, model=model))
    back = await ask(provider, about("a", STORY, first.text, QUESTION, model=model))
    assert cached(back) > 0.9


async def test_a_conversation_comes_back_after_another_model(restarted: Restart) -> None:
    provider = await restarted(Limits(models=1))
    first = await ask(provider, about("a", STORY))
    second = await ask(provider, about("a", STORY, first.text, QUESTION, model="gemma"))
    back = await ask(provider, about("a", STORY, first.text, QUESTION, second.text, "And when?"))
    assert cached(back) > 0.8
    there_again = await ask(
        provider, about("a", STORY, first.text, QUESTION, second.text, "And when?", back.text, "Why?", model="gemma")
    )
    assert cached(there_again) > 0.8


@pytest.mark.parametrize("after_restart", [False, True])
@pytest.mark.parametrize("model", ["smol", "gemma"])
async def test_an_edit_near_the_end_is_read_from_the_edit_on(model: str, after_restart: bool, restarted: Restart) -> None:
    provider = await restarted()
    first = await ask(provider, about("a", LONGER, model=model))
    await ask(provider, about("a", LONGER, first.text, QUESTION, model=model))
    if after_restart:
        provider = await restarted()
    edited = await ask(provider, about("a", LONGER, first.text, "Which animals were there?", model=model))
    # a sliding window goes back to where the last question was the newest thing: the reply before it is read once more
    again = (edited.usage.input_tokens or 0) - (edited.usage.cached_tokens or 0)
    assert again < 20 + (first.usage.output_tokens or 0) * (model == "gemma")


async def test_both_branches_are_there_after_a_restart(restarted: Restart) -> None:
    provider = await restarted()
    await ask(provider, about("a", STORY, "Well.", QUESTION + " Tell me more. " * 30))
    await ask(provider, about("a", STORY, "Well.", "And the bear? " * 50))
    provider = await restarted()
    for last in (QUESTION + " Tell me more. " * 30, "And the bear? " * 50):
        assert cached(await ask(provider, about("a", STORY, "Well.", last))) > 0.95


async def test_a_damaged_state_is_ignored(restarted: Restart, tmp_path: Path) -> None:
    first = await ask(await restarted(), about("a", STORY))
    await restarted()
    (file,) = (tmp_path / "states").glob("*/*.state")
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)
    again = await ask(await restarted(), about("a", STORY))
    assert again.text == first.text
    assert again.usage.cached_tokens == 0


async def test_a_state_never_meets_a_model_it_was_not_made_by(restarted: Restart, tmp_path: Path) -> None:
    copy = tmp_path / "model.gguf"
    shutil.copy(models.smollm2(), copy)
    copy.chmod(0o600)
    provider = LocalProvider(
        lambda: {"smol": local_model("smol", copy)}, work_folder=tmp_path / "engine", states=tmp_path / "states"
    )
    try:
        await ask(provider, about("a", STORY))
        with copy.open("r+b") as file:    # other weights of the same shape
            file.seek(copy.stat().st_size // 2)
            file.write(bytes(1 << 20))
        answer = await ask(provider, about("a", STORY))
    finally:
        await provider.aclose()
    assert answer.usage.cached_tokens == 0
    assert len(list((tmp_path / "states").iterdir())) == 2


async def test_those_not_used_for_longest_are_erased_first(restarted: Restart, tmp_path: Path) -> None:
    provider = await restarted()
    for name in ("a", "b", "c"):
        await ask(provider, about(name, name + STORY))
    await restarted()
    sizes = [file.stat().st_size for file in (tmp_path / "states").glob("*/*.state")]
    assert len(sizes) == 3
    provider = await restarted(Limits(states_bytes=int(2.5 * max(sizes))))
    assert cached(await ask(provider, about("a", "a" + STORY))) > 0.9    # used now
    await ask(provider, about("d", "d" + STORY))
    provider = await restarted(Limits(states_bytes=int(2.5 * max(sizes))))
    kept = {name: cached(await ask(provider, about("", name + STORY))) > 0.9 for name in ("a", "b", "c", "d")}
    assert kept == {"a": True, "b": False, "c": False, "d": True}


async def test_what_is_deleted_is_forgotten(restarted: Restart, tmp_path: Path) -> None:
    provider = await restarted()
    await ask(provider, about("a", STORY))
    await ask(provider, about("b", OTHER))
    await provider.forget("a")
    await restarted()
    (left,) = (tmp_path / "states").glob("*/*.state")
    assert cached(await ask(await restarted(), about("b", OTHER))) > 0.9
    provider = await restarted()
    await ask(provider, about("b", OTHER, "Yes."))
    await provider.forget("b")
    await restarted()
    assert not left.exists()
    assert not list((tmp_path / "states").glob("*/*.state"))


async def test_what_is_deleted_while_its_engine_ends_is_forgotten_all_the_same(restarted: Restart, tmp_path: Path) -> None:
    provider = await restarted()
    await ask(provider, about("a", STORY))
    await asyncio.gather(provider.unload(), provider.forget("a"))    # it is told to end, and keeps what it has read
    assert not list((tmp_path / "states").glob("*/*"))


async def test_who_wants_nothing_kept_loses_what_was_kept_before(restarted: Restart, tmp_path: Path) -> None:
    await ask(await restarted(), about("a", STORY))
    await ask(await restarted(Limits(states_bytes=0)), about("b", STORY))
    assert not list((tmp_path / "states").glob("*/*"))


async def test_a_request_of_no_conversation_leaves_nothing_on_the_disk(restarted: Restart, tmp_path: Path) -> None:
    await ask(await restarted(), about("", STORY))
    await restarted()
    assert not list((tmp_path / "states").glob("**/*.state"))


async def test_what_was_said_is_never_kept_as_part_of_another_conversation(restarted: Restart, tmp_path: Path) -> None:
    provider = await restarted(Limits(512))
    await ask(provider, about("", STORY))
    with pytest.raises(ChatError, match="tokens long"):
        await ask(provider, about("b", LONGER))    # nothing of it is read: the story is still in memory
    await restarted()
    assert not list((tmp_path / "states").glob("**/*.state"))


async def test_states_are_for_the_user_alone(restarted: Restart, tmp_path: Path) -> None:
    await ask(await restarted(), about("a", STORY))
    await restarted()
    (file,) = (tmp_path / "states").glob("*/*.state")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (file.parent, file.parent.parent)} == {0o700}


async def test_a_disk_that_takes_nothing_costs_only_the_reading(restarted: Restart, tmp_path: Path) -> None:
    (tmp_path / "states").write_text("a file where the folder should be")
    first = await ask(await restarted(), about("a", STORY))
    again = await ask(await restarted(), about("a", STORY))
    assert again.text == first.text
