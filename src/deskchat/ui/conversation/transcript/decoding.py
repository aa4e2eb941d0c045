"""Pictures are decoded on other threads: a large one takes a tenth of a second."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from deskchat.ui.conversation.transcript.pictures import decoded
from deskchat.ui.relay import Relay


class Decoding:
    """Decodes in the background of ``relay``; without one at once, where nothing waits for the window."""

    def __init__(self, relay: Relay | None = None) -> None:
        self._relay = relay

    def begin(self, owner: QObject, data: bytes, longest_side: int, show: Callable[[QImage], None]) -> None:
        """Hand the picture to ``show`` when it is decoded, a null image when it can't be; nothing once ``owner`` is gone."""
        if self._relay is None:
            show(decoded(data, longest_side))
        else:
            self._relay.run(owner, asyncio.to_thread(decoded, data, longest_side), show)
