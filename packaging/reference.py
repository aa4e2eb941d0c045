"""Writes docs/generated/ from the declarations in the program: settings, keys, providers and commands; the first two in French, too.

``python packaging/reference.py`` writes the pages (``make docs``); ``--check`` only says which are out of date.
"""

# ruff: noqa: E501  # lines of a page are long

import argparse
import os
import pkgutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QKeySequence
from reference_words import ENGLISH, FRENCH, Words

from deskchat import settings
from deskchat.cli.main import _parser as command_line
from deskchat.providers import wires
from deskchat.providers.catalogue import Entry, built_in
from deskchat.ui.actions import ALL as ACTIONS
from deskchat.ui.actions import text_of
from deskchat.ui.keyboard_list import TYPING
from deskchat.ui.language import speak

FOLDER = Path(__file__).parents[1] / "docs"
MADE = "<!-- made by `make docs` from {source}: edit that instead -->\n\n"


def pages() -> dict[str, str]:
    """Each page's text, by its path below ``docs/``."""
    made = {
        "generated/settings.md": _settings(ENGLISH),
        "generated/keyboard.md": _keyboard(ENGLISH),
        "generated/providers.md": _providers(),
        "generated/commands.md": _commands(),
    }
    _speak_french()    # what the program declares is looked up in its translation from here on
    return made | {"fr/generated/settings.md": _settings(FRENCH), "fr/generated/keyboard.md": _keyboard(FRENCH)}


def _speak_french() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as empty:
        chosen = settings.Settings.load(Path(empty) / "settings.toml")
    chosen.set(settings.LANGUAGE, "fr")
    speak(application, chosen)


def _settings(words: Words) -> str:
    lines = [MADE.format(source="src/deskchat/settings.py") + f"# {words.all_settings}\n", f"{words.about_settings}\n"]
    table = ""
    for setting in settings.ALL:
        if setting.key.partition(".")[0] != table:
            table = setting.key.partition(".")[0]
            lines += [f"\n## [{table}]\n", words.settings_columns, "|---|---|---|---|"]
        said = f"**{_tr(setting.title)}.** {_tr(setting.help)}".strip()
        name, value = setting.key.partition(".")[2], _value(setting.default, words)
        lines.append(f"| `{name}` | {_cell(said)} | {value} | {_range(setting, words)} |")
    return "\n".join(lines) + "\n"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text) if text else ""


def _value(value: settings.Value, words: Words) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, tuple):
        return "`[]`" if not value else f"`{list(value)}`"
    return f"`{value}`" if value != "" else words.empty


def _range(
    setting: settings.Setting[str] | settings.Setting[int] | settings.Setting[bool] | settings.Setting[tuple[str, ...]],
    words: Words,
) -> str:
    if isinstance(setting.default, bool):
        return "`true`, `false`"
    if setting.minimum is not None or setting.maximum is not None:
        return words.from_to.format(first=setting.minimum, last=setting.maximum)
    if len(setting.choices) > 10:
        least, first, last = setting.choices[0], setting.choices[1], setting.choices[-1]
        return words.or_from_to.format(least=_value(least, words), first=first, last=last)
    if setting.choices:
        return ", ".join(_value(choice, words) for choice in setting.choices)
    return words.list_of_texts if isinstance(setting.default, tuple) else words.text


def _keyboard(words: Words) -> str:
    lines = [
        MADE.format(source="src/deskchat/ui/actions.py") + f"# {words.all_keys}\n",
        f"{words.about_keys}\n",
        words.keys_columns,
        "|---|---|",
    ]
    lines += [f"| {text_of(entry)} | {', '.join(map(_key, entry.keys))} |" for entry in ACTIONS]
    lines += [f"\n## {words.while_writing}\n", words.keys_columns, "|---|---|"]
    for row in TYPING:
        what, keys = (QCoreApplication.translate("KeyboardList", text) for text in row)
        lines.append(f"| {_cell(what)} | {_cell(keys)} |")
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return f"`{QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)}`"


def _providers() -> str:
    entries = built_in()
    lines = [
        MADE.format(source="src/deskchat/providers/catalogue.toml") + "# Providers that are known\n",
        "How each is set up is told in [Providers](../guide/providers.md). Others are added by their address, in the settings or in",
        "`providers.toml`.\n",
        "## With a key\n",
        "| provider | id | key in the environment | where the key is made | way of talking |",
        "|---|---|---|---|---|",
        *(_with_key(entry) for entry in entries if not entry.local),
        "\n## On this computer\n",
        "| program | id | address it is looked for at | way of talking |",
        "|---|---|---|---|",
        *(f"| {entry.name} | `{entry.id}` | `{entry.base_url}` | `{entry.wire}` |" for entry in entries if entry.local),
        "\n## Ways of talking\n",
        "`wire` in `providers.toml` is one of: " + ", ".join(f"`{wire}`" for wire in _wires()) + ".",
    ]
    return "\n".join(lines) + "\n"


def _wires() -> list[str]:
    return [found.name.replace("_", "-") for found in pkgutil.iter_modules(wires.__path__)]


def _with_key(entry: Entry) -> str:
    return f"| {entry.name} | `{entry.id}` | `{entry.key_env}` | <{entry.console_url}> | `{entry.wire}` |"


def _commands() -> str:
    parser = command_line()
    lines = [
        MADE.format(source="src/deskchat/cli/") + "# All commands\n",
        "`deskchat --help` and `deskchat COMMAND --help` say the same. How they are used is told in",
        "[Command line](../guide/command-line.md).\n",
        *_options(parser),
    ]
    for name, said, command in _subcommands(parser):
        lines += [f"\n## {name}\n", f"{said[:1].upper()}{said[1:]}.\n", *_usage(name, command)]
        for part, part_said, below in _subcommands(command):
            lines += [f"\n### {name} {part}\n", f"{part_said[:1].upper()}{part_said[1:]}.\n", *_usage(f"{name} {part}", below)]
    return "\n".join(lines) + "\n"


def _usage(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    words = [_word(action) for action in _actions(parser) if not action.option_strings]
    some = "" if all(not action.option_strings for action in _actions(parser)) else " [options]"
    yield f"    {parser.usage or f'deskchat {name}{some}' + ''.join(f' {word}' for word in words)}\n"
    yield from _options(parser)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = [action for action in _actions(parser) if action.help]
    if rows:
        yield "| argument | what it does |"
        yield "|---|---|"
    for action in rows:
        taken = f" {_taken(action)}" if action.option_strings and action.nargs != 0 else ""
        name = ", ".join(action.option_strings) + taken if action.option_strings else _taken(action)
        yield f"| `{_cell(name)}` | {_cell(str(action.help))} |"


def _word(action: argparse.Action) -> str:
    word = f"{_taken(action)}{' …' if action.nargs in ('*', '+') else ''}"
    return f"[{word}]" if action.nargs in ("?", "*") else word


def _taken(action: argparse.Action) -> str:
    if action.choices:
        return "|".join(str(choice) for choice in action.choices)
    return str(action.metavar or action.dest.upper())


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    left_out = (argparse._HelpAction, argparse._SubParsersAction)
    return [action for action in parser._actions if not isinstance(action, left_out)]


def _subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}
            yield from ((name, said.get(name, ""), below) for name, below in action.choices.items())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """Write the pages, or with ``--check`` name those that are not as they would be written."""
    made = pages()
    stale = [name for name, text in made.items() if not (FOLDER / name).is_file() or (FOLDER / name).read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        print("\n".join(f"docs/{name} is out of date: run `make docs`" for name in stale))
        return 1 if stale else 0
    for name in stale:
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(made[name], "utf-8")
    print(f"{len(stale)} of {len(made)} generated pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
