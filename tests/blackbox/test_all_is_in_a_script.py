"""Nothing of the window is left out of the scripts: every action, every page, and all that can be pressed or chosen."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from deskchat.ui.actions import ALL
from deskchat.ui.panels.dialog import find_pages
from tests.house.test_rules import sources

PRESSED = {    # what makes something that can be pressed, and is given its name
    "QPushButton", "QCheckBox", "QRadioButton", "addAction", "addMenu", "addButton", "add_button", "_button", "_opening", "_arrow",
    "_thumb", "_tool", "_way", "remove_button", "QAction",
}    # fmt: skip
ELSEWHERE = {
    "Reading…": "nothing to press: it says so",
    "Don't attach": "for the moments in which a file is read",
    "Tags": "a menu, whose entries are in a script",
    "Copy as…": "a menu, whose entries are in a script",
    "Unpin": "of the mouse's menu of one conversation; “Pin or unpin the conversation” does it",
    "Open link…": "of the mouse's menu of a text; “Links” below the message has them all",
    "Select this message": "of the mouse's menu of a text; Ctrl+A",
    "Select the whole conversation": "of the mouse's menu of a text; Ctrl+A once more",
    "Open the folder": "shows a folder in the program of the system for that",
    "Model page…": "opens the browser",
    "Open in browser": "opens the browser",
    "Load picture": "asks a host on the Internet; the question before it is in a script",
}


def scripts() -> str:
    return "".join(path.read_text() for path in Path(__file__).parent.glob("*job*.py"))


def names() -> Iterator[tuple[str, str]]:
    """Where each stands, and the name up to what is filled in."""
    for path in sources("ui"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in PRESSED:
                for argument in node.args[:2]:
                    for text in _looked_up(argument):
                        yield f"{path.name}:{node.lineno}", re.split(r"%\d|%[sd]|\{", text)[0].strip()


def _looked_up(node: ast.expr) -> Iterator[str]:
    for inside in ast.walk(node):
        if isinstance(inside, ast.Call) and _name(inside.func) in ("tr", "_tr") and isinstance(inside.args[0], ast.Constant):
            yield str(inside.args[0].value)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_every_action_and_every_page_is_in_one_of_the_scripts() -> None:
    assert [entry.text for entry in ALL if f'"{entry.text}"' not in scripts()] == []
    assert [page.title for page in find_pages() if f'"{page.title}"' not in scripts()] == []


def test_all_that_can_be_pressed_is_in_one_of_the_scripts() -> None:
    said = scripts()
    left_out = [(at, name) for at, name in names() if name and name not in ELSEWHERE and f'"{name.removesuffix("…")}' not in said]
    assert left_out == []
