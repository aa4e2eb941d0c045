"""A second start reaches the window of its own home, and nothing but its orders does anything."""

import asyncio
import os
import stat
from pathlib import Path

from deskchat.services.second_start import Order, pipe_in, tell_window, to_show
from deskchat.services.summons import Summons
from tests.faults.cases import case
from tests.support.home import Home

QUICK = Order("quick")


@case(130)
async def test_a_second_start_is_heard_and_noise_is_not(tmp_path: Path) -> None:
    assert not tell_window(tmp_path, QUICK)    # nobody is there
    pipe_in(tmp_path).touch()        # what a killed window left
    summons = Summons(tmp_path)
    assert await summons.open()
    assert stat.S_IMODE(pipe_in(tmp_path).stat().st_mode) == 0o600
    calls = summons.calls()
    heard = asyncio.ensure_future(anext(calls))
    with pipe_in(tmp_path).open("wb", buffering=0) as noise:
        noise.write(b"x" * 100 + b"\n" + b'{"word": "rm"}\n{"word": "show", "file": 3}\n[]\n\xff\n')
    await asyncio.sleep(0)
    assert not heard.done()
    assert await asyncio.to_thread(tell_window, tmp_path, QUICK)
    assert await asyncio.wait_for(heard, 60) == QUICK
    odd = to_show(["--home", "x", os.fsdecode(b"one\xff\n.gguf")])
    assert await asyncio.to_thread(tell_window, tmp_path, odd)
    assert await asyncio.wait_for(anext(calls), 60) == odd
    assert os.fsencode(Path.cwd()) + b"/one\xff\n.gguf" == odd.file
    assert not tell_window(tmp_path, Order("show", b"/" + b"x" * 70_000)), "not in one piece"
    await summons.aclose()
    assert not tell_window(tmp_path, QUICK)
    assert not pipe_in(tmp_path).exists()


def test_the_command_says_when_there_is_no_window(home: Home) -> None:
    done = home.run("quick")
    assert done.status == 2
    assert "No deskchat window is open" in done.err
