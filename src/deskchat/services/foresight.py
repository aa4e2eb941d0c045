"""When what goes on before the first word of a reply will be over."""

from deskchat.chat.events import Progress, StreamEvent, Waiting


class Foresight:
    """Tells it from the events of one reply, as far as they let it be told."""

    def __init__(self) -> None:
        self._last = Progress("", 0.0)
        self._from, self._since_s = 0.0, 0.0

    def goes_on_s(self, event: StreamEvent, now_s: float) -> float | None:
        """After ``event``, which came at ``now_s``; on the same clock. ``None``: nobody knows.

        A server says when it is to be asked again. What is loaded or read goes on as fast as it did so far.
        """
        if isinstance(event, Waiting):
            return now_s + event.seconds
        if not isinstance(event, Progress):
            return None
        if event.phase != self._last.phase or event.fraction < self._last.fraction:
            self._from, self._since_s = event.fraction, now_s
        self._last = event
        done = event.fraction - self._from
        return self._since_s + (now_s - self._since_s) * (1.0 - self._from) / done if done > 0 else None
