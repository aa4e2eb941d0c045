"""What this program is, and where its files are."""

import platform

import PySide6
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFormLayout, QPushButton, QSizePolicy, QWidget

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
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(round(0.9 * context.theme.em))
    paths = context.services.paths
    for name, value in (
        (_tr("deskchat"), __version__),
        (_tr("Licence"), "MIT"),
        (_tr("Qt and PySide6"), f"{PySide6.__version__}, LGPL-3.0"),
        (_tr("Python"), platform.python_version()),
        (_tr("Conversations"), str(paths.database)),
        (_tr("Settings"), str(paths.settings)),
        (_tr("Providers"), str(paths.providers)),
        (_tr("Models"), str(paths.models)),
        (_tr("Log"), str(paths.logs)),
    ):
        form.addRow(PlainLabel(name), PlainLabel(value, wrap=True, selectable=True))
    guide = QPushButton(_tr("User guide"), page)
    guide.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    guide.clicked.connect(lambda: open_guide(context, parent.window()))
    form.addRow("", guide)
    return page


def _tr(text: str) -> str:
    return QCoreApplication.translate("About", text)
