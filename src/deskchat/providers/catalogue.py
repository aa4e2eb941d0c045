"""The known providers, those of plugins, and the person's own ones from providers.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.places import place_of
from deskchat.providers.addresses import host_and_port, is_address, is_loopback
from deskchat.providers.plugins import NOTHING, Loaded
from deskchat.providers.wire import NO_WIRES, OpenWire, Wire, open_wire

BUILT_IN = Path(__file__).with_name("catalogue.toml")


class OwnModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model the person lists for a provider. ``context``: tokens; ``input``: kinds such as text and image."""

    id: str
    context: int | None = None
    input: tuple[str, ...] | None = None
    reasoning: bool | None = None


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A provider as the catalogue or providers.toml gives it.

    ``key`` is ``keyring`` or ``none``; ``key_env`` a variable that is used when set; ``console_url`` where a key is
    made. ``list_needs_key``: does it refuse to list its models without one? ``local``: does it run on this machine?
    ``own``: does any of it come from providers.toml?
    """

    id: str
    name: str
    base_url: str
    wire: str = "openai-chat"
    key: str = "none"
    key_env: str = ""
    console_url: str = ""
    list_needs_key: bool = True
    local: bool = False
    headers: dict[str, str] = {}
    models: tuple[OwnModel, ...] = ()
    dialect: dict[str, Any] = {}
    own: bool = False

    @property
    def key_host(self) -> str:
        """Where the key belongs, with the port if one is given: it must not be sent to another place unasked."""
        return host_and_port(self.base_url)


class Catalogue(msgspec.Struct, frozen=True):
    """All providers, built-in first; ``problems`` are errors in providers.toml and plugins, whose entries were left out.

    ``wires`` are those of plugins.
    """

    entries: tuple[Entry, ...]
    problems: tuple[ChatError, ...] = ()
    wires: Mapping[str, OpenWire] = NO_WIRES

    def open_wire(self, entry: Entry) -> Wire:
        """The wire that ``entry`` speaks."""
        return open_wire(entry.wire, entry.name, entry.dialect, self.wires)

    def entry(self, provider_id: str) -> Entry:
        """The provider called ``provider_id``. Raises ``ChatError("not_found")``."""
        for entry in self.entries:
            if entry.id == provider_id:
                return entry
        raise ChatError(
            ErrorKind.NOT_FOUND,
            f"There is no provider called “{provider_id}”.",
            remedy=f"Known are: {', '.join(entry.id for entry in self.entries)}.",
        )


def built_in() -> tuple[Entry, ...]:
    """The providers that come with the program."""
    return msgspec.convert(tomllib.loads(BUILT_IN.read_text("utf-8"))["provider"], tuple[Entry, ...])


def load(own_file: Path | None = None, plugins: Loaded = NOTHING) -> Catalogue:
    """The catalogue with ``plugins`` and ``own_file`` merged in; what is wrong with those is a problem, not a failure."""
    entries = {entry.id: entry for entry in built_in()}
    problems = list(plugins.problems)
    for table in plugins.providers:
        try:
            entry = _of_plugin(table, entries, plugins.wires)
            entries[entry.id] = entry
        except (msgspec.ValidationError, ValueError) as error:
            problems.append(_wrong_plugin(table, str(error)))
    try:
        tables = _own_tables(own_file) if own_file is not None else []
    except ChatError as error:
        return Catalogue(tuple(entries.values()), (*problems, error), plugins.wires)
    for table in tables:
        try:
            entry = _merged(table, entries, plugins.wires)
            entries[entry.id] = entry
        except (msgspec.ValidationError, ValueError) as error:
            problems.append(_wrong_entry(own_file, table, str(error)))
    return Catalogue(tuple(entries.values()), tuple(problems), plugins.wires)


def _own_tables(path: Path) -> list[dict[str, Any]]:
    data = b""
    try:
        data = path.read_bytes()
        document = tomllib.loads(data.decode("utf-8").removeprefix("\ufeff"))    # which some editors put before it
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from None
    except RecursionError:
        raise _unreadable(path, "it is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"it is no UTF-8 text at {place_of(error, data)}") from None
    except tomllib.TOMLDecodeError as error:
        place = place_of(error, data)
        raise _unreadable(path, f"{str(error).partition(' (at ')[0]} at {place}" if place else str(error)) from None
    tables = document.get("provider", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _unreadable(path, "“provider” must be a list of tables: write [[provider]]")
    return tables


def _of_plugin(table: dict[str, Any], known: dict[str, Entry], wires: Mapping[str, OpenWire]) -> Entry:
    """A provider that a plugin brings: a new one, for a plugin must not lead a known one to another place."""
    entry = msgspec.convert({**table, "own": False}, Entry)
    if entry.id in known:
        raise ValueError("there is a provider of that id already")
    _check(entry, wires)
    return msgspec.structs.replace(entry, local=is_loopback(entry.base_url))


def _merged(table: dict[str, Any], known: dict[str, Entry], wires: Mapping[str, OpenWire]) -> Entry:
    """An entry of providers.toml, over the one of the same id."""
    before = known.get(str(table.get("id", "")))
    fields: dict[str, Any] = {} if before is None else msgspec.structs.asdict(before)
    fields |= {name: value for name, value in table.items() if name != "dialect"}
    dialect = table.get("dialect", {})
    if not isinstance(dialect, dict):
        raise ValueError("dialect is a table")
    another_wire = before is not None and table.get("wire", before.wire) != before.wire
    fields["dialect"] = {**({} if another_wire else fields.get("dialect", {})), **dialect}    # each wire has its own
    fields.setdefault("name", table.get("id"))
    fields["own"] = True
    if fields.get("wire") == "ollama-chat":    # it stands beside the /v1 by which Ollama is known to other programs
        fields["base_url"] = str(fields.get("base_url", "")).rstrip("/").removesuffix("/v1")
    fields["local"] = is_loopback(str(fields.get("base_url", "")))
    entry = msgspec.convert(fields, Entry)
    _check(entry, wires)
    if before is not None and entry.key_host != before.key_host and "key_env" not in table:
        # the variable holds a key for the maker: whoever changed the address may be after it
        return msgspec.structs.replace(entry, key_env="")
    return entry


def _check(entry: Entry, wires: Mapping[str, OpenWire]) -> None:
    if not entry.id or "/" in entry.id or entry.id == "local":
        raise ValueError("an id has no slash and is not “local”")
    if entry.key not in ("keyring", "none"):
        raise ValueError("key is “keyring” or “none”")
    if not is_address(entry.base_url):
        raise ValueError("base_url is not an http:// or https:// address")
    for header in (*entry.headers.keys(), *entry.headers.values()):
        if not all(" " <= character <= "~" for character in header):
            raise ValueError("a header holds a character that can't be sent")
    open_wire(entry.wire, entry.name, entry.dialect, wires)


def _unreadable(path: Path, why: str) -> ChatError:
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"Your file of providers can't be read: {why}.",
        remedy="Correct it; until then only the built-in providers are used.",
        detail=str(path),
    )


def _wrong_plugin(table: dict[str, Any], why: str) -> ChatError:
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"The provider “{table.get('id', '')}” of a plugin can't be used: {why}.",
        remedy="Tell the makers of the plugin, or take it away in the settings.",
    )


def _wrong_entry(path: Path | None, table: dict[str, Any], why: str) -> ChatError:
    line = _line_of(path, str(table.get("id", "")))
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"The provider “{table.get('id', '')}” in your file of providers{line} can't be used: {why}.",
        remedy="Correct it; until then it is left out.",
        detail=str(path),
    )


def _line_of(path: Path | None, provider_id: str) -> str:
    """Where in the file an entry stands, as far as it can be told."""
    lines: Iterable[str] = path.read_text("utf-8").splitlines() if path is not None else ()
    for number, line in enumerate(lines, 1):
        if line.replace(" ", "").startswith("id=") and provider_id and provider_id in line:
            return f" (line {number})"
    return ""
