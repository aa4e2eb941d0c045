import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskchat import settings as known_settings
from deskchat.engine import gguf
from deskchat.engine.local import LocalProvider
from deskchat.engine.shape import shape_of
from deskchat.engine.verdict import Fit, Verdict
from deskchat.services.fitting import Fitting
from deskchat.settings import Settings
from tests.support import models, scripted_engine

GIB = 1 << 30


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml", {})


@pytest.fixture
async def fitting(tmp_path: Path, settings: Settings) -> AsyncIterator[Fitting]:
    """Over an engine with a card of which 5 GiB may be taken, and real memory."""
    command = (sys.executable, scripted_engine.__file__, "0")
    engine = LocalProvider(dict, command, work_folder=tmp_path / "engine")
    yield Fitting(engine, settings)
    await engine.aclose()


async def judged(fitting: Fitting, path: Path) -> Verdict:
    header = gguf.header(path)
    return await fitting.of_header(header, shape_of(header).weights)


async def test_a_file_is_judged_by_its_header(fitting: Fitting) -> None:
    verdict = await judged(fitting, models.smollm2())
    assert (verdict.fit, verdict.gpu_layers) == (Fit.FITS, 31)


async def test_a_file_to_be_fetched_is_judged_by_its_size(fitting: Fitting) -> None:
    assert (await fitting.of_size(2 * GIB)).fit is Fit.FITS
    assert (await fitting.of_size(6 * GIB)).fit in {Fit.PARTLY, Fit.TOO_BIG}    # more than the card, perhaps than memory
    assert (await fitting.of_size(900_000 * GIB)).fit is Fit.TOO_BIG


async def test_a_file_to_be_fetched_is_judged_by_its_beginning_like_one_that_is_here(fitting: Fitting) -> None:
    path = models.smollm2()
    size, name = path.stat().st_size, path.name
    assert gguf.beginning(name, path.read_bytes()[:100_000], size) is None
    header = gguf.beginning(name, path.read_bytes()[: 4 << 20], size)
    assert header is not None
    here, fetched = await judged(fitting, path), await fitting.of_header(header, size)
    assert abs(here.needs_bytes - fetched.needs_bytes) < 0.03 * here.needs_bytes    # the header itself is not weights
    more = (await fitting.of_header(header, 2 * size)).needs_bytes - here.needs_bytes
    assert 0.9 * size < more < 1.5 * size    # the table of tokens lies on the card and in memory


async def test_the_settings_count(settings: Settings, fitting: Fitting) -> None:
    before = (await judged(fitting, models.gemma3())).needs_bytes
    settings.set(known_settings.CONTEXT_TOKENS, 32_768)
    longer = (await judged(fitting, models.gemma3())).needs_bytes
    settings.set(known_settings.CACHE_TYPE, "q8_0")
    assert before < (await judged(fitting, models.gemma3())).needs_bytes < longer
