"""What happens when a link or a picture's place in a message is clicked: a question first, whatever it is."""

from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from deskchat.chat.errors import ChatError
from deskchat.chat.parts import ImagePart
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.conversation.transcript.links import PICTURE, ask_to_open, is_allowed, wrappable
from deskchat.ui.conversation.transcript.viewer import open_viewer


class Following(QObject):
    """Follows the links of the messages in ``page``."""

    def __init__(self, context: UiContext, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page

    def follow(self, target: str) -> None:
        """Ask whether to open the address, or to load the picture."""
        if target.startswith(PICTURE):
            self._ask_to_load(target.removeprefix(PICTURE))
        else:
            ask_to_open(target, self._page)

    def _ask_to_load(self, url: str) -> None:
        if not is_allowed(url):
            return
        box = QMessageBox(self._page)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Load this picture?"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        host = urlsplit(url).hostname or ""
        box.setText(self.tr("{host} would learn your address on the network, and that you look at this.").format(host=host))
        box.setInformativeText(wrappable(url))
        box.setAccessibleDescription(url)
        load = box.addButton(self.tr("Load picture"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        load.clicked.connect(lambda: self._load(url))
        box.open()

    def _load(self, url: str) -> None:
        self._context.relay.run(self, self._context.services.remote_pictures.fetch(url), self._show, self._tell)

    def _show(self, picture: ImagePart) -> None:
        open_viewer(picture, Decoding(self._context.relay), self._page.window())

    def _tell(self, error: ChatError) -> None:
        self._context.notices.tell_error(error)
