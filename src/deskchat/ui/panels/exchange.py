"""Conversations to and from files: the dialogs, and what became of it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from deskchat.services.exchange import Form, Report
from deskchat.ui.context import UiContext
from deskchat.ui.figures import counted, figures
from deskchat.ui.file_dialog import file_dialog
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated

JSON, HTML, PDF = ".deskchat.json", ".html", ".pdf"


class FileExchange(QObject):
    """Opens dialogs over ``window``; nothing here waits for an answer."""

    def __init__(self, context: UiContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def import_files(self) -> None:
        """Let the person choose what to import."""
        dialog = self._dialog(self.tr("Import conversations"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Exports of chat programs (*.zip *.json)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda files: self.take([Path(file) for file in files]))
        dialog.open()

    def take(self, files: list[Path]) -> None:
        """Import these."""

        def done(report: Report) -> None:
            self._context.notices.over.emit()
            if report.sentences:
                ReportDialog(report, self._window).show()    # beside the window: it may be read while one goes on
            else:
                self._context.notices.tell(_summary(report))

        self._context.notices.wait(self.tr("Importing…"))
        self._context.relay.run(self, self._context.services.exchange.take(files), done)

    def export(self, ids: list[str] | None, name: str) -> None:
        """Let the person choose where to: these conversations, or all of them when ``None``."""
        dialog = self._dialog(self.tr("Export conversations"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        forms = {
            self.tr("Everything, can be imported again (*.deskchat.json)"): (Form.JSON, JSON),
            self.tr("A page to read or print (*.html)"): (Form.HTML, HTML),
            self.tr("Sheets of paper (*.pdf)"): (Form.PDF, PDF),
            self.tr("A folder of Markdown files (*)"): (Form.MARKDOWN, ""),
        }
        dialog.setNameFilters(list(forms))
        dialog.selectFile(name + JSON)

        def chosen(files: list[str]) -> None:
            form, ending = forms[dialog.selectedNameFilter()]
            asked = Path(files[0])
            stem = asked.name.removesuffix(JSON).removesuffix(HTML).removesuffix(PDF)
            target = asked.with_name(stem + ending)
            # the dialog asked about the name it knew; a name made here was not agreed to
            replace = target == asked and form is not Form.MARKDOWN
            self._export(ids, target, form, replace=replace)

        dialog.filesSelected.connect(chosen)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        return file_dialog(self._window, title)

    def _export(self, ids: list[str] | None, target: Path, form: Form, *, replace: bool) -> None:
        def done(count: int) -> None:
            words = self.tr("%1 conversations were exported to “%2”.", "", count)
            words = counted(words, count, "One conversation was exported to “%2”.")
            self._context.notices.tell(words.replace("%2", str(target)))

        work = self._context.services.exchange.export(ids, target, form, replace=replace)
        self._context.relay.run(self, work, done)


class ReportDialog(QDialog):
    """What an import took, and what it did not."""

    def __init__(self, report: Report, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import"))
        self.setModal(False)
        self.finished.connect(self.deleteLater)
        column = QVBoxLayout(self)
        column.addWidget(PlainLabel(_summary(report), self, wrap=True, selectable=True))
        if report.sentences:
            column.addWidget(PlainLabel(self.tr("What was not taken:"), self))
            column.addWidget(self._sentences(report))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 70, self.sizeHint().height())

    def _sentences(self, report: Report) -> QPlainTextEdit:
        lines = [_sentence(line) for line in report.sentences]
        if report.unsaid:
            more = self.tr("And %1 more like these.", "", report.unsaid)
            lines.append(counted(more, report.unsaid, "And one more like these."))
        box = QPlainTextEdit("\n".join(lines), self)
        box.setReadOnly(True)
        box.setAccessibleName(self.tr("What was not taken"))
        return box


def _summary(report: Report) -> str:
    """What was taken."""
    if not (report.added or report.extended or report.known):
        return _tr("No conversation was imported.")
    translate = QCoreApplication.translate
    counts = (
        (translate("Exchange", "%1 new", "", report.added), report.added),
        (translate("Exchange", "%1 with new messages", "", report.extended), report.extended),
        (translate("Exchange", "%1 already here", "", report.known), report.known),
    )
    told = ", ".join(counted(words, count, words) for words, count in counts if count)
    said = _tr("Conversations: %1. Messages imported: %2.").replace("%1", told)
    return said.replace("%2", figures(f"{report.messages:,}"))


def _sentence(line: str) -> str:
    """What was not taken, behind the name of its file."""
    name, colon, said = line.partition(": ")
    return f"{name}{colon}{translated(said)}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Exchange", text)
