"""Drives a program through its accessibility tree, as a screen reader would: one JSON command a line in, one answer a line out.

Runs under the system's Python, which has Debian's GObject bindings (python3-gi, gir1.2-atspi-2.0); the tests talk to it
over pipes (``tests/support/desktop.py``). Nothing here knows deskchat: only roles and names.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi  # type: ignore[import-not-found,unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

POLL_S = 0.05
ANSWERS_WITHIN_MS = 60_000    # in place of 800: what did not answer yet has no name, and would be pressed once more
ACTIONS = ("Press", "Toggle", "ShowMenu", "SetFocus")    # what pressing means, the first of them that is offered


def everything(node: Any) -> Iterator[Any]:
    """The node and all below it; what vanishes while we look is skipped."""
    yield node
    try:
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return
    for child in children:
        if child is not None:
            yield from everything(child)


def name_of(node: Any) -> str:
    try:
        return str(node.get_name() or "")
    except GLib.Error:
        return ""


def role_of(node: Any) -> str:
    try:
        return str(node.get_role_name())
    except GLib.Error:
        return ""


def text_of(node: Any) -> str:
    try:
        if "Text" in node.get_interfaces():
            return str(Atspi.Text.get_text(node, 0, -1))
        return ""
    except GLib.Error:
        return ""


def showing(node: Any) -> bool:
    try:
        return bool(node.get_state_set().contains(Atspi.StateType.SHOWING))
    except GLib.Error:
        return False


def checked(node: Any) -> bool:
    try:
        return bool(node.get_state_set().contains(Atspi.StateType.CHECKED))
    except GLib.Error:
        return False


def look_up(
    name: str, hidden: bool, role: str = "", *, prefix: bool = False, part: bool = False, within: str = "", of_role: str = ""
) -> Any:
    """The first node of that name, and that role if one is given.

    ``prefix``: that begins so; ``part``: that has it anywhere in it. ``within``: below the first that is called so, and is
    an ``of_role``.
    """
    top = look_up(within, hidden, of_role) if within else Atspi.get_desktop(0)
    for node in everything(top) if top is not None else ():
        found = name_of(node)
        named = found == name or (prefix and found.startswith(name)) or (part and name in found)
        if named and (not role or role_of(node) == role) and (hidden or showing(node)):
            return node
    return None


def wait_for(look: Callable[[], Any], timeout_s: float) -> Any:
    until = time.monotonic() + timeout_s
    while True:
        found = look()
        if found is not None or time.monotonic() > until:
            return found
        time.sleep(POLL_S)


def looked_up(command: dict[str, Any]) -> Any:
    """The node that ``command`` means, as far as it is there."""
    how = {word: command[word] for word in ("prefix", "part", "within", "of_role") if word in command}
    return look_up(command["name"], command.get("hidden", False), command.get("role", ""), **how)


def found(command: dict[str, Any]) -> Any:
    node = wait_for(lambda: looked_up(command), command.get("timeout", 60.0))
    if node is None:
        raise LookupError(f"nothing named {command['name']!r} is showing, but {what_shows()}")
    return node


def what_shows() -> list[str]:
    """The names on the desktop, for whoever reads why a test failed."""
    return [name_of(node) for node in everything(Atspi.get_desktop(0)) if name_of(node) and showing(node)]


def describe(node: Any) -> dict[str, Any]:
    return {
        "role": role_of(node),
        "name": name_of(node),
        "text": text_of(node),
        "description": str(node.get_description() or ""),
        "showing": showing(node),
        "checked": checked(node),
    }


def do_find(command: dict[str, Any]) -> Any:
    return describe(found(command))


def do_children(command: dict[str, Any]) -> Any:
    node = found(command)
    return [
        {**describe(child), "inside": [describe(n) for n in everything(child) if n is not child]}
        for child in (node.get_child_at_index(i) for i in range(node.get_child_count()))
        if child is not None
    ]


def do_type(command: dict[str, Any]) -> Any:
    return bool(Atspi.EditableText.set_text_contents(found(command), command["text"]))


def do_press(command: dict[str, Any]) -> Any:
    """What is there already may offer its action a moment later: it is greyed out until then, or another one takes its place."""

    def look() -> tuple[Any, list[str]] | None:
        node = looked_up(command)
        offered = range(Atspi.Action.get_n_actions(node)) if node is not None else ()
        names = [Atspi.Action.get_action_name(node, at) for at in offered]
        return (node, names) if any(name in names for name in ACTIONS) else None

    there = wait_for(look, command.get("timeout", 60.0))
    if there is None:
        found(command | {"timeout": 0.0})
        raise LookupError(f"{command['name']!r} offers nothing to do; there is {what_shows()}")
    node, names = there
    return bool(Atspi.Action.do_action(node, next(names.index(name) for name in ACTIONS if name in names)))


def do_set(command: dict[str, Any]) -> Any:
    """The number of a field or a bar."""
    return bool(Atspi.Value.set_current_value(found(command), command["value"]))


def do_select(command: dict[str, Any]) -> Any:
    node = found(command)
    parent = node.get_parent()
    if "TableCell" in node.get_interfaces() and role_of(parent) == "table":
        return bool(Atspi.Table.add_row_selection(parent, Atspi.TableCell.get_position(node)[1]))
    if command.get("only", False):
        Atspi.Selection.clear_selection(parent)
    return bool(Atspi.Selection.select_child(parent, node.get_index_in_parent()))


def do_select_all(command: dict[str, Any]) -> Any:
    return bool(Atspi.Selection.select_all(found(command)))


def do_deselect(command: dict[str, Any]) -> Any:
    """Take one item away from what is selected."""
    node = found(command)
    parent = node.get_parent()
    places = range(Atspi.Selection.get_n_selected_children(parent))
    chosen = next(at for at in places if name_of(Atspi.Selection.get_selected_child(parent, at)) == name_of(node))
    return bool(Atspi.Selection.deselect_selected_child(parent, chosen))


def do_wait_text(command: dict[str, Any]) -> Any:
    """Until something below ``name`` carries ``text`` in its name or text; gives back that text."""

    def look() -> Any:
        top = look_up(command["name"], False, prefix=command.get("prefix", False))
        for node in everything(top) if top is not None else ():
            for words in (name_of(node), text_of(node)):
                if command["text"] in words:
                    return words
        return None

    words = wait_for(look, command.get("timeout", 60.0))
    if words is None:
        raise LookupError(f"{command['text']!r} did not appear below {command['name']!r}; there is {what_shows()}")
    return words


def do_tree(_: dict[str, Any]) -> Any:
    return [describe(node) for node in everything(Atspi.get_desktop(0))]


COMMANDS = {
    "find": do_find,
    "children": do_children,
    "type": do_type,
    "press": do_press,
    "set": do_set,
    "select": do_select,
    "select_all": do_select_all,
    "deselect": do_deselect,
    "wait_text": do_wait_text,
    "tree": do_tree,
}


def main() -> None:
    Atspi.init()
    Atspi.set_timeout(ANSWERS_WITHIN_MS, ANSWERS_WITHIN_MS)
    for line in sys.stdin:
        command = json.loads(line)
        print(json.dumps(answered(command)), flush=True)


def answered(command: dict[str, Any], tries: int = 20) -> dict[str, Any]:
    """What a command gives, or why it could not be done; what vanished between two looks is looked for again."""
    try:
        return {"result": COMMANDS[command["do"]](command)}
    except LookupError as error:
        return {"error": str(error)}
    except GLib.Error as error:
        if tries == 1:
            return {"error": str(error)}
        time.sleep(POLL_S)
        return answered(command, tries - 1)


if __name__ == "__main__":
    main()
