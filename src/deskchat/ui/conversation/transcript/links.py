"""Where a link may lead: an allow-list, and a question before anything is opened."""

from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextDocument, QTextFragment
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from deskchat.ui.conversation.transcript.visible import with_controls_shown

SCHEMES = ("http", "https", "mailto")
LONGEST = 2_000
WIDEST_NAME = 40        # of an entry of a menu, in em
PICTURE = "picture:"    # before the address in the place of a picture; no link of a message can begin so
NOTE = "note:"          # before the label of a footnote, in hexadecimal: its mark leads to the note
MARK = "mark:"          # and the note back to its mark


def is_allowed(target: str) -> bool:
    """Is it a web or mail address that can be shown as it is? Hidden characters and over-long targets are refused."""
    if not target or len(target) > LONGEST or with_controls_shown(target) != target or "\\" in target or " " in target:
        return False
    try:
        parts = urlsplit(target)
        scheme, host = parts.scheme.lower(), parts.hostname
    except ValueError:
        return False
    if scheme == "mailto":
        return "@" in parts.path
    return scheme in SCHEMES and bool(host)


def note_target(kind: str, label: str) -> str:
    """Where the mark of a footnote (``NOTE``) or the note itself (``MARK``) leads."""
    return kind + label.encode("utf-8", "replace").hex()


def anchors(document: QTextDocument) -> Iterator[QTextFragment]:
    """The pieces of text that lead somewhere, in their order."""
    block = document.firstBlock()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            if fragment.charFormat().anchorHref():
                yield fragment
            at += 1
        block = block.next()


def leads(document: QTextDocument) -> dict[str, str]:
    """What leads out of a text: the words of each target, in their order. ``PICTURE`` stands before that of a picture."""
    found: dict[str, str] = {}
    for fragment in anchors(document):
        target = fragment.charFormat().anchorHref()
        if not target.startswith((NOTE, MARK)):
            found[target] = found.get(target, "") + fragment.text()
    return found


def list_leads(menu: QMenu, document: QTextDocument, follow: Callable[[str], object], *, bare: str = "") -> None:
    """Fill ``menu`` with what leads out of a text; what begins with ``bare`` is named by its words alone."""
    menu.clear()
    room = menu.fontMetrics().height() * WIDEST_NAME
    for target, words in leads(document).items():
        address = target.removeprefix(PICTURE)
        plain = address in words or (bare and target.startswith(bare))
        name = (words if plain else f"{words.strip()} – {address}").replace("\u2028", " ")
        shown = menu.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        menu.addAction(shown.replace("&", "&&"), partial(follow, target))


def ask_to_open(target: str, parent: QWidget) -> QMessageBox | None:
    """Show the whole target and open it only when the person agrees. Anything not allowed is not even asked about."""
    if not is_allowed(target):
        return None
    url = QUrl(target, QUrl.ParsingMode.StrictMode)
    if not url.isValid():
        return None
    shown = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(_tr("Open this link?"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(_question(url))
    box.setInformativeText(wrappable(shown))
    box.setAccessibleDescription(shown)
    open_button = box.addButton(_tr("Open in browser"), QMessageBox.ButtonRole.AcceptRole)
    copy_button = box.addButton(_tr("Copy link"), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    open_button.clicked.connect(lambda: QDesktopServices.openUrl(url))
    copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(shown))
    box.open()
    return box


def _question(url: QUrl) -> str:
    if url.scheme() == "mailto":
        return _tr("Write a mail to this address?")
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return _tr("This link leads to %1.").replace("%1", host)


def wrappable(address: str, width: int = 64) -> str:
    """A long address over several lines: message boxes only break at spaces."""
    return "\n".join(address[i : i + width] for i in range(0, len(address), width))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Links", text)
