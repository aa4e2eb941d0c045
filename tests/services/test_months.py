"""Months and days in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from deskchat.services.months import bounds, days, month_of, months, year_up_to


def test_a_moment_belongs_to_its_month_in_utc() -> None:
    assert month_of(datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))) == "2026-11"


def test_a_month_ends_where_the_next_begins() -> None:
    assert bounds("2026-12") == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert bounds("2028-02")[1] == datetime(2028, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-1", "26-11", "2026-11-01", "novembr", "9999-12"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"2026-11|does not match|unconverted"):
        bounds(text)


def test_days_and_months_are_listed_without_gaps() -> None:
    assert (len(days("2028-02")), days("2028-02")[-1]) == (29, "2028-02-29")
    assert months(datetime(2026, 11, 30, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)) == ("2026-11", "2026-12", "2027-01")


@pytest.mark.parametrize(("month", "first"), [("2026-11", "2025-12"), ("2026-12", "2026-01"), ("2026-01", "2025-02")])
def test_a_year_is_twelve_months_of_which_the_last_is_given(month: str, first: str) -> None:
    listed = year_up_to(month)
    assert (len(listed), listed[0], listed[-1]) == (12, first, month)
