"""Texts that end a reply, found while it streams in, cut anywhere."""

from deskchat.chat.thinking import tail_of


class Stops:
    """Ends a reply at the first of some texts (models without a template go on to write the person's lines)."""

    def __init__(self, stops: tuple[str, ...]) -> None:
        self._stops = stops
        self._held = ""
        self.hit = False

    def feed(self, text: str) -> str:
        """What may be shown so far; after a hit nothing more."""
        if self.hit or not self._stops:
            return "" if self.hit else text
        self._held += text
        places = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if places:
            self.hit = True
            shown, self._held = self._held[: min(places)], ""
            return shown
        keep = max(tail_of(self._held, stop) for stop in self._stops)
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown

    def end(self) -> str:
        """What was held back."""
        held, self._held = self._held, ""
        return held
