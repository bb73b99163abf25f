"""TIMEX3 values and the days they cover. `day_value`, `week_value` … write them, `period_of` reads them."""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from servanda.days import Period

#: First month of each season; three months long, meteorological, north of the equator.
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VALUE = re.compile(
    r"(?P<year>\d{2,4})X*"
    r"(?:-(?:(?P<season>SP|SU|FA|WI)|Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d{2})(?P<weekend>-WE)?"
    r"|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?(?:T.*)?"
)


@lru_cache(maxsize=1 << 12)
def period_of(value: str) -> Period:
    """The days that a DATE or TIME value covers; open where it names none (`PRESENT_REF`, `XXXX-SU`, `P3D`)."""
    parts = _VALUE.fullmatch(value)
    if parts is None:
        return Period()
    try:
        return _period(parts)
    except (ValueError, OverflowError):
        return Period()


def _period(parts: re.Match[str]) -> Period:
    text = parts["year"]
    if len(text) < 4:
        first = int(text) * 10 ** (4 - len(text))
        return Period(date(first, 1, 1), date(first + 10 ** (4 - len(text)) - 1, 12, 31))
    year = int(text)
    if parts["season"]:
        return months(year, _SEASONS[parts["season"]], 3)
    if parts["quarter"]:
        return months(year, int(parts["quarter"]) * 3 - 2, 3)
    if parts["half"]:
        return months(year, int(parts["half"]) * 6 - 5, 6)
    if parts["week"]:
        monday = date.fromisocalendar(year, int(parts["week"]), 1)
        return Period(monday + timedelta(5 if parts["weekend"] else 0), monday + timedelta(6))
    if parts["day"]:
        return Period.of(date(year, int(parts["month"]), int(parts["day"])))
    if parts["month"]:
        return months(year, int(parts["month"]), 1)
    return months(year, 1, 12)


def months(year: int, month: int, count: int) -> Period:
    """The days of `count` whole months from the given one."""
    last_year, last = divmod(year * 12 + month - 1 + count - 1, 12)
    return Period(date(year, month, 1), date(last_year, last + 1, calendar.monthrange(last_year, last + 1)[1]))


def month_value(year: int, month: int) -> str:
    """`1998-03`; the month may lie outside 1 to 12 and then counts into other years."""
    years, rest = divmod(year * 12 + month - 1, 12)
    return f"{years:04}-{rest + 1:02}"


def quarter_value(year: int, quarter: int) -> str:
    """`1998-Q3`; the quarter may lie outside 1 to 4."""
    years, rest = divmod(year * 4 + quarter - 1, 4)
    return f"{years:04}-Q{rest + 1}"


def week_value(day: date) -> str:
    """The ISO week of a day: `1998-W12`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def season_of(day: date) -> tuple[int, str]:
    """The season that a day lies in and the year in which that season began."""
    code = ("WI", "SP", "SU", "FA")[day.month % 12 // 3]
    return (day.year - 1 if code == "WI" and day.month < 3 else day.year), code


def easter(year: int) -> date:
    """Easter Sunday of the Western churches (anonymous Gregorian algorithm; Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The n-th ISO weekday of a month, counted from its end where `nth` is negative."""
    if nth < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta((last.isoweekday() - weekday) % 7 + 7 * (-nth - 1))
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def shift(day: date, days: int) -> date:
    """The day so many days on, the first or last day there is where that runs over."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min
