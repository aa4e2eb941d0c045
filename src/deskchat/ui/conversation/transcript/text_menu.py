"""The menu of a text: how what is selected is copied."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from deskchat.ui.conversation.transcript.copied import Kind


def text_menu(parent: QWidget, copy: Callable[[Kind], None], select_all: Callable[[], None], *, some: bool = True) -> QMenu:
    """Copy in each way, and select all; ``some``: is anything selected?"""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    usual = menu.addAction(_tr("Copy"), lambda: copy(Kind.USUAL))
    usual.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    usual.setEnabled(some)
    add_kinds(menu, copy, enabled=some)
    menu.addSeparator()
    menu.addAction(_tr("Select the whole conversation"), select_all).setShortcut(
        QKeySequence(QKeySequence.StandardKey.SelectAll)
    )
    return menu


def add_kinds(menu: QMenu, copy: Callable[[Kind], None], *, enabled: bool = True) -> None:
    """The three ways."""
    for kind, text in (
        (Kind.MARKDOWN, _tr("Copy as Markdown")),
        (Kind.PLAIN, _tr("Copy as plain text")),
        (Kind.RICH, _tr("Copy as rich text")),
    ):
        menu.addAction(text, partial(copy, kind)).setEnabled(enabled)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TextMenu", text)
