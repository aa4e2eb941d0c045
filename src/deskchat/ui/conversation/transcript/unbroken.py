"""Long runs of letters without a space, in which Qt's search for a place to break takes time that grows as their square."""

from PySide6.QtGui import QTextDocument, QTextOption

UNBROKEN = 1_000    # characters of a run


def break_anywhere_if_unbroken(document: QTextDocument, text: str) -> None:
    """Have ``document`` break its lines at any letter when ``text`` has such a run."""
    if len(text) <= UNBROKEN or max(map(len, text.split()), default=0) <= UNBROKEN:
        return
    option = document.defaultTextOption()
    if option.wrapMode() is not QTextOption.WrapMode.WrapAnywhere:    # or all of it is laid out again
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        document.setDefaultTextOption(option)
