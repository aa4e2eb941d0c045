"""Short sentences at the foot of the window: what happened, and a way to undo it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from deskchat.chat.errors import ChatError
from deskchat.ui.safe_text import PlainLabel, set_tooltip
from deskchat.ui.sentences import translated

SHOWN_S = 8.0
ASKED_S = 3600.0


@dataclass(frozen=True, slots=True)
class Notice:
    """``action`` is the label of a button and what it does. ``detail`` is technical, for the tooltip.

    ``waits``: something is being done, and the notice goes when it is over.
    """

    sentence: str
    action: tuple[str, Callable[[], None]] | None = None
    detail: str = ""
    shown_s: float = SHOWN_S
    waits: bool = False


class Notices(QObject):
    """Where any part of the window tells the person something; the bar shows it."""

    told = Signal(object)    # Notice
    over = Signal()          # what the last ``wait`` was about

    def tell(self, sentence: str, action: tuple[str, Callable[[], None]] | None = None, *, detail: str = "") -> None:
        """Show a sentence for some seconds, longer when it is long."""
        self.told.emit(Notice(sentence, action, detail, max(SHOWN_S, len(sentence) / 12)))

    def ask(self, question: str, answer: tuple[str, Callable[[], None]], *, detail: str = "") -> None:
        """Show a question until it is answered or closed; closing it means no."""
        self.told.emit(Notice(question, answer, detail, ASKED_S))

    def wait(self, sentence: str) -> None:
        """Say what is being done, until ``over`` is emitted or something else is told."""
        self.told.emit(Notice(sentence, shown_s=ASKED_S, waits=True))

    def tell_error(self, error: ChatError) -> None:
        """Show what went wrong and what can be done."""
        self.tell(error.message, detail=error.detail)


class NoticeBar(QFrame):
    """The latest notice, floating over ``parent``; it goes by itself, on its button, or on the cross.

    It stands over the foot of ``parent``, or above ``foot``, in which one goes on writing meanwhile.
    """

    def __init__(self, notices: Notices, parent: QWidget, foot: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over, self._foot = parent, foot
        self.setObjectName("notice")
        self.setAccessibleName(self.tr("Notice"))
        self._act: Callable[[], None] | None = None
        self._waits = False
        self._label = PlainLabel(wrap=True, parent=self)
        self._action = self._button("")
        close = self._button("✕")
        close.setAccessibleName(self.tr("Close the notice"))
        close.clicked.connect(self.hide)
        self._action.clicked.connect(self._run_action)
        row = QHBoxLayout(self)
        row.addWidget(self._label, 1)
        row.addWidget(self._action)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        notices.told.connect(self.show_notice)
        notices.over.connect(self._end_wait)
        for moving in filter(None, (parent, foot)):
            moving.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show it in place of an earlier one."""
        self._waits = notice.waits
        self._label.setText(translated(notice.sentence))
        set_tooltip(self._label, notice.detail)
        self._action.setVisible(notice.action is not None)
        self._act = None
        if notice.action is not None:
            text, self._act = notice.action
            self._action.setText(text)
            self._action.setAccessibleName(text)
        self._timer.start(int(notice.shown_s * 1000))
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        return False

    def _button(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _end_wait(self) -> None:
        if self._waits:
            self.hide()

    def _run_action(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _place(self) -> None:
        room = self._over.rect()
        left, bottom, width = 0, room.height() - 24, room.width()
        if self._foot is not None and self._foot.isVisible():
            corner = self._foot.mapTo(self._over, QPoint(0, 0))
            left, bottom, width = corner.x(), corner.y() - 4, self._foot.width()
        self.setFixedWidth(min(width - 40, 640))
        self.resize(self.width(), self.heightForWidth(self.width()))    # a sentence may need several lines
        self.move(left + (width - self.width()) // 2, bottom - self.height())
