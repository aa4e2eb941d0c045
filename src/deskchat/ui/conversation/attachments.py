"""What goes with the message being written, shown as chips, and what is still being read for it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.parts import FilePart, ImagePart, Part
from deskchat.ui.conversation.incoming import Arrival
from deskchat.ui.conversation.transcript.attached import WIDEST_NAME, Chip, elided, remove_button
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.icons import Icons
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.wrapping_row import WrappingRow

MOST = 20                  # attachments of one message
MOST_BYTES = 22_000_000    # of all together: requests grow by a third in Base64, and Anthropic takes 32 MB


class AttachmentChips(QWidget):
    """The attachments of the message being written, each with a button that takes it away."""

    changed = Signal()
    cancel_asked = Signal(object)    # Arrival: it shall not be read

    def __init__(self, icons: Icons, decoding: Decoding) -> None:
        super().__init__()
        self._icons = icons
        self._decoding = decoding
        self._parts: tuple[Part, ...] = ()
        self._chips: list[tuple[Part, Chip]] = []
        self._waiting: dict[Arrival, _WaitingChip] = {}
        self._row = WrappingRow(spacing=6)
        self.setLayout(self._row)
        self.hide()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is attached."""
        return self._parts

    @property
    def labels(self) -> tuple[str, ...]:
        """What the chips say, those of what is still read included."""
        chips = [item.widget() for index in range(self._row.count()) if (item := self._row.itemAt(index)) is not None]
        return tuple(chip.text for chip in chips if isinstance(chip, Chip | _WaitingChip))

    def add(self, part: Part) -> None:
        """Attach one more. Raises ``ChatError`` when it would be too much."""
        check_room(self._parts, part)
        self.set_parts((*self._parts, part))

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Attach these and no others."""
        self._parts = tuple(parts)
        made = {id(part): chip for part, chip in self._chips}
        self._chips = [
            (part, made.get(id(part)) or self._chip(part)) for part in parts if isinstance(part, ImagePart | FilePart)
        ]
        self._fill()
        self.changed.emit()

    def show_waiting(self, arrivals: Sequence[Arrival]) -> None:
        """Show what is still being read, and how far it is."""
        if list(arrivals) != list(self._waiting):
            self._waiting = {arrival: self._waiting.get(arrival) or self._waiting_chip(arrival) for arrival in arrivals}
            self._fill()
        for arrival, chip in self._waiting.items():
            chip.show_progress(arrival, first=arrival is arrivals[0])

    def follow_theme(self) -> None:
        """Draw everything anew."""
        arrivals, self._waiting, self._chips = list(self._waiting), {}, []
        self.show_waiting(arrivals)
        self.set_parts(self._parts)

    def _fill(self) -> None:
        chips = [*(chip for _, chip in self._chips), *self._waiting.values()]
        self._row.empty(but=chips)
        for chip in chips:
            self._row.addWidget(chip)
        self.setVisible(bool(chips))

    def _chip(self, part: ImagePart | FilePart) -> Chip:
        chip = Chip(part, self._icons, self._decoding, removable=True)
        chip.remove_asked.connect(lambda: self.set_parts([p for p in self._parts if p is not part]))
        return chip

    def _waiting_chip(self, arrival: Arrival) -> "_WaitingChip":
        chip = _WaitingChip(arrival, self._icons)
        chip.cancel_asked.connect(lambda: self.cancel_asked.emit(arrival))
        return chip


class _WaitingChip(QFrame):
    cancel_asked = Signal()

    def __init__(self, arrival: Arrival, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("chip")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 2, 2)
        self._name = elided(arrival.name, self.fontMetrics(), WIDEST_NAME * icons.size.height())
        self._label = PlainLabel()
        row.addWidget(self._label)
        row.addWidget(remove_button(self.tr("Don't attach %1").replace("%1", arrival.name), icons, self.cancel_asked.emit))

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def show_progress(self, arrival: Arrival, *, first: bool) -> None:
        """How far it is; the others wait for the first."""
        percent = f" {arrival.fraction:.0%}" if arrival.fraction else ""
        state = self.tr("Reading…") + percent if first else self.tr("Waiting…")
        self._label.setText(f"{self._name}\n{state}")


def check_room(parts: Sequence[Part], part: Part) -> None:
    """Raise ``ChatError`` when ``part`` beside ``parts`` is more than a message takes."""
    if len(parts) >= MOST:
        raise ChatError(ErrorKind.BAD_REQUEST, f"A message takes at most {MOST} attachments.")
    if sum(map(_size, (*parts, part))) > MOST_BYTES:
        raise ChatError(
            ErrorKind.BAD_REQUEST,
            f"The attachments would be over {MOST_BYTES // 1_000_000} MB together, which is more than providers take.",
            remedy="Send some of them with another message.",
        )


def _size(part: Part) -> int:
    """In bytes."""
    match part:
        case ImagePart(_, _, data):
            return len(data)
        case FilePart(_, _, text, data):
            return len(data) or len(text)
        case _:
            return 0
