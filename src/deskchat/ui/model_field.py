"""A field for the name of a model: it offers those that are known by any part of their names."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from deskchat.services.directory import ProviderModels
from deskchat.ui.context import UiContext


class ModelField(QLineEdit):
    """Holds ``provider/model`` as text; another name may be typed as well."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._known = QCompleter(self)
        self._known.setFilterMode(Qt.MatchFlag.MatchContains)
        self._known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(self._known)
        context.relay.run(self, context.services.directory.groups(), self._show_known)

    def hide_known(self) -> None:
        """Take away what is offered: it stays where Enter chose one of them."""
        if (lines := self._known.popup()) is not None:
            lines.hide()

    def _show_known(self, groups: tuple[ProviderModels, ...]) -> None:
        names = [str(model.ref) for group in groups for model in group.models]
        self._known.setModel(QStringListModel(names, self._known))
