"""A budget is used up: the person is asked before anything is sent, and may go on typing meanwhile."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from deskchat.chat.errors import ChatError
from deskchat.services.budgets import OverBudgetError
from deskchat.services.spending import despite_budget
from deskchat.services.turns import Turn
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated

Attempt = Callable[[], Coroutine[Any, Any, Turn | tuple[Turn, ...]]]


class BudgetBar(QFrame):
    """Stands above the composer while there is something to decide."""

    raise_asked = Signal(str)       # the page of settings where the budget is raised
    other_model_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._send: Callable[[], None] | None = None
        self._provider_id = ""
        self.setObjectName("question")
        self.setAccessibleName(self.tr("Budget"))
        self._question = PlainLabel(wrap=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._question)
        row = QHBoxLayout()
        for text, do in (
            (self.tr("Send once"), self._send_once),
            (self.tr("Raise the budget…"), self._raise),
            (self.tr("Choose another model…"), self.other_model_asked.emit),
            (self.tr("Not now"), self.hide),
        ):
            button = QPushButton(text)
            button.setAccessibleName(text.removesuffix("…"))
            button.clicked.connect(lambda _=False, do=do: do())
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    @property
    def question(self) -> str:
        """What is asked, ``""`` when nothing is."""
        return "" if self.isHidden() else self._question.text()

    def asks(self, error: ChatError, attempt: Attempt, send: Callable[[Attempt], None]) -> bool:
        """Ask the person whether to ``send`` the ``attempt`` once more; ``False``: ``error`` is no matter of a budget.

        The focus stays where the person types.
        """
        if not isinstance(error, OverBudgetError):
            return False
        self._send = partial(send, partial(despite_budget, error.provider_id, attempt))
        self._provider_id = error.provider_id
        self._question.setText(f"{translated(error.sentence)} {self.tr('Send anyway?')}")
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._question, QAccessible.Event.Alert))
        return True

    def _send_once(self) -> None:
        self.hide()
        if self._send is not None:
            self._send()

    def _raise(self) -> None:
        self.hide()
        self.raise_asked.emit(f"spending/{self._provider_id}")
