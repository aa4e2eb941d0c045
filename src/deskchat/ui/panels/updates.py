"""Is there a newer deskchat: asked when the person wants it, and not otherwise."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from deskchat import __version__
from deskchat.chat.errors import ChatError
from deskchat.services.releases import Release
from deskchat.settings import UPDATES
from deskchat.ui.context import UiContext
from deskchat.ui.panels.setting_rows import page_of
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated

TITLE = "Updates"
ORDER = 85


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return UpdatesPage(context, parent)


class UpdatesPage(QWidget):
    """The switch, a button that asks now, and what came of it."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._updates = context.services.updates
        self._release: Release | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(0.8 * context.theme.em))
        column.addWidget(PlainLabel(self.tr("This is deskchat %1.").replace("%1", __version__)))
        column.addWidget(page_of(context, self, (UPDATES,)))
        self._look = QPushButton(self.tr("Look now"), self)
        self._look.clicked.connect(self._ask)
        self._look.setEnabled(self._updates.known)
        self._said = PlainLabel(wrap=True, selectable=True, parent=self)
        self._notes = QPushButton(self.tr("What is new…"), self)
        self._notes.clicked.connect(self._open_notes)
        self._notes.hide()
        column.addWidget(self._look, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._said)
        column.addWidget(self._notes, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        if not self._updates.known:
            self._said.setText(
                self.tr("This build does not know where its updates are. %1").replace(
                    "%1", translated(self._updates.here.update)
                )
            )

    def _ask(self) -> None:
        self._look.setEnabled(False)
        self._said.setText(self.tr("Asking…"))
        self._context.relay.run(self, self._updates.look(), self._tell, self._fail)

    def _tell(self, release: Release | None) -> None:
        self._look.setEnabled(True)
        self._release = release
        self._notes.setVisible(release is not None)
        if release is None:
            self._said.setText(self.tr("This is the newest release."))
            return
        said, how = self.tr("deskchat %1 of %2 is there. %3"), translated(self._updates.here.update)
        for mark, value in (("%1", release.version), ("%2", release.released), ("%3", how)):
            said = said.replace(mark, value)
        self._said.setText(said)

    def _fail(self, error: ChatError) -> None:
        self._look.setEnabled(True)
        self._said.setText(translated(error.message))

    def _open_notes(self) -> None:
        from deskchat.ui.conversation.transcript.links import ask_to_open

        if self._release is not None:
            ask_to_open(self._release.notes, self)
