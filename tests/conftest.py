"""What all tests share: no real home, no real display, no keys of whoever runs them."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
KEY_VARIABLES = [name for name in os.environ if name.endswith(("_API_KEY", "_TOKEN"))]


@pytest.fixture(autouse=True)
def nobodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that forgets to name a home writes below its own folder, and finds nobody's keys."""
    monkeypatch.setenv("DESKCHAT_HOME", str(tmp_path / "nobodys-home"))
    for name in KEY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
