"""When an event is, was or will be: the time expressions that hang on it, and the named events it is set after."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from servanda.days import Period
from servanda.reading.events.frames import Frames
from servanda.reading.events.mentions import event_noun
from servanda.reading.lexicon import NamedEvent
from servanda.reading.model import TimeExpression
from servanda.reading.tree import Tree

_UNTIL = frozenset(("by", "before", "until", "till"))
_SINCE = frozenset(("since", "after", "from", "following"))
_PASS = frozenset(("xcomp", "obj", "obl", "nmod", "compound", "amod", "nsubj:pass", "acl"))
_SPOKEN = frozenset(("say", "tell", "report", "announce", "add", "state", "write"))
#: "Marked the anniversary of the signing on Tuesday": the day is not that of the signing.
_REMEMBERED = frozenset(("anniversary", "commemoration", "memory", "birthday", "eve"))
#: "Marked a year on Tuesday since its last test": nor is it that of what stands after these.
_BESIDE = frozenset(("since", "after", "before", "until", "till", "following", "despite"))
_FAR = date(9999, 12, 31)
_OPEN = Period()
#: Days named together ("on Friday and Saturday") that are no further apart are the days of one act.
_APART = timedelta(days=7)
_YEAR = timedelta(days=364)


class Calendar:
    """The times of one document and the named events of a case, ready to be asked about one tree after another."""

    def __init__(
        self, times: tuple[TimeExpression, ...], events: tuple[NamedEvent, ...], published: date | None
    ) -> None:
        self._times = [t for t in times if t.type in ("DATE", "TIME", "DURATION")]
        self._starts = [t.span.start for t in self._times]
        self._published = published
        self._events = sorted(events, key=lambda e: (e.period.start or _FAR, e.name))
        self._by_last: dict[str, list[tuple[list[str], NamedEvent]]] = {}
        for event in self._events:
            for alias in (event.name, *event.aliases):
                asked = alias.lower().removeprefix("the ").split()
                if asked:
                    self._by_last.setdefault(asked[-1], []).append((asked, event))
        self._spoken_of: NamedEvent | None = None
        self._tree: Tree | None = None
        self._denied = False
        self._attached: dict[int, list[tuple[int, TimeExpression]]] = {}

    def enter(self, tree: Tree, coded: Sequence[int] = ()) -> None:
        """Attaches the time expressions of a tree to the predicates that they hang on.

        A time that hangs on no event that is coded goes to the coded verb right before it, which mends bad parses.
        """
        self._tree = tree
        self._attached = {}
        if not tree.words:
            return
        low, high = tree.start[0], tree.end[-1]
        for time in self._times[bisect_left(self._starts, low) : bisect_left(self._starts, high)]:
            head = self._head(tree, time)
            if head is not None:
                if _names_a_thing(tree, head, time.period):
                    continue
                above = self._predicate(tree, head)
                self._attached.setdefault(above, []).append((head, time))
                before = self._verb_before(tree, head, above, coded)
                if before is not None:
                    self._attached.setdefault(before, []).append((head, time))

    def _verb_before(self, tree: Tree, head: int, above: int, coded: Sequence[int]) -> int | None:
        own = tree.tags[above].startswith("VB") and tree.deps[above] in ("acl", "acl:relcl")  # "a plan made in 2016"
        if above in coded or own or tree.lemmas[above] in _SPOKEN or tree.deps[above] == "ROOT":
            return None
        for k in range(head - 1, -1, -1):
            if tree.sentence[k] != tree.sentence[head] or tree.lemmas[k] in _SPOKEN:
                return None
            if k in coded and tree.tags[k].startswith("VB"):
                return k
        return None

    def period(self, i: int, frames: Frames, *, denied: bool = False) -> Period:
        """The days that the text gives for the event at token i; open where it gives none.

        "None since November 2017" is `denied`, and tells of the time after that month: the last one was in it.
        """
        self._denied = denied
        tree = self._tree
        assert tree is not None
        if not self._attached and not self._events:
            return _OPEN
        named = self.named(i)
        if named is not None:
            self._spoken_of = named
            return named.period
        if (then := self._then(i)) is not None:
            return then
        seen: set[int] = set()
        at, participle = i, -1
        while at not in seen:
            seen.add(at)
            period = self._told(at, i if at != i else -1, participle)
            if period is not None:
                return period
            period = self._after_named(at)
            if period is not None:
                return period
            light = frames.of(i).light if at == i else None
            above = tree.heads[at] if light is None else light
            if at == i and (below := self._below(i)) is not None:
                return below
            there_is = tree.deps[at] == "nsubj" and tree.child(above, "expl") is not None
            if tree.deps[at] == "amod" and tree.tags[at] == "VBN":
                break  # "handed over the captured sailors on Friday"
            if tree.deps[at] == "acl" and tree.tags[at] == "VBN":
                participle = at
            told_with = tree.deps[at] in _PASS or there_is or (at == i and (_while(tree, at) or _goes_on(tree, at)))
            if at == above or (at != i and tree.lemmas[above] in _SPOKEN) or not told_with:
                break
            if tree.lemmas[above] in _SPOKEN or tree.lemmas[above] in _REMEMBERED or tree.case(at) in _BESIDE:
                break
            at = above
        return _OPEN

    def _then(self, i: int) -> Period | None:
        """ "Since May 2017, when it fired one": the time that stands right before "when"."""
        tree = self._tree
        assert tree is not None
        when = next((k for k in tree.kids[i] if tree.lower[k] == "when" and tree.tags[k] == "WRB"), None)
        if when is None or when < 2 or not tree.tags[i].startswith("VB"):
            return None
        end = tree.end[when - 2 if tree.lower[when - 1] == "," else when - 1]
        return next((t.period for t in self._times if t.span.end == end and t.type == "DATE"), None)

    def _below(self, i: int) -> Period | None:
        """A time that hangs on what a verb takes: "meet for a summit by the end of the month"."""
        tree = self._tree
        assert tree is not None
        if not self._attached or not tree.tags[i].startswith("VB"):
            return None
        for k in tree.kids[i]:
            if tree.deps[k] in ("obj", "obl", "nsubj:pass") and tree.case(k) not in (*_SINCE, "before", "about", "on"):
                for at in (k, *tree.children(k, "nmod")):
                    period = self._told(at)
                    if period is not None:
                        return period
        return None

    def _told(self, at: int, after: int = -1, participle: int = -1) -> Period | None:
        """The first of the times that hang on a token, those after a token first; of "Friday and Saturday" both
        days, and those between. A participle has of what stands above it only the times before any other verb:
        "a text signed in Oslo in May, they said", but not "a text signed by X was published in May".
        """
        tree = self._tree
        assert tree is not None
        found: Period | None = None
        first = -1
        for head, time in sorted(self._attached.get(at, ()), key=lambda told: told[0] < after):
            far = participle >= 0 and (head < participle or self._verb_between(participle, head))
            period = None if far else self._read(head, time)
            if period is None:
                continue
            if found is None:
                found, first = period, head
            elif tree.deps[head] == "conj" and tree.heads[head] == first and _follows(found, period):
                return Period(found.start, period.end)
        return found

    def _verb_between(self, one: int, other: int) -> bool:
        tree = self._tree
        assert tree is not None
        return any(tree.tags[k].startswith("VB") for k in range(one + 1, other))

    def named(self, i: int) -> NamedEvent | None:
        """The case's named event that the phrase around a token names ("the Singapore summit")."""
        tree = self._tree
        assert tree is not None
        fitting = self._by_last.get(tree.lower[i])
        if fitting is None or not tree.tags[i].startswith("N"):
            return None
        first, last = tree.inner(i)
        words = " ".join(tree.lower[first : last + 1])
        near = {tree.lower[k] for k in tree.below(i)}
        return next((e for asked, e in fitting if " ".join(asked) in words or near.issuperset(asked)), None)

    def _after_named(self, at: int) -> Period | None:
        """ "since the summit", "after the Singapore summit": from that event's day on."""
        tree = self._tree
        assert tree is not None
        if not self._events:
            return None
        for k in tree.kids[at]:
            case = tree.case(k)
            if case in _SINCE or case in ("before", "at", "during"):
                event = self.named(k) or self._meant(k)
                if event is None or event.period.start is None:
                    continue
                if case in _SINCE:
                    return _between(event.period.end or event.period.start, self._published)
                return event.period if case != "before" else Period(None, event.period.start)
        return None

    def _meant(self, k: int) -> NamedEvent | None:
        """ "the summit", "the last summit": the one the text spoke of last, else the latest before publication."""
        tree = self._tree
        assert tree is not None
        around = {tree.lower[m] for m in tree.kids[k]}
        if not around & {"the", "their", "that", "last", "this"} or around & {"second", "new", "next", "another"}:
            return None
        fitting = [
            e
            for e in self._events
            if any(a.lower().split()[-1] == tree.lower[k] for a in (e.name, *e.aliases))
            and e.period.start is not None
            and (self._published is None or e.period.start <= self._published)
        ]
        return self._spoken_of if self._spoken_of in fitting else fitting[-1] if fitting else None

    def _head(self, tree: Tree, time: TimeExpression) -> int | None:
        inside = range(bisect_right(tree.end, time.span.start), bisect_left(tree.start, time.span.end))
        for i in inside:
            if tree.heads[i] not in inside or tree.heads[i] == i:
                return i
        return inside[0] if inside else None

    def _predicate(self, tree: Tree, head: int) -> int:
        """What a time hangs on: the verb of speech right before it, the nearest verb above, a noun that it follows."""
        before = self._words_before(tree, head)
        if before >= 0 and tree.lemmas[before] in _SPOKEN and tree.tags[before].startswith("VB"):
            return before
        for above in tree.chain(head):
            if tree.tags[above].startswith("VB") or tree.deps[above] == "ROOT" or tree.child(above, "cop") is not None:
                return above
            inside = above == tree.heads[head] or self._of_thing(tree, above, tree.heads[head])
            hangs = tree.tags[above].startswith("N") and tree.deps[head].startswith(("nmod", "obl", "compound"))
            if hangs and inside and event_noun(tree.lemmas[above]):
                return above
        return head

    def _of_thing(self, tree: Tree, act: int, thing: int) -> bool:
        """ "A test of a rocket on Tuesday", "an attack on a ferry in 1987": the time is that of the act."""
        return tree.heads[thing] == act and tree.deps[thing] == "nmod"

    def _words_before(self, tree: Tree, head: int) -> int:
        """The token right before the phrase of a time and its preposition, in the same sentence; -1 without one."""
        first = min((k for k in tree.kids[head] if k < head), default=head)
        return first - 1 if first > 0 and tree.sentence[first - 1] == tree.sentence[head] else -1

    def _read(self, head: int, time: TimeExpression) -> Period | None:
        """The period of an event that stands to a time as the preposition says."""
        tree = self._tree
        assert tree is not None
        period = time.period
        if time.type == "DURATION" or (period.start is None and period.end is None):
            return None
        case = tree.case(head)
        if case is None and head > 0 and tree.lower[head - 1] in (*_UNTIL, *_SINCE):
            case = tree.lower[head - 1]
        first = bisect_right(tree.end, time.span.start)
        if case is None and first > 0 and tree.lower[first - 1] in (*_UNTIL, *_SINCE):
            case = tree.lower[first - 1]
        if first > 0 and tree.lower[first] in _UNTIL:
            case = tree.lower[first]
        if case in _UNTIL and period.end is not None:
            start = self._published
            return (
                _between(start, period.end) if start is not None and start <= period.end else Period(None, period.end)
            )
        if case == "since" and period.start is not None:
            last, end = period.end, self._published
            over = last is not None and end is not None and period.start < last < end
            if last is not None and over and self._denied:
                return Period(last + timedelta(days=1), end)
            return _between(period.start, end)
        if case in ("after", "following") and period.end is not None:
            return Period(min(period.end + timedelta(days=1), _FAR) if period.end < _FAR else period.end, None)
        return period


def _while(tree: Tree, at: int) -> bool:
    """ "Watched in May as it was blown up": in the past, what went on at the same time."""
    if tree.deps[at] != "advcl" or tree.tags[tree.heads[at]] != "VBD" or at < tree.heads[at]:
        return False
    past = tree.tags[at] == "VBD" or any(tree.lower[k] in ("was", "were") for k in tree.helpers.get(at, ()))
    return past and any(tree.lower[k] in ("as", "while") for k in tree.kids[at] if tree.deps[k] in ("mark", "advmod"))


def _goes_on(tree: Tree, at: int) -> bool:
    """ "Closed the base on Tuesday and freed two men", "fired on it on Monday, wounding two": the time is shared."""
    head = tree.heads[at]
    if at < head or tree.child(at, "nsubj", "nsubj:pass", "mark", "aux", "advmod") is not None:
        return False
    if tree.deps[at] == "conj":
        return tree.tags[at] == tree.tags[head] == "VBD" and any(tree.lower[k] == "and" for k in tree.kids[at])
    return (
        tree.deps[at] == "advcl" and tree.tags[at] == "VBG" and tree.tags[head] == "VBD" and tree.lower[at - 1] == ","
    )


def _names_a_thing(tree: Tree, head: int, period: Period) -> bool:
    """Whether a year or more stands within a name for a thing: "the 1978 resolution", "an 11th century temple"."""
    if period.start is None or period.end is None or period.end - period.start < _YEAR:
        return False
    above = tree.heads[head]
    if tree.deps[head] not in ("compound", "nummod", "amod") or not tree.tags[above].startswith("N") or above < head:
        return False
    return not event_noun(tree.lemmas[above])


def _follows(one: Period, other: Period) -> bool:
    """Whether a period ends a few days after another."""
    return one.end is not None and other.end is not None and timedelta(0) < other.end - one.end < _APART


def _between(start: date | None, end: date | None) -> Period:
    if start is not None and end is not None and end < start:
        return Period(start, None)
    return Period(start, end)
