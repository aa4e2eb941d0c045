"""That nothing a run of the tests wrote holds a key is worth as much as the search: what it looks for, and where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.key_scan import KEYS

ROOT = Path(__file__).parents[2]
LIKE_A_KEY = re.compile(r"(sk|xai|gsk|pplx|nvapi|hf)[-_][A-Za-z0-9_-]{5,}|AIza[A-Za-z0-9_-]{5,}|[a-z]+-canary-[a-z0-9-]+")
ONLY_SHAPES = (ROOT / "tests" / "chat" / "test_redaction.py",)    # of keys, which no program is given
NO_KEYS = {"hf_hub_download", "xai-grok43_tool", "xai-error_400_auth", "netrc-canary"}
STARTS = {"create_subprocess_exec", "create_subprocess_shell", "run", "Popen", "check_output", "call"}


def texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_key_of_the_tests_is_searched_for() -> None:
    known = [key.decode() for key in KEYS]
    found = {
        text
        for path in (ROOT / "tests").rglob("*.py")
        if path not in ONLY_SHAPES
        for text in texts(path)
        if LIKE_A_KEY.fullmatch(text) and text not in NO_KEYS and not any(key in text for key in known)
    }
    assert found == set(), "a key that tests give a program belongs into tests/support/key_scan.py"


def test_every_process_is_given_an_environment_that_was_chosen() -> None:
    """What the program itself was started with, keys and a proxy's password among it, is for nobody else."""
    careless = []
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in STARTS:
                continue
            of = node.func.value
            named = isinstance(of, ast.Name) and of.id in ("subprocess", "asyncio") and (of.id, node.func.attr) != ("asyncio", "run")
            if named and not any(keyword.arg == "env" for keyword in node.keywords):
                careless.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert careless == []
