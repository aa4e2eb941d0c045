"""Where the Tab key leads: through the window as it is read, whenever its parts were made.

Qt goes by the order in which they were made, and many are made late or serve for one message after another.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

LEADS = "leadsItsRow"    # a property: this one comes before what stands beside it


def step(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to what is read next, or before; is there anything else that takes it?"""
    focus = window.focusWidget()
    order = [widget for widget in _read(window) if widget is focus or _takes_tab(widget)]
    if not forward:
        order.reverse()
    at = order.index(focus) if focus in order else -1
    following = order[(at + 1) % len(order)] if order else None
    if following is None or following is focus:
        return False
    following.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.focusProxy() is None


def _read(parent: QWidget) -> Iterator[QWidget]:
    """All that is seen in ``parent``: each before what it holds, from top to bottom and along the lines."""
    inside = [
        child for child in parent.children() if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
    ]
    backwards = parent.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def place(child: QWidget) -> tuple[bool, int]:
        return not child.property(LEADS), -child.geometry().right() if backwards else child.x()

    for line in _lines(inside):
        for child in sorted(line, key=place):
            yield child
            yield from _read(child)


def _lines(widgets: list[QWidget]) -> Iterator[list[QWidget]]:
    """Those whose middle is beside the highest one stand in its line."""
    rest = sorted(widgets, key=QWidget.y)
    while rest:
        bottom = rest[0].geometry().bottom()
        line = [widget for widget in rest if widget is rest[0] or widget.geometry().center().y() <= bottom]
        rest = [widget for widget in rest if widget not in line]
        yield line
