"""What all tests share: no real home, no real display, no keys of whoever runs them."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest
from hypothesis import HealthCheck, settings

from tests.support.desktop import Screen, desktop
from tests.support.home import Home
from tests.support.key_scan import files_with_keys

if TYPE_CHECKING:
    from tests.support.patience import PatientBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
gc.disable()    # see deskchat.ui.garbage: what is collected on a test's background thread may be a widget
# a machine that is busy is slow, which is no fault of what is tried; and what a fixture gives is the same for all examples
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("patient")
KEY_VARIABLES = [name for name in os.environ if name.endswith(("_API_KEY", "_TOKEN"))]


@pytest.fixture(scope="session", autouse=True)
def no_key_was_written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """At the end of the run: of all that was written during it, nothing holds a key.

    Temporary files of all processes are made in a folder of the run's own, too. The person's own deskchat is looked at
    for a program that was told of no home, and the current folder for pictures of a process's memory.
    """
    written, passing = tmp_path_factory.getbasetemp(), Path(tempfile.mkdtemp(prefix="deskchat-tests-"))
    begun = passing.stat().st_ctime    # by the clock of the disk
    passing.chmod(0o1777)    # as the system's own: some programs become somebody else
    with pytest.MonkeyPatch.context() as patch:
        if not os.environ.get("DESKCHAT_TEST_PACKAGES"):    # other systems' roots have no such folder
            for name in ("TMPDIR", "TEMP", "TMP"):
                patch.setenv(name, str(passing))
            patch.setattr(tempfile, "tempdir", None)    # asked for anew
        yield
    left = files_with_keys(passing)
    shutil.rmtree(passing, ignore_errors=True)
    assert left == [], "a key was written to a temporary file"
    usual = platformdirs.PlatformDirs("deskchat", appauthor=False)
    folders = {usual.user_config_path, usual.user_data_path, usual.user_cache_path, usual.user_log_path}
    found = files_with_keys(written) + [hit for folder in sorted(folders) for hit in files_with_keys(folder, begun)]
    assert found == [], "a key was written to a file"
    assert [core for core in Path.cwd().glob("core*") if core.is_file()] == [], "a process left a picture of its memory"


@pytest.fixture(scope="session", autouse=True)
def clipboard_is_qts_own() -> Iterator[None]:
    """At the end of the run: the offscreen platform outlives Python, and what Python put on its clipboard ends it by SIGSEGV."""
    yield
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().setText("")


@pytest.fixture(autouse=True)
def nobodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that forgets to name a home writes below its own folder, and finds nobody's keys."""
    monkeypatch.setenv("DESKCHAT_HOME", str(tmp_path / "nobodys-home"))
    for name in KEY_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home of the program below the test's folder."""
    return Home(tmp_path / "home")


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> "PatientBot":
    """Of pytest-qt, but it waits long."""
    from tests.support.patience import PatientBot  # Qt, which most tests do without

    return PatientBot(request)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A desktop of its own, whose person has an empty home."""
    with desktop(tmp_path / "user") as screen:
        yield screen


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect here, on the thread of the tests."""
    if gc.get_count()[0] > 5_000:
        gc.collect(1)
