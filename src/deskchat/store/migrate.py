"""The schema grows by numbered steps; ``user_version`` says which were done."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Migrating(Protocol):
    """What a step needs from the database."""

    def version(self) -> int:
        """The number of the last step that was done, 0 for an empty file."""
        ...

    def apply(self, version: int, sql: str) -> None:
        """Do one step and write its number down, both or neither."""
        ...


def steps() -> dict[int, str]:
    """All steps, by number, in order."""
    files = sorted((Path(__file__).parent / "migrations").glob("*.sql"))
    return {int(f.name.partition("_")[0]): f.read_text("utf-8") for f in files}


def migrate(database: Migrating, steps: Mapping[int, str]) -> None:
    """Do the steps that are missing, in order, each in a transaction of its own."""
    done = database.version()
    for version, sql in sorted(steps.items()):
        if version > done:
            database.apply(version, sql)
