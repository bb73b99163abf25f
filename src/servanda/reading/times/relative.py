"""What expressions mean that lean on another day: "last week", "the same month", "a year ago", "the third quarter"."""

from datetime import date

from servanda.days import Duration, Period
from servanda.reading.times import values
from servanda.reading.times.numbers import first_number
from servanda.reading.times.points import day_value
from servanda.reading.times.reader import Found, Reader, weeks_from

#: Units and the way their points in the calendar are written.
_POINT_UNITS = frozenset(("D", "W", "WE", "M", "Q", "Y", "E", "C"))
_UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "H": "XXXX-HX",
    "Y": "XXXX",
    "E": "XXX",
    "C": "XX",
}
_SINCE_TOLD = frozenset(("same", "that", "following", "previous", "preceding", "prior", "ensuing", "subsequent"))


def unit_value(unit: str, anchor: date | None, offset: int) -> str:
    """The value of the unit so many units from the one that the anchor lies in."""
    if anchor is None:
        return _UNKNOWN.get(unit, "XXXX")
    year = anchor.year
    match unit:
        case "D":
            return values.shift(anchor, offset).isoformat()
        case "W":
            return values.week_value(weeks_from(anchor, offset))
        case "WE":
            return values.week_value(weeks_from(anchor, offset)) + "-WE"
        case "M":
            return values.month_value(year, anchor.month + offset)
        case "Q":
            return values.quarter_value(year, (anchor.month + 2) // 3 + offset)
        case "E":
            return f"{year // 10 + offset:03}"
        case "C":
            return f"{year // 100 + offset:02}"
    return f"{max(year + offset, 0):04}"


def relative_unit(r: Reader, a: int, b: int) -> Found | None:
    """ "last week", "this past weekend", "that same day", "early next year", "the current fiscal year"."""
    u = r.at("U", a, b)
    unit = r.known.units[r.word(u)]
    leads = [w for w in r.words(a, u) if w in r.known.relative or w in ("this", "that", "these", "those")]
    lead = leads[-1]
    if unit not in _POINT_UNITS:
        return None
    if "past" in leads and "this" in leads:
        lead = "last" if unit != "Y" else "past"
    if lead == "last" and unit == "D" and r.next_word(b - 1) == "of":
        return None
    so = r.has("R", u, b)
    definite = "the" in r.words(a, u)
    if so or (
        definite
        and lead in ("past", "last", "next", "coming")
        and unit not in ("WE", "D", "Q")
        and not r.has("zek", a, u)
    ):
        return _stretch(r, a, b, unit, lead)
    offset = r.known.relative.get(lead, 0)
    if lead == "same" and (event := _compared(r, b)) is not None:
        return Found("DATE", unit_value(unit, event.start, 0), a, b - 1)
    if lead in _SINCE_TOLD or (definite and lead in ("next",) and unit == "D"):
        anchor = (r.told.start if offset <= 0 else r.told.end) or r.published
        if unit == "M" and r.month and r.told.start and r.told.end and (r.told.end - r.told.start).days > 31:
            anchor = date(r.told.start.year, r.month, 1)
        value = unit_value(unit, anchor, offset)
        if unit == "D" and not r.told.is_day and lead in ("that", "same"):
            value = _UNKNOWN["D"]
    elif unit == "Q" and (lead == "latest" or (lead == "this" and r.quarter and _reported_on(r, a, b))):
        value = r.quarter[1] if r.quarter else unit_value("Q", r.published, -1)
    else:
        value = unit_value(unit, r.published, _weekend_offset(r, lead, offset, a, b) if unit == "WE" else offset)
    return Found("DATE", value, a, b - 1)


def _reported_on(r: Reader, a: int, b: int) -> bool:
    """Whether "this quarter" is the one under report: "this quarter's loss", "sales fell this quarter"."""
    return r.scan.after(b - 1, 2) in ("'s", "’s") or r.direction(a, b - 1) == "past"


def _compared(r: Reader, b: int) -> Period | None:
    """The days of a named event that follows: "the same month as the summit"."""
    return r.event_at(r.scan.ends[b - 1] + len(" as ")) if r.scan.after(b - 1, 4).lower() == " as " else None


def _weekend_offset(r: Reader, lead: str, offset: int, a: int, b: int) -> int:
    """Which weekend: said on Monday, "this weekend" with a verb in the past is the one just over."""
    if r.published and lead == "this" and r.published.isoweekday() <= 3 and r.direction(a, b - 1) == "past":
        return -1
    return offset


def _stretch(r: Reader, a: int, b: int, unit: str, lead: str) -> Found:
    """ "the past year": a length of time that ends or begins with the day of publication."""
    code = {"E": "P10Y", "C": "P100Y", "Q": "P3M"}.get(unit, f"P1{unit}")
    return Found("DURATION", code, a, b - 1, around(r.published, code, -1 if r.known.relative[lead] < 0 else 1))


def around(day: date | None, value: str, sign: int) -> Period:
    """The days of a stretch of the given length that ends (-1) or begins (1) with a day."""
    length = as_duration(value)
    if day is None or length is None:
        return Period()
    other = length.after(day, sign)
    return Period(min(day, other), max(day, other))


def as_duration(value: str) -> Duration | None:
    """A whole number of calendar units as a Duration; None for hours, fractions and unknown numbers."""
    number, unit = value[1:-1], value[-1:]
    if not value.startswith("P") or not number.isdigit() or len(number) > 5 or unit not in "DWMYQEC":
        return None
    count = int(number)
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}.get(unit, 0)
    return Duration(months * count, {"D": 1, "W": 7}.get(unit, 0) * count)


def relative_month(r: Reader, a: int, b: int) -> Found | None:
    m = b - 1
    number = r.known.months[r.word(m).rstrip(".")]
    lead = r.word(m - 1)
    if lead in ("that", "the"):
        return None
    anchor = r.told.end if lead in ("following", "previous", "same") else r.published
    if anchor is None:
        return Found("DATE", f"XXXX-{number:02}", a, m)
    year, now = anchor.year, anchor.month
    offset = r.known.relative.get(lead, 0)
    if offset < 0:
        year -= number >= now
    elif offset > 0:
        year += number <= now
    elif lead in ("this", "current", "same"):
        tense = r.direction(a, m)
        year += tense == "future" and number < now
        year -= tense == "past" and number > now
    return Found("DATE", values.month_value(year, number), a, m)


def month_of(r: Reader, a: int, b: int) -> Found | None:
    """ "April next year", "June of last year"."""
    if r.known.units[r.word(b - 1)] != "Y" or r.published is None or r.word(b - 2) in ("that", "past"):
        return None
    month = r.known.months[r.word(r.at("M", a, b)).rstrip(".")]
    return Found("DATE", values.month_value(r.published.year + r.known.relative.get(r.word(b - 2), 0), month), a, b - 1)


def relative_season(r: Reader, a: int, b: int) -> Found | None:
    i = b - 1
    code = r.known.seasons[r.word(i)]
    lead = next((r.word(k) for k in range(i - 1, a - 1, -1) if r.scan.classes[k] in "hlcw"), "")
    if r.scan.classes[r.at("hlcw", a, b)] == "w":
        return Found("SET", f"XXXX-{code}", a, i)
    anchor = (r.told.end if lead in ("following", "same", "that", "previous") else None) or r.published
    if anchor is None:
        return Found("DATE", f"XXXX-{code}", a, i)
    options = [(y, values.period_of(f"{y:04}-{code}")) for y in range(anchor.year - 2, anchor.year + 3) if 1 < y < 9998]
    offset = r.known.relative.get(lead, 0)
    if offset < 0:
        year = max((y for y, p in options if p.end and p.end < anchor), default=anchor.year)
    elif offset > 0:
        year = min((y for y, p in options if p.start and p.start > anchor), default=anchor.year)
    else:
        now, current = values.season_of(anchor)
        year = now if current == code else anchor.year
    return Found("DATE", f"{year:04}-{code}", a, i)


def relative_seasons(r: Reader, a: int, b: int) -> Found | None:
    return Found("SET", f"XXXX-{r.known.seasons[r.word(b - 1)]}", a, b - 1)


def ago(r: Reader, a: int, b: int) -> Found | None:
    """ "two weeks ago" from the day of publication; "a year earlier" from the day spoken of."""
    last = b - 1
    earlier = r.word(last)
    if earlier == "later" or r.scan.classes[last - 1] == "-":
        return None
    if (r.scan.classes[a] == "b" and r.word(a) in ("some", "exactly")) or r.scan.classes[a] == "N":
        a += 1
    u = next(i for i in range(last, a - 1, -1) if r.scan.classes[i] in "UV")
    unit = r.known.units[r.word(u)]
    tokens = r.words(a, u)
    number = first_number([w for w in tokens if w not in ("-",)])
    vague = next((r.known.vague[w] for w in tokens if w in r.known.vague and w not in ("some",)), None)
    if number is None and vague == "2":
        number = 2
    if number is None and vague is None and tokens and tokens[-1] in ("a", "an", "half"):
        number = 0.5 if "half" in tokens else 1
    if number is None:
        return Found("DATE", "PAST_REF", a, last)
    if earlier == "earlier" and unit[0] == "T":
        return None
    if unit == "Y" and number == 1 and (quarter := r.reported(a, 400)):
        return Found("DATE", _year_before(quarter), a, last)
    anchor = r.published if earlier == "ago" else _told_before(r, unit)
    return Found("DATE", back(anchor, number, unit), a, last)


def _told_before(r: Reader, unit: str) -> date | None:
    """The day from which "a day earlier" is counted: the one told of, where it is past and as exact as the unit."""
    told = r.leant_on or r.told
    exact = told.is_day or unit not in ("D", "W")
    over = told.start and (r.published is None or told.start <= r.published)
    return told.start if exact and over else r.published


def back(anchor: date | None, number: float, unit: str) -> str:
    """The value so many units before a day, as exact as the unit."""
    if unit[0] == "T":
        return anchor.isoformat() if anchor else "PAST_REF"
    if number != int(number):
        smaller = {"Y": ("M", 12), "E": ("Y", 10), "C": ("Y", 100), "W": ("D", 7), "M": ("D", 30)}.get(unit)
        if smaller is None:
            return "PAST_REF"
        unit, number = smaller[0], number * smaller[1]
    count = int(number)
    if count > 5000:
        return "PAST_REF"
    if anchor is not None and unit in ("C", "Y", "E") and anchor.year - count * {"C": 100, "Y": 1, "E": 10}[unit] <= 0:
        return "PAST_REF"
    if unit == "E":
        unit, count = "Y", count * 10
    return unit_value(unit, anchor, -count)


def _year_before(quarter: str) -> str:
    """The same quarter or half of the year before; of a year that is not known, itself."""
    year = quarter[:4]
    return f"{max(int(year) - 1, 0):04}{quarter[4:]}" if year.isdigit() else quarter


def year_ago(r: Reader, a: int, b: int) -> Found | None:
    """ "the year-ago quarter", "year-earlier" results."""
    u = r.at("U", a, b)
    unit = r.known.units[r.word(u)]
    whole = r.has("Uu", u + 1, b)
    first = a if whole else u
    quarter = r.reported(a)
    value = _year_before(quarter) if quarter and unit == "Y" else unit_value(unit, r.published, -1)
    return Found("DATE", value, first, b - 1)


def quarter_ago(r: Reader, a: int, b: int) -> Found | None:
    if r.word(a + 1) != "quarter":
        return None
    quarter = r.reported(a)
    return Found("DATE", _year_before(quarter) if quarter else unit_value("Q", r.published, -4), a, b - 1)


def year_before(r: Reader, a: int, b: int) -> Found | None:
    """ "the same period last year", "the corresponding quarter a year earlier", "the same month of last year"."""
    u = r.at("Uu", a, b)
    word = r.word(u)
    if r.known.units[r.word(r.at("U", u + 1, b))] != "Y" or not {"a", "last"} & set(r.words(u, b)) or word == "moment":
        return None
    if word in ("period", "quarter"):
        quarter = r.reported(a)
        year = _UNKNOWN["Y"] if r.published is None else f"{max(r.published.year - 1, 0):04}"
        return Found("DATE", _year_before(quarter) if quarter else year, a, b - 1)
    told = r.told.start or r.published
    if r.known.units[word] not in ("W", "M", "WE") or told is None:
        return None
    then = date(max(told.year - 1, 1), told.month, min(told.day, 28))
    return Found("DATE", unit_value(r.known.units[word], then, 0), a, b - 1)


def definite_unit(r: Reader, a: int, b: int) -> Found | None:
    """ "the weekend", "the end of the month", "the year before", "earlier in the year"."""
    u = r.at("U", a, b)
    word = r.word(u)
    unit = r.known.units[word]
    following, lead = r.next_word(b - 1), r.previous_word(a)
    if unit not in _POINT_UNITS:
        return None
    if r.scan.classes[b - 1] == "B":
        side = r.word(b - 1)
        event = r.event_at(r.scan.ends[b - 1] + 1) if side in ("before", "after") and unit != "WE" else None
        if event is not None:
            beside = event.start if side == "before" else event.end
            return Found("DATE", unit_value(unit, beside, -1 if side == "before" else 1), a, u)
        if side not in ("before", "after") or (following and following not in ("and", "that", "the")) or unit == "WE":
            return None
        if following in ("the", "that"):
            return (
                Found("DATE", unit_value(unit, r.told.start, -1 if side == "before" else 1), a, u)
                if unit == "D"
                else None
            )
        return Found("DATE", unit_value(unit, r.told.start or r.published, -1 if side == "before" else 1), a, b - 1)
    if unit == "WE":
        ahead = r.direction(a, b - 1) == "future"
        day = r.published
        offset = 0 if day is None or ahead or day.isoweekday() >= 6 else -1
        return Found("DATE", unit_value("WE", day, offset), a, b - 1)
    if r.has("zek", a, u):
        if (unit in ("D", "W") and not r.has("z", a, u)) or unit == "D":
            return Found("DATE", unit_value(unit, r.published, 0), a, b - 1) if unit == "W" else None
        return Found("DATE", unit_value(unit, r.published, 0), a, b - 1)
    if unit == "Y" and following in ("ended", "ending"):
        return Found("DURATION", "P1Y", a, b - 1)
    if unit == "Q" and (following in ("ended", "ending") or lead in ("for", "in", "during", "of")):
        value = r.quarter[1] if r.quarter else unit_value("Q", r.published, 0)
        return Found("DATE", value, a, b - 1)
    alone = lead in ("for", "during", "of") and unit in ("Y", "M", "W") and following in ("", "and", "as", "to", "but")
    if alone or "full" in r.words(a, u) or r.has("F", a, u):
        return Found("DATE", unit_value(unit, r.published, 0), a, b - 1)
    return None


def unit_before(r: Reader, a: int, b: int) -> Found | None:
    """ "the day before last Tuesday"."""
    if r.known.units[r.word(a)] != "D" or r.word(a + 1) not in ("before", "after"):
        return None
    value = day_value(r, a + 2, b)
    covered = values.period_of(value or "")
    if not covered.is_day or covered.start is None:
        return None
    first = a - 1 if a and r.scan.classes[a - 1] == "T" else a
    moved = values.shift(covered.start, -1 if r.word(a + 1) == "before" else 1)
    return Found("DATE", moved.isoformat(), first, b - 1)


def week_of(r: Reader, a: int, b: int) -> Found | None:
    """ "the week of March 6"."""
    covered = values.period_of(day_value(r, r.at("f", a, b) + 1, b) or "")
    if r.known.units[r.word(r.at("U", a, b))] != "W" or covered.start is None or not covered.is_day:
        return None
    return Found("DATE", values.week_value(covered.start), a, b - 1)


def year_end(r: Reader, a: int, b: int) -> Found | None:
    u = r.at("U", a, b)
    if r.known.units[r.word(u)] not in ("Y", "M") or r.word(b - 1) != "end":
        return None
    lead = r.word(a) if u > a else ""
    return Found("DATE", unit_value(r.known.units[r.word(u)], r.published, r.known.relative.get(lead, 0)), a, b - 1)


def period(r: Reader, a: int, b: int) -> Found | None:
    """ "the latest period", "the 1988 period": the quarter or year under report."""
    y = r.at("y", a, b)
    if r.word(b - 1) != "period":
        return None
    if y >= 0:
        quarter = r.reported(a) or ""
        return Found("DATE", r.word(y) + quarter[4:], a, b - 1)
    if r.quarter is None or r.word(b - 2) not in ("latest", "same", "previous"):
        return None
    value = r.quarter[1] if r.word(b - 2) == "latest" else _year_before(r.quarter[1])
    return Found("DATE", value, a, b - 1)


def this_moment(r: Reader, a: int, b: int) -> Found | None:
    if (
        r.word(b - 1) != "moment"
        or r.word(a) not in ("this", "the")
        or (r.word(a) == "the" and r.previous_word(a) != "at")
    ):
        return None
    return Found("DATE", "PRESENT_REF", a, b - 1)


def quarter(r: Reader, a: int, b: int) -> Found | None:
    """ "third-quarter", "the fourth quarter of 1988", "the 1988 second quarter", "the first half"."""
    i = r.at("o", a, b)
    u = next((k for k in range(i, b) if r.scan.classes[k] in "Uv"), -1)
    word = r.word(u)
    if word not in ("quarter", "half"):
        return None
    number = r.known.ordinals.get(r.word(i), 0)
    if not 1 <= number <= (4 if word == "quarter" else 2) or r.is_of_a_game():
        return None
    letter, length = ("Q", 3) if word == "quarter" else ("H", 6)
    first = a
    adjective = "-" in r.scan.classes[i:u]
    if adjective:
        first = next((k for k in range(a, i + 1) if r.scan.classes[k] not in "Tzf"), i)
    y = r.at("y", a, b)
    if y >= 0:
        year: int | None = int(r.word(y))
    elif r.scan.classes[b - 1] == "U" and b - 2 > u and r.scan.classes[b - 2] == "T":
        if r.word(b - 1) != "year":
            return None
        year = r.published.year if r.published else None
    elif (k := r.at("hl", u, b)) >= 0:
        year = r.published.year + r.known.relative.get(r.word(k), 0) if r.published else None
    elif r.published is None:
        year = r.told.start.year if r.told.start else None
    else:
        if (word == "half" and r.next_word(b - 1) in ("of", "time", "goal", "hour", "a")) or (
            word == "half" and r.previous_word(a) not in ("in", "for", "during", "of", "over", "by")
        ):
            return None
        year = r.published.year
        begins = values.months(year, (number - 1) * length + 1, length)
        tense = r.direction(a, b - 1)
        if begins.start and begins.start > r.published and tense != "future":
            year -= 1
        elif begins.end and begins.end < r.published and tense == "future" and (r.published - begins.end).days > 100:
            year += 1
    value = f"{year:04}-{letter}{number}" if year else f"XXXX-{letter}{number}"
    return Found("DATE", value, first, b - 1)


def coded_quarter(r: Reader, a: int, b: int) -> Found | None:
    """ "Q3 2017", "Q3"."""
    number, y = int(r.word(r.at("4", a, b))[1]), r.at("y", a, b)
    if y >= 0:
        return Found("DATE", f"{r.word(y)}-Q{number}", a, b - 1)
    if r.published is None:
        return Found("DATE", f"XXXX-Q{number}", a, b - 1)
    begun = values.period_of(f"{r.published.year:04}-Q{number}").start
    later = begun is not None and begun > r.published and r.direction(a, b - 1) != "future"
    return Found("DATE", f"{r.published.year - later:04}-Q{number}", a, b - 1)


def year_quarter(r: Reader, a: int, b: int) -> Found | None:
    """ "the 1988 quarter", the one under report, in that year; "the 1988 fiscal year"."""
    if r.word(b - 1) not in ("quarter", "year"):
        return None
    year = r.word(a + 1)
    return Found("DATE", year + (r.quarter[1][4:] if r.quarter and r.word(b - 1) == "quarter" else ""), a, b - 1)


def relative_quarter(r: Reader, a: int, b: int) -> Found | None:
    """ "last year's third quarter", "this year's summer"."""
    lead = next(r.word(k) for k in range(a, b) if r.scan.classes[k] in "hlc")
    u = r.at("U", a, b)
    if r.known.units[r.word(u)] != "Y" or r.published is None:
        return None
    year = r.published.year + r.known.relative.get(lead, 0)
    if r.scan.classes[b - 1] == "S":
        return Found("DATE", f"{year:04}-{r.known.seasons[r.word(b - 1)]}", a, b - 1)
    i = r.at("o", u, b)
    if r.word(b - 1) != "quarter":
        return None
    number = r.known.ordinals.get(r.word(i), 0) if i >= 0 else int(r.quarter[1][-1]) if r.quarter else 0
    return Found("DATE", f"{year:04}-Q{number}", a, b - 1) if 1 <= number <= 4 else None


def ordinal_part(r: Reader, a: int, b: int) -> Found | None:
    """ "the second week of May", "the last days of 1998": the value of the whole, the days of the part."""
    f = r.at("f", a, b)
    unit = r.known.units[r.word(f - 1)]
    number = r.known.ordinals.get(r.word(r.at("o", a, f)), 0)
    if unit not in ("W", "D", "M") or not number:
        return None
    m, y = r.at("M", f, b), r.at("y", f, b)
    if m >= 0:
        month = r.known.months[r.word(m).rstrip(".")]
        picked = (int(r.word(y)), month) if y >= 0 else r.pick_month(month, r.direction(a, b - 1))
        whole = values.month_value(*picked) if picked else f"XXXX-{month:02}"
    elif y >= 0:
        whole = r.word(y)
    else:
        lead = r.at("hl", f, b)
        whole = unit_value(
            r.known.units[r.word(b - 1)], r.published, r.known.relative.get(r.word(lead), 0) if lead >= 0 else 0
        )
    start = values.period_of(whole).start
    if start is None or unit == "M":
        return Found("DATE", whole, a, b - 1)
    length = 7 if unit == "W" else 1
    first = values.shift(start, (number - 1) * length)
    part = Period(first, values.shift(first, length - 1))
    return Found("DATE", whole if unit == "W" else first.isoformat(), a, b - 1, part)
