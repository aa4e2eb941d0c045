"""The shapes in which chat templates take a conversation: which roles, in which order, text bare or in a list."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, product
from typing import Any

import msgspec

from deskchat.engine.frames import Turn

Messages = list[dict[str, Any]]
Rendering = Callable[[Messages, "Shape"], str | None]    # None: the template refused


class Shape(msgspec.Struct, frozen=True):
    """What one template takes.

    ``system``: is there a place for a system text? ``repeats``: may one role speak twice in a row? ``any_first``: may the
    assistant speak first? ``listed``: is a text wanted as a list of parts? ``empty_tools``: must there be lists of tools
    and documents, though they are empty? (To others an empty list is a reason to speak of tools.)
    """

    system: bool = True
    repeats: bool = True
    any_first: bool = True
    listed: bool = False
    empty_tools: bool = False

    @property
    def strictest(self) -> "Shape":
        """The same for a template that turned out to take less than it seemed to."""
        return Shape(False, False, False, self.listed, self.empty_tools)


def fit(turns: Sequence[Turn], shape: Shape) -> Messages:
    """The messages as a template of this shape takes them; no text is lost."""
    turns = list(turns)
    if not shape.system:
        turns = _without_system(turns)
    if not shape.any_first:
        turns = _person_first(turns)
    if not shape.repeats:
        turns = [_joined(list(same)) for _, same in groupby(turns, key=lambda turn: turn.role)]
    return [{"role": turn.role, "content": _content(turn.text, shape)} for turn in turns]


def probe(render: Rendering) -> Shape | None:
    """Find out what a template takes by rendering small conversations; ``None``: not even a single question."""
    found = next((shape for shape in _simplest() if _shows(render, shape, "user")), None)
    if found is None:
        return None
    return Shape(
        system=_shows(render, found, "system", "user"),
        repeats=_shows(render, found, "user", "user"),
        any_first=_shows(render, found, "assistant", "user"),
        listed=found.listed,
        empty_tools=found.empty_tools,
    )


def _simplest() -> Iterator[Shape]:
    for listed, empty_tools in product((False, True), repeat=2):
        yield Shape(listed=listed, empty_tools=empty_tools)


def _shows(render: Rendering, shape: Shape, *roles: str) -> bool:
    """Are messages of these roles taken, and does each stand in the prompt, and not as Python writes a list?"""
    turns = [Turn(role, f"probe{number}text") for number, role in enumerate(roles)]
    text = render(fit(turns, shape), shape)
    return text is not None and all(turn.text in text for turn in turns) and "'type': 'text'" not in text


def _without_system(turns: list[Turn]) -> list[Turn]:
    """System texts become part of the person's next message, or of the last one."""
    spoken: list[Turn] = []
    waiting: list[Turn] = []
    for turn in turns:
        if turn.role == "system":
            waiting.append(turn)
        elif turn.role == "user":
            spoken.append(_joined([*waiting, turn], "user"))
            waiting = []
        else:
            spoken.append(turn)
    return [*spoken, *([_joined(waiting, "user")] if waiting else [])]


def _person_first(turns: list[Turn]) -> list[Turn]:
    """What the assistant said before the person is told to it as the beginning of the person's first message."""
    first = next((place for place, turn in enumerate(turns) if turn.role == "user"), None)
    if first is None:
        return turns
    said = [turn for turn in turns[:first] if turn.role == "assistant"]
    if not said:
        return turns
    told = [Turn("user", f"[Your reply before this message]\n\n{turn.text}") for turn in said]
    others = [turn for turn in turns[:first] if turn.role != "assistant"]
    return [*others, _joined([*told, turns[first]]), *turns[first + 1 :]]


def _joined(turns: list[Turn], role: str = "") -> Turn:
    return Turn(role or turns[0].role, "\n\n".join(turn.text for turn in turns))


def _content(text: str, shape: Shape) -> Any:
    return [{"type": "text", "text": text}] if shape.listed else text
