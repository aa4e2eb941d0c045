"""A model file was opened in the file manager: the person is asked before anything is done with it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from deskchat.chat.model import ModelInfo
from deskchat.ui.context import UiContext


def ask_to_add(context: UiContext, file: Path) -> None:
    """Ask whether ``file`` is to be a model here. It is not even read before the answer."""
    notices = context.notices

    def added(model: ModelInfo) -> None:
        notices.tell(_words("%s was added. It stays where it is; choose it in the list of models.") % model.name)

    def add() -> None:
        context.relay.run(notices, context.services.local_files.add(file), added, notices.tell_error)

    question = _words("Add “%s” to the models on this machine?") % file.name
    notices.ask(question, (_words("Add"), add), detail=str(file))


def _words(text: str) -> str:
    return QCoreApplication.translate("HandedFile", text)
