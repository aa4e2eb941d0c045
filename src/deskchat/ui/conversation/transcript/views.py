"""The messages near the viewport, as widgets: made when they come near, kept for others when they are far."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from PySide6.QtWidgets import QWidget

from deskchat.ui.conversation.transcript.entry import Entry
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_view import MessageView
from deskchat.ui.conversation.transcript.several_view import SeveralView
from deskchat.ui.conversation.transcript.spares import Spares

KEPT = 24    # nearest to the viewport that stay as widgets: a short conversation is there as a whole

View = MessageView | SeveralView


class Views(Mapping[str, View]):
    """By the id of the entry each shows. ``connect`` is told of every new widget in ``viewport``."""

    def __init__(self, viewport: QWidget, ink: Ink, connect: Callable[[View], None]) -> None:
        self._viewport, self._ink, self._connect = viewport, ink, connect
        self._made: dict[str, View] = {}
        self._spares = Spares()

    def __getitem__(self, entry_id: str) -> View:
        return self._made[entry_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def make(self, entry: Entry, above: View | None, far: Sequence[str], width: int) -> View:
        """A widget that shows ``entry`` in a column of that ``width``; ``above`` is that of the next message that has one.

        ``far``: messages whose widgets can be taken for it, the farthest first.
        """
        if len(self._made) >= KEPT:
            self._drop_first(one for one in far if self._made[one].entry.is_person == entry.is_person)
        view = self._spares.take(entry) or self._new(entry, width)
        self._made[entry.id] = view
        if above is not None:
            view.stackUnder(above)    # screen readers walk the children in this order
        else:
            view.raise_()
        return view

    def drop(self, entry_id: str) -> None:
        """Take one away; it is still to be seen until ``rest``: to hide it and show it again takes a third of its time."""
        view = self._made.pop(entry_id)
        if not (isinstance(view, MessageView) and self._spares.keep(view, self._ink)):
            view.hide()
            view.deleteLater()

    def rest(self) -> None:
        """Those that were dropped are not needed for others now: hide them."""
        self._spares.hide()

    def drop_excess(self, far: Sequence[str]) -> None:
        """Keep no more than are to be kept, but those that are not ``far``, the farthest first."""
        self._drop_first(iter(far), len(self._made) - KEPT)

    def _drop_first(self, far: Iterator[str], count: int = 1) -> None:
        focus = self._viewport.focusWidget()
        free = (one for one in far if focus is None or not self._made[one].isAncestorOf(focus))
        for entry_id in list(islice(free, max(0, count))):
            self.drop(entry_id)

    def set_ink(self, ink: Ink) -> None:
        """Make all anew from now on."""
        self._ink = ink
        self._spares.clear()
        for entry_id in list(self._made):
            self.drop(entry_id)

    def _new(self, entry: Entry, width: int) -> View:
        place = entry, self._ink, self._viewport
        view = SeveralView(*place) if entry.beside else MessageView(*place, width)
        self._connect(view)
        return view


def fits(view: View, entry: Entry) -> bool:
    """Can ``view`` show ``entry``?"""
    return view.holds(entry) if isinstance(view, SeveralView) else not entry.beside
