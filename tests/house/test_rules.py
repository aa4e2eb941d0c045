"""Rules of the house that no linter knows."""

import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "deskchat"
HEAVY = ("numpy", "pydantic", "llama_cpp", "genai_prices", "keyring", "httpx2", "pygments", "markdown_it")


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms or ("",) for path in sorted((SOURCE / room).rglob("*.py"))]


def test_no_dialog_blocks() -> None:
    blocking = [f"{path}:{n}" for path in sources("ui") for n, line in enumerate(path.read_text().splitlines(), 1) if ".exec(" in line]
    assert blocking == [], "open() and a signal: a second loop inside a slot stops what else runs"


def test_labels_are_made_by_the_room_that_makes_them_plain() -> None:
    made = [
        f"{path}:{n}"
        for path in sources("ui")
        if path.name != "safe_text.py"
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\bQ(Label|MessageBox)\(", line) and ".setTextFormat(Qt.TextFormat.PlainText)" not in path.read_text()
    ]
    assert made == [], "Qt's own labels take text for markup, and open files it names: use PlainLabel"


def test_tooltips_are_escaped() -> None:
    raw = [
        f"{path}:{n}"
        for path in sources("ui")
        if path.name != "safe_text.py"
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if ".setToolTip(" in line
    ]
    assert raw == [], "a tooltip takes text for markup: use set_tooltip"


def test_what_is_heavy_is_not_loaded_before_the_window_shows() -> None:
    program = (
        "import sys; import deskchat.app; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert loaded.stdout.strip() == "[]", "import it in the function that needs it"


def test_no_file_has_grown_too_long() -> None:
    long = {str(path.relative_to(SOURCE)): lines for path in sources() if (lines := len(path.read_text().splitlines())) > 450}
    assert long == {}, "a file tells one story"


def test_every_migration_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted((SOURCE / "store" / "migrations").glob("[0-9]*"))]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
