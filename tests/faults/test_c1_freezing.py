"""No reply keeps the window from answering (cases 5–11, 14–17, 19).

What is asserted is the processor time that the window's thread takes at a stretch, with much room: a busy machine makes
it longer. ``benchmarks/torture.py`` holds the same texts to 200 ms.
"""

from collections.abc import Iterator

import pytest

from tests.faults.cases import case
from tests.faults.scene import Looks, Scene

LONGEST_CPU_MS = 2_000
TEXTS: dict[int, dict[str, str]] = {
    5: {"nested tables": "<table><tr><td>" * 24},
    6: {"a line of a megabyte": "x" * 1_000_000},
    # the server sends a word at a time: what is to be one piece has tabs
    7: {"five megabytes": "".join(f"Paragraph_{n}_with_a_few_words_and_**bold**_ones,_up_to_a_hundred_letters_and_then_it_ends_here.{' ' * (n % 50 == 0)}\n\n" for n in range(50_000))},
    8: {"quotes": ">" * 20_000 + " a", "lists": "".join("\t" * n + "- a\n" for n in range(200))},
    9: {
        "stars": "*a\t" * 50_000, "brackets": "[" * 50_000, "backticks": "".join("`" * n + "\t" for n in range(1, 700)),
        "underscores": "_a__" * 20_000, "dollars": "$a\t" * 30_000, "openers": "\\(" * 30_000 + "\\[" * 30_000,
    },
    10: {
        language: f"```{language}\n{part * (200_000 // len(part))}\n```\n"
        for language, part in (("python", '"\\"'), ("c", "/*/"), ("js", "`${"), ("html", "<!--"), ("bash", "$(("), ("rust", 'r#"'))
    },
    11: {
        "wide": "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + ("|a" * 1000 + "|\n") * 5,
        "long": "|a|b|\n|-|-|\n" + "|a|b|\n" * 10_000,
    },
    14: {"data": "![x](data:image/png;base64," + "A" * 2_000_000 + ") end"},
    15: {"single letters": " ".join("ab" for _ in range(20_000))},
    17: {"fence": "```python\n" + "value=compute(value,1)#again\n" * 35_000},
    19: {"accents": "a" + "\u0301" * 20_000, "turned": "\u202e\u2066" * 10_000 + "abc", "arabic": "مرحبا بالعالم " * 5_000},
}    # fmt: skip
NAMES = [pytest.param(name, marks=case(number)) for number, texts in TEXTS.items() for name in texts]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Scene(tmp_path_factory.mktemp("freezing")) as made:
        yield made


@pytest.fixture(scope="module")
def looks(scene: Scene) -> dict[str, Looks]:
    """Every text, streamed and after a restart."""
    return scene.look_at({name: text for texts in TEXTS.values() for name, text in texts.items()})


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_the_window_answers(looks: dict[str, Looks], name: str) -> None:
    text = next(texts[name] for texts in TEXTS.values() if name in texts)
    for seen in looks[name].all:
        assert seen.cpu_ms < LONGEST_CPU_MS
        assert seen.length == len(text)
        assert seen.shown
        assert seen.grown_mb < 300
