"""Where set-up keeps things, and how it says that it can't go on."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
VENV = CHECKOUT / ".venv"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskchat"

TEST_MODEL = CHECKOUT / "packaging" / "test-model.toml"


class CannotPrepareError(Exception):
    """Something that is needed can't be had; the text says what, and what to do."""


def starter_model() -> Path:
    """The description of the model in the box."""
    named = os.environ.get("DESKCHAT_STARTER_MODEL")
    return Path(named) if named else CHECKOUT / "packaging" / "starter-model.toml"


def say(text: str) -> None:
    """One line of progress."""
    print(f"[deskchat] {text}", flush=True)
