"""Days, periods and durations. Dates keep their precision: what is known of a day is a period with two ends.

Notation: ISO 8601 days (`2018-06-12`) and durations (`P3M`), EDTF level 0 and 1 dates (`2018-06`, `2018`,
`2018-06-12~`, `2018-XX`, `2018-06-12/..`). Source: Library of Congress, Extended Date/Time Format.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from servanda.errors import UsageError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EDTF = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?[~?%]?", re.ASCII)
_DURATION = re.compile(r"P(?=\d)(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both inclusive; None is an open end. A single day has both ends equal."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def of(cls, day: date) -> "Period":
        """The period of one day."""
        return cls(day, day)

    @property
    def is_day(self) -> bool:
        """Whether both ends are known and the same."""
        return self.start is not None and self.start == self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether some day lies in both."""
        return not (
            (self.end and other.start and self.end < other.start)
            or (other.end and self.start and other.end < self.start)
        )

    def contains(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def edtf(self) -> str:
        """The shortest EDTF text for the period: day, month, year or interval."""
        if self.start is None or self.end is None:
            return f"{self.start or '..'}/{self.end or '..'}"
        if self.is_day:
            return self.start.isoformat()
        first = self.start.isoformat()
        for text in (first[:4], first[:7]):
            if parse_period(text) == self:
                return text
        return f"{self.start}/{self.end}"


def parse_day(text: str) -> date:
    """A day written `YYYY-MM-DD`. Raises UsageError (SV602) for anything else, such as 2019-02-30."""
    if isinstance(text, str) and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise UsageError("the day is no day", code="SV602", found=repr(text), expected="a day such as 2018-06-12")


def parse_period(text: str) -> Period:
    """A period from an EDTF date or interval. Raises UsageError (SV602)."""
    text = text.strip()
    if text.count("/") == 1:
        first, _, last = text.partition("/")
        start = None if first in ("", "..") else parse_period(first).start
        end = None if last in ("", "..") else parse_period(last).end
        if start and end and end < start:
            raise UsageError("the period ends before it starts", code="SV602", found=repr(text))
        return Period(start, end)
    parts = _EDTF.fullmatch(text)
    if not parts or ("X" in parts[1] and parts[2]):
        raise UsageError("the date is no date", code="SV602", found=repr(text), expected="an EDTF date: 2018-06-12")
    year, month, day = parts.groups()
    try:
        if month in (None, "XX"):
            return Period(date(int(year.replace("X", "0")), 1, 1), date(int(year.replace("X", "9")), 12, 31))
        if day in (None, "XX"):
            last_day = calendar.monthrange(int(year), int(month))[1]
            return Period(date(int(year), int(month), 1), date(int(year), int(month), last_day))
        return Period.of(date(int(year), int(month), int(day)))
    except ValueError as error:
        raise UsageError("the date is no date", code="SV602", found=repr(text), expected=str(error)) from None


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar duration. Months count years as twelve; days count weeks as seven."""

    months: int = 0
    days: int = 0

    def after(self, day: date, times: int = 1) -> date:
        """The day `times` durations after `day`: months first, the day of month kept or the month's last, then days.

        31 January and one month give the last of February. Results past year 9999 are the last day there is.
        """
        year, month = divmod(day.year * 12 + day.month - 1 + self.months * times, 12)
        if not 1 <= year <= 9999:
            return date.max if year > 9999 else date.min
        moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        try:
            return moved + timedelta(days=self.days * times)
        except OverflowError:
            return date.max if self.days * times > 0 else date.min

    def before(self, day: date) -> date:
        """The day one duration before `day`."""
        return self.after(day, -1)

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        text = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (self.days, "D")) if n)
        return f"P{text or '0D'}"


def parse_duration(text: str) -> Duration:
    """A duration from ISO 8601 date parts: `P90D`, `P3M`, `P1Y6M`, `P2W`. Raises UsageError (SV601)."""
    if not isinstance(text, str) or not (parts := _DURATION.fullmatch(text)):
        raise UsageError("the duration is none", found=repr(text), expected="an ISO 8601 period such as P90D or P3M")
    years, months, weeks, days = (int(n or 0) for n in parts.groups())
    return Duration(years * 12 + months, weeks * 7 + days)
