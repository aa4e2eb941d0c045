"""A promise without its test is none: those that SECURITY.md names exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_security_names_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text()
    named = NAMED.findall(text)
    missing = [f"{file}::{test}" for file, test in named if f"def {test}(" not in _text(ROOT / file)]
    assert missing == []


def _text(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def test_each_of_the_eight_promises_names_a_test() -> None:
    parts = re.split(r"^\*\*P(\d)\. ", (ROOT / "SECURITY.md").read_text(), flags=re.MULTILINE)
    promises = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(promises) == list("12345678")
    assert [number for number, text in promises.items() if not NAMED.search(text)] == []
    readme = (ROOT / "README.md").read_text().partition("## What is promised")[2].partition("\n## ")[0]
    assert re.findall(r"^(\d)\. ", readme, flags=re.MULTILINE) == list("12345678")
