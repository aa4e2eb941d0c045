"""Writes docs/generated/ from the declarations in the program: settings, keys, providers and commands.

``python packaging/reference.py`` writes the pages (``make docs``); ``--check`` only says which are out of date.
"""

# ruff: noqa: E501  # lines of a page are long

import argparse
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from deskchat import settings
from deskchat.cli.main import _parser as command_line
from deskchat.providers import wires
from deskchat.providers.catalogue import Entry, built_in
from deskchat.ui.actions import ALL as ACTIONS
from deskchat.ui.keyboard_list import TYPING

FOLDER = Path(__file__).parents[1] / "docs" / "generated"
MADE = "<!-- made by `make docs` from {source}: edit that instead -->\n\n"


def pages() -> dict[str, str]:
    """Each page's text, by file name."""
    return {
        "settings.md": _settings(),
        "keyboard.md": _keyboard(),
        "providers.md": _providers(),
        "commands.md": _commands(),
    }


def _settings() -> str:
    lines = [
        MADE.format(source="src/deskchat/settings.py") + "# All settings\n",
        "They are in `settings.toml` ([where](../guide/privacy.md#where-everything-is)), a file that may be edited by hand:",
        "`appearance.theme` is `theme` below `[appearance]`. A value that can't be is named at the start, and the default is used.",
        "Those that the settings window does not show as a field of their own have their place elsewhere in it, or are what the",
        "window remembers.\n",
    ]
    table = ""
    for setting in settings.ALL:
        if setting.key.partition(".")[0] != table:
            table = setting.key.partition(".")[0]
            lines += [f"\n## [{table}]\n", "| name | what it is | default | what it can be |", "|---|---|---|---|"]
        said = f"**{setting.title}.** {setting.help}".strip()
        lines.append(f"| `{setting.key.partition('.')[2]}` | {_cell(said)} | {_value(setting.default)} | {_range(setting)} |")
    return "\n".join(lines) + "\n"


def _value(value: settings.Value) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, tuple):
        return "`[]`" if not value else f"`{list(value)}`"
    return f"`{value}`" if value != "" else "empty"


def _range(setting: settings.Setting[str] | settings.Setting[int] | settings.Setting[bool] | settings.Setting[tuple[str, ...]]) -> str:
    if isinstance(setting.default, bool):
        return "`true`, `false`"
    if setting.minimum is not None or setting.maximum is not None:
        return f"{setting.minimum:,} to {setting.maximum:,}"
    if len(setting.choices) > 10:
        return f"{_value(setting.choices[0])}, or {setting.choices[1]} to {setting.choices[-1]}"
    if setting.choices:
        return ", ".join(_value(choice) for choice in setting.choices)
    return "a list of texts" if isinstance(setting.default, tuple) else "text"


def _keyboard() -> str:
    lines = [
        MADE.format(source="src/deskchat/ui/actions.py") + "# All keys\n",
        "F1 shows this list in the program. On macOS Ctrl is ⌘. Everything else is reached with Tab, the arrow keys, Space and Enter.\n",
        "| what | keys |",
        "|---|---|",
    ]
    lines += [f"| {entry.text} | {_keys(entry.keys)} |" for entry in ACTIONS]
    lines += ["\n## While a message is written\n", "| what | keys |", "|---|---|"]
    lines += [f"| {_cell(what)} | {_cell(keys)} |" for what, keys in TYPING]
    return "\n".join(lines) + "\n"


def _keys(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


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
        print("\n".join(f"docs/generated/{name} is out of date: run `make docs`" for name in stale))
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(made[name], "utf-8")
    print(f"docs/generated: {len(stale)} of {len(made)} pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
