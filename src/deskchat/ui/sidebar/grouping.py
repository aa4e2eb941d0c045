"""Under which heading a conversation stands in the list."""

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from deskchat.chat.conversation import Summary


def heading(summary: Summary, today: date) -> str:
    """Pinned, Today, Yesterday, Previous 7 days, Previous 30 days, or the month; ``today`` is local."""
    if summary.pinned:
        return _tr("Pinned")
    day = summary.updated_at.astimezone().date()
    if day >= today:
        return _tr("Today")
    if day == today - timedelta(days=1):
        return _tr("Yesterday")
    if day > today - timedelta(days=7):
        return _tr("Previous 7 days")
    if day > today - timedelta(days=30):
        return _tr("Previous 30 days")
    return QLocale().toString(QDate(day.year, day.month, 1), "MMMM yyyy")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sidebar", text)
