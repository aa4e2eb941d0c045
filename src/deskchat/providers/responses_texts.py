"""The texts of one reply on the Responses wire: each is told once, in whatever events it comes.

A text comes bit by bit (``….delta``), then whole (``….done``), again in its finished item, and again in the whole response.
Servers leave out any of these, and some give a text another id each time. So what stands in a whole text is compared with
what was told by its length and checksum, and only what is missing is told. Events and fields: openai 3.54.0,
``types/responses/response_*_delta_event.py`` and ``…_done_event.py``.
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deskchat.chat.events import ReasoningDelta, RefusalDelta, TextDelta
from deskchat.providers.reading import Joiner, sound, string

Said = TextDelta | ReasoningDelta | RefusalDelta
Key = tuple[object, ...]

MOST = 1_000             # texts of one reply that are told apart
THOUGHTS_GAP = "\n\n"    # between the parts of a summary


class Words(msgspec.Struct, frozen=True):
    """An event that carries words: what they are, the field they stand in, which index tells the item's parts apart."""

    said: type[Said]
    field: str
    index: str = "content_index"

    def key(self, event: Mapping[str, Any]) -> Key:
        """Which text it is about: by the item's place, because some servers give a new id each time, else by its id."""
        place, part = event.get("output_index"), event.get(self.index)
        item = place if isinstance(place, int) else string(event.get("item_id"))
        return item, self.said, self.index, part if isinstance(part, int) else 0


DELTAS = {
    "response.output_text.delta": Words(TextDelta, "delta"),
    "response.refusal.delta": Words(RefusalDelta, "delta"),
    "response.reasoning_summary_text.delta": Words(ReasoningDelta, "delta", "summary_index"),
    "response.reasoning_text.delta": Words(ReasoningDelta, "delta"),
}
WHOLES = {
    "response.output_text.done": Words(TextDelta, "text"),
    "response.refusal.done": Words(RefusalDelta, "refusal"),
    "response.reasoning_summary_text.done": Words(ReasoningDelta, "text", "summary_index"),
    "response.reasoning_text.done": Words(ReasoningDelta, "text"),
}
PARTS = {"output_text": Words(TextDelta, "text"), "refusal": Words(RefusalDelta, "refusal")}
THOUGHT = Words(ReasoningDelta, "text")
SUMMARY = Words(ReasoningDelta, "text", "summary_index")


class Texts:
    """All texts of a reply; a key names one of them."""

    def __init__(self) -> None:
        self._texts: dict[Key, _Text] = {}
        self._thought: _Text | None = None    # whose thoughts were told last

    def __contains__(self, key: Key) -> bool:
        return key in self._texts

    def more(self, said: type[Said], key: Key, piece: str) -> Iterator[Said]:
        """The next piece of a text."""
        if key not in self._texts and len(self._texts) < MOST:
            self._texts[key] = _Text(said)
        text = self._texts.get(key)
        if text is not None:
            yield from self._tell(text, text.take(piece))
        elif words := sound(piece):
            yield said(words)

    def rest(self, said: type[Said], key: Key, whole: str, *, settles: bool = False) -> Iterator[Said]:
        """A text as it is in the end: what of it was not told yet. ``settles``: nothing else will say the same again."""
        whole = sound(whole)
        text = self._texts.get(key)
        if text is None and len(self._texts) < MOST:
            text = self._same(said, whole) or _Text(said)
        if text is not None and whole:
            self._texts[key] = text
            text.settled = text.settled or settles
            yield from self._tell(text, text.take_rest(whole))

    def _same(self, said: type[Said], whole: str) -> "_Text | None":
        """The text that was told under another key."""
        open_ = (text for text in self._texts.values() if text.said is said and not text.settled)
        return next((text for text in open_ if text.says(whole)), None)

    def halves(self) -> Iterator[Said]:
        """Halves of characters whose other half never came."""
        for text in dict.fromkeys(self._texts.values()):
            yield from self._tell(text, text.end())

    def _tell(self, text: "_Text", words: str) -> Iterator[Said]:
        if not words:
            return
        if text.said is ReasoningDelta:
            apart = self._thought is not None and self._thought is not text
            words = THOUGHTS_GAP + words if apart else words
            self._thought = text
        yield text.said(words)


class _Text:
    """One text that is being written: how long it is so far, and its checksum."""

    def __init__(self, said: type[Said]) -> None:
        self.said = said
        self.settled = False
        self._joiner = Joiner()
        self._length = 0
        self._checksum = 0

    def take(self, piece: str) -> str:
        return self._counted(self._joiner.feed(piece))

    def take_rest(self, whole: str) -> str:
        if len(whole) <= self._length or _checksum(whole[: self._length]) != self._checksum:
            return ""
        self._joiner = Joiner()
        return self._counted(whole[self._length :])

    def end(self) -> str:
        return self._joiner.end()

    def says(self, whole: str) -> bool:
        return len(whole) == self._length and _checksum(whole) == self._checksum

    def _counted(self, words: str) -> str:
        self._length += len(words)
        self._checksum = _checksum(words, self._checksum)
        return words


def _checksum(text: str, before: int = 0) -> int:
    return zlib.crc32(text.encode("utf-8"), before)
