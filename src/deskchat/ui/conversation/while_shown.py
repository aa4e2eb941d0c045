"""Answers that only count while the same conversation is shown."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from deskchat.chat.errors import ChatError
from deskchat.ui.relay import Relay


class WhileShown:
    """Runs coroutines for a page that shows one thing after the other."""

    def __init__(self, relay: Relay, owner: QObject) -> None:
        self._relay = relay
        self._owner = owner
        self._shown = 0    # counts what was shown

    def another(self) -> None:
        """Something else is shown from here on."""
        self._shown += 1

    def run(
        self,
        coroutine: Coroutine[Any, Any, Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[ChatError], None] | None = None,
        too_late: Callable[[Any], None] = lambda _: None,
    ) -> None:
        """Run it. When something else is shown by then, its result goes to ``too_late``, and a failure nowhere."""
        shown = self._shown

        def still(callback: Callable[[Any], None], late: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda value: callback(value) if shown == self._shown else late(value)

        self._relay.run(
            self._owner,
            coroutine,
            still(done, too_late) if done else None,
            still(failed, lambda _: None) if failed else None,
        )
