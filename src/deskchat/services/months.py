"""Months and days as providers' invoices count them: in UTC. A month is named “2026-11”."""

from datetime import UTC, datetime, timedelta

LAST = "9999-12"    # nothing comes after it


def month_of(moment: datetime) -> str:
    """The month of an aware moment."""
    return f"{moment.astimezone(UTC):%Y-%m}"


def bounds(month: str) -> tuple[datetime, datetime]:
    """Its first moment, and the first moment after it. Raises ``ValueError`` for what is no month."""
    if len(month) != len("2026-11") or month == LAST:    # strptime is content with less
        raise ValueError(f"“{month}” is no month such as 2026-11")
    start = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    return start, (start + timedelta(days=31)).replace(day=1)


def months(first: datetime, last: datetime) -> tuple[str, ...]:
    """All months from one moment to another, in order."""
    named, at = [], first.astimezone(UTC).replace(day=1)
    while month_of(at) <= month_of(last):
        named.append(month_of(at))
        at = bounds(month_of(at))[1]
    return tuple(named)


def days(month: str) -> tuple[str, ...]:
    """All days of a month, as “2026-11-23”."""
    start, end = bounds(month)
    return tuple(f"{start + timedelta(days=n):%Y-%m-%d}" for n in range((end - start).days))


def year_up_to(month: str) -> tuple[str, ...]:
    """That month and the eleven before it, in order."""
    start, _ = bounds(month)
    first = datetime(start.year - (start.month < 12), start.month % 12 + 1, 1, tzinfo=UTC)
    return months(first, start)
