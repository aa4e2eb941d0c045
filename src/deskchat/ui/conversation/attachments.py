"""Files and pictures that go with a message, shown as chips; a pasted picture becomes one of them."""

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.parts import FilePart, ImagePart, Part
from deskchat.ui.conversation.transcript.entry import size_words
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.safe_text import PlainLabel

LONGEST_SIDE = 2_048             # pixels of a pasted picture; models look at no more
MOST = 20                        # attachments of one message


def picture_part(image: QImage, name: str) -> ImagePart:
    """A pasted picture as PNG, made smaller where no model would see the difference. Not for the window's thread."""
    if max(image.width(), image.height()) > LONGEST_SIDE:
        keep = Qt.AspectRatioMode.KeepAspectRatio
        image = image.scaled(LONGEST_SIDE, LONGEST_SIDE, keep, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")    # type: ignore[call-overload]    # the stub knows only file names and QIODevice positionally
    return ImagePart(name, "image/png", bytes(buffer.data().data()))


class AttachmentChips(QWidget):
    """The attachments of the message being written, each with a button that takes it away."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[Part] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self.hide()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is attached."""
        return tuple(self._parts)

    def add(self, part: Part) -> None:
        """Attach one more. Raises ``ChatError`` when there are too many."""
        if len(self._parts) >= MOST:
            raise ChatError(ErrorKind.BAD_REQUEST, f"A message takes at most {MOST} attachments.")
        self.set_parts((*self._parts, part))

    def set_parts(self, parts: tuple[Part, ...]) -> None:
        """Attach these and no others."""
        self._parts = list(parts)
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for index, part in enumerate(self._parts):
            self._row.insertWidget(index, self._chip(part))
        self.setVisible(bool(self._parts))
        self.changed.emit()

    def _chip(self, part: Part) -> QWidget:
        chip = QWidget()
        chip.setObjectName("chip")
        chip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(chip)
        row.setContentsMargins(10, 3, 4, 3)
        row.setSpacing(4)
        label = PlainLabel(_label(part))
        remove = QToolButton()
        remove.setText("×")
        remove.setObjectName("quiet")
        remove.setAccessibleName(f"Remove {_name(part)}")
        remove.clicked.connect(lambda: self._remove(part))
        row.addWidget(label)
        row.addWidget(remove)
        return chip

    def _remove(self, part: Part) -> None:
        self.set_parts(tuple(p for p in self._parts if p is not part))


def _name(part: Part) -> str:
    name = part.name if isinstance(part, FilePart | ImagePart) else ""
    return with_controls_shown(name if len(name) <= 40 else name[:24] + "…" + name[-12:])


def _label(part: Part) -> str:
    size = _size(part)
    return f"{'🖼' if isinstance(part, ImagePart) else '📄'} {_name(part)} · {size_words(size)}"


def _size(part: Part) -> int:
    """In bytes."""
    match part:
        case ImagePart(_, _, data):
            return len(data)
        case FilePart(_, _, text, data):
            return len(data or text.encode())
        case _:
            return 0
