from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from tests.engine.talking import local_model
from tests.support import models


@pytest.fixture
async def provider(tmp_path: Path) -> AsyncIterator[LocalProvider]:
    """SmolLM2 as “smol” in a real engine process."""
    made = LocalProvider(lambda: {"smol": local_model("smol", models.smollm2())}, work_folder=tmp_path / "engine")
    yield made
    await made.aclose()


@pytest.fixture
async def provider_of(tmp_path: Path) -> AsyncIterator[Callable[..., LocalProvider]]:
    """Makes a provider for the files given by name."""
    made: list[LocalProvider] = []

    def make(context_tokens: int = 8192, **files: Path) -> LocalProvider:
        known = {name: local_model(name, path) for name, path in files.items()}
        made.append(LocalProvider(lambda: known, work_folder=tmp_path / "engine", limits=lambda: Limits(context_tokens)))
        return made[-1]

    yield make
    for provider in made:
        await provider.aclose()
