"""How a reply ended, when it did not end well: the sentence, what helps, and the technical part on request."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton

from deskchat.chat.errors import RemedyAction
from deskchat.chat.message import Message, Role, Status
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.entry import status_sentence
from deskchat.ui.conversation.transcript.ink import Ink


class Problem(QFrame):
    """Hidden while all is well."""

    retry_asked = Signal()
    other_model_asked = Signal()
    continue_asked = Signal()
    continue_with_asked = Signal()
    key_wanted = Signal()
    height_changed = Signal()

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self._pad = int(0.6 * ink.em)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setSpacing(int(0.5 * ink.em))
        self._sentence = Caption("")
        self._detail = Caption("", quiet=True)
        self._layout.addWidget(self._sentence)
        self._layout.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(int(0.5 * ink.em))
        self._retry = self._button(row, self.tr("Retry"), self.retry_asked)
        self._continue = self._button(row, self.tr("Continue"), self.continue_asked)
        self._continue_with = self._button(row, self.tr("Continue with…"), self.continue_with_asked)
        self._key = self._button(row, self.tr("Enter the key…"), self.key_wanted)
        self._other = self._button(row, self.tr("Another model…"), self.other_model_asked)
        self._details = self._button(row, self.tr("Details"), None)
        self._details.setCheckable(True)
        self._details.toggled.connect(self._show_detail)
        row.addStretch(1)
        self._layout.addLayout(row)
        self._technical = ""
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._sentence.text()

    @property
    def offers(self) -> tuple[str, ...]:
        """The names of the buttons that can be pressed."""
        buttons = (self._retry, self._continue, self._continue_with, self._key, self._other, self._details)
        return tuple(button.accessibleName() for button in buttons if not button.isHidden())

    def fold(self) -> None:
        """Show no details."""
        self._details.setChecked(False)

    def show_message(self, message: Message, *, can_continue: bool) -> None:
        """Say how ``message`` ended."""
        sentence = status_sentence(message) if message.role is Role.ASSISTANT else ""
        failed = message.status is Status.FAILED
        self._sentence.show_text(sentence)
        self._technical = message.failure.detail if message.failure else ""
        self._details.setVisible(bool(self._technical))
        action = message.failure.remedy_action if message.failure else ""
        self._continue.setVisible(can_continue)
        self._continue_with.setVisible(can_continue)
        self._key.setVisible(action == RemedyAction.ENTER_KEY)
        self._retry.setVisible(failed or not can_continue)
        self._retry.setText(
            self.tr("Ask again without a limit") if action == RemedyAction.WITHOUT_LIMIT else self.tr("Retry")
        )
        self._retry.setAccessibleName(self._retry.text())
        self._other.setVisible(failed)
        self._lay_out(failed)
        self._show_detail(self._details.isChecked())
        self.setVisible(bool(sentence))

    def _lay_out(self, failed: bool) -> None:
        """A failure is a box; anything else a line with its buttons beside it."""
        if self.objectName() == ("problem" if failed else "remark"):
            return
        self.setObjectName("problem" if failed else "remark")
        self._sentence.setObjectName("" if failed else "quiet")
        self._sentence.setWordWrap(failed)
        for widget in (self, self._sentence):
            self.style().unpolish(widget)    # the sheet looks at names only once
            self.style().polish(widget)
        pad = self._pad if failed else 0
        self._layout.setContentsMargins(int(1.3 * pad), pad, int(1.3 * pad), pad)
        down = QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(down if failed else QBoxLayout.Direction.LeftToRight)

    def _show_detail(self, shown: bool) -> None:
        self._detail.show_text(self._technical if shown else "")
        self.height_changed.emit()

    def _button(self, row: QHBoxLayout, text: str, asked: SignalInstance | None) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.removesuffix("…"))
        if asked is not None:
            button.clicked.connect(lambda: asked.emit())
        row.addWidget(button)
        return button
