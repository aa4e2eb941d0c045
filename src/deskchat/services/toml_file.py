"""Files with a list of tables that a person may edit: ``[[name]]``, one after the other."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import replace_file

T = TypeVar("T")


def read(path: Path, table: str, kind: type[T], limit_bytes: int) -> tuple[T, ...]:
    """The tables of that name; none when there is no file. Raises ``ChatError`` for one that can't be understood."""
    try:
        with path.open("rb") as file:
            data = file.read(limit_bytes + 1)
        if len(data) > limit_bytes:
            raise _unusable(path, f"it is larger than {limit_bytes >> 20} MB")
        tables = tomllib.loads(data.decode("utf-8-sig")).get(table, [])
        return msgspec.convert(tables, tuple[kind, ...])  # type: ignore[valid-type]    # made at run time
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unusable(path, error.strerror or type(error).__name__) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise _unusable(path, str(error).partition("\n")[0][:200]) from error


def write(path: Path, table: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Replace the file by these tables, long texts over several lines. Raises ``ChatError``."""
    import tomlkit  # slow to load

    document = tomlkit.document()
    tables = tomlkit.aot()
    for entry in entries:
        made = tomlkit.table()
        for name, value in entry.items():
            made.add(name, _text(value) if isinstance(value, str) else value)
        tables.append(made)
    if entries:
        document.add(table, tables)
    try:
        replace_file(path, tomlkit.dumps(document).encode())
    except OSError as error:
        raise _unusable(path, error.strerror or type(error).__name__) from error


def _text(value: str) -> Any:
    """A text with line breaks is easier to edit when it stands on several lines."""
    import tomlkit

    value = value.encode("utf-8", "replace").decode()
    plain = value.isprintable() or value.replace("\n", "").replace("\t", "").isprintable()
    if "\n" in value and plain and "\\" not in value and '"""' not in value and not value.endswith('"'):
        return tomlkit.string(value, multiline=True)
    return tomlkit.string(value)


def _unusable(path: Path, why: str) -> ChatError:
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"The file “{path.name}” can't be used: {why}.",
        remedy="Correct the file or its permissions, then try again.",
        detail=str(path),
    )
