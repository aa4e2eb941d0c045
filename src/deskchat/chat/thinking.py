"""Thinking aloud is told apart from the answer while the text streams in, cut anywhere."""

from typing import Final, NamedTuple

# how a model's thinking begins and ends, and what may stand between it and the answer (harmony's header)
MARKS: Final = (
    ("<think>", "</think>", ()),
    ("[THINK]", "[/THINK]", ()),
    ("<seed:think>", "</seed:think>", ()),
    ("<mm:think>", "</mm:think>", ()),
    ("<|START_THINKING|>", "<|END_THINKING|>", ("<|START_RESPONSE|>", "<|START_TEXT|>")),
    ("<|channel>thought", "<channel|>", ()),
    ("<|channel|>analysis<|message|>", "<|end|>", ("<|start|>assistant<|channel|>final<|message|>",)),
)
AGAIN: Final = "<|start|>assistant"    # then harmony's thinking goes on in another message
HEADERS: Final = ("<|channel|>final<|message|>", "<|start|>assistant<|channel|>final<|message|>")
# control tokens that have to be written out for the marks to be seen
CONTROL: Final = (
    "<|channel|>", "<|message|>", "<|start|>", "<|end|>", "<|channel>", "<channel|>",
    *(mark for opening, closing, _ in MARKS for mark in (opening, closing)),
)    # fmt: skip
LONGEST_LEAD: Final = 1_000    # spaces before the thinking begins


class Piece(NamedTuple):
    """Text, and whether it is thinking."""

    text: str
    reasoning: bool


class Splitter:
    """Splits a reply that *begins* with thinking; marks further on are text, for people do talk about them.

    ``prompt``: what the reply continues; some templates already open the thinking there.
    """

    def __init__(self, prompt: str = "") -> None:
        self._held = ""
        self._close = ""
        self._headers: tuple[str, ...] = ()
        self._place = "start"
        for opening, closing, headers in MARKS:
            if prompt.rstrip().endswith(opening):
                self._open(closing, headers)

    @property
    def reasoning(self) -> bool:
        """Is the model thinking now?"""
        return self._place == "thinking"

    def feed(self, text: str) -> list[Piece]:
        """Take more text; what may be the beginning of a mark is held back."""
        self._held += text
        found: list[Piece] = []
        while self._held and self._step(found):
            pass
        return found

    def end(self) -> list[Piece]:
        """What was held back."""
        held, self._held = self._held, ""
        return [Piece(held, self.reasoning)] if held else []

    def _step(self, found: list[Piece]) -> bool:
        """Do one thing with what is held; ``False`` when more text is needed or nothing is left."""
        if self._place == "start":
            return self._start()
        if self._place == "thinking":
            return self._think(found)
        if self._place == "header":
            return self._header()
        found.append(Piece(self._held, False))
        self._held = ""
        return False

    def _start(self) -> bool:
        begun = self._held.lstrip()
        for opening, closing, headers in MARKS:
            if begun.startswith(opening):
                self._held = begun[len(opening) :]
                self._open(closing, headers)
                return True
        openings = (*HEADERS, *(opening for opening, _, _ in MARKS))
        endless = len(self._held) - len(begun) > LONGEST_LEAD    # or a server that sends nothing else would fill the memory
        if endless or not any(opening.startswith(begun) and opening != begun for opening in openings):
            self._place, self._headers = "header", HEADERS
            return True
        return False

    def _open(self, closing: str, headers: tuple[str, ...]) -> None:
        self._place, self._close, self._headers = "thinking", closing, headers

    def _think(self, found: list[Piece]) -> bool:
        thought, closed, rest = self._held.partition(self._close)
        keep = 0 if closed else tail_of(self._held, self._close)
        thought = thought[: len(thought) - keep]
        if thought:
            found.append(Piece(thought, True))
        if closed:
            self._place, self._held = "header", rest
            return True
        self._held = self._held[len(self._held) - keep :]
        return False

    def _header(self) -> bool:
        """Between thinking and answer: line breaks and a header are dropped."""
        begun = self._held.lstrip("\n") if self._close else self._held
        for header in self._headers:
            if begun.startswith(header):
                self._place, self._held = "answer", begun[len(header) :]
                return True
        more = [AGAIN + opening for opening, _, headers in MARKS if headers and headers == self._headers]
        for opening in more:
            if begun.startswith(opening):
                self._place, self._held = "thinking", begun[len(opening) :]
                return True
        if any(header.startswith(begun) for header in (*self._headers, *more)) or not begun:
            self._held = begun
            return False
        self._place, self._held = "answer", begun
        return True


def tail_of(text: str, mark: str) -> int:
    """How many characters at the end of ``text`` may be the beginning of ``mark``."""
    return next((n for n in range(min(len(mark) - 1, len(text)), 0, -1) if text.endswith(mark[:n])), 0)
