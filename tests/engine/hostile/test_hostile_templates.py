"""Templates that mean harm, in model files and through the real engine: a sentence each, in time, and nothing is touched."""

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import bounds
from deskchat.engine.frames import Turn
from deskchat.engine.local import LocalProvider
from deskchat.engine.template import Template
from tests.engine.hostile.full import part
from tests.engine.hostile.outcome import outcome
from tests.engine.hostile.templates import ALL, ENDLESS, ESCAPES, GIANT
from tests.engine.hostile.test_mutated_files import smollm2
from tests.engine.talking import CAPITAL, ask, asking
from tests.faults.cases import case
from tests.support import models


@case(108)
@pytest.mark.parametrize("name", part(list(ALL), 12))
async def test_in_a_file_it_costs_one_sentence(name: str, tmp_path: Path, provider_of: Callable[..., LocalProvider]) -> None:
    path = tmp_path / "hostile.gguf"
    smollm2().with_template(ALL[name]).write(path)
    provider = provider_of(hostile=path, smol=models.smollm2())
    ended = await outcome(provider, "hostile")
    assert "chat template" in ended.sentence
    assert ended.failed or name not in ENDLESS
    assert {file.name for file in _files(tmp_path)} == {"hostile.gguf"}
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@case(108)
@pytest.mark.parametrize("name", [name for name in ALL if name not in ENDLESS])
def test_it_renders_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bounds, "GRACE_SECONDS", 600.0)    # what ends an engine's process would end the tests' here
    before = psutil.Process().memory_info().rss
    with pytest.raises(ChatError) as caught:
        Template(ALL[name]).render([Turn("user", "Hi")])
    assert caught.value.kind is ErrorKind.MODEL_FILE
    assert len(caught.value.detail) <= 500
    assert ("must not" in caught.value.sentence) or name not in {*GIANT, *ESCAPES} or "can't be used" in caught.value.sentence
    assert list(tmp_path.iterdir()) == []
    assert psutil.Process().memory_info().rss - before < 400 << 20


def test_they_are_fifty_and_more() -> None:
    assert len(ALL) >= 50
