"""Every text that is shown is looked up in a translation; ``tests/ui/test_translations.py`` has the French one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from texts import all_texts

from tests.house.test_rules import ROOT, sources

SHOWS = {    # what puts a text before the person's eyes or ears
    "setText", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setTitle", "setStatusTip",
    "PlainLabel", "ElidedLabel", "Caption", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "addAction", "addTab",
    "addItem", "addButton", "set_tooltip", "show_text", "tell", "ask", "setSpecialValueText", "setInformativeText",
}  # fmt: skip
NAMES = {"deskchat"}


def test_every_text_has_the_context_it_is_looked_up_in() -> None:
    assert [text for text in all_texts() if not text.context] == [], "tr() outside of a class: QCoreApplication.translate"


def test_no_text_is_shown_without_being_looked_up() -> None:
    assert [place for path in sources("ui") for place in shown_as_they_are(path)] == []


def shown_as_they_are(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and name_of(node.func) in SHOWS:
            for argument in node.args:
                words = "".join(literals(argument))
                if re.search(r"[A-Za-z]{3}", words) and words not in NAMES:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: {words}"


def literals(node: ast.expr) -> Iterator[str]:
    """The texts an argument is made of, where it is one as it stands."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (str(value.value) for value in node.values if isinstance(value, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from literals(node.left)
        yield from literals(node.right)


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
