"""A mock of several providers that grades its clients (the package llmock): a tool for tests only.

It lives in an environment of its own: the project's takes nothing from it.
"""

import shutil

from places import CACHE, say
from python_tools import PythonTools

VERSION = "0.2.2"
FOLDER = CACHE / "tools" / f"llmock-{VERSION}"


def install(tools: PythonTools) -> None:
    """Have it in the cache. Raises ``CannotPrepareError``."""
    if (FOLDER / "bin" / "llmock").exists():
        return
    say("Installing llmock for the tests.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    tools.uv("venv", "--quiet", str(FOLDER))
    tools.uv("pip", "install", "--quiet", "--python", str(FOLDER / "bin" / "python"), f"llmock=={VERSION}")
