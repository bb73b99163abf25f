"""What times of day mean: "10 p.m. Wednesday", "noon", "0735 GMT", "Tuesday night", "later this afternoon"."""

import re

from servanda.reading.times.points import day_value
from servanda.reading.times.reader import Found, Reader
from servanda.reading.times.values import shift


def _clock(r: Reader, a: int, b: int) -> str | None:
    """The hour and minute among the tokens: `T22:00`."""
    q = r.at("Q", a, b)
    if q >= 0:
        return "T" + r.known.points[r.word(q)]
    i = r.at("Cdn", a, b)
    if i < 0:
        return None
    word = r.word(i)
    if word in r.known.numbers:
        hour, minute = r.known.numbers[word], 0
    elif len(word) == 4 and word.isdigit():
        hour, minute = int(word[:2]), int(word[2:])
    else:
        parts = re.split(r"[:.]", word)
        if not all(p.isdigit() for p in parts):
            return None
        hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    x = r.at("X", i, b)
    part = next((r.known.parts[r.word(k)] for k in range(i, b) if r.scan.classes[k] == "P"), "")
    afternoon = (x >= 0 and r.word(x).startswith("p")) or part in ("AF", "EV") or (part == "NI" and hour >= 6)
    if (x >= 0 or part) and not 1 <= hour <= 12:
        return None
    if hour == 12 and (x >= 0 or part):
        hour = 12 if afternoon else 0
    elif afternoon:
        hour += 12
    return f"T{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def _day_of(value: str) -> str:
    """The day in a value, without the time of day; of a reference such as PRESENT_REF an unknown day."""
    return "XXXX-XX-XX" if value.endswith("REF") else value[:10]


def _told_day(r: Reader) -> str:
    """The day that a time of day without one belongs to: the last day spoken of in this story, else today's."""
    if r.told.is_day and r.told.start and (r.published is None or abs((r.told.start - r.published).days) < 10):
        return r.told.start.isoformat()
    return r.published.isoformat() if r.published else "XXXX-XX-XX"


def _begin(r: Reader, a: int, b: int) -> int:
    """The token with which a clock time begins: "about" is no part of it, "around" is."""
    if r.scan.classes[a] == "b":
        a += r.word(a) != "around"
    return r.at("CdnQ", a, b) if r.scan.classes[a] in "m0@>" else a


def clock(r: Reader, a: int, b: int) -> Found | None:
    a = _begin(r, a, b)
    i = r.at("Cdn", a, b)
    led = r.previous_word(a) in r.known.context["clock"]
    if i >= 0 and not r.has("XKZP", i, b) and not (led and r.scan.classes[i] == "C"):
        return None
    if i < 0 and b - a == 1 and not led:
        return None
    told = _clock(r, a, b)
    if told is None:
        return None
    if r.has("h", a, b) and r.published:
        return Found("TIME", f"{r.published.isoformat()}{told}", a, b - 1)
    return Found("TIME", _told_day(r) + told, a, b - 1)


def clock_zone(r: Reader, a: int, b: int) -> Found | None:
    """ "1700 GMT", "0900 GMT on Thursday"."""
    word = r.word(a)
    if len(word) != 4 or not word.isdigit() or int(word) > 2400 or int(word[2:]) > 59:
        return None
    first = a + 2 + r.has("O", a + 2, b)
    value = day_value(r, first, b, a) if first < b else _told_day(r)
    return Found("TIME", f"{_day_of(value)}T{word[:2]}:{word[2:]}", a, b - 1) if value else None


def clock_day(r: Reader, a: int, b: int) -> Found | None:
    """A clock time and a day, in either order."""
    if r.scan.classes[a] in "bm0@>":
        a = _begin(r, a, b)
    day_at, first = r.at("MWtIJ", a, b), r.at("CXKQZ", a, b)
    if first < 0:
        return None
    told = _clock(r, a, day_at) if first < day_at else None
    if first > day_at:
        clock_at = r.at("@", a, b) if r.has("@", a, b) else first
        if r.scan.classes[first] in "XKZ":
            clock_at = min(clock_at, first - 1)
        value, told = day_value(r, a, clock_at), _clock(r, clock_at, b)
    else:
        n = next((k for k in range(first, day_at) if r.scan.classes[k] in "CXKQZ,O("), first)
        last = next((k for k in range(day_at - 1, n - 1, -1) if r.scan.classes[k] in "CXKQZ"), n)
        value = day_value(r, last + 1 if r.scan.classes[last + 1] not in ",O(" else last + 2, b, a)
    if (
        value is None
        or told is None
        or r.has("(", a, b)
        or (r.scan.classes[first] == "C" and not r.has("XZK", a, b) and first > day_at and not r.has("@", a, b))
    ):
        return None
    return Found("TIME", _day_of(value) + told, a, b - 1)


def clock_part(r: Reader, a: int, b: int) -> Found | None:
    """ "7 p.m. last night", "9 o'clock this morning"."""
    a = _begin(r, a, b)
    whole, told = relative_part(r, b - 2, b), _clock(r, a, b - 2)
    if whole is None or told is None or not r.has("XKQZ", a, b - 2):
        return None
    return Found("TIME", _day_of(whole.value) + told, a, b - 1)


def weekday_part(r: Reader, a: int, b: int) -> Found | None:
    """ "Tuesday night", "yesterday morning", "late Friday afternoon"."""
    p = b - 1
    part = r.known.parts[r.word(p)]
    if r.scan.classes[a] == "w":
        return Found("SET", f"XXXX-WXX-{r.known.weekdays[r.word(p - 1).rstrip('.')]}T{part}", a, p)
    if r.scan.classes[p - 1] == ",":
        return None
    if r.word(p).endswith("s") and r.scan.classes[p - 1] == "W":
        return Found("SET", f"XXXX-WXX-{r.known.weekdays[r.word(p - 1).rstrip('.')]}T{part}", p - 1, p)
    if r.scan.classes[a] == "h" and r.word(a) != "this":
        a += 1
    value = day_value(r, a, p)
    return Found("TIME", f"{_day_of(value)}T{part}", a, p) if value else None


def date_part(r: Reader, a: int, b: int) -> Found | None:
    """ "Oct. 23 night", "night of Oct. 23"."""
    p = r.at("P", a, b)
    value = day_value(r, a if p > a + 1 else p + 1, p if p > a + 1 else b, a)
    return Found("TIME", f"{_day_of(value)}T{r.known.parts[r.word(p)]}", a, b - 1) if value else None


def part_of(r: Reader, a: int, b: int) -> Found | None:
    """ "the morning of June 12", "mid-afternoon yesterday"."""
    p = r.at("P", a, b)
    if r.scan.classes[p + 1] in "MW" and r.scan.classes[a] == "T":
        return None
    value = day_value(r, next(k for k in range(p + 1, b) if r.scan.classes[k] not in "fO"), b, a)
    return Found("TIME", f"{_day_of(value)}T{r.known.parts[r.word(p)]}", a, b - 1) if value else None


def relative_part(r: Reader, a: int, b: int) -> Found | None:
    """ "this morning", "last night", "the next evening", "that afternoon"."""
    p = b - 1
    part = r.known.parts[r.word(p)]
    leads = [k for k in range(a, p) if r.scan.classes[k] in "hlc"]
    lead = r.word(leads[-1])
    if lead in ("these", "those") or r.word(p).endswith("s"):
        return None
    if lead in ("that", "same", "following") or (lead in ("next", "previous") and "the" in r.words(a, p)):
        if not (r.told.is_day and r.told.start):
            return Found("TIME", f"XXXX-XX-XXT{part}", a, p)
        return Found("TIME", f"{shift(r.told.start, r.known.relative.get(lead, 0)).isoformat()}T{part}", a, p)
    if r.published is None:
        return Found("TIME", f"XXXX-XX-XXT{part}", a, p)
    offset = r.known.relative.get(lead, 0)
    return Found("TIME", f"{shift(r.published, offset).isoformat()}T{part}", a, p)


def the_part(r: Reader, a: int, b: int) -> Found | None:
    """ "in the morning": of the day spoken of."""
    p = b - 1
    if r.word(p).endswith("s") or r.word(a + 1) != "the" or r.next_word(p) in ("of",):
        return None
    if r.word(p) == "night":
        return None
    return Found("TIME", f"{_told_day(r)}T{r.known.parts[r.word(p)]}", a + 1, p)
