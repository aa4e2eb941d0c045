"""An attachment in a window of its own. It is never handed to another program: it may be anybody's file."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QTextOption
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from deskchat.chat.parts import FilePart, ImagePart
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.conversation.transcript.entry import size_words
from deskchat.ui.conversation.transcript.picture_button import centred
from deskchat.ui.conversation.transcript.pictures import size_of
from deskchat.ui.conversation.transcript.visible import with_controls_shown, without_overrides
from deskchat.ui.figures import counted, figures

LONGEST_SIDE = 4_096      # pixels that are decoded
LONGEST_TEXT = 200_000    # characters that are shown
LONGEST_LINE = 20_000     # Qt takes seconds to break longer ones at words


def open_viewer(part: ImagePart | FilePart, decoding: Decoding, parent: QWidget) -> None:
    """Show it beside the conversation."""
    viewer = PictureViewer(part, decoding, parent) if isinstance(part, ImagePart) else FileViewer(part, parent)
    viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    viewer.show()


class PictureViewer(QDialog):
    """The picture as large as the window allows; a click shows it pixel by pixel, another one as a whole."""

    def __init__(self, part: ImagePart, decoding: Decoding, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(with_controls_shown(part.name))
        self._picture = _Picture()
        self._picture.setAccessibleName(self.tr("%1, picture").replace("%1", with_controls_shown(part.name)))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidget(self._picture)
        size = size_of(part.data)
        sides = figures(f"{size.width():,} × {size.height():,}")
        pixels = self.tr("%1 pixels").replace("%1", sides) + " · " if size.isValid() else ""
        self._facts = Caption(f"{pixels}{size_words(len(part.data))}", quiet=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy picture"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setPixmap(self._picture.pixmap))
        _place(self, self._area, self._facts, buttons)
        self.resize(_fitting(size, parent))
        decoding.begin(self, part.data, LONGEST_SIDE, self._show)

    @property
    def shown(self) -> QSize:
        """The size of what is decoded; empty before that."""
        return self._picture.pixmap.size()

    def _show(self, image: QImage) -> None:
        if image.isNull():
            self._facts.show_text(self.tr("This picture is damaged: it can't be shown."))
        else:
            self._picture.show_pixmap(QPixmap.fromImage(image))


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.pixmap = QPixmap()
        self._whole = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_pixmap(self, pixmap: QPixmap) -> None:
        self.pixmap = pixmap
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._whole = not self._whole
        self.setMinimumSize(QSize(0, 0) if self._whole else self.pixmap.size() / self.devicePixelRatioF())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self.pixmap.size() / self.devicePixelRatioF()
        if self._whole and (size.width() > self.width() or size.height() > self.height()):
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(centred(size, self.rect()), self.pixmap)


class FileViewer(QDialog):
    """The text of a file, as models get it."""

    def __init__(self, part: FilePart, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(with_controls_shown(part.name))
        text = without_overrides(part.text[:LONGEST_TEXT])
        box = QPlainTextEdit(text or self.tr("There is no text in this file."))
        box.setReadOnly(True)
        box.setAccessibleName(self.tr("Text of %1").replace("%1", with_controls_shown(part.name)))
        if max(map(len, text.split("\n"))) > LONGEST_LINE:
            box.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        _place(self, box, Caption(_said(part), quiet=True), QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        self.resize(int(parent.width() * 0.7), int(parent.height() * 0.8))


def _said(part: FilePart) -> str:
    """What the text is, and how much of it is shown."""
    length = len(part.text)
    words = [counted(QCoreApplication.translate("Viewer", "%1 characters", "", length), length, "one character")]
    if len(part.text) > LONGEST_TEXT:
        words.append(_tr("the first %1 are shown").replace("%1", figures(f"{LONGEST_TEXT:,}")))
    if part.data:
        words.append(_tr("models that take such files get the file itself, the others this text"))
    return "; ".join(words) + "."


def _tr(text: str) -> str:
    return QCoreApplication.translate("Viewer", text)


def _place(dialog: QDialog, content: QWidget, facts: Caption, buttons: QDialogButtonBox) -> None:
    column = QVBoxLayout(dialog)
    column.addWidget(content, 1)
    row = QHBoxLayout()
    row.addWidget(facts, 1)
    row.addWidget(buttons)
    column.addLayout(row)
    buttons.rejected.connect(dialog.close)


def _fitting(picture: QSize, parent: QWidget) -> QSize:
    """Large enough for the picture, and smaller than the window it is opened from."""
    most = QSize(int(parent.width() * 0.9), int(parent.height() * 0.9))
    wanted = picture.boundedTo(most) if picture.isValid() else most
    return (wanted + QSize(40, 100)).expandedTo(QSize(420, 320)).boundedTo(most.expandedTo(QSize(420, 320)))
