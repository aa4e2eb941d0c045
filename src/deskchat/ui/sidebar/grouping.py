"""The words above conversations of the same time."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from deskchat.chat.conversation import Run

DAYS = 4    # headings that are no months


def heading(run: Run, dates: Sequence[date]) -> str:
    """Pinned, Today, Yesterday, Previous 7 days, Previous 30 days, or the month; ``dates`` as in ``heading_dates``."""
    if run.since < DAYS:
        return (_tr("Today"), _tr("Yesterday"), _tr("Previous 7 days"), _tr("Previous 30 days"), _tr("Pinned"))[run.since]
    if run.since >= len(dates):
        return _tr("Earlier")
    day = dates[run.since]
    return QLocale().toString(QDate(day.year, day.month, 1), "MMMM yyyy")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sidebar", text)
