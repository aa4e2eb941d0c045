"""The button that names the model and opens the picker."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from deskchat.chat.model import ModelInfo
from deskchat.chat.parts import Part
from deskchat.ui.context import UiContext
from deskchat.ui.figures import counted
from deskchat.ui.model_note import note_words
from deskchat.ui.room import Room
from deskchat.ui.safe_text import set_tooltip

if TYPE_CHECKING:
    from deskchat.ui.picker.popup import PickerPopup

MOST_EMS = {Room.TIGHT: 6, Room.NARROW: 10, Room.WIDE: 14}    # of a name: two long ones tell themselves apart at their ends


class ModelButton(QToolButton):
    """Accessible name “Model”; the model's own name is its text and description."""

    chosen = Signal(object)          # ModelInfo
    several_chosen = Signal(tuple)   # of ModelInfo: all are asked at once
    settings_wanted = Signal(str)    # provider id, or "providers" for a new server

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model: ModelInfo | None = None
        self._name = ""
        self._room = Room.WIDE
        self._conversation: str | None = None
        self._draft: Callable[[], tuple[Part, ...]] = tuple
        self._popup: PickerPopup | None = None
        self.setAccessibleName(self.tr("Model"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)    # the mark that it opens stands after the name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._draw()
        context.theme.changed.connect(self._draw)
        self.clicked.connect(self.open_picker)

    def set_model(self, info: ModelInfo | None) -> None:
        """Name the model in use."""
        self._model = info
        self._name = info.name if info is not None else self.tr("Choose a model")
        self._write()
        self.setAccessibleDescription(self._name)
        set_tooltip(self, ". ".join(filter(None, (str(info.ref), note_words(info)))) if info is not None else "")

    def set_models(self, models: tuple[ModelInfo, ...]) -> None:
        """Name those that are asked at once."""
        names = [model.name for model in models]
        self._name = counted(self.tr("%1 models", "", len(names)), len(names), "%1 model")
        self._write()
        self.setAccessibleDescription(", ".join(names))
        set_tooltip(self, ", ".join(names))

    def set_room(self, room: Room) -> None:
        """Shorten the name to it."""
        if room != self._room:
            self._room = room
            self._write()

    def set_conversation(self, conversation_id: str | None) -> None:
        """Which conversation the plans are made for."""
        self._conversation = conversation_id

    def set_draft(self, draft: Callable[[], tuple[Part, ...]]) -> None:
        """What gives the message as it is written: the plans are made for it, too."""
        self._draft = draft

    def open_picker(self) -> None:
        """Open the list below the button."""
        if self._popup is None:
            from deskchat.ui.picker.popup import PickerPopup  # not needed before somebody looks

            self._popup = PickerPopup(self._context, self)
            self._popup.chosen.connect(self.chosen)
            self._popup.several_chosen.connect(self.several_chosen)
            self._popup.settings_wanted.connect(self.settings_wanted)
        self._popup.open_below(self._model, self._conversation, self._draft())

    def _write(self) -> None:
        most = MOST_EMS[self._room] * round(self._context.theme.em)
        self.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, most).replace("&", "&&"))

    def _draw(self) -> None:
        self.setIcon(self._context.icons.icon("chevron-down", self._context.theme.colours.quiet))
        self.setIconSize(self._context.icons.size * 0.9)
