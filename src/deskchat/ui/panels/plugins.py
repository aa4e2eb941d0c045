"""Packages with further providers: which there are, and which may be used."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from deskchat.paths import private_folder
from deskchat.services.plugins import KnownPlugin
from deskchat.ui.context import UiContext
from deskchat.ui.safe_text import HintLabel, PlainLabel

TITLE = "Plugins"
ORDER = 80


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return PluginsPage(context, parent)


class PluginsPage(QWidget):
    """A box to tick for each plugin; nothing of a plugin runs before it is ticked."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(0.8 * context.theme.em))
        column.addWidget(PlainLabel(self._words(), wrap=True))
        self._list = QVBoxLayout()
        column.addLayout(self._list)
        opening = QPushButton(self.tr("Open the folder"), self)
        opening.clicked.connect(self._open_folder)
        column.addWidget(opening, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        context.relay.run(self, context.services.plugins.all(), self._fill)

    def _words(self) -> str:
        return self.tr(
            "Plugins bring further providers. They are packages in the folder “%1” or beside the program, and run with all"
            " rights deskchat has, your keys included: tick only what you trust. What was ticked off ends with the program."
        ).replace("%1", str(self._context.services.plugins.folder))

    def _fill(self, known: tuple[KnownPlugin, ...]) -> None:
        if not known:
            self._list.addWidget(PlainLabel(self.tr("No plugins are installed.")))
        for one in known:
            box = QCheckBox(f"{one.plugin.package} {one.plugin.version}", self)
            box.setChecked(one.allowed)
            box.setAccessibleDescription(one.plugin.summary)
            box.toggled.connect(lambda on, name=one.plugin.package: self._allow(name, on))
            self._list.addWidget(box)
            if one.plugin.summary:
                summary = HintLabel(one.plugin.summary[:300])
                self._list.addWidget(summary)

    def _allow(self, package: str, allowed: bool) -> None:
        self._context.relay.run(self._context.relay, self._context.services.plugins.allow(package, allowed))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(private_folder(self._context.services.plugins.folder))))
