"""Who is asked in this conversation when the model can't answer."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QRadioButton, QVBoxLayout, QWidget

from deskchat.chat.model import ModelRef
from deskchat.ui.context import UiContext
from deskchat.ui.model_list import ModelList
from deskchat.ui.safe_text import HintLabel
from deskchat.ui.within_screen import resize_within

MOST_NAMED = 2
Fallback = tuple[ModelRef, ...] | None    # as ``Conversation.fallback``


class FallbackDialog(QDialog):
    """``chosen``: what holds now; ``usual``: the models that the settings name, none when they name nobody."""

    decided = Signal(object)    # Fallback

    def __init__(self, context: UiContext, chosen: Fallback, usual: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(self.tr("When the model can't answer"))
        self._usual = QRadioButton(self.tr("As in the settings: %s") % _words(usual), self)
        self._nobody = QRadioButton(self.tr("In this conversation, ask nobody else"), self)
        self._own = QRadioButton(self.tr("In this conversation, ask the next of this list by itself"), self)
        self._list = ModelList(context, self.tr("Models to fall back on in this conversation"), self)
        self._list.show_models(str(ref) for ref in chosen or ())
        self._place()
        marked = self._usual if chosen is None else self._own if chosen else self._nobody
        self._own.toggled.connect(self._list.setEnabled)
        self._list.setEnabled(marked is self._own)
        marked.setChecked(True)
        marked.setFocus()

    @property
    def choice(self) -> Fallback:
        """What is chosen; an empty list of one's own is nobody."""
        if self._usual.isChecked():
            return None
        return tuple(ModelRef.parse(name) for name in self._list.models) if self._own.isChecked() else ()

    def accept(self) -> None:
        super().accept()
        self.decided.emit(self.choice)

    def _place(self) -> None:
        em = self._context.theme.em
        resize_within(self, 32 * em, 26 * em)
        column = QVBoxLayout(self)
        column.setSpacing(round(0.6 * em))
        for button in (self._usual, self._nobody, self._own):
            column.addWidget(button)
        column.addWidget(self._list, 1)
        said = self.tr(
            "The reply then comes from the next model that can be asked, and says so. The conversation goes to every"
            " provider that is asked."
        )
        column.addWidget(HintLabel(said, self))
        wanted = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(wanted, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)


def _words(names: Sequence[str]) -> str:
    if not names:
        return QCoreApplication.translate("FallbackDialog", "nobody else is asked")
    more = ", …" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]).replace("&", "&&") + more
