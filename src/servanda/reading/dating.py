"""Infers the day a document was published from its text alone, with the spans that tell.

Clues, from the surest down: the address (`/2018/06/12/`), a stamp ("Published: 12 June 2018", a date alone on a line or
beside a time of day), a dateline ("SEOUL, June 12 (Wire)"), the latest day of a picture, a post or a full date with its
weekday, together with bare weekdays ("on Friday") that must follow it. A day without its year counts where `years` is
sure of the year. Without a clue there is no answer. Linear in the length of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from servanda.codebook import load_toml
from servanda.reading.model import Published
from servanda.reading.times.within import Within
from servanda.reading.times.words import words
from servanda.reading.years import Told, Years, ahead, years
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
    re.compile(  # the slug of an agency: 11-02-89 1234EST
        r"(?<![\d/])(?P<first>[01]\d)(?P<mark>[/-])(?P<second>[0-3]\d)(?P=mark)(?P<year>\d\d)"
        r"(?=\s{1,2}[0-2]\d:?[0-5]\d\s?[A-Z]{2,4}\b)"
    ),
)
#: How a month begins that is one: with a capital.
_MONTH_NAME = re.compile(
    r"J(?:[Aa][Nn]|[Uu][NnLl])|F[Ee][Bb]|M[Aa][RrYy]|A(?:[Pp][Rr]|[Uu][Gg])|S[Ee][Pp]|O[Cc][Tt]|N[Oo][Vv]|D[Ee][Cc]"
)
_AROUND = 80
#: What every day in figures holds.
_FIGURES = re.compile(r"\d[-/.]\d\d?[-/.]\d")
_CLOCK_AFTER = re.compile(r"[\s,;|·•–—-]{0,4}(?:at\s)?\(?T?[0-2]?\d(?:[:.]\s?[0-5]\d|[0-5]\d\s?[A-Z]{2,4}\b)", re.I)
_PUT_UP = re.compile(r"\b(?:was|is|has been)\s(?:first\s)?published\b[^\n;]{0,50}\d[.:]\d\d\s?[A-Z]{2,4}\son\s$")
#: "This is a transcript of "The Hour," June 11, 2010"; "By Ann Lee | June 11, 2010; 6:00 AM ET", wherever they stand.
_TRANSCRIPT = re.compile(r"\btranscript\s(?:from|of)\s[^\n]{2,60},?[\"”’']?,?\s$", re.I)
_BYLINE = re.compile(r"(?:^|\n)By\s[A-Z][^\n|]{2,60}[|•·]\s?$")
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
#: The number of a post on Twitter holds the moment at which it was made: milliseconds since its epoch, above 22 bits.
_POST = re.compile(r"(?:<tweet\sid=\"|/status(?:es)?/)(\d{17,19})\b")
_POST_EPOCH, _POST_SHIFT = 1_288_834_974_657, 22
_BARE_WEEKDAY = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?\b(?!\s+(?:Night\s+Live|Times))")
_WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
#: A weekday up to so many days after a dated picture is taken to follow it.
_NEAR = 3
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Mention:
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
    mentions = days_written(text)
    within = None if prose is None else Within(prose)
    posts = _posts(text, mentions, within)
    told_years = Years(text, [number for number, _ in _past_weekdays(text, mentions, None)], posts)
    for clue in (_stamp(text, mentions), _dateline(text, mentions, told_years)):
        if clue is not None:
            return clue
    if title and (told := [day for m in days_written(title) if (day := m.on(m.year))]):
        return Published(told[0], "inferred")
    return _from_days_told(text, mentions, posts, told_years, within) or Published(None, "unknown")


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


def _near_months(text: str) -> Iterator[tuple[int, int]]:
    """The stretches around names of months, wider than any day with its month; days in words stand nowhere else."""
    begin = end = -1
    for match in _MONTH_NAME.finditer(text):
        if match.start() - _AROUND > end:
            if end >= 0:
                yield begin, end
            begin = max(0, match.start() - _AROUND)
        end = match.end() + _AROUND
    if end >= 0:
        yield begin, min(end, len(text))


def days_written(text: str) -> list[Mention]:
    """All days written out, in the order of the text, none within another."""
    found: dict[int, Mention] = {}
    windows = list(_near_months(text))
    figures = [(0, len(text))] if _FIGURES.search(text) else []
    for form in _FORMS:
        places = windows if "month" in form.groupindex else figures
        for match in (match for start, end in places for match in form.finditer(text, start, end)):
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
            year = int(parts["year"] or 0)
            if 0 < year < 100:
                year += 1900 if year >= 50 else 2000
            weekday = _WEEKDAYS.get((parts.get("weekday") or "").lower(), 0)
            mention = Mention(Span(*match.span()), month, day, year, weekday)
            other = found.get(match.start())
            if other is None or len(other.span) < len(mention.span):
                found[match.start()] = mention
    kept: list[Mention] = []
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


def _stamp(text: str, mentions: list[Mention]) -> Published | None:
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
        rank, start = 0, max(0, mention.span.start - 80)
        if published.search(before):
            rank = 5 if early else 4
        elif _PUT_UP.search(text, max(0, mention.span.start - 120), mention.span.start):
            rank = 4
        elif updated.search(before) or (_BYLINE.search(text, start, mention.span.start) and _CLOCK_AFTER.match(after)):
            rank = 3
        elif (
            early
            and (
                _alone(text, mention.span)
                or _PAGE_AFTER.match(after)
                or _CLOCK_AFTER.match(after)
                or _CLOCK_BEFORE.search(before)
                or _TRANSCRIPT.search(text, start, mention.span.start)
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
    if not text[span.end : stop].strip() and _DATELINE_BEFORE.match(text[start : span.start]):
        return True
    beside = _labels()[2]
    others = [w for w in rest if w.lower() not in beside]
    return len(others) <= 1 or (len(others) <= 6 and rest[0].lower() == "by")


def _dateline(text: str, mentions: list[Mention], told_years: Years) -> Published | None:
    """A day without its year where a report begins or in its stamp, the year told by the rest of the text."""
    for mention in mentions:
        if mention.span.start > 2500:
            break
        line = text[max(0, mention.span.start - 80) : mention.span.start].rpartition("\n")[2]
        after = text[mention.span.end : mention.span.end + 44]
        if _captioned(line, after) or _NO_DATELINE.search(line + after):
            continue
        placed = bool(line.strip()) and _DATELINE_BEFORE.match(line) and _DATELINE_AFTER.match(after)
        stamped = mention.span.start < 700 and (
            _alone(text, mention.span) or (mention.weekday and not line.strip() and _CLOCK_AFTER.match(after))
        )
        if not placed and not stamped:
            continue
        if mention.year:
            if (day := mention.on(mention.year)) is not None:
                return Published(day, "inferred", (mention.span,))
        elif (told := _completed(mention, told_years)) is not None:
            return Published(told.day, "inferred", (mention.span, *told.evidence))
    return None


def _captioned(line: str, after: str) -> bool:
    """Whether a date begins a caption: "May 5: Workers clear the beach"."""
    return not line.strip() and after[:2] == ": "


def _completed(mention: Mention, told_years: Years) -> Told | None:
    """The day of a mention without a year, where the rest of the text makes the year sure enough."""
    told = told_years.complete(mention.on, weekday_beside=bool(mention.weekday))
    return told if told and told.sure >= load_toml("times_dating.toml")["year"]["enough"] else None


def _posts(text: str, mentions: list[Mention], prose: Within | None) -> list[tuple[date, Span]]:
    """The days of posts and pictures that the text shows, with the words that tell them."""
    found = []
    for match in _POST.finditer(text):
        moment = ((int(match[1]) >> _POST_SHIFT) + _POST_EPOCH) / 1000
        found.append((datetime.fromtimestamp(moment, UTC).date(), Span(*match.span(1))))
    for mention in mentions:
        day = mention.on(mention.year) if mention.year else None
        if day is not None and _FIRST <= day <= _LAST and _in_picture(text, mention.span, prose):
            found.append((day, mention.span))
    return found


def _from_days_told(
    text: str,
    mentions: list[Mention],
    posts: list[tuple[date, Span]],
    told_years: Years,
    prose: Within | None,
) -> Published | None:
    """The latest day that a picture, a post or a date with its weekday tells of, and bare weekdays just after it.

    Days that prose tells of in full are history as often as news, so that they count only with their weekday.
    """
    told: list[tuple[date, tuple[Span, ...]]] = []
    for mention in mentions:
        if _alone(text, mention.span) or ahead(text, mention.span):
            continue
        if mention.weekday and mention.year:
            day = mention.on(mention.year)
            if day is not None and _FIRST <= day <= _LAST:
                told.append((day, (mention.span,)))
        elif not mention.year and (mention.weekday or _begins_caption(text, mention.span)):
            completed = _completed(mention, told_years)
            if completed is not None:
                told.append((completed.day, (mention.span, *completed.evidence)))
    told += [(day, (span,)) for day, span in posts if not _alone(text, span) and not ahead(text, span)]
    if not told:
        return None
    latest, spans = max(told, key=lambda item: item[0])
    if any(y > latest.year and not ahead(text, place) for y, place in years(text).items()):
        return None
    lag = load_toml("times_dating.toml")["weekday_lag"]
    after = [((number - latest.isoweekday()) % 7, place) for number, place in _past_weekdays(text, mentions, prose)]
    moved = max((item for item in after if item[0] <= _NEAR), key=lambda item: item[0], default=None)
    evidence = tuple(sorted({*spans, *((moved[1],) if moved else ())}))
    return Published(min(latest + timedelta((moved[0] if moved else 0) + lag), _LAST), "inferred", evidence)


def _begins_caption(text: str, span: Span) -> bool:
    line = text[max(0, span.start - 80) : span.start].rpartition("\n")[2]
    return _captioned(line, text[span.end : span.end + 2])


def _in_picture(text: str, span: Span, prose: Within | None) -> bool:
    """Whether a date stands in a caption or a quoted post."""
    if prose is not None and not prose.meeting(span):
        return True
    around = (
        text[max(0, span.start - 120) : span.start].rpartition("\n")[2]
        + text[span.end : span.end + 160].partition("\n")[0]
    )
    return bool(_PICTURE.search(around))


def _past_weekdays(text: str, mentions: list[Mention], prose: Within | None) -> list[tuple[int, Span]]:
    """Bare weekdays of the past, each with its first place."""
    taken = [m.span for m in mentions]
    found: dict[int, Span] = {}
    at = 0
    for match in _BARE_WEEKDAY.finditer(text):
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] == "_"):
            continue
        place = Span(*match.span())
        while at < len(taken) and taken[at].end <= place.start:
            at += 1
        if at < len(taken) and taken[at].overlaps(place):
            continue
        if prose is not None and not prose.holds(place):
            continue
        lead = text[max(0, place.start - 8) : place.start].lower()
        if re.search(r"(?:last|next|every|each)\s$", lead) or ahead(text, place):
            continue
        found.setdefault(_WEEKDAYS[match[1][:3].lower()], place)
    return list(found.items())
