"""Days, periods and durations."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.days import Duration, Period, parse_day, parse_duration, parse_period
from servanda.errors import UsageError

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2018-06-12", date(2018, 6, 12), date(2018, 6, 12)),
        ("2018-11", date(2018, 11, 1), date(2018, 11, 30)),
        ("2018-02-XX", date(2018, 2, 1), date(2018, 2, 28)),
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("2018-06-12/2018-06-14", date(2018, 6, 12), date(2018, 6, 14)),
        ("2018-06/..", date(2018, 6, 1), None),
        ("../2018", None, date(2018, 12, 31)),
        ("2018-06-12~", date(2018, 6, 12), date(2018, 6, 12)),
    ],
)
def test_periods_keep_their_precision(text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "2019-02-30", "2019-13", "June", "", "2019-06-12/2018", "20190612", "2019-6-1", "201X-05",
        "2018/2019/2020", "2018-06-12/2018-06-14/..",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SV602"):
        parse_period(text)


@pytest.mark.parametrize("text", ["2019-02-30", "2019-2-3", "2019", "２０１９-01-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SV602"):
        parse_day(text)


@given(days, st.integers(0, 800))
def test_edtf_round_trips(start: date, length: int) -> None:
    period = Period(start, start + timedelta(length))
    assert parse_period(period.edtf()) == period


def test_years_of_three_digits_are_written_with_four() -> None:
    assert Period(date(998, 1, 1), date(998, 12, 31)).edtf() == "0998"
    assert Period(date(998, 3, 1), date(998, 3, 31)).edtf() == "0998-03"


@given(days, days, days)
def test_overlap_is_having_a_day_in_common(a: date, b: date, c: date) -> None:
    first, second = Period(min(a, b), max(a, b)), Period.of(c)
    assert first.overlaps(second) == first.contains(c) == second.overlaps(first)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before"):
        Period(date(2019, 1, 2), date(2019, 1, 1))


@pytest.mark.parametrize(
    ("text", "day", "after"),
    [
        ("P1M", date(2019, 1, 31), date(2019, 2, 28)),
        ("P1M", date(2020, 1, 31), date(2020, 2, 29)),
        ("P90D", date(2030, 2, 1), date(2030, 5, 2)),
        ("P1Y", date(2020, 2, 29), date(2021, 2, 28)),
        ("P2W", date(2019, 12, 25), date(2020, 1, 8)),
        ("P1Y2M3D", date(2018, 1, 1), date(2019, 3, 4)),
        ("P99999Y", date(2018, 1, 1), date.max),
    ],
)
def test_durations_count_by_the_calendar(text: str, day: date, after: date) -> None:
    assert parse_duration(text).after(day) == after


@pytest.mark.parametrize("text", ["P", "90D", "P1H", "P1.5M", "", "P-1D", "PT1H"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_duration(text)


@given(st.integers(0, 400), st.integers(0, 4000))
def test_durations_are_written_as_they_are_read(months: int, number: int) -> None:
    assert parse_duration(str(Duration(months, number))) == Duration(months, number)
