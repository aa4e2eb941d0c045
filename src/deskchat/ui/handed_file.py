"""A file was opened in the file manager: the person is asked before anything is done with it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QWidget

from deskchat.chat.model import ModelInfo
from deskchat.paths import is_model_file, opens_window
from deskchat.ui.context import UiContext


def ask(context: UiContext, file: Path, window: QWidget) -> None:
    """Ask what ``file`` was opened for. It is not even read before the answer."""
    if is_model_file(file.name):
        _ask_to_add(context, file)
    else:
        _ask_to_import(context, file, window)


class HandedLater(QObject):
    """A Mac hands files to the running program, not on a command line: these are asked about as well."""

    def __init__(self, context: UiContext, window: QWidget, application: QCoreApplication) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt. Addresses are not files, and are left alone."""
        if isinstance(event, QFileOpenEvent) and opens_window(event.file()):
            ask(self._context, Path(event.file()), self._window)
            return True
        return super().eventFilter(watched, event)


def _ask_to_add(context: UiContext, file: Path) -> None:
    notices = context.notices

    def added(model: ModelInfo) -> None:
        notices.tell(_words("%s was added. It stays where it is; choose it in the list of models.") % model.name)

    def add() -> None:
        context.relay.run(notices, context.services.local_files.add(file), added, notices.tell_error)

    question = _words("Add “%s” to the models on this computer?") % file.name
    notices.ask(question, (_words("Add"), add), detail=str(file))


def _ask_to_import(context: UiContext, file: Path, window: QWidget) -> None:
    from deskchat.ui.panels.exchange import FileExchange

    exchange = FileExchange(context, window)
    question = _words("Import the conversations in “%s”?") % file.name
    context.notices.ask(question, (_words("Import"), lambda: exchange.take([file])), detail=str(file))


def _words(text: str) -> str:
    return QCoreApplication.translate("HandedFile", text)
