"""Every text that is shown, with the context it is looked up in: read from the sources, nothing is run.

In ``ui/``: ``self.tr("…")`` (context: the class), ``QCoreApplication.translate("Context", "…")``, ``QT_TRANSLATE_NOOP``,
and functions that do nothing but look their argument up. Declarations elsewhere have fixed contexts: settings ("Settings")
and the titles of pages ("Panels"). Sentences of rooms without Qt become templates ("Sentences"), with %1, %2 and so on in
place of an f-string's names; so do notes of models (``note=…``, ``…_NOTE``, ``resources/models``), which are no sentences,
and other words that are shown: what functions called ``…_words`` and files called ``…_words.py`` give back, the text or the
values of the table that is called ``…_WORDS``, and what a model does not see (``hide(…)``). Fields of ``str.format`` count
as names of an f-string do.
lupdate alone finds neither the functions nor the declarations nor the sentences.
"""

import ast
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

QUIET = {    # functions whose texts are for nobody, or looked up elsewhere
    "debug", "info", "warning", "error", "exception", "compile", "ValueError", "RuntimeError", "AssertionError", "TypeError",
    "KeyError", "OSError", "add_argument", "add_parser", "tr", "_tr", "_words", "translate", "QT_TRANSLATE_NOOP", "Setting",
    "EnvironmentError", "reply_form", "counted",
}    # fmt: skip
SENTENCE = re.compile(r"(?!(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|OR|END)\b)[A-Z“%][^\n]* [^\n]*[.!?]")
SHORTEST = 9    # letters of a template beside its names: a shorter one would be found everywhere
FEWEST_LETTERS = 5    # of other words
FIELD = re.compile(r"(?<!\{)\{[a-z_]+\}(?!\})")    # of a text that is filled in by str.format
SAID = "{said}"       # a field that is a colon and what a server said, in quotes, or nothing
ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "deskchat"
MODELS = ROOT / "resources" / "models"
LOWER = ("chat", "providers", "services", "engine", "keys", "library", "exchange", "store")


class Text(NamedTuple):
    """A text, and ``plural``: it has forms for numbers."""

    context: str
    text: str
    plural: bool = False


def all_texts() -> list[Text]:
    """All of them, each once, sorted."""
    found = set(_declared())
    for path in (*sorted((SOURCES / "ui").rglob("*.py")), SOURCES / "app.py"):
        found |= set(_of_window(ast.parse(path.read_text("utf-8"))))
    found |= {Text("Sentences", template) for template in sentences()}
    return sorted(text for text in found if text.text)


def sentences() -> list[str]:
    """The templates of sentences from rooms without Qt, sorted."""
    found = set()
    for room in LOWER:
        for path in sorted((SOURCES / room).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            found |= {*_said_in(tree), *_notes_in(tree), *_words_in(tree, whole=path.stem.endswith("_words"))}
    for path in sorted(MODELS.glob("*.toml")):
        found |= {str(note) for note in (tomllib.loads(path.read_text("utf-8")).get("note"),) if note}
    for path in (SOURCES / "settings.py", SOURCES / "settings_file.py", *sorted((SOURCES / "ui").rglob("*.py"))):
        found |= set(_said_in(ast.parse(path.read_text("utf-8"))))
    return sorted(found)


def _declared() -> Iterator[Text]:
    for node in ast.walk(ast.parse((SOURCES / "settings.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) == "Setting":
            yield from (Text("Settings", literal) for literal in map(_literal, node.args[2:4]) if literal)
    for path in sorted((SOURCES / "ui" / "panels").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and _name(node.targets[0]) == "TITLE" and _literal(node.value):
                yield Text("Panels", str(_literal(node.value)))
    rows = ast.parse((SOURCES / "ui" / "panels" / "setting_rows.py").read_text("utf-8"))
    for node in rows.body:
        if isinstance(node, ast.AnnAssign) and _name(node.target) == "WORDS" and isinstance(node.value, ast.Dict):
            yield from (Text("Settings", literal) for literal in map(_literal, node.value.values) if literal)


def _of_window(tree: ast.Module) -> Iterator[Text]:
    helpers = dict(_helpers(tree))
    yield from _walked(tree, "", helpers)


def _walked(node: ast.AST, owner: str, helpers: dict[str, str]) -> Iterator[Text]:
    for child in ast.iter_child_nodes(node):
        yield from _walked(child, child.name if isinstance(child, ast.ClassDef) else owner, helpers)
    if not isinstance(node, ast.Call) or not node.args:
        return
    name = _name(node.func)
    plural = len(node.args) >= (4 if name == "translate" else 3)
    if name in ("translate", "QT_TRANSLATE_NOOP") and len(node.args) > 1:
        context = _literal(node.args[0])
        if context:
            yield from (Text(context, text, plural) for text in _literals(node.args[1]))
    elif name == "tr" and isinstance(node.func, ast.Attribute):
        yield from (Text(owner, text, plural) for text in _literals(node.args[0]))
    elif isinstance(node.func, ast.Name) and name in helpers:
        yield from (Text(helpers[name], text) for text in _literals(node.args[0]))


def _helpers(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Functions that look up what they are given, and their context."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1:
            last = node.body[-1]
            call = last.value if isinstance(last, ast.Return) else None
            if isinstance(call, ast.Call) and _name(call.func) == "str" and call.args:
                call = call.args[0]
            if (
                isinstance(call, ast.Call)
                and _name(call.func) == "translate"
                and _name(call.args[1]) == node.args.args[0].arg
            ):
                yield node.name, str(_literal(call.args[0]))


def _said_in(tree: ast.Module) -> Iterator[str]:
    """Sentences: texts that begin like one and end like one, wherever they stand; docstrings and logs are none."""
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and _name(node.func) in QUIET:
            skipped |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(inner) for inner in ast.walk(node) if inner is not node}
    for node in ast.walk(tree):
        if id(node) in skipped or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        for template in _said_or_not(_template(node).strip()):
            for sentence in _split(template):    # some go on from another
                if SENTENCE.fullmatch(sentence) and len(re.sub(r"%\d", "", sentence)) >= SHORTEST:
                    yield _counted_anew(sentence)


def _notes_in(tree: ast.Module) -> Iterator[str]:
    """What is said of a model beside its name: no sentence, and collected where it is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "note":
            yield from filter(None, map(_template, _choices(node.value)))
        elif isinstance(node, ast.Assign) and _name(node.targets[0]).endswith(("_NOTE", "ON_THIS_MACHINE")):
            yield _template(node.value)


def _words_in(tree: ast.Module, *, whole: bool) -> Iterator[str]:
    """Parts of sentences and short answers; ``whole``: everything in that file is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (whole or node.name.endswith("_words")):
            given = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return) and inner.value]
            yield from _words(given)
        elif whole and isinstance(node, ast.Dict):
            yield from _words(node.values)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _target(node).endswith("_WORDS"):
            yield from _words(node.value.values if isinstance(node.value, ast.Dict) else [node.value])
        elif isinstance(node, ast.Call) and _name(node.func) == "hide":
            yield from _words(node.args[:2])


def _target(node: ast.Assign | ast.AnnAssign) -> str:
    return _name(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def _words(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for template in map(_template, (choice for node in nodes for choice in _choices(node))):
        if len(re.sub(r"%\d|\W", "", template)) >= FEWEST_LETTERS:
            yield template


def _choices(node: ast.expr) -> list[ast.expr]:
    """The texts an expression can be, with and without names in them."""
    if isinstance(node, ast.IfExp):
        return [*_choices(node.body), *_choices(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [choice for value in node.values for choice in _choices(value)]
    return [node] if isinstance(node, ast.Constant | ast.JoinedStr) else []


def _said_or_not(template: str) -> tuple[str, ...]:
    """Where a server may have said something itself: the sentence without its words, and with them."""
    if SAID not in template:
        return (template,)
    return template.replace(SAID, ""), template.replace(SAID, f": “%{template.count('%') + 1}”")


def _split(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z“%])", text)


def _counted_anew(sentence: str) -> str:
    """The names of a sentence that stood behind another one are counted from 1 again."""
    numbers = itertools.count(1)
    return re.sub(r"%\d", lambda _: f"%{next(numbers)}", sentence)


def _template(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        numbers = itertools.count(1)
        text = node.value if isinstance(node.value, str) else ""
        return FIELD.sub(lambda field: field[0] if field[0] == SAID else f"%{next(numbers)}", text)
    assert isinstance(node, ast.JoinedStr)
    pieces, count = "", 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            pieces += str(value.value)
        else:
            count += 1
            pieces += f"%{count}"
    return pieces


def _literals(node: ast.expr) -> list[str]:
    """The literal texts an expression can be."""
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    literal = _literal(node)
    return [literal] if literal else []


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
