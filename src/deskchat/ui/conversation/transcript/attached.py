"""What was attached to a message: files as chips, pictures as pictures, each opened by a click."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from deskchat.chat.message import Message
from deskchat.chat.parts import FilePart, ImagePart, Part
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.conversation.transcript.entry import size_words
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.picture_button import PictureButton
from deskchat.ui.conversation.transcript.pictures import size_of
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.figures import figures
from deskchat.ui.icons import Icons
from deskchat.ui.safe_text import set_tooltip
from deskchat.ui.wrapping_row import WrappingRow

WIDEST_NAME = 13     # in em; longer ones lose their middle
ICON = 2             # the side of a chip's picture, in em
WIDEST_PICTURE, HIGHEST_PICTURE = 18, 14    # of one alone, in em
SMALLER = 0.6                               # if there are several

Attached = ImagePart | FilePart


class Chip(QFrame):
    """A file or picture in a line: what it is, its name and its size; ``removable``: with a button to take it away."""

    remove_asked = Signal()

    def __init__(self, part: Attached, icons: Icons, decoding: Decoding, *, removable: bool = False) -> None:
        super().__init__()
        self._part = part
        self._decoding = decoding
        self.setObjectName("chip")
        em = icons.size.height()
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        self.open_button = QToolButton()
        self.open_button.setObjectName("chip")
        self.open_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.open_button.setIconSize(QSize(ICON * em, ICON * em))
        self.open_button.setIcon(icons.icon("image" if isinstance(part, ImagePart) else "file"))
        name = elided(part.name, self.fontMetrics(), WIDEST_NAME * em)
        self.open_button.setText(f"{name}\n{facts(part)}".replace("&", "&&"))
        self.open_button.setAccessibleName(f"{with_controls_shown(part.name)}, {facts(part)}")
        self.open_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.open_button.clicked.connect(self._open)
        set_tooltip(self.open_button, with_controls_shown(part.name))
        row.addWidget(self.open_button)
        if removable:
            row.addWidget(remove_button(self.tr("Remove %1").replace("%1", part.name), icons, self.remove_asked.emit))
        if isinstance(part, ImagePart):
            decoding.begin(self, part.data, int(ICON * em * self.devicePixelRatioF()), self._show)

    @property
    def text(self) -> str:
        """What it says."""
        return self.open_button.text()

    def _show(self, image: QImage) -> None:
        if not image.isNull():
            self.open_button.setIcon(QIcon(QPixmap.fromImage(image)))

    def _open(self) -> None:
        from deskchat.ui.conversation.transcript.viewer import open_viewer

        open_viewer(self._part, self._decoding, self.window())


class AttachedRow(QWidget):
    """All that is attached to one message; hidden when that is nothing."""

    def __init__(self, ink: Ink, *, right: bool) -> None:
        super().__init__()
        self._ink = ink
        self._parts: tuple[Attached, ...] = ()
        gap = int(0.4 * ink.em)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        self._pictures, self._files = WrappingRow(spacing=gap, right=right), WrappingRow(spacing=gap, right=right)
        column.addLayout(self._pictures)
        column.addLayout(self._files)
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """What is shown, by name."""
        return tuple(part.name for part in self._parts)

    def show_message(self, message: Message) -> None:
        """Show what this message brought."""
        parts = attached_to(message)
        if len(parts) == len(self._parts) and all(a is b for a, b in zip(parts, self._parts, strict=True)):
            return
        self._parts = parts
        self._pictures.empty()
        self._files.empty()
        pictures = [part for part in parts if isinstance(part, ImagePart)]
        em = self._ink.em * (1 if len(pictures) == 1 else SMALLER)
        for picture in pictures:
            self._pictures.addWidget(self._picture(picture, QSize(int(WIDEST_PICTURE * em), int(HIGHEST_PICTURE * em))))
        for part in parts:
            if isinstance(part, FilePart):
                self._files.addWidget(Chip(part, self._ink.icons, self._ink.decoding))
        self.setVisible(bool(parts))

    def _picture(self, part: ImagePart, room: QSize) -> QWidget:
        picture = PictureButton(part.data, self._ink, room)
        picture.setAccessibleName(
            self.tr("%1, picture, %2").replace("%2", facts(part)).replace("%1", with_controls_shown(part.name))
        )
        picture.clicked.connect(lambda: self._open(part))
        set_tooltip(picture, f"{with_controls_shown(part.name)} · {facts(part)}")
        return picture

    def _open(self, part: Attached) -> None:
        from deskchat.ui.conversation.transcript.viewer import open_viewer

        open_viewer(part, self._ink.decoding, self.window())


def attached_to(message: Message) -> tuple[Attached, ...]:
    """Its files and pictures."""
    return tuple(part for part in message.parts if isinstance(part, ImagePart | FilePart))


def remove_button(what: str, icons: Icons, pressed: Callable[[], None]) -> QToolButton:
    """The button that takes something away."""
    button = QToolButton()
    button.setIcon(icons.icon("close"))
    button.setIconSize(icons.size * 0.75)
    button.setObjectName("quiet")
    button.setAccessibleName(with_controls_shown(what))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda: pressed())
    return button


def elided(name: str, metrics: QFontMetrics, width: int) -> str:
    """A file's name as it fits: its end tells what it is."""
    return metrics.elidedText(with_controls_shown(name), Qt.TextElideMode.ElideMiddle, width)


def facts(part: Part) -> str:
    """Its size in words, a picture's in pixels as well."""
    match part:
        case ImagePart(_, _, data):
            size = size_of(data)
            pixels = figures(f"{size.width():,} × {size.height():,} · ") if size.isValid() else ""
            return pixels + size_words(len(data))
        case FilePart(_, _, text, data):
            return size_words(len(data) or len(text.encode()))
        case _:
            return ""
