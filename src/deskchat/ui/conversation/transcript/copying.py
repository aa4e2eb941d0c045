"""Puts parts of messages on the clipboard, in slices: nobody waits for ten thousand of them to be laid out."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QTextDocument

from deskchat.ui.conversation.transcript.copied import Kind, clean_for_clipboard, html, markdown, plain
from deskchat.ui.conversation.transcript.flow import MarkdownFlow
from deskchat.ui.conversation.transcript.formulas import Formulas
from deskchat.ui.conversation.transcript.fragment import Paragraph, Piece, paragraphs
from deskchat.ui.conversation.transcript.ink import Ink

SLICE = 6_000         # characters written into a document at a time
AT_ONCE_S = 0.03      # what is done by then is on the clipboard when the call returns
SLICE_S = 0.006

Mode = QClipboard.Mode


@dataclass(frozen=True, slots=True)
class Part:
    """From ``start`` to ``end`` of a message as it is shown; ``end`` ``None``: to where it ends.

    ``name``: who spoke, told where several are copied. ``shown``: its paragraphs, where they are at hand.
    """

    text: str
    is_markdown: bool
    name: str = ""
    start: int = 0
    end: int | None = None
    shown: tuple[Paragraph, ...] | None = None

    @property
    def whole(self) -> bool:
        """Is it all of the message?"""
        return not self.start and self.end is None

    def unnamed(self) -> "Part":
        """The same without who spoke."""
        return replace(self, name="")

    def as_shown(self, shown: tuple[Paragraph, ...]) -> "Part":
        """The same with its paragraphs."""
        return replace(self, shown=shown)


class Copying(QObject):
    """One copy at a time; a later one replaces it."""

    done = Signal(int)    # characters that are on the clipboard now, after the person had to wait

    def __init__(self, ink: Ink, parent: QObject) -> None:
        super().__init__(parent)
        self.ink = ink
        self._work: Iterator[None] = iter(())
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(lambda: self._go_on(SLICE_S))
        self._waited = False

    def copy(self, parts: Sequence[Part], kind: Kind, mode: Mode = Mode.Clipboard) -> None:
        """Put ``parts`` on the clipboard."""
        self._timer.stop()
        self._waited = False
        self._work = self._copied(parts, kind, mode)
        self._go_on(AT_ONCE_S)

    def _go_on(self, for_s: float) -> None:
        ends = perf_counter() + for_s
        while perf_counter() < ends:
            if next(self._work, self) is self:
                return
        self._waited = True
        self._timer.start(0)

    def _copied(self, parts: Sequence[Part], kind: Kind, mode: Mode) -> Iterator[None]:
        rich = kind in (Kind.USUAL, Kind.RICH)
        texts, pages = [], []
        for part in parts:
            if kind is Kind.MARKDOWN and part.whole:
                texts.append(_named(part, f"**{part.name}:**", clean_for_clipboard(part.text)))
                yield
                continue
            found = part.shown if part.shown is not None else (yield from self._found(part))
            words = markdown(found) if kind is Kind.MARKDOWN else plain(found)
            texts.append(_named(part, f"**{part.name}:**" if kind is Kind.MARKDOWN else f"{part.name}:", words))
            if rich:
                head = html((Paragraph((Piece(f"{part.name}:", bold=True),)),)) if part.name else ""
                pages.append(head + html(found))
            yield
        data = QMimeData()
        text = "\n\n".join(filter(None, texts))
        data.setText(text)
        if rich:
            data.setHtml("".join(pages))
        QGuiApplication.clipboard().setMimeData(data, mode)
        if self._waited:
            self.done.emit(len(text))

    def _found(self, part: Part) -> Generator[None, None, tuple[Paragraph, ...]]:
        """Gives the paragraphs of a message that is not on screen."""
        if not part.is_markdown and part.whole:
            return (Paragraph((Piece(part.text),)),)
        document = QTextDocument()
        flow = MarkdownFlow(document, replace(self.ink, formulas=Formulas()))
        for at in range(0, len(part.text), SLICE):
            piece = part.text[at : at + SLICE]
            if part.is_markdown:
                flow.append(piece, show_open=False)
            else:
                flow.append_plain(piece)
            yield
        if part.is_markdown:
            flow.finish()
        end = document.characterCount() - 1
        return tuple(paragraphs(document, part.start, end if part.end is None else min(part.end, end), flow.code_blocks))


def _named(part: Part, name: str, words: str) -> str:
    return f"{name}\n\n{words}" if part.name and words else words
