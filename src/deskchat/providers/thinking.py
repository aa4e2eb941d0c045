"""Thinking that a model writes into its text, between ``<think>`` and ``</think>``, is told apart from the answer."""

from deskchat.chat.events import ReasoningDelta, TextDelta

OPEN, CLOSE = "<think>", "</think>"


class ThinkTags:
    """Splits text that *begins* with ``<think>``; tags further on are text, for people do talk about them."""

    def __init__(self) -> None:
        self._held = ""
        self._place = "start"

    def feed(self, text: str) -> list[TextDelta | ReasoningDelta]:
        """Take more text, cut anywhere."""
        if self._place == "answer":
            return [TextDelta(text)] if text else []
        self._held += text
        if self._place == "start":
            begun = self._held.lstrip()
            if len(begun) < len(OPEN) and OPEN.startswith(begun):
                return []
            if not begun.startswith(OPEN):
                return self._answer(self._held)
            self._place, self._held = "thinking", begun[len(OPEN) :].lstrip("\n")
        return self._thinking()

    def end(self) -> list[TextDelta | ReasoningDelta]:
        """What was held back."""
        held, self._held = self._held, ""
        if not held:
            return []
        return [ReasoningDelta(held)] if self._place == "thinking" else [TextDelta(held)]

    def _thinking(self) -> list[TextDelta | ReasoningDelta]:
        thought, closed, answer = self._held.partition(CLOSE)
        if closed:
            found: list[TextDelta | ReasoningDelta] = [ReasoningDelta(thought)] if thought else []
            return found + self._answer(answer.lstrip("\n"))
        keep = next((n for n in range(len(CLOSE) - 1, 0, -1) if self._held.endswith(CLOSE[:n])), 0)
        thought, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return [ReasoningDelta(thought)] if thought else []

    def _answer(self, text: str) -> list[TextDelta | ReasoningDelta]:
        self._place, self._held = "answer", ""
        return [TextDelta(text)] if text else []
