"""Hostile model files and dying engines while the real window is open: a sentence in it each, and it goes on answering."""

import json
import os
import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from tests.engine.hostile.full import FULL, part
from tests.engine.hostile.mutations import Mutated, Sound
from tests.engine.hostile.outcome import SECONDS
from tests.engine.hostile.templates import ALL, ENDLESS
from tests.engine.hostile.test_mutated_files import OF_SMOLLM2, OF_TINY, TINY, smollm2
from tests.faults.cases import case
from tests.faults.scene import Scene
from tests.support import models
from tests.support.home import Home
from tests.support.made_models import write

LONGEST_CPU_MS: Final = 300     # of the window's thread at a stretch
LONGEST_WALL_MS: Final = 500    # without an answer of the window; alone on its machine
SHOTS: Final = 100 if FULL else 2
FIGURES: Final = os.environ.get("DESKCHAT_TEST_FIGURES")    # a file for what was measured
pytestmark = pytest.mark.timeout(1800)


class LocalScene(Scene):
    """A window, and a folder of models."""

    def __enter__(self) -> "LocalScene":
        self.folder = Home(self.home).paths.models
        self.folder.mkdir(parents=True)
        (self.folder / "sound.gguf").symlink_to(models.smollm2())
        super().__enter__()
        return self

    def do(self, what: str, *how: object) -> dict[str, Any]:
        """Let the person do something. ``AssertionError``: the window hung or is gone."""
        began = time.monotonic()
        told = self._order(what, *how)
        told["seconds"] = time.monotonic() - began
        assert told["cpu_ms"] < LONGEST_CPU_MS
        assert told["wall_ms"] < LONGEST_WALL_MS or not FULL
        if FIGURES:
            with Path(FIGURES).open("a") as file:
                file.write(json.dumps([what, *how[:1], told]) + "\n")
        return told

    def ask_file(self, number: int, mutated: Mutated) -> dict[str, Any]:
        """Pick and ask a model with something wrong in it; half of the questions are typed slowly."""
        path = self.folder / f"bad-{number}.gguf"
        mutated.write(path)
        told = self.do("ask_model", path.stem, "Hi there", number % 2 == 0)
        path.unlink()
        if told["status"] == "failed":
            assert re.fullmatch(r"[A-Z“].{15,400}\.", told["sentence"]), told["sentence"]
            assert "Another model" in told["offers"]
        else:
            assert told["status"] in ("done", "stopped")
        return told

    def can_be_asked(self) -> None:
        """A sound model answers in the same window."""
        assert self.do("ask_model", "sound", "Tell me a long story.", False)["said"][1]


def _slow(told: Mapping[Any, dict[str, Any]]) -> dict[Any, float]:
    """What took too long from picking the model to its sentence, in seconds."""
    return {name: one["seconds"] for name, one in told.items() if one["seconds"] >= SECONDS}


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[LocalScene]:
    with LocalScene(tmp_path / "home", window="tests.engine.hostile.window") as made:
        yield made


@case(106)
def test_a_damaged_file_costs_a_sentence_in_the_window(scene: LocalScene, tmp_path: Path) -> None:
    tiny = Sound(write(TINY, tmp_path))
    files = [smollm2().mutated(n) for n in range(OF_SMOLLM2)] + [tiny.mutated(n) for n in range(OF_TINY)]
    told = {number: scene.ask_file(number, files[number]) for number in part(range(len(files)), 29)}
    assert not _slow(told)
    scene.can_be_asked()


@case(108)
def test_a_hostile_template_costs_a_sentence_in_the_window(scene: LocalScene) -> None:
    names = part(list(ALL), 13)
    told = {name: scene.ask_file(number, smollm2().with_template(ALL[name])) for number, name in enumerate(names)}
    assert not _slow(told)
    for name, one in told.items():
        assert any("chat template" in text for text in (one["sentence"], *one["notes"])), name
        assert one["status"] == "failed" or name not in ENDLESS
    scene.can_be_asked()


@case(110)
def test_an_engine_that_dies_in_a_reply_leaves_the_conversation_and_is_asked_again(scene: LocalScene) -> None:
    dice = random.Random(4711)
    said: dict[str, Sequence[str]] = {}
    broken = asked = 0
    while broken < SHOTS:
        question = f"Tell me a very long story about fox number {asked}."
        told = scene.do("shoot", "sound", question, ("SIGKILL", "SIGSEGV")[asked % 2], dice.choice((1, 20, 100, 300)))
        asked += 1
        assert asked < 2 * SHOTS + 5
        assert told["said"][0] == question
        assert told["said"][1]
        said[told["id"]] = told["said"]
        if told["status"] == "done":
            continue    # a reply is drawn by lot: this one was over before so many letters
        assert told["status"] == "failed"
        assert told["sentence"].startswith("The local engine")
        broken += 1
        again = scene.do("retry")
        assert again["status"] in ("done", "stopped")
        assert again["versions"] == 2
        assert again["said"][1]
        said[again["id"]] = again["said"]
    scene.restart()
    for conversation, texts in said.items():
        assert scene.do("look", conversation)["said"] == texts
