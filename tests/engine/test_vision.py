"""Pictures, by a real model and an image part with random weights: it sees nothing sensible, but it sees."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel
from deskchat.chat.message import Role
from deskchat.chat.parts import ImagePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.engine.local import LocalProvider
from tests.engine.talking import CAPITAL, ask, asking, info, local_model
from tests.support import made_projector, models, pictures

QUESTION = "What is in this picture?"
RED, BLUE = pictures.png(120, 80, (250, 30, 30)), pictures.png(80, 120, (20, 40, 240))


def showing(*images: bytes, more: tuple[str, ...] = (), conversation: str = "") -> ChatRequest:
    """The person shows images and asks; ``more`` is what is said then, in turns, the model first."""
    request = asking(QUESTION, *more)
    pictures = tuple(ImagePart(f"{n}.png", "image/png", image) for n, image in enumerate(images))
    first = Outgoing(Role.USER, (*pictures, TextPart(QUESTION)))
    return replace(request, messages=(first, *request.messages[1:]), conversation=conversation)


@pytest.fixture(scope="module")
def projector(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_projector.write(tmp_path_factory.mktemp("projector") / "mmproj-smol.gguf")


def provider_in(folder: Path, projector: Path | None) -> LocalProvider:
    model = LocalModel(models.smollm2(), info("smol"), projector)
    return LocalProvider(lambda: {"smol": model}, work_folder=folder / "engine", states=folder / "states")


@pytest.fixture
async def seeing(tmp_path: Path, projector: Path) -> AsyncIterator[LocalProvider]:
    made = provider_in(tmp_path, projector)
    yield made
    await made.aclose()


async def test_another_picture_is_answered_otherwise_and_the_same_one_alike(seeing: LocalProvider) -> None:
    without = await ask(seeing, asking(QUESTION))
    red = await ask(seeing, showing(RED))
    blue = await ask(seeing, showing(BLUE))
    again = await ask(seeing, showing(RED))
    assert len({red.text, blue.text}) == 2
    assert again.text == red.text
    # what the picture is, and the words that stand around it
    assert (red.usage.input_tokens or 0) >= (without.usage.input_tokens or 0) + made_projector.TOKENS
    assert "Paris" in (await ask(seeing, asking(CAPITAL))).text


async def test_a_picture_is_not_read_again_in_the_next_turn(seeing: LocalProvider) -> None:
    first = await ask(seeing, showing(RED, BLUE))
    second = await ask(seeing, showing(RED, BLUE, more=(first.text, "And what else?")))
    assert (second.usage.cached_tokens or 0) >= (first.usage.input_tokens or 0)


async def test_a_picture_is_not_read_again_after_a_restart(tmp_path: Path, projector: Path) -> None:
    story = ("It is red. " * 40, "Are you sure?")
    answers = []
    for folder in (tmp_path, tmp_path, tmp_path / "anew"):
        provider = provider_in(folder, projector)
        answers.append(await ask(provider, showing(RED, more=story, conversation="c")))
        await provider.aclose()
    assert answers[1].usage.cached_tokens == (answers[1].usage.input_tokens or 0) - 1
    assert answers[0].text == answers[1].text == answers[2].text


async def test_tokens_of_pictures_are_counted(seeing: LocalProvider) -> None:
    answer = await ask(seeing, showing(RED, BLUE))
    assert await seeing.count(showing(RED, BLUE)) == answer.usage.input_tokens


async def test_what_is_no_picture_is_told(seeing: LocalProvider) -> None:
    with pytest.raises(ChatError, match="picture in the conversation can't be read"):
        await ask(seeing, showing(b"\x89PNG\r\n\x1a\nnonsense"))
    assert "Paris" in (await ask(seeing, asking(CAPITAL))).text


async def test_an_image_part_of_another_model_is_told_and_words_go_on(tmp_path: Path) -> None:
    provider = provider_in(tmp_path, made_projector.write(tmp_path / "mmproj.gguf", width=640))
    with pytest.raises(ChatError) as caught:
        await ask(provider, showing(RED))
    assert caught.value.kind is ErrorKind.MODEL_FILE
    assert "mmproj.gguf" in caught.value.sentence
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text
    await provider.aclose()


async def test_a_model_without_image_part_says_that_it_sees_nothing(tmp_path: Path) -> None:
    provider = LocalProvider(lambda: {"smol": local_model("smol", models.smollm2())}, work_folder=tmp_path / "engine")
    with pytest.raises(ChatError, match="can't see pictures"):
        await ask(provider, showing(RED))
    await provider.aclose()
