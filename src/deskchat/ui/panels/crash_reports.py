"""What is left of crashes: to be read, sent by hand, or thrown away."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from deskchat.services.crash_reports import CrashReports
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.safe_text import PlainLabel

TITLE = "Crash reports"
ORDER = 85
LONGEST = 200_000    # characters of a report that are shown


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return CrashPage(context, parent)


class CrashPage(QWidget):
    """Reads the folder when it is made."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._reports = CrashReports(context.services.paths.crashes)
        self._names = ChoiceBox(self)
        self._names.setAccessibleName(self.tr("Report"))
        self._names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Text of the report"))
        self._text.setObjectName("field")
        self._text.setFont(context.theme.mono)
        self._none = PlainLabel(self.tr("There is none."), self)
        self._copy = QPushButton(self.tr("Copy"), self)
        self._open = QPushButton(self.tr("Open the folder"), self)
        self._delete = QPushButton(self.tr("Delete all"), self)
        self._place()
        self._names.currentIndexChanged.connect(lambda _: self._read())
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.toPlainText()))
        self._open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._reports.folder))))
        self._delete.clicked.connect(self._delete_all)
        self._list()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, round(0.5 * self._context.theme.em), 0)
        said = self.tr(
            "When something goes wrong inside deskchat, it writes down where. A report holds no messages and no keys, and it"
            " stays on this computer: to help, read it and send it yourself."
        )
        column.addWidget(PlainLabel(said, self, wrap=True))
        column.addWidget(self._none)
        column.addWidget(self._names, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._text, 1)
        buttons = QHBoxLayout()
        for button in (self._copy, self._open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._delete)
        column.addLayout(buttons)
        column.addStretch(0)    # takes what the text leaves while it is not there
        hint = self.tr("If deskchat does not start: “deskchat --safe” opens it without plugins, local models and theme.")
        column.addWidget(PlainLabel(hint, self, wrap=True))

    def _list(self) -> None:
        self._context.relay.run(self, asyncio.to_thread(self._reports.all), self._show)

    def _show(self, paths: list[Path]) -> None:
        self._names.clear()
        for path in paths:
            self._names.addItem(path.stem.removeprefix("crash-"), path)
        there = bool(paths)
        self._none.setVisible(not there)
        for widget in (self._names, self._text, self._copy, self._open, self._delete):
            widget.setVisible(there)
        self._read()

    def _read(self) -> None:
        path = self._names.currentData()
        if path is None:
            self._text.clear()
            return
        self._context.relay.run(self, asyncio.to_thread(_text_of, path), self._text.setPlainText)

    def _delete_all(self) -> None:
        self._context.relay.run(self, asyncio.to_thread(self._reports.delete_all), lambda _: self._list())


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")[:LONGEST]
    except OSError as error:
        return error.strerror or type(error).__name__
