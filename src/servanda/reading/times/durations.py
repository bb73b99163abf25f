"""What lengths of time and repeated times mean: "three days", "the past two weeks", "every Friday", "a year" (rate)."""

import re

from servanda.days import Period
from servanda.reading.times import values
from servanda.reading.times.numbers import first_number
from servanda.reading.times.points import day_value
from servanda.reading.times.reader import Found, Reader
from servanda.reading.times.relative import around, as_duration

#: After "the worst in years".
_ENDS_IN = ("", "and", "when", "as", "after", "but", "or", "on", "at", "that", "with", "while")
#: After "in the days".
_AROUND = ("before", "after", "since", "following", "leading", "preceding", "that", "ahead")
_AFTER_LENGTH = ("after", "before", "later", "from", "or", "long")
#: "10,000 barrels of oil a day".
_AMOUNT = re.compile(r"\b\d[\d,.]*(?:\s[a-z]+)?\s[a-z]+s\sof\s(?:[a-z]+\s)?[a-z]+\s$")
_AGE = re.compile(r"\s*-?\s*(?:olds?\b|of\s+age\b)", re.I)


def length(number: float | None, unit: str) -> str:
    """The TIMEX3 value of so many units; an unknown number is X."""
    clock = "T" if unit[0] == "T" else ""
    letter = unit[-1] if clock else unit
    if letter == "E" and unit == "E":
        number, letter = (number * 10 if number is not None else None), ("Y" if number is not None else "E")
    if unit == "C" and number is not None:
        number, letter = number * 100, "Y"
    if number is None:
        return f"P{clock}X{'DE' if letter == 'E' else letter if unit != 'C' else 'CE'}"
    if number == 0.5 and unit == "Y":
        return "P6M"
    if number != int(number):
        smaller = {"TH": ("M", 60), "TM": ("S", 60), "Y": ("M", 12)}.get(unit)
        if unit in ("TH", "TM") and smaller:
            whole, rest = int(number), round((number % 1) * 60)
            return f"PT{whole}{letter}{rest}{smaller[0]}" if whole else f"PT{rest}{smaller[0]}"
        return f"P{clock}{number:g}{letter}"
    return f"P{clock}{int(number)}{letter}"


def _aged(r: Reader, b: int) -> bool:
    """Whether a number of years turns out to be somebody's age."""
    return bool(_AGE.match(r.scan.after(b - 1, 12)))


def duration(r: Reader, a: int, b: int) -> Found | None:
    """ "three days", "more than four hours", "a two-year strategy", "two to six weeks"."""
    u = next(i for i in range(b - 1, a - 1, -1) if r.scan.classes[i] in "UV")
    unit = r.known.units[r.word(u)]
    if _aged(r, b) and unit in ("Y", "M", "W", "D"):
        return None
    if (
        r.scan.classes[a] == "b" and r.word(a) in ("about", "approximately", "around", "roughly", "exactly", "some")
    ) or r.scan.classes[a] == "q":
        a += 1
    if a >= u:
        return None
    if r.scan.classes[a] == "a" and r.word(a + 1) not in ("hundred", "thousand", "dozen", "half"):
        a += 1
    start = next((i for i in range(a, u) if r.scan.classes[i] in "ndyva"), a)
    if (second := r.scan.classes.find("nd", start, u)) >= 0:  # "one 12-year stretch"
        a = start = second + 1
    number = first_number(r.words(start, u))
    if r.scan.classes[u + 1 : b] == "Aav" and number is not None:
        number += 0.5
    if not number or number > 1_000_000:
        return None
    digit = r.scan.classes[start]
    if digit == "y" and b - start == 2 and unit not in ("Y", "TH", "D", "TM"):
        return None
    singular = r.scan.classes[u] == "U"
    hyphened = r.scan.classes[u - 1] == "-"
    if unit == "Q" and (hyphened or r.next_word(b - 1) in ("of", "full")):
        return None
    if unit in ("Q", "WE") and (singular or (unit == "Q" and not hyphened and number > 12)):
        return None
    if singular and not hyphened and r.word(u) in ("second", "minute") and number != 1 and r.scan.classes[start] != "n":
        return None
    if number == 1 and r.word(start) == "one" and unit == "D" and singular and _hoped(r, a):
        return Found("DATE", "FUTURE_REF", a, b - 1)
    if (
        r.word(start) == "one"
        and singular
        and b - start == 2
        and r.next_word(b - 1) in ("of",)
        and r.previous_word(a) != "within"
    ):
        return None
    value = length(number, unit)
    return Found("DURATION", value, a, b - 1, _anchored(r, value, b))


def _hoped(r: Reader, a: int) -> bool:
    return r.previous_word(a) in ("will", "would", "could", "may", "might", "can", "must", "should", "to", "that")


def _anchored(r: Reader, value: str, b: int) -> Period | None:
    """The day that a length of time leads to: "three days after June 12", "two weeks later", "five days from now"."""
    side = r.next_word(b - 1)
    as_days = as_duration(value)
    if as_days is None or side not in ("after", "before", "later", "from"):
        return Period()
    anchor = r.told.end if side == "later" else None
    if side == "from" and r.published and r.scan.after(b - 1, 12).lower().split()[1:2] in (["now"], ["today"]):
        anchor = r.published
    elif side in ("after", "before", "from") and b + 1 < len(r.scan.classes) and r.scan.classes[b] == "B":
        event = r.event_at(r.scan.ends[b] + 1)
        stop = next((i for i in range(b + 1, min(b + 8, len(r.scan.classes))) if r.scan.classes[i] == "x"), b + 8)
        told = event or values.period_of(day_value(r, b + 1, min(stop, len(r.scan.classes))) or "")
        anchor = (told.start if side == "before" else told.end) if event or told.is_day else None
    if anchor is None:
        return Period()
    return Period.of(as_days.after(anchor, -1 if side == "before" else 1))


def vague_duration(r: Reader, a: int, b: int) -> Found | None:
    """ "several years", "a couple of days", "some time", "recent weeks"."""
    u = b - 1
    unit = r.known.units[r.word(u)]
    singular = r.scan.classes[u] == "U"
    vague = [w for w in r.words(a, u) if w in r.known.vague]
    if "q" not in r.scan.classes[a:u] or (singular and vague[-1:] != ["many"]):
        return None
    if singular or _aged(r, b):
        return None
    if vague[-1] == "recent" and a + 1 < u:
        a = u - 1
    number = 2.0 if "couple" in vague else None
    if first_number(r.words(a, u)) not in (None, 1.0) and "couple" not in vague and vague == ["some"]:
        number, a = first_number(r.words(a + 1, u)), a + 1
    value = length(number, unit)
    where = around(r.published, value, -1) if number and vague[-1] == "recent" else Period()
    if vague[-1] == "recent" and r.published:
        where = Period(None, r.published)
    return Found("DURATION", value, a, b - 1, where)


def a_duration(r: Reader, a: int, b: int) -> Found | None:
    """ "a week" as a length, or as a rate: "three times a week"."""
    u = r.at("U", a, b)
    unit = r.known.units[r.word(u)]
    following, lead = r.next_word(b - 1), r.previous_word(a)
    if _aged(r, b) or unit in ("Q", "WE") or (r.word(u) in ("second", "century") and b == u + 1 and unit[0] == "T"):
        return None
    if r.scan.after(b - 1, 3)[:1] == "-" or (r.word(u) == "minute" and lead == "wait"):
        return None
    if r.has("gk", b, min(b + 1, len(r.scan.classes))) and r.word(b) != "later":
        return None
    number = 1.5 if r.scan.classes[u + 1 : b] == "Aav" else 1.0
    if r.scan.classes[a] == "b" and r.word(a) in ("about", "around", "some", "approximately", "roughly", "exactly"):
        a += 1
    if b == u + 1 and r.scan.classes[a] == "a" and r.word(a) != "another":
        rated = lead in r.known.context["rate"] or lead.isdigit() or bool(re.fullmatch(r"[\d.,]+%?", lead))
        rated = rated or bool(_AMOUNT.search(r.scan.before(a, 60)))
        if rated or (
            lead
            and lead not in r.known.context["no_rate"]
            and lead.endswith("s")
            and len(lead) > 3
            and following not in ("after", "before", "when", "of", "that", "for")
        ):
            return Found("SET", length(1, unit), a, b - 1)
        if lead not in r.known.context["length"] and following not in _AFTER_LENGTH:
            return None
    value = length(number, unit)
    return Found("DURATION", value, a, b - 1, _anchored(r, value, b))


def half_unit(r: Reader, a: int, b: int) -> Found | None:
    """ "half an hour", "a half-century"."""
    unit = r.known.units[r.word(b - 1)]
    if r.scan.classes[a] == "b":
        a += r.word(a) in ("about", "around", "some")
    if unit == "Y":
        return Found("DURATION", "P6M", a, b - 1, Period())
    whole = {"E": ("Y", 5), "C": ("Y", 50), "TH": ("TM", 30), "TM": ("TS", 30)}.get(unit)
    value = length(whole[1], whole[0]) if whole else length(0.5, unit)
    return Found("DURATION", value, a, b - 1, Period())


def bare_units(r: Reader, a: int, _b: int) -> Found | None:
    """ "for weeks", "within months", "months of talks", "days after": an unknown number of units."""
    word = r.word(a)
    unit = r.known.units[word]
    lead, following = r.previous_word(a), r.next_word(a)
    anchored = following in ("later", "after", "before", "earlier") and lead != "the"
    if unit == "WE" and lead == "on":
        return Found("SET", "XXXX-WXX-WE", a, a)
    if unit in ("WE", "Q") or following == "old" or (unit == "TS" and not anchored):
        return None
    if following == "ago":
        return Found("DATE", "PAST_REF", a, a + 1)
    made_of = following == "of" and unit in ("Y", "M", "W", "D", "E") and lead in r.known.context["made_of"]
    if anchored or made_of or lead in ("for", "within", "after") or (lead == "in" and following in _ENDS_IN):
        return Found("DURATION", length(None, unit), a, a, Period())
    return None


def the_plural(r: Reader, a: int, b: int) -> Found | None:
    """ "over the years", "in the days before the vote", "the weeks that followed"."""
    unit, following = r.known.units[r.word(b - 1)], r.next_word(b - 1)
    if r.word(a) != "the" or unit in ("WE", "Q") or not (following in _AROUND or r.previous_word(a) == "over"):
        return None
    return Found("DURATION", length(None, unit), a, b - 1, Period())


def unit_long(r: Reader, a: int, b: int) -> Found | None:
    """ "a decade-long war", "a years-long dispute"."""
    if r.next_word(b - 1) != "long" or r.scan.after(b - 1, 1) != "l":
        return None
    unit = r.known.units[r.word(a)]
    value = length(None if r.scan.classes[a] == "V" else 1, unit)
    return Found("DURATION", value, a, b - 1, Period(), r.scan.ends[b - 1] + len("long"))


def word_duration(r: Reader, a: int, _b: int) -> Found | None:
    return Found("DURATION", r.known.durations[r.word(a)], a, a, Period())


def span_of(r: Reader, a: int, b: int) -> Found | None:
    """ "the past three months", "the next several days", "this past couple of years"."""
    lead_at = next(i for i in range(a, b) if r.scan.classes[i] in "lc")
    lead = r.word(lead_at)
    u = next(i for i in range(b - 1, a, -1) if r.scan.classes[i] in "UV")
    unit = r.known.units[r.word(u)]
    number = first_number(r.words(lead_at + 1, u))
    vague = [w for w in r.words(lead_at + 1, u) if w in r.known.vague]
    if number is not None and any(c == "-" for c in r.scan.classes[lead_at + 1 : u]) and r.scan.classes[u] == "U":
        return Found("DURATION", length(number, unit), lead_at + 1, b - 1, Period())
    if vague:
        number = 2.0 if "couple" in vague else None
    value = length(number, unit)
    sign = -1 if r.known.relative[lead] <= 0 else 1
    anchor = r.told.end if lead in ("following", "subsequent", "ensuing", "previous", "preceding") else r.published
    where = around(anchor, value, sign)
    if lead == "last" and r.scan.classes[b : b + 2] == "fy":  # "the last three months of 2015"
        end = values.period_of(r.word(b + 1)).end
        where = around(values.shift(end, 1), value, -1) if end else Period()
        where = Period(where.start, end) if where.start else where
    elif number is None and anchor:
        where = Period(None, anchor) if sign < 0 else Period(anchor, None)
    return Found("DURATION", value, a, b - 1, where)


def first_units(r: Reader, a: int, b: int) -> Found | None:
    """ "the first nine months", "the first two quarters of 1990"."""
    o = r.at("o", a, b)
    u = next(i for i in range(o + 1, b) if r.scan.classes[i] in "UV")
    unit = r.known.units[r.word(u)]
    number = first_number(r.words(o + 1, u))
    y = r.at("y", u, b)
    if r.scan.classes[u] == "U":
        return None
    value = length(number, unit)
    as_days = as_duration(value)
    if y >= 0 and r.word(o) == "first" and as_days and as_days.months:
        start = values.period_of(r.word(y)).start
        if start:
            whole = values.months(start.year, 1, as_days.months)
            if unit == "Q" and number in (1, 2):
                return Found("DATE", f"{r.word(y)}-{'H1' if number == 2 else 'Q1'}", a, b - 1)
            return Found("DURATION", value, a, b - 1, whole)
    return Found("DURATION", value, a, b - 1, Period())


def the_units(r: Reader, a: int, b: int) -> Found | None:
    """ "the nine months", "the two weeks"."""
    if _aged(r, b):
        return None
    unit = r.known.units[r.word(b - 1)]
    number = first_number(r.words(a + 1, b - 1))
    if number is None or unit in ("WE",):
        return None
    if r.word(a) != "the":
        a += 1
    return Found("DURATION", length(number, unit), a, b - 1, _anchored(r, length(number, unit), b))


def span_of_units(r: Reader, a: int, b: int) -> Found | None:
    """ "coming weeks", "the last months", "recent years": an unknown number."""
    lead = r.word(b - 2)
    unit = r.known.units[r.word(b - 1)]
    if lead not in (
        "past",
        "last",
        "next",
        "coming",
        "recent",
        "following",
        "previous",
        "few",
        "upcoming",
        "ensuing",
        "subsequent",
    ):
        return None
    if lead == "few" or unit == "WE":
        return None
    ahead = r.known.relative.get(lead, -1) > 0
    if r.word(a) == "the" and lead in ("coming", "recent"):
        a += 1 if lead == "recent" else 0
    where = (Period(r.published, None) if ahead else Period(None, r.published)) if r.published else Period()
    return Found("DURATION", length(None, unit), a, b - 1, where)


def the_early_units(r: Reader, a: int, b: int) -> Found | None:
    unit = r.known.units[r.word(b - 1)]
    return Found("DURATION", length(None, unit), a, b - 1, Period()) if unit in ("Y", "M", "D") else None


def every(r: Reader, a: int, b: int) -> Found | None:
    """ "every day", "each July", "every two years", "every Friday"."""
    last = b - 1
    word = r.word(last)
    kind = r.scan.classes[last]
    middle = r.words(a + 1, last)
    number = first_number(middle) or (2 if "other" in middle else 1)
    if kind in "UV":
        unit = r.known.units[word]
        if middle and r.scan.classes[a + 1] == "o":
            number = r.known.ordinals.get(middle[0], 1)
        return Found("SET", length(number, unit), a, last)
    if kind == "W":
        return Found("SET", f"XXXX-WXX-{r.known.weekdays[word.rstrip('.')]}", a, last)
    if kind == "M":
        return Found("SET", f"XXXX-{r.known.months[word.rstrip('.')]:02}", a, last)
    if kind == "S":
        return Found("SET", f"XXXX-{r.known.seasons[word]}", a, last)
    return Found("SET", f"XXXX-XX-XXT{r.known.parts[word]}", a, last)


def frequency(r: Reader, a: int, _b: int) -> Found | None:
    if (
        r.scan.text[r.scan.starts[a]].isupper()
        and (r.scan.text[r.scan.starts[a] - 1 : r.scan.starts[a]] == " ")
        and r.previous_word(a)
    ):
        return None
    return Found("SET", r.known.frequencies[r.word(a)], a, a)


def so_often(r: Reader, a: int, b: int) -> Found | None:
    """ "twice a week", "three times a year", "once every two years"."""
    lead = r.at("apw", a, b)
    middle = r.words(lead + 1, b - 1)
    number = first_number(middle) or (2 if "other" in middle else 1)
    return Found("SET", length(number, r.known.units[r.word(b - 1)]), a, b - 1)


def all_of(r: Reader, a: int, b: int) -> Found | None:
    """ "all day", "all week"."""
    unit = r.known.units[r.word(b - 1)]
    return Found("DURATION", length(1, unit), a, b - 1, Period()) if unit in ("D", "W", "M", "Y") else None


def per_unit(r: Reader, a: int, b: int) -> Found | None:
    return Found("SET", length(1, r.known.units[r.word(b - 1)]), a, b - 1)
