import asyncio
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskchat.services.formulas.typesetter import LONGEST, Typesetter
from tests.support.processes import children_with

NESTED = r"\frac{1}{" * 40 + "x" + "}" * 40    # twice the time with each level


@pytest.fixture
async def typesetter() -> AsyncIterator[Typesetter]:
    made = Typesetter(one_s=20.0)
    yield made
    await made.aclose()


async def test_a_formula_becomes_paths_in_the_colour_of_whoever_shows_it(typesetter: Typesetter) -> None:
    drawing = await typesetter.set(r"\frac{\sqrt{\pi}}{2}", display=True)

    assert drawing is not None
    assert "<path" in drawing.svg
    assert 'fill="currentColor"' in drawing.svg
    assert "black" not in drawing.svg
    assert 0 < drawing.depth < drawing.height < 5
    assert drawing.width < 5


async def test_a_formula_in_a_line_is_lower_than_one_of_its_own(typesetter: Typesetter) -> None:
    in_line = await typesetter.set(r"\sum_{i=1}^n i", display=False)
    alone = await typesetter.set(r"\sum_{i=1}^n i", display=True)

    assert in_line is not None
    assert alone is not None
    assert in_line.height < alone.height


@pytest.mark.parametrize(
    "latex", [r"\frac{1}{", "%", r"\nosuchcommand{x}", r"\def\a{\a}\a", "&&&", r"\rule{9999em}{9999em}", "x" * (LONGEST + 1)]
)
async def test_what_is_no_formula_is_refused(typesetter: Typesetter, latex: str) -> None:
    assert await typesetter.set(latex, display=False) is None
    assert await typesetter.set("x", display=False) is not None


@pytest.mark.parametrize("latex", [r"\argmax_x f(x)", r"\begin{aligned}a &= b \label{eq:1}\\ c &= d\end{aligned}", r"\bm{x}"])
async def test_words_that_models_use_are_understood(typesetter: Typesetter, latex: str) -> None:
    assert await typesetter.set(latex, display=True) is not None


async def test_a_formula_that_would_take_hours_is_given_up_and_the_next_one_is_set() -> None:
    typesetter = Typesetter(one_s=2.0)
    began = time.monotonic()

    assert await typesetter.set(NESTED, display=True) is None
    assert time.monotonic() - began < 60
    assert not typesetter.is_running
    typesetter = Typesetter(one_s=20.0)
    assert await typesetter.set("x", display=True) is not None
    await typesetter.aclose()


async def test_the_process_goes_when_nobody_asks_any_more() -> None:
    typesetter = Typesetter(one_s=20.0, idle_s=0.05)
    await typesetter.set("x", display=False)
    for _ in range(1_000):
        await asyncio.sleep(0.02)
        if not typesetter.is_running:
            await typesetter.aclose()    # waits until it is gone, not only on its way
            return
    pytest.fail("it is still there")


async def test_a_process_that_says_nonsense_is_ended() -> None:
    typesetter = Typesetter((sys.executable, "-c", "print('nonsense')"))

    assert await typesetter.set("x", display=False) is None
    assert not typesetter.is_running


async def test_a_process_that_was_ended_while_it_rested_costs_no_formula(typesetter: Typesetter) -> None:
    assert await typesetter.set("x", display=False) is not None
    (resting,) = children_with("deskchat.services.formulas")
    resting.kill()
    assert await typesetter.set("y", display=False) is not None


async def test_a_formula_that_ends_its_process_is_given_up(tmp_path: Path) -> None:
    code = (
        "import sys; from deskchat.services.formulas.told import Answer, Drawing, encode\n"
        "for line in sys.stdin.buffer:\n"
        "    if b'bad' in line: open(sys.argv[1], 'a').write('x'); sys.exit(1)\n"
        "    sys.stdout.buffer.write(encode(Answer(Drawing('', 1.0, 1.0, 0.0))) + b'\\n'); sys.stdout.flush()\n"
    )
    asked = tmp_path / "asked"
    typesetter = Typesetter((sys.executable, "-c", code, str(asked)), one_s=20.0)
    assert await typesetter.set("x", display=False) is not None
    assert await typesetter.set("bad", display=False) is None
    assert asked.read_text() == "xx"
    assert await typesetter.set("bad", display=False) is None
    assert asked.read_text() == "xx"    # it is known by now
    assert await typesetter.set("y", display=False) is not None
    await typesetter.aclose()
