"""Where a writer of Markdown stands: in which quote and list, and what the next paragraph begins with."""

from dataclasses import dataclass, field

BULLETS = ("•", "◦", "▪")
DEEPEST_INDENT = 8


@dataclass(slots=True)
class Place:
    """``quote``: how many are around it. ``marker``, ``note``: of the item or footnote that begins. ``heading``: or 0."""

    quote: int = 0
    lists: list[int | None] = field(default_factory=list)    # the next number of each; None for bullets
    marker: str = ""
    note: str = ""
    table: "TableRows | None" = None
    heading: int = 0

    @property
    def depth(self) -> int:
        """Lists around it, as far as they are indented."""
        return min(len(self.lists), DEEPEST_INDENT)

    @property
    def quoted(self) -> int:
        """Quotes around it, as far as they are indented."""
        return min(self.quote, DEEPEST_INDENT)

    def next_marker(self) -> str:
        """Of the next item of the innermost list."""
        number = self.lists[-1] if self.lists else None
        if number is None:
            return BULLETS[min(len(self.lists) - 1, len(BULLETS) - 1)]
        self.lists[-1] = number + 1
        return f"{number}."


@dataclass(slots=True)
class TableRows:
    """A table that is being read: alignment and Markdown of each cell, row by row."""

    rows: list[list[tuple[str, str]]] = field(default_factory=list)
