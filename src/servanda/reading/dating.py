"""Infers the day a document was published from its text alone, with the spans that tell.

Clues, from the surest down: the address (`/2018/06/12/`), a stamp ("Published: 12 June 2018", a date alone on a line or
beside a time of day), a dateline ("SEOUL, June 12 (Wire)"), the latest day that the text tells of in full together with
bare weekdays ("on Friday") that must follow it. Without a clue there is no answer. Linear in the length of the text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from servanda.codebook import load_toml
from servanda.reading.model import Published
from servanda.reading.times.tense import guess
from servanda.reading.times.within import Within
from servanda.reading.times.words import words
from servanda.spans import Span

_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s*(?:\(|the\s+)?)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_FLAGS = re.I
_FORMS = (
    re.compile(rf"\b{_WEEKDAY}{_MONTH}\s{{0,2}}{_DAY}\b(?:,?\s{{0,2}}{_YEAR}(?!\d))?", _FLAGS),
    re.compile(rf"\b{_WEEKDAY}{_DAY}(?:\sof)?[\s-]{_MONTH}(?:,?[\s-]{_YEAR})?", _FLAGS),
    re.compile(rf"(?<![\d/-]){_YEAR}(?P<mark>[-/.])(?P<number>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?![\d/-])"),
    re.compile(
        r"(?<![\d/.-])(?P<first>[0-3]?\d)(?P<mark>[/.])(?P<second>[0-3]?\d)(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
)
_CLOCK_AFTER = re.compile(r"[\s,;|·•–—-]{0,4}(?:at\s)?\(?T?[0-2]?\d[:.]\s?[0-5]\d", re.I)
_CLOCK_BEFORE = re.compile(r"\d[:.]\s?\d\d\s?(?:[ap]\.?\s?m\.?)?\s?(?:[A-Z]{2,4})?,?\s?(?:on\s)?$", re.I)
_PAGE_AFTER = re.compile(r"\s?[;|,]\s?(?:Page|p\.)\s?[A-Z]?\d", re.I)
_PICTURE = re.compile(
    r"\b(?:AFP|Getty|Reuters|Photo|Images?|Pool|Picture|pictured|File|FILE|tweet-date|[Tt]witter|OUT)\b|pic\."
)
_NO_DATELINE = re.compile(r"\bOUT\)|\bGetty\b|\bPhoto\b|\bImages?\b|\bvia\b|^(?:AFP|AP|Reuters)\s")
_DATELINE_BEFORE = re.compile(
    r"^\W{0,3}[A-Z][\w.'’-]*(?:,?\s(?:of\s|de\s)?[A-Z][\w.'’-]*){0,5},?\s{0,2}[-–—,(:]{0,2}\s?$"
)
_DATELINE_AFTER = re.compile(r"\s?(?:\([^)\n]{2,40}\)|[-–—:]|,\s{0,2}\([^)\n]{2,40}\))")
_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_MONTH = re.compile(
    r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/([0-3]?\d)(?!\d)", re.I
)
_BARE_YEAR = re.compile(r"(?<![\d$.,/-])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_BARE_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?\b(?!\s+(?:Night\s+Live|Times))")
_WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
#: A weekday up to so many days after a dated picture is taken to follow it.
_NEAR = 3
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A day written out. `weekday` is that named beside it, 0 if none; `year` is 0 where it is not written."""

    span: Span
    month: int
    day: int
    year: int
    weekday: int

    def on(self, year: int) -> date | None:
        try:
            made = date(year, self.month, self.day)
        except ValueError:
            return None
        return made if not self.weekday or made.isoweekday() == self.weekday else None


def infer(
    text: str,
    *,
    prose: Sequence[Span] | None = None,
    url: str | None = None,
    title: str | None = None,
    given: date | None = None,
) -> Published:
    """The day of publication: `given` if there is one, else inferred with its evidence, else unknown.

    `prose` are the spans of running text (captions and other furniture are clues too); where it is absent, all text
    counts as prose. An address or title has no span in the text, so that evidence may be empty.
    """
    if given is not None:
        return Published(given, "given")
    if (day := _from_url(url or "")) is not None:
        return Published(day, "inferred")
    mentions = _mentions(text)
    for clue in (_stamp(text, mentions), _dateline(text, mentions)):
        if clue is not None:
            return clue
    if title and (told := [day for m in _mentions(title) if (day := m.on(m.year))]):
        return Published(told[0], "inferred")
    return _from_days_told(text, mentions, None if prose is None else Within(prose)) or Published(None, "unknown")


def _from_url(url: str) -> date | None:
    """The day in an address such as `/2018/06/12/` or `2018-06-12`."""
    for match in _URL.finditer(url):
        if (day := _make(int(match[1]), int(match[2]), int(match[3]))) is not None:
            return day
    if (named := _URL_MONTH.search(url)) is not None:
        return _make(int(named[1]), words().months[named[2].lower()], int(named[3]))
    return None


def _make(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if _FIRST <= made <= _LAST else None


def _mentions(text: str) -> list[_Mention]:
    """All days written out, in the order of the text, none within another."""
    found: dict[int, _Mention] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            parts = match.groupdict()
            if "first" in parts:
                month, day = int(parts["first"]), int(parts["second"])
                if month > 12:
                    month, day = day, month
            else:
                month = int(parts["number"]) if parts.get("number") else words().months[parts["month"].lower()]
                day = int(parts["day"])
            if parts.get("month") and not parts["month"][0].isupper():
                continue
            if not (1 <= month <= 12 and 1 <= day <= 31):
                continue
            weekday = _WEEKDAYS.get((parts.get("weekday") or "").lower(), 0)
            mention = _Mention(Span(*match.span()), month, day, int(parts["year"] or 0), weekday)
            other = found.get(match.start())
            if other is None or len(other.span) < len(mention.span):
                found[match.start()] = mention
    kept: list[_Mention] = []
    for mention in sorted(found.values(), key=lambda m: (m.span.start, -m.span.end)):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
        elif len(mention.span) > len(kept[-1].span):
            kept[-1] = mention
    return kept


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    book = load_toml("times_dating.toml")

    clock = r"(?:\d[\d:.]*\s?(?:[ap]\.?m\.?)?\s?[A-Z]{0,4},?\s?)?"

    def before(listed: Iterable[str]) -> re.Pattern[str]:
        labels = "|".join(re.escape(word) for word in listed)
        return re.compile(rf"\b(?:{labels})\s?(?:on|at)?\s?[:|]?\s{{0,2}}{clock}$", re.I)

    return before(book["published"]), before(book["updated"]), frozenset(book["beside"])


def _stamp(text: str, mentions: list[_Mention]) -> Published | None:
    """The day of a stamp: labelled, beside a time of day or alone on its line; a label goes first, else the place."""
    published, updated, _ = _labels()
    best: tuple[int, date, Span] | None = None
    for mention in mentions:
        day = mention.on(mention.year) if mention.year else None
        if day is None or not _FIRST <= day <= _LAST:
            continue
        before = text[max(0, mention.span.start - 36) : mention.span.start]
        after = text[mention.span.end : mention.span.end + 24]
        early = mention.span.start < 700
        rank = 0
        if published.search(before):
            rank = 5 if early else 4
        elif updated.search(before):
            rank = 3
        elif (
            early
            and (
                _alone(text, mention.span)
                or _PAGE_AFTER.match(after)
                or _CLOCK_AFTER.match(after)
                or _CLOCK_BEFORE.search(before)
            )
        ) or (early and _DATELINE_AFTER.match(after) and _DATELINE_BEFORE.match(before.rpartition("\n")[2])):
            rank = 4
        if rank and (best is None or rank > best[0]):
            best = (rank, day, mention.span)
    return Published(best[1], "inferred", (best[2],)) if best else None


def _alone(text: str, span: Span) -> bool:
    """Whether a date's line holds little more than the date, a byline and a time."""
    start = text.rfind("\n", max(0, span.start - 80), span.start) + 1
    if start == 0 and span.start > 80:
        return False
    stop = text.find("\n", span.end, span.end + 80)
    if stop < 0:
        if len(text) - span.end > 80:
            return False
        stop = len(text)
    rest = re.findall(r"[^\W\d_]+", text[start : span.start] + " " + text[span.end : stop])
    if len(rest) > 10:
        return False
    beside = _labels()[2]
    others = [w for w in rest if w.lower() not in beside]
    return len(others) <= 1 or (len(others) <= 6 and rest[0].lower() == "by")


def _dateline(text: str, mentions: list[_Mention]) -> Published | None:
    """A day without its year where a report begins, the year told by other dates of the text."""
    for mention in mentions:
        if mention.span.start > 2500:
            break
        line = text[max(0, mention.span.start - 80) : mention.span.start].rpartition("\n")[2]
        after = text[mention.span.end : mention.span.end + 44]
        if (text[mention.span.start : mention.span.end].isupper() and after[:1] == ":") or _NO_DATELINE.search(
            line + after
        ):
            continue
        placed = bool(line.strip()) and _DATELINE_BEFORE.match(line) and _DATELINE_AFTER.match(after)
        if not placed and not (mention.span.start < 700 and _alone(text, mention.span)):
            continue
        if mention.year:
            day = mention.on(mention.year)
            if day:
                return Published(day, "inferred", (mention.span,))
            continue
        told = _year_of(text, mention)
        if told is not None:
            return Published(told[0], "inferred", (mention.span, *told[1]))
    return None


def _years(text: str) -> dict[int, Span]:
    """Years that the text speaks of and the first place of each."""
    years: dict[int, Span] = {}
    for match in _BARE_YEAR.finditer(text):
        years.setdefault(int(match[0]), Span(*match.span()))
    return years


def _year_of(text: str, mention: _Mention) -> tuple[date, tuple[Span, ...]] | None:
    """The day of a mention without a year, if other clues tell the year.

    A weekday beside the date, or bare weekdays that fit the day or its eve, pick the first year that agrees from the
    latest year told of on; failing both, that latest year has to be told of twice.
    """
    years = _years(text)
    past = sorted(y for y in years if not _ahead(text, years[y]))
    if not past:
        return None
    newest = past[-1]
    weekdays = {number for number, _ in _past_weekdays(text, [], None)}
    if mention.weekday or weekdays:
        options = [
            day
            for year in (newest, newest + 1, newest + 2, newest + 3, newest + 4, newest - 1)
            if (day := mention.on(year)) is not None
        ]
        if not mention.weekday:
            on_it = [day for day in options if day.isoweekday() in weekdays]
            options = on_it or [day for day in options if (day - timedelta(1)).isoweekday() in weekdays]
        return (options[0], (years[newest],)) if options else None
    day = mention.on(newest)
    return (day, (years[newest],)) if day and len(re.findall(rf"\b{newest}\b", text)) > 1 else None


def _ahead(text: str, span: Span) -> bool:
    return guess(text, span.start, span.end) == "future"


def _from_days_told(text: str, mentions: list[_Mention], prose: Within | None) -> Published | None:
    """The latest day that a picture, a post or a full date with its weekday tells of, and bare weekdays just after it.

    Days that prose tells of in full are history as often as news, so that they count only with their weekday.
    """
    told: list[tuple[date, Span]] = []
    for mention in mentions:
        day = mention.on(mention.year) if mention.year else None
        near = (mention.weekday or _in_picture(text, mention.span, prose)) and not _alone(text, mention.span)
        if day is not None and near and _FIRST <= day <= _LAST and not _ahead(text, mention.span):
            told.append((day, mention.span))
    if not told:
        return None
    latest, span = max(told, key=lambda item: item[0])
    if any(y > latest.year and not _ahead(text, place) for y, place in _years(text).items()):
        return None
    lag = load_toml("times_dating.toml")["weekday_lag"]
    after = [((number - latest.isoweekday()) % 7, place) for number, place in _past_weekdays(text, mentions, prose)]
    moved = max((item for item in after if item[0] <= _NEAR), key=lambda item: item[0], default=(0, span))
    evidence = tuple(sorted({span, moved[1]}))
    return Published(min(latest + timedelta(moved[0] + lag), _LAST), "inferred", evidence)


def _in_picture(text: str, span: Span, prose: Within | None) -> bool:
    """Whether a date stands in a caption or a quoted post."""
    if prose is not None and not prose.meeting(span):
        return True
    around = (
        text[max(0, span.start - 120) : span.start].rpartition("\n")[2]
        + text[span.end : span.end + 160].partition("\n")[0]
    )
    return bool(_PICTURE.search(around))


def _past_weekdays(text: str, mentions: list[_Mention], prose: Within | None) -> list[tuple[int, Span]]:
    """Bare weekdays of the past, each with its first place."""
    taken = [m.span for m in mentions]
    found: dict[int, Span] = {}
    at = 0
    for match in _BARE_WEEKDAY.finditer(text):
        place = Span(*match.span())
        while at < len(taken) and taken[at].end <= place.start:
            at += 1
        if at < len(taken) and taken[at].overlaps(place):
            continue
        if prose is not None and not prose.holds(place):
            continue
        lead = text[max(0, place.start - 8) : place.start].lower()
        if re.search(r"(?:last|next|every|each)\s$", lead) or guess(text, place.start, place.end) == "future":
            continue
        found.setdefault(_WEEKDAYS[match[1][:3].lower()], place)
    return list(found.items())
