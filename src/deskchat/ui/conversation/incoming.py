"""Files and pictures on their way to becoming attachments: read one after the other, in the order they were given."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from deskchat.chat.errors import ChatError
from deskchat.services.attachments import Attachment, Reading, attachment, picture_type, read_file
from deskchat.ui.conversation.transcript.pictures import from_clipboard, from_file
from deskchat.ui.relay import Job, Relay


@dataclass(eq=False, slots=True)
class Arrival:
    """Something that waits to be read or is being read: for the draft ``draft``, ``fraction`` of it done."""

    name: str
    draft: str | None
    source: Path | QImage = field(repr=False)
    fraction: float = 0.0


class Incoming(QObject):
    """What is being read. One at a time: twenty documents at once would stall the machine."""

    changed = Signal()
    attached = Signal(object, object)    # Arrival, Attachment
    failed = Signal(object, object)      # Arrival, ChatError

    def __init__(self, relay: Relay, parent: QObject) -> None:
        super().__init__(parent)
        self._relay = relay
        self._arrivals: list[Arrival] = []
        self._job: Job | None = None

    def waiting(self, draft: str | None) -> tuple[Arrival, ...]:
        """What is not read yet of that draft, in order."""
        return tuple(arrival for arrival in self._arrivals if arrival.draft == draft)

    def add(self, name: str, source: Path | QImage, draft: str | None) -> None:
        """Read this, too."""
        self._arrivals.append(Arrival(name, draft, source))
        self.changed.emit()
        self._go_on()

    def cancel(self, arrival: Arrival) -> None:
        """Don't read it, or no further."""
        if arrival not in self._arrivals:
            return
        if arrival is self._arrivals[0] and self._job is not None:
            self._job.cancel()
        self._over(arrival)

    def _go_on(self) -> None:
        if self._job is None and self._arrivals:
            first = self._arrivals[0]
            self._job = self._relay.listen(
                self,
                _read(first.name, first.source),
                lambda told: self._told(first, told),
                failed=lambda error: self._failed(first, error),
            )

    def _told(self, arrival: Arrival, told: Reading | Attachment) -> None:
        if isinstance(told, Reading):
            arrival.fraction = told.fraction
            self.changed.emit()
            return
        self._arrivals.remove(arrival)    # before it is told: it is an attachment from here on
        self.attached.emit(arrival, told)
        self._next()

    def _failed(self, arrival: Arrival, error: ChatError) -> None:
        self.failed.emit(arrival, error)
        self._over(arrival)

    def _over(self, arrival: Arrival) -> None:
        was_first = arrival is self._arrivals[0]
        self._arrivals.remove(arrival)
        if was_first:
            self._next()
        else:
            self.changed.emit()

    def _next(self) -> None:
        self._job = None
        self.changed.emit()
        self._go_on()


async def _read(name: str, source: Path | QImage) -> AsyncIterator[Reading | Attachment]:
    if isinstance(source, QImage):
        yield await asyncio.to_thread(from_clipboard, source, name)
        return
    data = await asyncio.to_thread(read_file, source)
    if picture_type(data):
        yield await asyncio.to_thread(from_file, name, data)
        return
    async for told in attachment(name, data):
        yield told
