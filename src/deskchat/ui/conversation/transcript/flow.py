"""Keeps a text document equal to a growing Markdown text, touching only what is still open."""

from PySide6.QtGui import QTextDocument

from deskchat.ui.conversation.transcript.blocks import Block, Change, MarkdownStream, OpenFence
from deskchat.ui.conversation.transcript.code_block import CodeBlock
from deskchat.ui.conversation.transcript.document import DocumentWriter
from deskchat.ui.conversation.transcript.ink import Ink


class MarkdownFlow:
    """One text in one document. ``blocks_written`` counts how often any block was written: flatness in numbers."""

    def __init__(self, document: QTextDocument, ink: Ink) -> None:
        self.blocks_written = 0
        self.beginnings = 0       # how often everything was written anew
        self._document = document
        self._ink = ink
        self._begin(MarkdownStream())

    @property
    def code_blocks(self) -> list[CodeBlock]:
        """The code blocks in the document, in order; the last one may still grow."""
        return self._writer.code_blocks

    @property
    def linked(self) -> bool:
        """Was something written that leads out of the text?"""
        return self._writer.linked

    @property
    def steady_code_blocks(self) -> list[CodeBlock]:
        """Those that are only added to from now on, not written anew."""
        steady = self._closed.code_blocks + (self._open_code is not None)
        return self._writer.code_blocks[:steady]

    @property
    def code_grows(self) -> bool:
        """Is the last code block open: may there be more of it?"""
        return self._open_code is not None

    def append(self, text: str, *, show_open: bool = True) -> None:
        """More of the text. ``show_open`` false: what is still open is not worth drawing: more is at hand."""
        self._source.append(text)
        self._apply(self._stream.feed(text, with_open=show_open))

    def append_plain(self, text: str) -> None:
        """More of a text that is no Markdown: it is shown just as it was written."""
        self._writer.begin()
        self._writer.write_plain(text)
        self._writer.end()

    def finish(self, rest: str = "") -> None:
        """The ``rest`` of the text; no more comes."""
        self._source.append(rest)
        self._apply(self._stream.finish(rest))
        if self._stream.references and not self._knew:
            self._again()

    def _begin(self, stream: MarkdownStream) -> None:
        self.beginnings += 1
        self._document.clear()
        self._stream = stream
        self._knew = bool(stream.references)
        self._source: list[str] = []
        self._writer = DocumentWriter(self._document, self._ink)
        self._closed = self._writer.mark()
        self._open_code: str | None = None

    def _again(self) -> None:
        """Link targets may be defined after they are used: once all are known, everything is written a second time."""
        source = "".join(self._source)
        self._begin(MarkdownStream(self._stream.references))
        self._source.append(source)
        self._apply(self._stream.finish(source))

    def _apply(self, change: Change) -> None:
        self._writer.begin()
        closed = change.closed
        if closed and self._open_code is not None:
            closed = self._close_code(closed)
        elif closed:
            self._writer.back_to(self._closed)
        for block in closed:
            self._write(block)
        if change.closed:
            self._closed = self._writer.mark()
        self._show_open(change.open)
        self._writer.end()

    def _close_code(self, closed: tuple[Block, ...]) -> tuple[Block, ...]:
        """The open code block is closed where it stands; gives the blocks that are still to be written."""
        code = _code_of(closed[0])
        shown, self._open_code = self._open_code or "", None
        if code is None or not code.startswith(shown):
            self._writer.back_to(self._closed)
            return closed
        self._writer.append_code(code[len(shown) :])
        return closed[1:]

    def _show_open(self, block: Block | OpenFence | None) -> None:
        if isinstance(block, OpenFence):
            self._show_code(block)
            return
        self._writer.back_to(self._closed)
        self._open_code = None
        if block is not None:
            self._write(block)

    def _show_code(self, fence: OpenFence) -> None:
        code = fence.code.removesuffix("\n")
        if self._open_code is not None and code.startswith(self._open_code):
            if len(code) > len(self._open_code):
                self._writer.append_code(code[len(self._open_code) :])
        else:
            self._writer.back_to(self._closed)
            self._writer.write_code(code, fence.language)
        self._open_code = code

    def _write(self, block: Block) -> None:
        self.blocks_written += 1
        self._writer.write(block)


def _code_of(block: Block) -> str | None:
    if block.tokens is None or len(block.tokens) != 1 or block.tokens[0].type != "fence":
        return None
    return block.tokens[0].content.removesuffix("\n")
