"""What this program is, and where its files are."""

import platform

import PySide6
from PySide6.QtWidgets import QFormLayout, QPushButton, QWidget

from deskchat import __version__
from deskchat.ui.context import UiContext
from deskchat.ui.guide_window import open_guide
from deskchat.ui.safe_text import PlainLabel

TITLE = "About"
ORDER = 90


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    page = QWidget(parent)
    form = QFormLayout(page)
    paths = context.services.paths
    for name, value in (
        (page.tr("deskchat"), __version__),
        (page.tr("Licence"), "MIT"),
        (page.tr("Qt and PySide6"), f"{PySide6.__version__}, LGPL-3.0"),
        (page.tr("Python"), platform.python_version()),
        (page.tr("Conversations"), str(paths.database)),
        (page.tr("Settings"), str(paths.settings)),
        (page.tr("Providers"), str(paths.providers)),
        (page.tr("Models"), str(paths.models)),
        (page.tr("Log"), str(paths.logs)),
    ):
        form.addRow(PlainLabel(name), PlainLabel(value, wrap=True, selectable=True))
    guide = QPushButton(page.tr("User guide"), page)
    guide.clicked.connect(lambda: open_guide(context, parent.window()))
    form.addRow("", guide)
    return page
