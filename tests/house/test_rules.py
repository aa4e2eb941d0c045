"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from deskchat.settings import ALL

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "deskchat"
HEAVY = ("numpy", "pydantic", "llama_cpp", "genai_prices", "keyring", "httpx2", "pygments", "markdown_it")


EMPTY_NAMES = re.compile(r"(Manager|Helper|Utils?|Handler|Base|Data|Info)$")
LONGEST_FUNCTION = 50
LONGEST_FILE = 450


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms or ("",) for path in sorted((SOURCE / room).rglob("*.py"))]


def widgets() -> list[Path]:
    """All of ui but the one file whose job is to make Qt's labels safe."""
    return [path for path in sources("ui") if path.name != "safe_text.py"]


def lines_with(pattern: str, files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def definitions() -> Iterator[tuple[Path, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def test_no_dialog_blocks() -> None:
    assert lines_with(r"\.exec\(", sources("ui")) == [], "open() and a signal: a second loop inside a slot stops what else runs"


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
    assert lines_with(r"\.setToolTip\(", widgets()) == [], "a tooltip takes text for markup: use set_tooltip"


def test_what_is_heavy_is_not_loaded_before_the_window_shows() -> None:
    program = (
        "import sys; import deskchat.app; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert loaded.stdout.strip() == "[]", "import it in the function that needs it"


def test_no_file_has_grown_too_long() -> None:
    long = {str(path.relative_to(SOURCE)): lines for path in sources() if (lines := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}, "a file tells one story"


def test_every_migration_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted((SOURCE / "store" / "migrations").glob("[0-9]*"))]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_no_function_has_grown_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path, node in definitions()
        if not isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == [], "a function fits on a screen"


def test_no_class_has_a_name_that_says_nothing() -> None:
    named = {node.name for _, node in definitions() if isinstance(node, ast.ClassDef) and EMPTY_NAMES.search(node.name)}
    assert named <= {"ModelInfo"}, "say what the thing is to the person who uses it"


def test_every_wire_has_its_tests() -> None:
    wires = {path.stem for path in sources("providers/wires") if path.stem != "__init__"}
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "providers" / "wires").glob("test_*.py")}
    assert wires
    assert wires <= tested


def test_every_setting_that_is_shown_says_what_it_is() -> None:
    mute = [setting.key for setting in ALL if setting.shown and not (setting.title and setting.help)]
    assert mute == [], "title and help are what its control is made of"


def test_every_action_does_something() -> None:
    named = set(re.findall(r'_entry\(\s*"(\w+)"', (SOURCE / "ui" / "actions.py").read_text()))
    done = set(re.findall(r'^ +"(\w+)":', (SOURCE / "ui" / "workspace.py").read_text(), re.MULTILINE))
    assert named
    assert named <= done, "the window would not open"


def test_every_icon_that_is_asked_for_is_there() -> None:
    asked = {name for path in sources("ui") for name in re.findall(r'\bicon\(\s*"([^"]+)"', path.read_text())}
    drawn = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert asked
    assert asked <= drawn


def test_nothing_but_the_transport_knows_how_to_connect() -> None:
    ways = r"^\s*(import|from) (socket|http\.client|ftplib|smtplib|telnetlib|xmlrpc)\b|QtNetwork|open_connection|urlopen|QWebSocket"
    allowed = {
        "app.py": "a socket pair, by which a signal wakes Qt's loop",
        "name_lookup.py": "asks for the addresses of a name, and connects to none",
    }
    found = lines_with(ways, [path for path in sources() if path.name not in allowed])
    assert found == [], "offline mode holds because all connections are made in providers/transport.py"
