"""``python -m deskchat.services.documents KIND``: a document on stdin, its pages on stdout, started by ``reader``."""

import sys
from collections.abc import Iterator

from deskchat.services.documents.told import End, Page, Told, encode
from deskchat.services.own_process import limit_resources

CHARACTERS = 2_000_000      # that are told: about half a million tokens, more than almost every window
MEMORY_BYTES = 1 << 30
CPU_SECONDS = 120


def main(kind: str | None = None) -> int:
    """Serve one document; the exit status."""
    limit_resources(MEMORY_BYTES, CPU_SECONDS)
    stdout = sys.stdout.buffer
    sys.stdout = sys.stderr    # a library that prints must not spoil the answer
    try:
        for told in _bounded(_told(kind or sys.argv[-1], sys.stdin.buffer.read())):
            stdout.write(encode(told) + b"\n")
            stdout.flush()
    except Exception:    # noqa: BLE001  # the outer seam of this process: parsers fail in every way on hostile files
        stdout.write(encode(End("broken")) + b"\n")
        stdout.flush()
    return 0


def _told(kind: str, data: bytes) -> Iterator[Told]:
    if kind == "pdf":
        from deskchat.services.documents import pdf

        return pdf.read(data)
    if kind == "zip":
        from deskchat.services.documents import office

        return office.read(data)
    from deskchat.services.documents import markup

    text = markup.rtf_text(data) if kind == "rtf" else markup.html_text(data.decode("utf-8", "replace"))
    return iter((Page(1, 1, text), End()))


def _bounded(all_told: Iterator[Told]) -> Iterator[Told]:
    """No more characters than ``CHARACTERS``, and none that can't be stored."""
    left = CHARACTERS
    for told in all_told:
        if isinstance(told, End):
            yield told
            return
        text = told.text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
        yield Page(told.number, told.of, text[:left])
        left -= len(text)
        if left < 0:
            yield End("cut")
            return


if __name__ == "__main__":
    sys.exit(main())
