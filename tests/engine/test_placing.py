import asyncio
import sys
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.engine.environment import PROCESSOR_ONLY
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from deskchat.engine.supervisor import Supervisor
from tests.engine.talking import CAPITAL, ask, asking, local_model
from tests.faults.cases import case
from tests.support import models, scripted_engine


def scripted(folder: Path, crashing: int, limits: Limits) -> LocalProvider:
    """A provider whose engine has a card, and breaks when it is given that many layers."""
    file = folder / "model.gguf"
    file.write_bytes(b"GGUF")
    command = (sys.executable, scripted_engine.__file__, str(crashing))
    return LocalProvider(
        lambda: {"smol": local_model("smol", file)}, command, work_folder=folder / "engine", limits=lambda: limits
    )


@case(113)
async def test_a_driver_that_breaks_down_costs_speed_and_not_the_model(tmp_path: Path) -> None:
    provider = scripted(tmp_path, 1, Limits())
    assert (await ask(provider, asking(CAPITAL))).text == "0 f16"
    assert provider.placed == "0 layers, f16"
    await provider.aclose()


async def test_a_driver_that_ends_who_asks_for_its_devices_is_left_alone(tmp_path: Path) -> None:
    provider = scripted(tmp_path, -1, Limits())
    assert await provider.devices() == ()
    assert (await ask(provider, asking(CAPITAL))).text == "-1 f16"
    await provider.aclose()


async def test_the_engine_answers_without_any_driver(tmp_path: Path) -> None:
    code = f"import os; os.environ['{PROCESSOR_ONLY}'] = '1'; from deskchat.engine.worker import worker_main; worker_main()"
    provider = LocalProvider(
        lambda: {"smol": local_model("smol", models.smollm2())}, (sys.executable, "-c", code), work_folder=tmp_path / "engine"
    )
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text
    assert provider.placed.endswith("With the graphics driver, the engine did not start.")
    await provider.aclose()


async def test_an_engine_whose_start_was_given_up_is_asked_for_its_devices_anew(tmp_path: Path) -> None:
    supervisor = Supervisor((sys.executable, scripted_engine.__file__, "0"), tmp_path / "engine")
    starting = asyncio.create_task(supervisor.start())
    for _ in range(100_000):    # until there is a process, that has said nothing yet
        await asyncio.sleep(0)
        if supervisor.pid is not None:
            break
    starting.cancel()
    await asyncio.wait([starting])
    await supervisor.start()
    assert supervisor.devices == (scripted_engine.CARD,)
    await supervisor.aclose()


async def test_an_engine_that_breaks_down_without_a_card_is_not_started_again(tmp_path: Path) -> None:
    provider = scripted(tmp_path, 0, Limits(gpu_layers=0))
    with pytest.raises(ChatError, match="broke down while it loaded"):
        await ask(provider, asking(CAPITAL))
    await provider.aclose()


async def test_the_settings_reach_the_engine(tmp_path: Path) -> None:
    provider = scripted(tmp_path, 50, Limits(gpu_layers=12, cache_type="q8_0"))
    assert (await ask(provider, asking(CAPITAL))).text == "12 q8_0"
    await provider.aclose()


async def test_the_devices_are_told_without_loading_anything(tmp_path: Path) -> None:
    provider = scripted(tmp_path, 0, Limits())
    assert await provider.devices() == (scripted_engine.CARD,)
    assert provider.engine_pids == ()


async def test_a_model_answers_in_half_the_cache_and_says_what_computes_it(tmp_path: Path) -> None:
    provider = LocalProvider(
        lambda: {"smol": local_model("smol", models.smollm2())},
        work_folder=tmp_path / "engine",
        limits=lambda: Limits(2048, cache_type="q8_0", gpu_layers=7),
    )
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text
    assert provider.placed == "There is no graphics device that the engine can use, so the processor computes."
    await provider.aclose()
    assert provider.placed == ""
