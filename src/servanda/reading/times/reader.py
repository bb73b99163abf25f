"""Goes through scanned text from left to right and asks the meanings for what each place says.

The reader keeps what the story has spoken of so far, so that "that day" and "a year earlier" find their day.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from servanda.days import Period
from servanda.reading.model import Tense, TimeType
from servanda.reading.times import values
from servanda.reading.times.rules import LONGEST, candidates
from servanda.reading.times.scan import Scan
from servanda.reading.times.tense import nearest
from servanda.reading.times.words import Words, words
from servanda.spans import Span

#: A word such as "by" or "due" so many words away outweighs the tense of the clause.
_BESIDE = 6
#: "could not be reached Wednesday"; "had filed reports by Wednesday": what is told was over by then.
_COULD_NOT = re.compile(r"\bcould(?:n['’]t|\s+not)\b[^.;:!?]{0,60}$")
_AHEAD_OF = re.compile(r"\b(?:before|ahead\s+of|prior\s+to)\s(?:[^\s.;:!?,]+\s+){1,6}(?:in|on|at|for)\s+$", re.I)
#: A text with so many words of games is taken to tell of one.
_PLAYED = 2
_LETTERS = re.compile(r"[a-z]{6,}")
#: "Postponed until Friday": what lasts until then is still to come.
_PUT_OFF = re.compile(
    r"\b(?:postpon|delay|adjourn|suspend|exten|defer|push|re?schedul|recess|cancel|halt|wait|clos|remand|h[eo]ld|put|bar|bann?"
    r"|gave|give|set|keep|kept|order|block|shut)",
    re.I,
)
_HAD = re.compile(r"\bhad\s+(?:been\b|\w+ed\b)[^.;:!?]{0,60}$")


@dataclass(frozen=True, slots=True)
class Found:
    """What tokens `first` to `last` (inclusive) mean. `period` is worked out from the value where it is None.

    `end` is the offset where the expression ends, if not with its last token.
    """

    type: TimeType
    value: str
    first: int
    last: int
    period: Period | None = None
    end: int | None = None


Meaning = Callable[["Reader", int, int], Found | None]


@dataclass(slots=True)
class Reader:
    """State of reading one document. `told` is the last day, month or year spoken of, as a period.

    `month` is the last month spoken of, `quarter` the one under report and where it was spoken of last, `longer` where
    "the nine months" under report were; `leant_on` what was told before "a year earlier", where that came last;
    `game` whether the text tells of a game, None until it is asked.
    `named` are the places and days of events known by name, in the order of the text.
    """

    text: str
    published: date | None
    tense: Callable[[int], Tense | None] | None
    meanings: dict[str, Meaning]
    named: list[tuple[Span, Period]] = field(default_factory=list)
    passed: int = 0
    scan: Scan = field(init=False)
    known: Words = field(default_factory=words)
    told: Period = field(default_factory=Period)
    month: int | None = None
    quarter: tuple[int, str] | None = None
    longer: int = -1
    leant_on: Period | None = None
    game: bool | None = None

    def read(self, scan: Scan) -> list[Found]:
        """All time expressions of a stretch of scanned text, in order."""
        self.scan = scan
        found: list[Found] = []
        classes, i, count = scan.classes, 0, len(scan.classes)
        while i < count:
            if classes[i] in "xA,sRf-()O26":
                i += 1
                continue
            while self.passed < len(self.named) and self.named[self.passed][0].end <= scan.starts[i]:
                self._speak_of(self.named[self.passed][1])
                self.passed += 1
            tail = classes[i : i + LONGEST].partition("x")[0]
            for rule, length in candidates(tail):
                meant = self.meanings[rule](self, i, i + length)
                if meant is not None:
                    found.append(meant)
                    self._remember(meant)
                    i = meant.last + 1
                    break
            else:
                i += 1
        return found

    def _remember(self, found: Found) -> None:
        first, stop = found.first, found.last + 1
        if found.type == "DURATION" and self.has("V", first, stop) and self.has("To", first, stop):
            self.longer = self.scan.starts[first]
        if found.type not in ("DATE", "TIME"):
            return
        leans = self.has("k", found.last, stop)
        self.leant_on = (self.leant_on or self.told) if leans else None
        self._speak_of(found.period or values.period_of(found.value))
        if "-Q" in found.value and not self.has("gkl", first, stop):
            self._report_on(found)

    def _report_on(self, found: Found) -> None:
        """A quarter named by its number is the one under report, if it is over by now or told of as if it were."""
        offset = self.scan.starts[found.first]
        if self.quarter and found.value == self.quarter[1]:
            self.quarter = (offset, found.value)
        elif self.has("o4", found.first, found.last + 1):
            end = values.period_of(found.value).end
            over = end is None or self.published is None or end < self.published
            if over or self.direction(found.first, found.last) != "future":
                self.quarter = (offset, found.value)

    def reported(self, first: int, reach: int = 10**9) -> str | None:
        """The quarter under report, spoken of at most so many characters before a token, and no longer time since."""
        if self.quarter is None or self.quarter[0] < self.longer or self.scan.starts[first] - self.quarter[0] >= reach:
            return None
        return self.quarter[1]

    def _speak_of(self, period: Period) -> None:
        if period.start and period.end:
            self.told = period
            if (period.start.year, period.start.month) == (period.end.year, period.end.month):
                self.month = period.start.month

    def event_at(self, offset: int) -> Period | None:
        """The days of the event whose name begins at an offset, with or without an article before it."""
        for span, period in self.named[self.passed : self.passed + 3]:
            if span.start >= offset and self.text[offset : span.start].strip().lower() in ("", "the"):
                return period
        return None

    # What stands at a place ---------------------------------------------------------------------------------------

    def at(self, letters: str, first: int, stop: int) -> int:
        """The first token from `first` up to `stop` whose class is among the letters, or -1."""
        classes = self.scan.classes
        return next((i for i in range(first, stop) if classes[i] in letters), -1)

    def word(self, index: int) -> str:
        """A token in lower case."""
        return self.scan.lowers[index]

    def has(self, letters: str, first: int, stop: int) -> bool:
        """Whether a token of one of the classes is there."""
        return self.at(letters, first, stop) >= 0

    def words(self, first: int, stop: int) -> list[str]:
        """Tokens in lower case."""
        return list(self.scan.lowers[first:stop])

    def previous_word(self, index: int) -> str:
        """The word just before a token, in lower case; empty at the start of a sentence or after a mark."""
        before = self.scan.before(index, 24).rstrip()
        cut = len(before)
        while cut and (before[cut - 1].isalnum() or before[cut - 1] in "'’%"):
            cut -= 1
        return before[cut:].lower()

    def next_word(self, index: int) -> str:
        """The word just after a token, in lower case; empty before a mark."""
        after = self.scan.after(index, 24).lstrip()
        stop = 0
        while stop < len(after) and (after[stop].isalnum() or after[stop] in "'’"):
            stop += 1
        return after[:stop].lower()

    def is_of_a_game(self) -> bool:
        """Whether the text tells of a game, whose quarters and halves are no part of a year."""
        if self.game is None:
            played = self.known.context["game"]
            self.game = sum(word in played for word in _LETTERS.findall(self.text.lower())) >= _PLAYED
        return self.game

    # Time -----------------------------------------------------------------------------------------------------------

    def direction(self, first: int, last: int) -> Tense | None:
        """Whether the clause tells of the past or the future: as the caller says, else as the words nearby do.

        "The pact signed today takes effect by Friday": what stands right beside the expression goes first.
        """
        start, end = self.scan.starts[first], self.scan.ends[last]
        told = self.tense(start) if self.tense else None
        nearby = nearest(self.text, start, end)
        if told == "past" and self._was_until(first):
            return "past"
        if told == "future" and self.previous_word(first) in self.known.context["said"]:
            return "past"
        if told == "future" and _COULD_NOT.search(self.text, max(0, start - 80), start):
            return "past"
        if told != "past" and _AHEAD_OF.search(self.text, max(0, start - 80), start):
            return "future"
        if nearby is None or (told not in (None, "present") and (nearby[0] == "past" or nearby[1] > _BESIDE)):
            return told
        if nearby[0] == "future" and _HAD.search(self.text, max(0, start - 80), start):
            return "past"
        return nearby[0]

    def _was_until(self, first: int) -> bool:
        """Whether what a clause in the past says up to "by" or "until" is over: "was freed by Friday"."""
        lead = self.previous_word(first)
        return lead == "by" or (lead in ("until", "till") and not _PUT_OFF.search(self.scan.before(first, 80)))

    def pick_month(self, month: int, tense: Tense | None) -> tuple[int, int] | None:
        """Year and month of a bare month's name: by tense, else the nearest, the past preferred."""
        if self.published is None:
            return (self.told.start.year, month) if self.told.start else None
        year, now = self.published.year, self.published.month
        back, ahead = (now - month) % 12, (month - now) % 12
        reach = {"future": 8, "present": 8, None: 2}.get(tense, -1)
        forward = ahead <= reach or (tense == "future" and back == 0)
        if forward:
            return (year if month >= now else year + 1), month
        return (year if month <= now else year - 1), month

    def pick_day(self, month: int, day: int, tense: Tense | None) -> date | None:
        """The day of a bare `June 12`: the nearest that the tense allows."""
        anchor = self.published
        if anchor is None:
            anchor = self.told.start
            if anchor is None:
                return None
        nearest: tuple[int, date] | None = None
        for year in (anchor.year - 1, anchor.year, anchor.year + 1):
            made = make_day(year, month, day)
            if made is None:
                continue
            off = (made - anchor).days
            cost = abs(off)
            if self.published is not None:
                against = off > 0 if tense != "future" else off < 0
                cost += (200 if tense in ("past", "future") else 60 if off > 0 else 0) if against else 0
            if nearest is None or cost < nearest[0]:
                nearest = (cost, made)
        return nearest[1] if nearest else None

    def pick_weekday(self, weekday: int, tense: Tense | None) -> date | None:
        """The day of a bare weekday: today or before, or ahead where the clause looks ahead ("they meet Monday")."""
        if self.published is None:
            return None
        back = (self.published.isoweekday() - weekday) % 7
        if tense == "future" or (tense == "present" and (back > 3 or not back)):
            return values.shift(self.published, (7 - back) % 7)
        return values.shift(self.published, -back)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none, such as 30 February."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weeks_from(day: date, weeks: int) -> date:
    """The Monday of the week so many weeks on."""
    return values.shift(day - timedelta(min(day.weekday(), (day - date.min).days)), 7 * weeks)
