"""The messages of a conversation, one below the other: where each is, and where the reader is among them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from deskchat.chat.message import Message
from deskchat.services.turns import TurnUpdate
from deskchat.ui.conversation.transcript.copied import Kind
from deskchat.ui.conversation.transcript.end_button import EndButton
from deskchat.ui.conversation.transcript.entry import Entry, extent_of, updated
from deskchat.ui.conversation.transcript.flash import Flash
from deskchat.ui.conversation.transcript.heights import Heights
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_view import MessageView
from deskchat.ui.conversation.transcript.selecting import Selecting
from deskchat.ui.conversation.transcript.several_view import SeveralView
from deskchat.ui.conversation.transcript.sheet import WIDEST
from deskchat.ui.conversation.transcript.soon import Soon
from deskchat.ui.conversation.transcript.views import View, Views, fits
from deskchat.ui.focus_ring import FocusRing

GAP = 1.5             # between messages, in em
AHEAD_AFTER_MS = 40   # what is just out of sight is made when the reader rests: who drags the bar passes it by
RESIZED_MS = 100      # without another width the window's edge has come to rest,
LONG = 20_000         # and a message of so many characters is laid out anew: that takes up to a quarter of a second
ROUNDS = 6            # measuring a message can bring another into view; this many times at once


class Transcript(QAbstractScrollArea):
    """Shows entries; keeps the reader's place, or follows the end while the reader is there."""

    copy_asked = Signal(str)         # node id, as in all that follow
    edit_asked = Signal(str)
    regenerate_asked = Signal(str)
    regenerate_with_asked = Signal(str)
    continue_asked = Signal(str)
    continue_with_asked = Signal(str)
    compare_asked = Signal(str)
    rate_asked = Signal(str, int)    # node id; 1, -1 or 0
    sibling_asked = Signal(str)
    picked = Signal(str)
    stop_asked = Signal(str)
    key_wanted = Signal(str)         # provider id
    link_clicked = Signal(str)       # target

    def __init__(self, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self._entries: list[Entry] = []
        self._index: dict[str, int] = {}
        self._heights = Heights()
        self._views = Views(self.viewport(), ink, self._connect)
        self._follows = True                    # the end is kept in sight
        self._anchor: tuple[str, int] | None = None    # a message and how far its top is below the viewport's
        self._view_starts_at = 0
        self._put_at = 0                        # the scroll bar's value when the widgets were put where they are
        self._arranging = False
        self._grown: set[str] = set()           # messages whose height may be another one now
        self._soon = Soon(self._arrange, self)
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD_AFTER_MS)
        self._ahead.timeout.connect(lambda: self._arrange(ahead=True))
        self._resizing = QTimer(self, singleShot=True, interval=RESIZED_MS)
        self._resizing.timeout.connect(self._arrange)
        self.selecting = Selecting(self, ink)    # over several messages
        self.to_end = EndButton(ink, self)
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        FocusRing(self)
        self.setAccessibleName(self.tr("Scrolling transcript"))    # said when it gets the keyboard
        self.viewport().setAccessibleName(self.tr("Transcript"))
        self.viewport().setObjectName("transcript")
        self._fill_background()
        self.verticalScrollBar().setSingleStep(int(1.6 * self._ink.em))
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll the conversation"))    # by which all of it is reached
        self.to_end.clicked.connect(self.go_to_end)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._look_for_readers)

    def _fill_background(self) -> None:
        """An opaque viewport is moved as a picture when it scrolls, and what is behind it is not painted."""
        palette = self.viewport().palette()
        palette.setColor(QPalette.ColorRole.Window, self._ink.colours.surface)
        self.viewport().setPalette(palette)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.viewport().setAutoFillBackground(True)

    def event(self, event: QEvent) -> bool:
        """A style sheet, when it is applied, takes the viewport's own colour away; the button may lie elsewhere."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange):
            self._fill_background()
        elif event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._show_button()
        return done

    # what is shown

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown, first to last."""
        return tuple(self._entries)

    @property
    def views(self) -> tuple[MessageView, ...]:
        """The messages that exist as widgets now, first to last; those side by side in the order they were asked for."""
        made = [self._views[e.id] for e in self._entries if e.id in self._views]
        return tuple(one for view in made for one in view.views)

    def message(self, node_id: str) -> Message | None:
        """What is shown of that message."""
        if node_id not in self._index:
            return None
        entry = self._entries[self._index[node_id]]
        return next(one.message for one in (entry, *entry.beside) if one.id == node_id)

    def copy_message(self, node_id: str) -> None:
        """Put a message on the clipboard, as it was written."""
        self.selecting.copy_message(node_id, Kind.MARKDOWN)

    @property
    def several(self) -> SeveralView | None:
        """The replies that stand side by side at the end."""
        last = self._views.get(self._entries[-1].id) if self._entries else None
        return last if isinstance(last, SeveralView) else None

    def show_entries(self, entries: Sequence[Entry], *, from_start: bool = False) -> None:
        """Show these. ``from_start``: another conversation: go to its end, keep nothing of the last one."""
        if from_start:
            self._follows, self._anchor, self._view_starts_at = True, None, 0
        self._entries = list(entries)
        if self._view_starts_at:
            self._entries = [self._marked(i, entry) for i, entry in enumerate(entries)]
        self._index = {entry.node.id: i for i, entry in enumerate(entries)}
        for i, entry in enumerate(entries):
            if entry.beside:
                self._index.update((one.id, i) for one in entry.beside)
        self.selecting.entries_changed(anew=from_start)
        for node_id, view in list(self._views.items()):
            now = self._entries[self._index[node_id]] if node_id in self._index else None
            if from_start or now is None or now.id != node_id or not fits(view, now):
                self._views.drop(node_id)
            elif view.entry != now:
                view.show_entry(now)
        self._guess()
        self._arrange()

    def show_reply(self, update: TurnUpdate) -> None:
        """The newest state of a message that is being written."""
        node = update.node
        index = self._index.get(node.id)
        if index is None:
            return
        entry = updated(self._entries[index], update)
        self._entries[index] = entry
        view = self._views.get(entry.id)
        if view is not None:
            view.show_entry(entry)
        elif self._heights.set(index, self._guessed(entry, self._letters_per_line())):
            self._soon.ask()

    def mark_view(self, starts_at: int) -> None:
        """Say where the chosen model's view goes on after a gap: the place of that message, 0 without a gap."""
        self._view_starts_at = starts_at
        for index, entry in enumerate(self._entries):
            marked = self._marked(index, entry)
            if marked is not entry:
                self._entries[index] = marked
                if entry.id in self._views:
                    self._views[entry.id].show_entry(marked)

    def _marked(self, index: int, entry: Entry) -> Entry:
        begins = bool(self._view_starts_at) and index == self._view_starts_at
        return entry if entry.view_begins == begins else replace(entry, view_begins=begins)

    def set_ink(self, ink: Ink) -> None:
        """Draw everything anew in other colours or fonts."""
        self._ink = self.selecting.copying.ink = self.to_end.ink = ink
        self._fill_background()
        self._views.set_ink(ink)
        self._guess()
        self._arrange()

    def go_to_end(self) -> None:
        """Show the newest text, and follow it."""
        self._follows = True
        self._arrange()

    def go_to(self, node_id: str) -> bool:
        """Show that message near the top, marked for a moment; is it among those that are shown?"""
        index = self._index.get(node_id)
        if index is None:
            return False
        entry = self._entries[index]
        self._follows, self._anchor = False, (entry.id, 2 * self._gap())
        self._arrange()
        if entry.id in self._views:
            Flash(self._views[entry.id], self._ink)
        return True

    @property
    def place(self) -> int:
        """The number of the message the reader is at: at the top of the page, where ``go_to`` brings one.

        One of the last can't come there, and is the place nevertheless; while the end is kept in sight it is behind all.
        """
        bar = self.verticalScrollBar()
        if self._follows or not self._entries:
            return len(self._entries)
        if self._anchor is not None and bar.value() >= bar.maximum():
            return self._index.get(self._anchor[0], 0)
        return self._heights.at(bar.value() + self._gap() + 1)

    def show_place(self, node_id: str, y: int = 0) -> None:
        """Bring a message into sight, with the place ``y`` pixels below its top in the upper part of the page."""
        if node_id in self._index:
            self._follows = False
            self._anchor = (self._entries[self._index[node_id]].id, self.viewport().height() // 3 - y)
            self._arrange()
            bar = self.verticalScrollBar()
            self._follows = bar.value() >= bar.maximum() - 2
            self._remember_place()
            self._show_button()

    @property
    def follows_end(self) -> bool:
        """Is the end kept in sight while text arrives?"""
        return self._follows

    # the place of everything

    def _column_width(self) -> int:
        return min(self.viewport().width() - int(2.5 * self._ink.em), int(WIDEST * self._ink.em))

    def _width_of(self, view: View) -> int:
        """Of the column of text; columns side by side may be wider together."""
        width = self._column_width()
        if isinstance(view, SeveralView):
            return max(width, min(self.viewport().width() - int(2.5 * self._ink.em), view.wanted_width))
        waits = self._resizing.isActive() and view.column_width and len(view.entry.message.text) > LONG
        return view.column_width if waits else width

    def _gap(self) -> int:
        return int(GAP * self._ink.em)

    def _guess(self) -> None:
        per_line, gap = self._letters_per_line(), self._gap()
        heights = [self._guessed(entry, per_line) for entry in self._entries]
        for node_id, view in self._views.items():
            heights[self._index[node_id]] = view.measured_height() + gap
        self._heights.reset(heights)

    def _letters_per_line(self) -> float:
        return max(20.0, self._column_width() / (0.42 * self._ink.em))

    def _guessed(self, entry: Entry, per_line: float) -> int:
        letters, breaks = entry.extent if entry.update is None else extent_of(entry.message)
        lines = breaks + letters / per_line + 3
        return int(lines * self._ink.em * 1.25) + self._gap()

    def _arrange(self, *, ahead: bool = False) -> None:
        """Put the scroll bar, the widgets and the reader's place in agreement; ``ahead``: also half a page around."""
        if self._arranging:
            return
        if self._column_width() <= 0:
            self._views.rest()
            return
        self._arranging = True
        self._measure_grown()
        margin = self.viewport().height() // 2 if ahead else 0
        for _ in range(ROUNDS):
            self._scroll_to_place()
            if not self._build_near(margin):
                break
        self._scroll_to_place()
        self._put_views()
        self._views.drop_excess(self._far())
        self._views.rest()
        self._arranging = False
        self._show_button()
        if not ahead and not all(self._entries[i].id in self._views for i in self._near(self.viewport().height() // 2)):
            self._ahead.start()

    def _scroll_to_place(self) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height()
        total = self._heights.total + 2 * self._gap()
        bar.setPageStep(page)
        bar.setRange(0, max(0, total - page))
        if self._follows or self._anchor is None:
            bar.setValue(bar.maximum())
        elif self._anchor[0] in self._index:
            bar.setValue(self._top(self._index[self._anchor[0]]) - self._anchor[1])

    def _top(self, index: int) -> int:
        """Where a message begins, in the scroll bar's pixels; a short conversation stands at the top."""
        return self._gap() + self._heights.top(index)

    def _near(self, margin: int) -> range:
        """The messages in sight, and those less than so many pixels from it."""
        if not self._entries:
            return range(0)
        top, page = self.verticalScrollBar().value() - self._gap(), self.viewport().height()
        return range(self._heights.at(top - margin), self._heights.at(top + page + margin) + 1)

    def _build_near(self, margin: int) -> bool:
        """Make what should be there; says whether anything has another height than thought."""
        changed = False
        for index in self._near(margin):
            entry = self._entries[index]
            view = self._views.get(entry.id) or self._build(index)
            view.set_width(self._width_of(view))
            changed = self._heights.set(index, view.measured_height() + self._gap()) or changed
        return changed

    def _build(self, index: int) -> View:
        below = [place for place in map(self._index.__getitem__, self._views) if place > index]
        next_one = self._views[self._entries[min(below)].id] if below else None
        view = self._views.make(self._entries[index], next_one, self._far(), self._column_width())
        for one in view.views:
            self.selecting.apply_to(one)
        return view

    def _connect(self, view: View) -> None:
        if isinstance(view, SeveralView):
            view.picked.connect(self.picked)
            view.stop_asked.connect(self.stop_asked)
        else:
            for name in ("edit", "compare", "sibling"):
                getattr(view, f"{name}_asked").connect(getattr(self, f"{name}_asked"))
        for one in view.views:
            self.selecting.watch(one)
            one.place_wanted.connect(self.show_place)
        view.height_changed.connect(self._height_changed)
        view.copy_as_asked.connect(self.selecting.copy_message)
        view.selected.connect(self._clear_other_selections)
        for name in ("copy", "rate", "regenerate", "regenerate_with", "continue", "continue_with"):
            getattr(view, f"{name}_asked").connect(getattr(self, f"{name}_asked"))
        view.link_clicked.connect(self.link_clicked)
        view.key_wanted.connect(self.key_wanted)

    def _put_views(self) -> None:
        value = self.verticalScrollBar().value()
        moved, self._put_at = self._put_at - value, value
        if 0 < abs(moved) < self.viewport().height():
            self.viewport().scroll(0, moved)    # moves the picture, and the widgets with it
        for node_id, view in self._views.items():
            width = self._width_of(view)
            left = max(int(1.25 * self._ink.em), (self.viewport().width() - width) // 2)
            index = self._index[node_id]
            height = max(1, self._heights.height(index) - self._gap())
            view.setGeometry(left, self._top(index) - value, width, height)
            if view.isHidden():
                view.show()

    def _far(self) -> list[str]:
        """The messages that exist as widgets and are more than half a page from what is in sight, the farthest first."""
        near = self._near(self.viewport().height() // 2)
        middle = (near.start + near.stop) // 2
        far = [node_id for node_id in self._views if self._index[node_id] not in near]
        return sorted(far, key=lambda i: abs(self._index[i] - middle), reverse=True)

    # what moves

    def _height_changed(self, node_id: str) -> None:
        if not self._arranging and node_id in self._views:
            self._grown.add(node_id)
            self._soon.ask()

    def _measure_grown(self) -> None:
        for node_id in self._grown & self._views.keys():
            self._heights.set(self._index[node_id], self._views[node_id].measured_height() + self._gap())
        self._grown.clear()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The reader moved: remember the place."""
        if self._arranging:
            return
        bar = self.verticalScrollBar()
        self._follows = bar.value() >= bar.maximum() - 2
        self._remember_place()
        self._arrange()

    def _remember_place(self) -> None:
        if not self._entries:
            self._anchor = None
            return
        value = self.verticalScrollBar().value()
        index = self._heights.at(value - self._gap())
        self._anchor = (self._entries[index].id, self._top(index) - value)

    def viewportEvent(self, event: QEvent) -> bool:
        """The messages' heights are no concern of Qt's: it would draw the scroll bar once more for each."""
        return event.type() == QEvent.Type.LayoutRequest or super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width changes every height; the reader's place stays."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._resizing.start()
            self._guess()
        self._arrange()
        self._show_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home, End and Space as well, beside the keys every scroll area knows."""
        bar, held = self.verticalScrollBar(), event.modifiers()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            self.go_to_end()
        elif event.key() == Qt.Key.Key_Space and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            back = held == Qt.KeyboardModifier.ShiftModifier
            bar.triggerAction(bar.SliderAction.SliderPageStepSub if back else bar.SliderAction.SliderPageStepAdd)
        elif not self.selecting.key(event):
            super().keyPressEvent(event)

    def _look_for_readers(self) -> None:
        """A screen reader may have been started since the messages were made; whoever uses it moves the focus."""
        if QAccessible.isActive():
            for view in self.views:
                view.offer_to_readers()

    def _clear_other_selections(self, node_id: str) -> None:
        for view in () if self.selecting.several else self.views:
            if view.entry.id != node_id:
                view.clear_selection()

    def _show_button(self) -> None:
        if self._follows or not self._entries or self.isHidden():
            self.to_end.hide()
        else:
            self.to_end.offer(self.viewport(), writing=self._entries[-1].streaming)
