"""One message on screen: who spoke, what was said, how it went, and what can be done with it."""

from time import monotonic

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from deskchat.ui.conversation.transcript import entry as words
from deskchat.ui.conversation.transcript.attached import AttachedRow, attached_to
from deskchat.ui.conversation.transcript.entry import Entry
from deskchat.ui.conversation.transcript.footer import Footer
from deskchat.ui.conversation.transcript.footer_place import FooterPlace
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.conversation.transcript.parts import Part, Parts
from deskchat.ui.conversation.transcript.problem import Problem
from deskchat.ui.conversation.transcript.record import Record, rests_on
from deskchat.ui.figures import counted
from deskchat.ui.sentences import translated

VIEW_BEGINS = str(
    QT_TRANSLATE_NOOP(
        "MessageView", "The model's view goes on here: the messages between the beginning and this are left out"
    )
)
COUNT_DOWN_MS = 500
WIDEST_BUBBLE = 0.82      # of the column
WIDE = 10_000             # characters that fill it: they are not laid out a second time


class MessageView(QWidget):
    """Shows an ``Entry``; the same widget is told the next state of the same message."""

    height_changed = Signal(str)     # node id
    link_clicked = Signal(str)       # target
    selected = Signal(str)           # node id: text was selected in it
    place_wanted = Signal(str, int)  # node id, and how far below its top is what is to be seen
    copy_asked = Signal(str)         # node id, as in all that follow
    copy_as_asked = Signal(str, str) # and one of Kind
    edit_asked = Signal(str)
    regenerate_asked = Signal(str)
    regenerate_with_asked = Signal(str)
    continue_asked = Signal(str)
    continue_with_asked = Signal(str)
    key_wanted = Signal(str)         # id of the provider that lacks it
    compare_asked = Signal(str)
    rate_asked = Signal(str, int)    # node id; 1, -1 or 0
    sibling_asked = Signal(str)      # id of the alternative to show

    def __init__(self, entry: Entry, ink: Ink, parent: QWidget, width: int = 0) -> None:
        """``width``: that of the column, where it is known: what is shown is laid out once."""
        super().__init__(parent)
        self._entry = entry
        self.ink = ink
        self._width = 0
        self._fitted: tuple[int, str] | None = None    # what the bubble's width was chosen for
        self._padding = int(0.8 * ink.em) if entry.is_person else 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(int(0.4 * ink.em))
        self._parts = Parts(self._column)
        self._bubble = QFrame(self)
        self.text = MessageText(ink, markdown=not entry.is_person, parent=self._bubble)
        self._footer = FooterPlace(ink, entry)
        self._reasoning_button: QToolButton | None = None    # most messages never have any of these
        self._reasoning: MessageText | None = None
        self._attached: AttachedRow | None = None
        self._show_all: QToolButton | None = None
        self._record: Record | None = None
        self._problem: Problem | None = None
        self._count_down: QTimer | None = None
        for grows in (self, self._bubble):    # what is painted stays when it grows below, but for the corners of a bubble
            grows.setAttribute(Qt.WidgetAttribute.WA_StaticContents, grows is self or not entry.is_person)
        self._place()
        if width:
            self._width = width
            self.setFixedWidth(width)
            self.text.set_text_width(self._widest_text())    # nobody is told yet: there is no text to fit the bubble to
        self._connect()
        self.show_entry(entry)

    @property
    def entry(self) -> Entry:
        """What is shown."""
        return self._entry

    @property
    def views(self) -> tuple["MessageView", ...]:
        """Itself: several stand in the place of one where they are compared."""
        return (self,)

    @property
    def settled(self) -> bool:
        """Is everything shown that there is to show?"""
        return self.text.settled

    @property
    def problem(self) -> Problem:
        """How it ended, where that needs words."""
        if self._problem is None:
            made = self._problem = Problem(self.ink)
            made.height_changed.connect(self._settle)
            made.retry_asked.connect(lambda: self.regenerate_asked.emit(self._entry.id))
            made.other_model_asked.connect(lambda: self.regenerate_with_asked.emit(self._entry.id))
            made.continue_asked.connect(lambda: self.continue_asked.emit(self._entry.id))
            made.continue_with_asked.connect(lambda: self.continue_with_asked.emit(self._entry.id))
            made.key_wanted.connect(self._ask_for_key)
            self._parts.put(Part.PROBLEM, made)
        return self._problem

    @property
    def attached(self) -> AttachedRow:
        """What was attached to it."""
        if self._attached is None:
            self._attached = AttachedRow(self.ink, right=self._entry.is_person)
            self._parts.put(Part.ATTACHED, self._attached)
        return self._attached

    @property
    def record(self) -> Record:
        """What it rests on."""
        if self._record is None:
            self._record = Record()
            self._record.height_changed.connect(self._settle)
            self._record.link_clicked.connect(self.link_clicked)
            self._parts.put(Part.RECORD, self._record)
        return self._record

    @property
    def footer(self) -> Footer:
        """The buttons below it, which are made when somebody comes near."""
        return self._footer.row()

    @property
    def label(self) -> str:
        """Who spoke, as it is shown."""
        return self._parts.said(Part.SPEAKER)

    @property
    def facts(self) -> str:
        """The quiet line below: speed and size."""
        return self._footer.facts

    @property
    def progress(self) -> str:
        """What is going on before the first word."""
        return self._parts.said(Part.PROGRESS)

    @property
    def thoughts(self) -> tuple[str, str]:
        """The line the reasoning is folded under, and what is unfolded of it."""
        shown = self._reasoning.toPlainText() if self._reasoning is not None else ""
        return self._reasoning_button.text() if self._reasoning_button is not None else "", shown

    def unfold_thoughts(self) -> None:
        """Show the reasoning."""
        if self._reasoning_button is not None:
            self._reasoning_button.setChecked(True)

    def show_entry(self, entry: Entry) -> None:
        """Show the message as it stands now."""
        first, self._entry = entry is self._entry, entry
        message = entry.message
        if first or message.model_name or message.answered_by:
            self._show_speaker()
        self._parts.say(Part.VIEW_BEGINS, self.tr(VIEW_BEGINS) if entry.view_begins else "")
        self._show_reasoning()
        if self._attached is not None or attached_to(message):
            self.attached.show_message(message)
        self.text.show_text(message.text, final=not entry.streaming)
        self._bubble.setVisible(bool(message.text))
        self._show_progress()
        if self._record is not None or rests_on(message):
            self.record.show_message(message)
        self._parts.say(Part.NOTES, "\n".join(map(translated, message.notes)))
        if self._problem is not None or words.status_sentence(message):
            self.problem.show_message(message, can_continue=words.can_continue(message))
        self._footer.show_entry(entry)
        if not entry.streaming or first:
            self.setAccessibleName(words.accessible_name(message))
            self.setAccessibleDescription(message.text)
        self._settle()

    def take(self, entry: Entry) -> None:
        """Show another message of the same side from now on, as if it were new: that costs a third of a new widget."""
        self.clear_selection()
        self._entry, self._fitted = entry, None
        if self._reasoning_button is not None:
            self._reasoning_button.setChecked(False)
        if self._show_all is not None:
            self._show_all.hide()
        for folds in (self._record, self._problem):
            if folds is not None:
                folds.fold()
        self.text.begin_anew()
        self._footer.begin_anew()
        self.show_entry(entry)

    @property
    def column_width(self) -> int:
        """In pixels; 0 before it has one."""
        return self._width

    def set_width(self, width: int) -> None:
        """Lay everything out for a column of that many pixels."""
        if width != self._width:
            self._width = width
            self.setFixedWidth(width)
            self._settle()

    def clear_selection(self) -> None:
        """Select nothing any more."""
        for text in (self.text, self._reasoning):
            if text is not None and text.textCursor().hasSelection():
                cursor = text.textCursor()
                cursor.clearSelection()
                text.setTextCursor(cursor)

    def measured_height(self) -> int:
        """The height at the given width, in pixels."""
        if self._column.hasHeightForWidth():
            return self._column.totalHeightForWidth(self._width)
        return self._column.totalSizeHint().height()

    def offer_to_readers(self) -> None:
        """Somebody reads the window through the accessibility tree: there all that can be pressed is made."""
        self._footer.row()

    def _place(self) -> None:
        self._inside = QVBoxLayout(self._bubble)
        self._inside.setSpacing(0)
        pad = self._padding
        self._inside.setContentsMargins(pad, int(0.6 * pad), pad, int(0.6 * pad))
        self._inside.addWidget(self.text)
        self._bubble.setObjectName("bubble" if self._entry.is_person else "reply")
        side = Qt.AlignmentFlag.AlignRight if self._entry.is_person else Qt.AlignmentFlag.AlignLeft
        self._parts.put(Part.TEXT, self._bubble, side)
        self._parts.put(Part.FOOTER, self._footer)

    def _connect(self) -> None:
        self.text.height_changed.connect(self._settle)
        self.text.link_clicked.connect(self.link_clicked)
        self.text.place_wanted.connect(self._want_place)
        self.text.shortened.connect(self._offer_all)
        self.text.copyAvailable.connect(lambda there: self.selected.emit(self._entry.id) if there else None)
        footer = self._footer
        for name in ("copy", "copy_as", "edit", "regenerate", "regenerate_with", "sibling", "compare", "rate"):
            getattr(footer, f"{name}_asked").connect(getattr(self, f"{name}_asked"))
        footer.link_clicked.connect(self.link_clicked)

    def _show_progress(self) -> None:
        self._parts.say(Part.PROGRESS, words.progress_words(self._entry, monotonic()))
        update = self._entry.update
        waits = self._entry.streaming and update is not None and update.goes_on_s is not None
        if waits and self._count_down is None:
            self._count_down = QTimer(self, interval=COUNT_DOWN_MS)
            self._count_down.timeout.connect(self._show_progress)
        if self._count_down is not None and waits != self._count_down.isActive():
            self._count_down.start() if waits else self._count_down.stop()

    def _show_speaker(self) -> None:
        message = self._entry.message
        label = words.speaker(message)
        if message.answered_by:
            label += "   " + self.tr("answered by %1").replace("%1", message.answered_by)
        self._parts.say(Part.SPEAKER, "" if self._entry.is_person else label)

    def _show_reasoning(self) -> None:
        message = self._entry.message
        if message.reasoning:
            self._show_reasoning_title()
        elif self._reasoning_button is not None:
            self._reasoning_button.hide()
        if self._reasoning is not None:
            self._reasoning.show_text(message.reasoning, final=not self._entry.streaming or bool(message.text))

    def _show_reasoning_title(self) -> None:
        button = self._reasoning_button
        if button is None:
            button = self._reasoning_button = QToolButton()
            button.setObjectName("fold")
            button.setAutoRaise(True)
            button.setCheckable(True)
            button.toggled.connect(self._unfold)
            self._parts.put(Part.REASONING_TITLE, button)
        arrow, title = "▾" if button.isChecked() else "▸", words.reasoning_title(self._entry.message)
        button.setText(f"{arrow} {title}")
        button.setAccessibleName(title)    # whether it is unfolded is told by its state
        button.show()

    def _unfold(self, opened: bool) -> None:
        if self._reasoning is None:
            self._reasoning = MessageText(self.ink.quieter(), markdown=True)
            self._reasoning.setAccessibleName(self.tr("Thoughts"))
            self._reasoning.height_changed.connect(self._settle)
            self._reasoning.link_clicked.connect(self.link_clicked)
            self._reasoning.all_wanted.connect(self.text.all_wanted)
            self._parts.put(Part.REASONING, self._reasoning)
        self._reasoning.setVisible(opened)
        self._show_reasoning()
        self._settle()

    def _ask_for_key(self) -> None:
        model = self._entry.message.model
        if model is not None:
            self.key_wanted.emit(model.provider)

    def _want_place(self, y: int) -> None:
        self.place_wanted.emit(self._entry.id, self.text.viewport().mapTo(self, QPoint(0, y)).y())

    def _offer_all(self, length: int) -> None:
        if self._show_all is None:
            self._show_all = QToolButton()
            self._show_all.clicked.connect(self._all_of_it)
            self._inside.addWidget(self._show_all)
        self._show_all.setText(counted(self.tr("Show all (%1 characters)", "", length), length, "Show all"))
        self._show_all.show()

    def _all_of_it(self) -> None:
        if self._show_all is not None:
            self._show_all.hide()
        self.text.show_all()

    def _settle(self) -> None:
        """Give the texts their width and tell the transcript how tall that makes the message."""
        self._footer.offer_links(self.text.document() if self.text.has_links else None)
        if not self._width:
            return
        if self._reasoning is not None:
            self._reasoning.set_text_width(self._width)
        if self._entry.is_person:
            self._fit_bubble()
        else:
            self.text.set_text_width(self._widest_text())
        self.height_changed.emit(self._entry.id)

    def _fit_bubble(self) -> None:
        """The bubble is as wide as its text needs, up to a bound."""
        wanted = (self._width, self._entry.message.text)
        if wanted == self._fitted:
            return
        widest = self._widest_text()
        settled = self.text.settled and not self.text.document().isEmpty()    # what is to come has another width
        if settled:
            self._fitted = wanted
        self.text.set_text_width(widest)    # also what is not all there: the text before it may have been one letter
        if settled and len(wanted[1]) <= WIDE:
            self.text.set_text_width(min(widest, self.text.ideal_width()))

    def _widest_text(self) -> int:
        return int(self._width * WIDEST_BUBBLE) - 2 * self._padding if self._entry.is_person else self._width
