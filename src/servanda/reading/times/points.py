"""What days, months, years and other points of the calendar mean: "Nov. 9", "March 2018", "the 1990s", "Friday"."""

import re
from datetime import date

from servanda.days import Period
from servanda.reading.times import values
from servanda.reading.times.numbers import year_in_words
from servanda.reading.times.reader import Found, Reader, make_day
from servanda.reading.times.words import NamedDay

#: "Ahead of Monday's vote": so many days after Monday it is over, later the next one is meant.
_JUST_OVER = 2
#: Up to so many days before Christmas the coming one is meant, whatever the tense: "he was here before Christmas".
_AT_HAND = 30
#: What may follow "the 5th" where it is a day: no noun of which it would be the fifth.
_NUMBER_ENDS = re.compile(
    r"\s*(?:[.,;:)?!—–]|$|(?:and|at|in|for|to|with|when|after|before|by|but|because|he|she|it|they)\b)"
)
#: What a number counts: "2000 troops".
_COUNTED = re.compile(
    r"\s+(?:[a-z-]+\s+)?(?!(?:was|is|has|as|this|its|his|us|does)\b)"
    r"(?:[a-z]+s|people|percent|men|women|children|feet|tons?|km)\b"
)
#: "A Tuesday interview" was on that Tuesday, "a Tuesday" and "a Tuesday in May" on any.
_OF_A_THING = re.compile(r"\s(?!(?:in|and|or|at|of|on|when|that|to|for|with|before|after|is|was|but|if)\b)[a-z]{3,}")
_PLURAL_HEADS = re.compile(
    r"\s+(?:olympics|games|elections|championships|talks|sanctions|protests|riots|attacks|finals|results|s)\b", re.I
)


def _year_at(r: Reader, first: int, stop: int) -> int | None:
    i = r.at("y", first, stop)
    return int(r.word(i)) if i >= 0 else None


def _number_at(r: Reader, i: int) -> int:
    """The day of the month of a `d` or `o` token."""
    word = r.word(i)
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else r.known.ordinals.get(word, 0)


def _month_day(r: Reader, first: int, stop: int, begin: int) -> tuple[date | None, int, int] | None:
    """The day named by month, day and perhaps year among the tokens, with the month and day themselves.

    `begin` is the token with which the whole expression begins.
    """
    m = r.at("M", first, stop)
    n = r.at("do", first, stop) if m < 0 else r.at("do", m, stop)
    if n < 0 or n > m + 1:
        n = max((i for i in range(first, m) if r.scan.classes[i] in "do"), default=-1)
    if m < 0 or n < 0:
        return None
    month, number = r.known.months[r.word(m).rstrip(".")], _number_at(r, n)
    if not 1 <= number <= 31:
        return None
    year = _year_at(r, max(m, n), stop)
    if year is not None:
        return make_day(year, month, number), month, number
    return r.pick_day(month, number, r.direction(begin, stop - 1)), month, number


def day_value(r: Reader, first: int, stop: int, begin: int | None = None) -> str | None:
    """The value of any sort of day among the tokens: a date, a weekday, today, or a whole date in figures.

    `begin` is the token with which the whole expression begins, where that is not `first` ("9 a.m. Tuesday").
    """
    classes = r.scan.classes
    if r.has("M", first, stop):
        named = _month_day(r, first, stop, first if begin is None else begin)
        if named is None:
            return None
        made, month, number = named
        if made is not None:
            return made.isoformat()
        return None if r.published or number > 31 else f"XXXX-{month:02}-{number:02}"
    for i in range(first, stop):
        if classes[i] == "W":
            return weekday_value(r, i, first, begin)
        if classes[i] == "t":
            return today_value(r, i)
        if classes[i] in "IJ":
            return figures_value(r, i)
    return None


def today_value(r: Reader, i: int) -> str:
    """`today`, `yesterday`, `tomorrow`, `tonight` as a day."""
    if r.published is None:
        return "PRESENT_REF" if r.known.days[r.word(i)] == 0 else "XXXX-XX-XX"
    return values.shift(r.published, r.known.days[r.word(i)]).isoformat()


def figures_value(r: Reader, i: int) -> str | None:
    """`2018-06-12`; `6/12/2018` with the month first unless it can only be the day."""
    word = r.word(i)
    if "-" in word:
        day = word[:10]
        return word.upper().rstrip("Z")[:16] if make_day(*map(int, day.split("-"))) else None
    a, b, year = (int(n) for n in word.split("/"))
    if year < 100:
        year += 1900 if year >= 50 else 2000
    made = make_day(year, a, b) or make_day(year, b, a)
    return made.isoformat() if made and 1000 <= year <= 2200 else None


def weekday_value(r: Reader, i: int, first: int, begin: int | None = None) -> str:
    """A weekday: "last Friday" is before the day of publication, "next Friday" after it."""
    number = r.known.weekdays[r.word(i).rstrip(".")]
    lead = r.word(i - 1) if i > first else ""
    if r.published is None:
        if r.told.is_day and r.told.start and lead not in ("last", "next", "this"):
            back = (r.told.start.isoweekday() - number) % 7
            return values.shift(r.told.start, 7 - back if back > 3 else -back).isoformat()
        return f"XXXX-WXX-{number}"
    back = (r.published.isoweekday() - number) % 7
    if lead in ("last", "past", "previous"):
        return values.shift(r.published, -(back or 7)).isoformat()
    if lead in ("next", "coming", "following"):
        return values.shift(r.published, 7 - back).isoformat()
    tense = r.direction(first if begin is None else begin, i)
    if r.has("s", i + 1, min(i + 2, len(r.scan.classes))):
        before = r.scan.before(first, 9).lower()
        ahead = before == "ahead of " and (back > _JUST_OVER or tense in ("present", "future"))
        tense = "future" if ahead or (before.endswith("before ") and tense == "future") else "past"
    if lead == "this" and tense != "past":
        return values.shift(r.published, (7 - back) % 7).isoformat()
    made = r.pick_weekday(number, tense)
    return made.isoformat() if made else f"XXXX-WXX-{number}"


def day(r: Reader, a: int, b: int) -> Found | None:
    if r.scan.classes[a] == "b" and r.word(a) != "around":
        a += 1
    if r.scan.classes[a] == ">":
        a += 2
    if r.scan.classes[a] == ",":
        return None
    if r.scan.classes[a] == "T" and r.word(a) != "the":
        return None
    if r.scan.classes[a : a + 3] == "TdM" and r.next_word(b - 1):
        a += 1
    value = day_value(r, a, b)
    return Found("DATE", value, a, b - 1) if value else None


def ordinal_day(r: Reader, a: int, b: int) -> Found | None:
    """ "on the 5th": the day with that number which is nearest and fits the tense."""
    after = r.scan.after(b - 1, 24)
    if not r.word(a + 1)[0].isdigit() or r.previous_word(a) not in r.known.context["numbered"]:
        return None
    if not _NUMBER_ENDS.match(after):
        return None
    number = _number_at(r, a + 1)
    anchor = r.published or r.told.start
    if anchor is None:
        return Found("DATE", f"XXXX-XX-{number:02}", a, b - 1)
    ahead = r.published is not None and r.direction(a, b - 1) in ("future", "present")
    for step in range(4):
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + (step if ahead else -step), 12)
        made = make_day(year, month + 1, number)
        if made is not None and (made >= anchor if ahead else made <= anchor):
            return Found("DATE", made.isoformat(), a, b - 1)
    return None


def day_range(r: Reader, a: int, b: int) -> Found | None:
    """`June 10-12`: the value is the first day, the period all of them."""
    m = r.at("M", a, b)
    numbers = [_number_at(r, i) for i in range(a, b) if r.scan.classes[i] == "d"][:2]
    year = _year_at(r, a, b)
    month = r.known.months[r.word(m).rstrip(".")]
    first = make_day(year, month, numbers[0]) if year else r.pick_day(month, numbers[0], r.direction(a, b - 1))
    last = make_day(first.year, month, numbers[1]) if first else None
    if first is None or last is None or last <= first:
        return None
    return Found("DATE", first.isoformat(), a, b - 1, Period(first, last))


def month(r: Reader, a: int, b: int) -> Found | None:
    m = r.at("M", a, b)
    number = r.known.months[r.word(m).rstrip(".")]
    if r.scan.classes[a] == "w":
        return Found("SET", f"XXXX-{number:02}", a, b - 1)
    if r.scan.classes[a] == "T" and not r.has("ze", a, m):
        return None
    year = _year_at(r, m, b)
    if year is not None:
        return Found("DATE", values.month_value(year, number), a, b - 1)
    picked = r.pick_month(number, r.direction(a, b - 1))
    value = values.month_value(*picked) if picked else f"XXXX-{number:02}"
    return Found("DATE", value, a, b - 1)


def month_in_words(r: Reader, a: int, b: int) -> Found | None:
    year = year_in_words(r.words(a + 1, b))
    return Found("DATE", values.month_value(year, r.known.months[r.word(a).rstrip(".")]), a, b - 1) if year else None


def year_in_words_found(r: Reader, a: int, b: int) -> Found | None:
    year = year_in_words(r.words(a, b))
    if year is None or r.next_word(b - 1) in ("percent", "people", "points", "times"):
        return None
    if (
        r.scan.classes[a] != "T"
        and r.previous_word(a) not in r.known.context["year"] | {"a", "the"}
        and r.scan.classes[a - 1 : a] != "x"
    ):
        return None
    return Found("DATE", f"{year:04}", a, b - 1)


def year(r: Reader, a: int, b: int) -> Found | None:
    i = r.at("y", a, b)
    number = int(r.word(i))
    lead = r.previous_word(a)
    after = r.scan.after(b - 1, 40)
    marked = b - a > 1 or lead in r.known.context["year"]
    if after[:1] == "-" and after[1:2].isalpha() and not marked:
        return None
    if not 1900 <= number <= 2049 and not (marked and lead != "than"):
        return None
    if lead == "than" and not 1900 <= number <= 1999:
        return None
    counted = _COUNTED.match(after) and not _PLURAL_HEADS.match(after)
    if counted and not (
        1900 <= number <= 1999
        or lead in ("in", "since", "the", "early", "late")
        or (number > 2005 and lead in r.known.context["year"])
    ):
        return None
    if r.scan.classes[a] == "T" and not r.has("zeU", a, i):
        a += 1
    return Found("DATE", f"{number:04}", a, b - 1)


def fiscal(r: Reader, a: int, b: int) -> Found | None:
    return Found("DATE", f"{_year_at(r, a, b):04}", a, b - 1)


def year_span(r: Reader, a: int, b: int) -> Found | None:
    """`1996-97`: from the one to the other."""
    first = int(r.word(a))
    last = first - first % 100 + int(r.word(b - 1))
    if len(r.word(b - 1)) != 2 or not first < last:
        return None
    return Found("DATE", f"{first:04}", a, b - 1, Period(date(first, 1, 1), date(last, 12, 31)))


def decade(r: Reader, a: int, b: int) -> Found | None:
    i = r.at("E", a, b)
    word = r.word(i).lstrip("'’‘")
    if word in r.known.decades:
        lead = r.word(i - 1) if i > a else ""
        if lead not in ("the", "early", "late", "mid", "-"):
            return None
        number = 190 + r.known.decades[word]
    else:
        number = int(word[:-2]) if len(word) == 5 else 190 + int(word[0])
        if len(word) == 3 and r.published and number * 10 + 100 <= r.published.year:
            number += 10
    return Found("DATE", f"{number}", a, b - 1)


def century(r: Reader, a: int, b: int) -> Found | None:
    if r.word(b - 1) != "century":
        return None
    number = _number_at(r, r.at("o", a, b))
    if not 1 <= number <= 22:
        return None
    adjective = r.scan.classes[b - 2] == "-"
    return Found("DATE", f"{number - 1:02}", a + 1 if adjective and r.scan.classes[a] == "T" else a, b - 1)


def weekday(r: Reader, a: int, b: int) -> Found | None:
    i = b - 1
    number = r.known.weekdays[r.word(i).rstrip(".")]
    lead = r.scan.classes[a]
    if lead == "w":
        return Found("SET", f"XXXX-WXX-{number}", a, i)
    if r.word(i).endswith("s") and len(r.word(i)) > 5:
        return Found("SET", f"XXXX-WXX-{number}", i, i)
    if lead == "k" and r.word(a) == "later" and i == a + 1:
        a += 1
    if lead == "h" and r.word(a) != "this":
        a += 1
    if r.scan.classes[a] == "c":
        a += 1
    if r.previous_word(a) in r.known.context["no_weekday"] and r.scan.before(a, 2)[:1].isalpha():
        return None
    if a == i and r.previous_word(a) in ("a", "any") and not _OF_A_THING.match(r.scan.after(i, 24)):
        return Found("DATE", f"XXXX-WXX-{number}", a, i, Period())
    return Found("DATE", weekday_value(r, i, a), a, i)


def named_day(r: Reader, a: int, b: int) -> Found | None:
    """Christmas and its like; the one nearest to the day of publication that the tense allows."""
    i = r.at("H", a, b)
    named = r.known.named[r.word(i)]
    if r.scan.classes[a] == "w":
        return Found("SET", f"XXXX-{named.month:02}-{named.day:02}" if named.day else "P1Y", a, b - 1)
    year = _year_at(r, i, b)
    if year is None:
        anchor = r.published or r.told.start
        if anchor is None:
            return Found("DATE", f"XXXX-{named.month:02}-{named.day:02}" if named.day else "XXXX", a, b - 1)
        lead, tense = (r.word(a) if i > a else ""), r.direction(a, b - 1)
        days = [found for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (found := _named(named, y))]
        nearest = min(days, key=lambda d: abs((d - anchor).days))
        if lead == "last" or (tense == "past" and lead != "next" and (nearest - anchor).days > _AT_HAND):
            year = max(d for d in days if d <= anchor or d is days[0]).year
        elif lead in ("next", "this") or tense == "future":
            year = min(d for d in days if d >= anchor or d is days[-1]).year
        else:
            year = nearest.year
    made = _named(named, year)
    return Found("DATE", made.isoformat(), a, b - 1) if made else None


def _named(named: NamedDay, year: int) -> date | None:
    if not 1 < year < 9999:
        return None
    if named.easter is not None:
        return values.shift(values.easter(year), named.easter)
    if named.weekday:
        return values.shift(values.nth_weekday(year, named.month, named.weekday, named.nth), named.later)
    return date(year, named.month, named.day)


def iso(r: Reader, a: int, b: int) -> Found | None:
    value = figures_value(r, a)
    return Found("TIME" if value and "T" in value else "DATE", value, a, b - 1) if value else None


def numeric(r: Reader, a: int, b: int) -> Found | None:
    value = figures_value(r, a)
    return Found("DATE", value, a, b - 1) if value else None


def today(r: Reader, a: int, b: int) -> Found | None:
    if r.word(b - 1) == "tonight":
        return Found("TIME", f"{r.published or 'XXXX-XX-XX'}TNI", a, b - 1)
    if r.scan.classes[a] == "k" and r.word(a) == "later" and r.word(b - 1) == "today":
        a += 1
    return Found("DATE", today_value(r, b - 1), a, b - 1)


def season(r: Reader, a: int, b: int) -> Found | None:
    i = r.at("S", a, b)
    code = r.known.seasons[r.word(i)]
    year = _year_at(r, i, b)
    if r.has("U", i, b):
        lead = r.word(r.at("hl", i, b))
        year = r.published.year + r.known.relative.get(lead, 0) if r.published else None
    elif year is None:
        if b - a == 1 and r.previous_word(a) not in (
            "in",
            "by",
            "until",
            "since",
            "during",
            "through",
            "before",
            "after",
            "for",
            "of",
            "and",
            "or",
        ):
            return None
        if r.published is None:
            return Found("DATE", f"XXXX-{code}", a, b - 1)
        return Found("DATE", season_value(r, code, r.direction(a, b - 1)), a, b - 1)
    return Found("DATE", f"{year:04}-{code}" if year else f"XXXX-{code}", a, b - 1)


def season_value(r: Reader, code: str, tense: str | None) -> str:
    """The season by that name that the tense allows and that begins nearest to the day of publication."""
    assert r.published is not None
    year = r.published.year
    options = [(y, values.period_of(f"{y:04}-{code}")) for y in (year - 1, year, year + 1)]
    if tense == "future":
        return f"{next((y for y, p in options if p.end and p.end >= r.published), year):04}-{code}"
    return f"{max((y for y, p in options if p.start and p.start <= r.published), default=year):04}-{code}"
