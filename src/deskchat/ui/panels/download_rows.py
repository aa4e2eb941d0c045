"""Downloads as rows: how far each is, and buttons to pause, go on and give up."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QGroupBox, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deskchat.services.downloads import Download, State
from deskchat.ui.context import UiContext
from deskchat.ui.picker.rows import size
from deskchat.ui.safe_text import ElidedLabel, PlainLabel
from deskchat.ui.sentences import translated

PLACED_AFTER_MS = 100
STEPS = 1000    # of a progress bar; bytes do not fit into Qt's numbers


class DownloadRows(QGroupBox):
    """All downloads of this machine, those of earlier runs included; hidden when there are none."""

    failed = Signal(object)    # ChatError of something that could not be done

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Downloads"))
        self._context = context
        self._rows: dict[str, DownloadRow] = {}
        self._column = QVBoxLayout(self)
        self._reading = False
        self._again = False
        self._revealing = False    # those of earlier runs are shown where they are
        self.hide()
        context.relay.listen(self, context.services.downloads.changes(), self._read)
        context.theme.changed.connect(self._follow_theme)
        self._follow_theme()
        self._read()

    def _read(self, _: object = None) -> None:
        """Read once at a time: they change more often than anybody looks."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self._context.relay.run(self, self._context.services.downloads.all(), self._show, self._could_not)

    def _could_not(self, error: object) -> None:
        self._reading = False
        self.failed.emit(error)

    def _show(self, downloads: tuple[Download, ...]) -> None:
        self._reading = False
        before = len(self._rows)
        there = {download.id for download in downloads}
        for gone in [known for known in self._rows if known not in there]:
            self._rows.pop(gone).deleteLater()
        for download in downloads:
            if download.id not in self._rows:
                self._rows[download.id] = DownloadRow(self._context, self, self._do)
                self._column.insertWidget(0, self._rows[download.id])    # what was begun last stands first
            self._rows[download.id].show_download(download)
        self.setVisible(bool(downloads))
        if self._revealing and len(self._rows) > before:
            QTimer.singleShot(PLACED_AFTER_MS, self, self._reveal)
        self._revealing = True
        if self._again:
            self._read()

    def _reveal(self) -> None:
        """Scroll to what was begun just now."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self._rows:
            above.ensureWidgetVisible(list(self._rows.values())[-1])

    def _do(self, what: str, download_id: str) -> None:
        downloads = self._context.services.downloads

        async def work() -> None:
            match what:
                case "pause":
                    await downloads.pause(download_id)
                case "resume":
                    downloads.resume(download_id)
                case _:
                    await downloads.cancel(download_id)

        self._context.relay.run(self, work(), None, self.failed.emit)

    def _follow_theme(self) -> None:
        c, em = self._context.theme.colours, self._context.theme.em
        self.setStyleSheet(f"""
            QProgressBar {{ background: {c.hover.name()}; border: none; border-radius: {0.2 * em:.0f}px;
                max-height: {0.4 * em:.0f}px; min-height: {0.4 * em:.0f}px; }}
            QProgressBar::chunk {{ background: {c.accent.name()}; border-radius: {0.2 * em:.0f}px; }}
        """)


class DownloadRow(QWidget):
    """One of them. ``do`` is called with “pause”, “resume” or “cancel” and its id."""

    def __init__(self, context: UiContext, parent: QWidget, do: Callable[[str, str], None]) -> None:
        super().__init__(parent)
        self._do = do
        self._id = ""
        self._title = ElidedLabel("", self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._words = PlainLabel("", self, wrap=True, selectable=True)
        self._turn = QPushButton(self)
        self._end = QPushButton(self)
        self._next = "pause"
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, round(0.4 * context.theme.em))
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._bar, 1, 0)
        grid.addWidget(self._words, 2, 0)
        grid.addWidget(self._turn, 0, 1, 2, 1)
        grid.addWidget(self._end, 0, 2, 2, 1)
        self._turn.clicked.connect(lambda: self._do(self._next, self._id))
        self._end.clicked.connect(lambda: self._do("cancel", self._id))

    def show_download(self, download: Download) -> None:
        """Show how far it is."""
        self._id = download.id
        done = download.state is State.DONE
        self._title.setText(download.title)
        self._bar.setAccessibleName(self.tr("Progress of %s") % download.title)
        self._bar.setValue(download.done_bytes * STEPS // max(download.size_bytes, 1))
        self._bar.setVisible(not done)
        self._words.setText(self._told(download))
        self._next = "pause" if download.active else "resume"
        self._turn.setText(self.tr("Pause") if download.active else self.tr("Resume"))
        self._turn.setVisible(not done)
        self._end.setText(self.tr("Close") if done else self.tr("Cancel"))
        for button in (self._turn, self._end):
            button.setAccessibleName(f"{button.text()}, {download.title}")
        self._claim_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._claim_height()

    def _claim_height(self) -> None:
        """A page that scrolls gives lines that wrap too little room, unless they insist."""
        needed = self._grid.heightForWidth(self.width())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    def _told(self, download: Download) -> str:
        amount = self.tr("%s of %s") % (size(download.done_bytes) or size(0), size(download.size_bytes))
        if download.problem and download.state is State.RUNNING:
            return self.tr("%s  %s Trying again…") % (amount, translated(download.problem))
        match download.state:
            case State.WAITING:
                return self.tr("%s, waits for its turn") % amount
            case State.CHECKING:
                return self.tr("Checking that it is what the Hub lists…")
            case State.PAUSED:
                return self.tr("%s, paused") % amount
            case State.FAILED:
                return f"{amount}  {translated(download.problem)} {translated(download.remedy)}".strip()
            case State.DONE:
                return self.tr("Done and checked: it is in the list of models.")
        left = download.left_s
        if left is None:
            return amount
        return self.tr("%s, %s/s, %s left") % (amount, size(round(download.bytes_per_s)), self._duration(left))

    def _duration(self, seconds: float) -> str:
        if seconds >= 3600:
            return self.tr("%d h %d min") % (seconds // 3600, seconds % 3600 // 60)
        return self.tr("%d min") % (seconds // 60) if seconds >= 60 else self.tr("%d s") % seconds
