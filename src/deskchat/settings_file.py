"""The file of the settings: understood, changed without losing a person's comments, set aside when it makes no sense."""

import logging
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.places import place_of
from deskchat.paths import replace_file

log = logging.getLogger(__name__)
# of an address such as http://user:password@proxy.example, in a file that may be damaged anywhere: the last @ ends it
PASSWORD = re.compile(rb"""(https?://[^\s:@/"']*):[^\s"']+@""", re.IGNORECASE)


class Parsed(NamedTuple):
    """The tables of the file and its text; ``notice``: a sentence for the person on why there is nothing to use."""

    tables: Mapping[str, Any]
    text: str
    notice: str = ""


def parse(path: Path) -> Parsed:
    """What stands in ``path``; nothing when there is no such file."""
    data = b""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8").removeprefix("\ufeff")    # which some editors put before it
        return Parsed(tomllib.loads(text), text)
    except FileNotFoundError:
        return Parsed({}, "")
    except OSError as error:
        said = f"The settings in “{path}” could not be read ({error.strerror}): the defaults are used."
        return Parsed({}, "", said)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Parsed({}, "", _kept_aside(path, place_of(error, data)))


def edited(path: Path, changed: Mapping[str, object]) -> str:
    """The file as it is now (an editor or another window may have written it), with ``changed`` put in.

    Raises ``OSError``, and ``ChatError`` when it can't be understood: somebody may be about to correct it.
    """
    import tomlkit  # slow to load, and only needed to keep comments and order
    import tomlkit.exceptions

    document = tomlkit.document()
    try:
        document = tomlkit.parse(path.read_text("utf-8-sig"))    # with the mark that some editors put before it
    except FileNotFoundError:
        pass
    except (UnicodeDecodeError, tomlkit.exceptions.TOMLKitError, RecursionError) as error:
        raise _unchangeable(path, error) from error
    for key, value in changed.items():
        table, _, name = key.partition(".")
        section: Any = document.get(table)    # untyped: tomlkit's containers look like dicts
        if not isinstance(section, dict):
            document[table] = section = tomlkit.table()
        section[name] = list(value) if isinstance(value, tuple) else value
    return document.as_string()


def without_password(data: bytes) -> bytes:
    """``data``, without the passwords of proxies that stand in it."""
    return PASSWORD.sub(rb"\1@", data)


def _unchangeable(path: Path, error: Exception) -> ChatError:
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"The settings in “{path}” could not be changed: what stands there now can't be understood.",
        remedy="Correct the file. What you set holds until the program ends.",
        detail=str(error)[:200],
    )


def _kept_aside(path: Path, place: str) -> str:
    at = f" at {place}" if place else ""
    aside = path.with_name(path.name + ".bad")
    if aside.exists():
        aside = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.bad")
    told = ""
    try:
        data = path.read_bytes()
        if (harmless := without_password(data)) != data:    # a file that is kept for good must hold no secret
            replace_file(aside, harmless)
            path.unlink()
            told = " The password of your proxy was left out of it."
        else:
            path.rename(aside)
    except OSError:
        log.warning("bad settings file not moved")
        return f"The settings in “{path}” could not be understood{at}: the defaults are used."
    said = f"The settings file could not be understood{at}. It was kept as “{aside.name}”, and the defaults are used."
    return said + told
