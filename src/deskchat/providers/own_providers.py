"""Changes to providers.toml, which keep the person's comments and order."""

from pathlib import Path
from typing import Any

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import replace_file
from deskchat.providers.catalogue import Entry


def add_provider(path: Path, entry: Entry) -> None:
    """Write ``entry`` into the file, over one with the same id. Raises ``ChatError`` when the file can't be used."""
    document, tables = _read(path)
    table = _find(tables, entry.id)
    if table is None:
        table = tomlkit.table()
        tables.append(table)
    fields = _fields(entry)
    for name in [name for name in table if name not in fields]:
        del table[name]
    for name, value in fields.items():
        if name not in table or table[name] != value:
            table[name] = value
    _write(path, document)


def change_address(path: Path, provider_id: str, base_url: str) -> None:
    """Give a provider, built-in or own, another address. Raises ``ChatError`` when the file can't be used."""
    document, tables = _read(path)
    table = _find(tables, provider_id)
    if table is None:
        table = tomlkit.table()
        table["id"] = provider_id
        tables.append(table)
    table["base_url"] = base_url
    _write(path, document)


def remove_provider(path: Path, provider_id: str) -> None:
    """Take an entry out; a built-in provider of the same id is then as it came. Raises ``ChatError``."""
    document, tables = _read(path)
    for place, table in enumerate(tables):
        if table.get("id") == provider_id:
            del tables[place]
            _write(path, document)
            return


def _fields(entry: Entry) -> dict[str, Any]:
    """What is worth writing: the id, and what is not the default."""
    plain: dict[str, Any] = msgspec.to_builtins(entry)
    defaults: dict[str, Any] = msgspec.to_builtins(Entry("", "", ""))
    kept = {name: value for name, value in plain.items() if name != "own" and value != defaults[name]}
    if "models" in kept:
        kept["models"] = [{k: v for k, v in model.items() if v is not None} for model in kept["models"]]
    return kept


def _find(tables: AoT, provider_id: str) -> Table | None:
    return next((table for table in tables if table.get("id") == provider_id), None)


def _read(path: Path) -> tuple[tomlkit.TOMLDocument, AoT]:
    try:
        document = tomlkit.parse(path.read_text("utf-8-sig"))    # with the mark that some editors put before it
    except FileNotFoundError:
        document = tomlkit.document()
    except RecursionError:
        raise _unusable(path, "it is nested too deeply") from None
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise _unusable(path, str(error)) from None
    tables = document.setdefault("provider", tomlkit.aot())
    if not isinstance(tables, AoT):
        raise _unusable(path, "“provider” must be a list of tables: write [[provider]]")
    return document, tables


def _write(path: Path, document: tomlkit.TOMLDocument) -> None:
    """All or nothing, and readable by the person alone: headers may hold secrets."""
    try:
        replace_file(path, tomlkit.dumps(document).encode())
    except OSError as error:
        raise _unusable(path, error.strerror or type(error).__name__) from None


def _unusable(path: Path, why: str) -> ChatError:
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"Your file of providers can't be changed: {why}.",
        remedy="Correct the file or its permissions, then try again.",
        detail=str(path),
    )
