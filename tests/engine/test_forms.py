"""Replies that keep to a form, and adapters laid over a model."""

import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.model import Sampling
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from tests.engine.talking import CAPITAL, ask, asking, local_model
from tests.support import models

SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string", "maxLength": 12}, "large": {"type": "boolean"}},
    "required": ["city", "large"],
}
Make = Callable[..., LocalProvider]


@pytest.fixture
async def limited(tmp_path: Path) -> AsyncIterator[Make]:
    made: list[LocalProvider] = []

    def make(limits: Limits, states: Path | None = None) -> LocalProvider:
        files = {"smol": local_model("smol", models.smollm2())}
        made.append(LocalProvider(lambda: files, work_folder=tmp_path / "engine", states=states, limits=lambda: limits))
        return made[-1]

    yield make
    for provider in made:
        await provider.aclose()


async def test_a_reply_keeps_to_a_json_schema(limited: Make, tmp_path: Path) -> None:
    path = tmp_path / "city.json"
    path.write_text(json.dumps(SCHEMA))
    answer = await ask(limited(Limits(form=str(path))), asking(CAPITAL, sampling=Sampling(temperature=0.8, max_tokens=60)))
    assert set(json.loads(answer.text)) == {"city", "large"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
async def test_a_reply_keeps_to_a_grammar(limited: Make, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "yes-or-no.gbnf"
    path.write_text('root ::= "yes" | "no"', encoding)
    assert (await ask(limited(Limits(form=str(path))), asking(CAPITAL))).text in ("yes", "no")


@pytest.mark.parametrize("text", ['root ::= "yes', '{"type": 7}', "{nonsense", None])
async def test_a_form_that_can_not_be_used_is_one_sentence(text: str | None, limited: Make, tmp_path: Path) -> None:
    path = tmp_path / "form"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ChatError, match="form that replies"):
        await ask(limited(Limits(form=str(path))), asking(CAPITAL))


def adapter(path: Path, width: int) -> str:
    """A LoRA with random numbers for one matrix of a model of the given width."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 8.0)
    random = np.random.default_rng(5)
    for layer in range(0, 30, 3):
        for letter, shape in (("a", (4, width)), ("b", (width, 4))):
            values = random.normal(0.0, 0.3, shape).astype(np.float32)
            writer.add_tensor(f"blk.{layer}.attn_q.weight.lora_{letter}", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return str(path)


async def test_an_adapter_changes_what_is_said_and_what_was_read_without_it_is_not_used(
    limited: Make, tmp_path: Path
) -> None:
    story = asking("The river is long and the fox is quick. " * 12)
    plain = await ask(limited(Limits(), tmp_path / "states"), story)
    changed = await ask(limited(Limits(adapter=adapter(tmp_path / "lora.gguf", 576)), tmp_path / "states"), story)
    assert changed.text != plain.text
    assert changed.usage.cached_tokens == 0


async def test_an_adapter_of_another_model_is_left_out(limited: Make, tmp_path: Path) -> None:
    provider = limited(Limits(adapter=adapter(tmp_path / "lora.gguf", 640)))
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text
    assert "lora.gguf" in provider.placed


async def test_what_is_drawn_first_and_checked_then_is_what_the_form_alone_would_have_let_through(
    limited: Make, tmp_path: Path
) -> None:
    path = tmp_path / "letters.gbnf"
    path.write_text('root ::= "0"+ "." "1" [a-f] "2"')    # nothing that a model would write by itself
    greedy, dice = Sampling(temperature=0.0, max_tokens=60), Sampling(temperature=0.8, top_k=0, max_tokens=60)
    penalised = Sampling(temperature=0.0, repeat_penalty=1.3, max_tokens=60)
    for sampling in (greedy, dice, penalised):
        text = (await ask(limited(Limits(form=str(path))), asking(CAPITAL, sampling=sampling))).text
        assert re.fullmatch(r"0+(\.(1([a-f]2?)?)?)?", text)
