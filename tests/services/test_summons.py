"""A second start reaches the window of its own home, and nothing but the one word does anything."""

import asyncio
import stat
from pathlib import Path

from deskchat.services.summons import Summons, place, summon
from tests.faults.cases import case
from tests.support.home import Home


@case(130)
async def test_a_second_start_is_heard_and_noise_is_not(tmp_path: Path) -> None:
    assert not summon(tmp_path)    # nobody is there
    place(tmp_path).touch()        # what a killed window left
    summons = Summons(tmp_path)
    assert await summons.open()
    assert stat.S_IMODE(place(tmp_path).stat().st_mode) == 0o600
    calls = summons.calls()
    heard = asyncio.ensure_future(anext(calls))
    with place(tmp_path).open("wb", buffering=0) as noise:
        noise.write(b"x" * 100)
    await asyncio.sleep(0)
    assert not heard.done()
    assert await asyncio.to_thread(summon, tmp_path)
    await asyncio.wait_for(heard, 10)
    await summons.aclose()
    assert not summon(tmp_path)
    assert not place(tmp_path).exists()


def test_the_command_says_when_there_is_no_window(home: Home) -> None:
    done = home.run("quick")
    assert done.status == 2
    assert "No deskchat window is open" in done.err
