"""What tests of the window wait for, they wait long for: a busy machine must not decide what passes."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE_MS = 90_000


class PatientBot(QtBot):
    """pytest-qt's bot, whose waits give up after five seconds, without its haste: what comes ends the wait at once."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)
