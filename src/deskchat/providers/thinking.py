"""Thinking that a model writes into its text, between ``<think>`` and ``</think>``, is told apart from the answer."""

from deskchat.chat.events import ReasoningDelta, TextDelta

OPEN, CLOSE = "<think>", "</think>"


class ThinkTags:
    """Splits text that *begins* with ``<think>``; tags further on are text, for people do talk about them.

    Empty lines between the thinking and the answer belong to neither.
    """

    def __init__(self) -> None:
        self._held = ""
        self._place = "start"

    def feed(self, text: str) -> list[TextDelta | ReasoningDelta]:
        """Take more text, cut anywhere."""
        if self._place in ("gap", "answer"):
            return self._answer(text)
        self._held += text
        if self._place == "start":
            begun = self._held.lstrip()
            if len(begun) < len(OPEN) and OPEN.startswith(begun):
                return []
            if not begun.startswith(OPEN):
                self._place, text, self._held = "answer", self._held, ""
                return self._answer(text)
            self._place, self._held = "thinking", begun[len(OPEN) :]
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
            self._place, self._held = "gap", ""
        else:    # the end may be the beginning of the tag
            keep = next((n for n in range(len(CLOSE) - 1, 0, -1) if thought.endswith(CLOSE[:n])), 0)
            thought, self._held = thought[: len(thought) - keep], thought[len(thought) - keep :]
        return [*([ReasoningDelta(thought)] if thought else []), *self._answer(answer)]

    def _answer(self, text: str) -> list[TextDelta | ReasoningDelta]:
        if self._place == "gap":
            text = text.lstrip("\n")
        if not text:
            return []
        self._place = "answer" if self._place == "gap" else self._place
        return [TextDelta(text)]
