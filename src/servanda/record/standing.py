"""What an event's statements amount to: the rules of standing, each named, with the statements it fired on.

Statements are grouped by event, then by origin, then by who speaks, so that copies of one report never add up, nor do
two reports that both only quote the same person. docs/concepts/record.md has the rules in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from servanda.codebook import plover
from servanda.record.model import Event, Standing
from servanda.record.voices import is_office_of_nobody, spoken_for, with_adjectives
from servanda.statement import Statement

#: From this certainty on (probable or certain) a statement asserts or denies; below it, it only speculates.
FIRM = 1.5

#: The rules of standing by name, with what each says.
RULES: dict[str, str] = {
    "independent-origins": "two or more independent origins assert it and nobody in a position to know denies it",
    "admission": "a party says it of itself against its own interest and nobody in a position to know denies it",
    "instrument": "an instrument recorded it and nobody in a position to know denies it",
    "inspection": "an inspection recorded it and nobody in a position to know denies it",
    "one-origin": "one origin asserts it",
    "weak-sources": "only sources that are not usually reliable assert it",
    "interested-party": "only an interested party asserts it",
    "asserted-and-denied": "it is asserted and denied",
    "announced": "it is announced or expected, and nothing says that it happened",
    "announced-and-ruled-out": "it is announced, and it is said that it will not happen",
    "possible": "it is only said to be possible",
    "only-denied": "it is only denied",
    "taken-back": "who asserted it said later that it was wrong",
}

Interest = Literal["none", "own", "admission"]

#: Types whose act is done by saying so: who says it of itself neither boasts nor admits.
SPEECH = frozenset({"REQUEST", "ACCUSE", "THREATEN", "CONSULT", "AGREE", "SUPPORT"})
#: Sources of these grades (Admiralty scale: D not usually reliable, E unreliable) make no second origin.
_WEAK = frozenset("DE")
_RECORDING = ("instrument", "inspection")


@dataclass(frozen=True, slots=True)
class Interests:
    """Who speaks for whom, and how far sources can be relied on. Names are matched without regard to case.

    `parties`: names of actors, speakers and sources to the party they act or speak for. `kinds`: sources or speakers
    to their kind (`instrument` and `inspection` matter here). `grades`: sources to their grade, A to F, on the
    Admiralty scale. `people`: names that are single people; two of the same party are not one another.
    """

    parties: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    _offices: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _placed: dict[tuple[str | None, str], "Voice"] = field(default_factory=dict, init=False, repr=False, compare=False)
    _acting: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("parties", "kinds", "grades"):
            object.__setattr__(self, name, {key.casefold(): value for key, value in getattr(self, name).items()})
        object.__setattr__(self, "_offices", with_adjectives(self.parties))
        object.__setattr__(self, "people", frozenset(name.casefold() for name in self.people))

    def party(self, name: str | None) -> str | None:
        """The party that a name acts or speaks for, by itself or as an office of it."""
        return spoken_for(name, self._offices) if name else None

    def speaks_for(self, statement: Statement) -> str | None:
        """The party that who speaks speaks for, as its government or an office of it."""
        return self.voice(statement).party

    def acting(self, actors: tuple[str, ...]) -> frozenset[str]:
        """The parties that the actors belong to."""
        known = self._acting.get(actors)
        if known is None:
            known = self._acting[actors] = frozenset(p for name in actors if (p := self.party(name)))
        return known

    def voice(self, statement: Statement) -> "Voice":
        """What is known of who speaks."""
        speaker = statement.speakers[-1] if statement.speakers else None
        key = (speaker, statement.source)
        known = self._placed.get(key)
        if known is None:
            name, source = (speaker or statement.source).casefold(), statement.source.casefold()
            grade = self.grades.get(name) or self.grades.get(source)
            party = spoken_for(name, self._offices)
            office = party is None and speaker is not None and is_office_of_nobody(speaker)
            known = self._placed[key] = Voice(party, self.kinds.get(name), grade in _WEAK, office)
        return known

    def weak(self, statement: Statement) -> bool:
        """Whether who speaks is graded D or E: a graded speaker counts for itself, else the source does."""
        return self.voice(statement).weak

    def interest(self, statement: Statement, acting: frozenset[str] | None) -> Interest:
        """How who speaks is placed towards an event whose actors belong to the parties `acting`; None: nobody is named.

        A party that speaks of its own conflict admits; of its own cooperation, or the other's conflict, claims. What it
        grants the other is no claim of its own. A quantity it claims, its own or the other's: the record does not know
        which values would be against it. An act by nobody whom it names it claims, too: it may mean itself or the
        other. An office of which it is not said whose it is may well be that of the one party of whose cooperation it
        tells, and claims. Whoever else has no party, or speaks of an event in which no party acts, or of words that
        were spoken, has no interest that we know of.
        """
        voice, known = self.voice(statement), plover().get(statement.type or "")
        party = voice.party
        if voice.office and acting and len(acting) == 1 and known and known.side == "cooperation":
            return "none" if known.name in SPEECH else "own"
        if party is None or (acting is not None and not acting):
            return "none"
        if statement.kind == "quantity":
            return "none" if acting is None or (party in acting and len(acting) > 1) else "own"
        if known is None or known.name in SPEECH:
            return "none"
        if acting is None:
            return "own"
        if party in acting:
            if len(acting) > 1:
                return "none"
            return "admission" if known.side == "conflict" else "own"
        return "own" if known.side == "conflict" else "none"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the party spoken for, the kind of source (the speaker's where there is one), whether it is weak, and
    whether it is an office of which it is not said whose it is."""

    party: str | None
    kind: str | None
    weak: bool
    office: bool = False


#: Nobody is interested, and no source is graded.
NO_INTERESTS = Interests()


@dataclass(frozen=True, slots=True)
class Judged:
    """A standing, the rule that gave it and the ids of the statements that the rule fired on."""

    standing: Standing
    rule: str
    basis: tuple[str, ...]


def planned(s: Statement) -> bool:
    """Whether a statement speaks of what was still to come when it was published.

    It does where the days start after publication; and where a text, not a table, gives days that start with its
    publication and go on, which is how `by the end of the month` is read.
    """
    start, published = s.holds.start, s.published
    if published is None or start is None:
        return False
    if start != published:
        return start > published
    return s.row is None and (s.holds.end is None or s.holds.end > published) and s.kind == "event"


def told(event: Event) -> tuple[Statement, ...]:
    """The statements that tell of an event as something that is or was; without any, those that foretell it."""
    return tuple(s for s in event.asserts if not planned(s)) or event.asserts


def judge(
    asserts: Sequence[Statement],
    denies: Sequence[Statement],
    actors: Iterable[str] = (),
    interests: Interests = NO_INTERESTS,
) -> Judged:
    """The standing of an event out of all that is said for and against it. The order of the statements is of no matter.

    `asserts` holds plans, and whatever is only said to be possible, as well. A statement of the other side with a
    certainty near nought counts for neither.
    """
    facts: list[Statement] = []
    plans: list[Statement] = []
    for s in asserts:
        if s.certainty >= FIRM:
            (plans if planned(s) else facts).append(s)
    if plans and all(s.published is None for s in facts):
        plans, facts = plans + facts, []  # a text of unknown day tells no more than those that tell of it as a plan
    if not denies:
        if facts:
            return _asserted(facts, _acting(actors, interests), interests)
        if plans:
            return _judged("planned", "announced", plans)
        return _judged("speculated", "possible", asserts)
    denials = [s for s in denies if s.certainty <= -FIRM]
    contrary = [s for s in denies if s.certainty >= FIRM]  # another value of the same quantity
    against = [s for s in denials + contrary if not interests.weak(s)]
    if facts and not (facts := _stood_by(facts, denials, interests)) and not plans:
        return _judged("denied", "taken-back", denials)
    if facts:
        denying = [s for s in against if not planned(s)]
        if denying:
            return _judged("disputed", "asserted-and-denied", facts + denying)
        return _asserted(facts, _acting(actors, interests), interests)
    if plans:
        after = [s for s in against if not planned(s)]
        if after:
            return _judged("denied", "only-denied", after)
        if against:
            return _judged("disputed", "announced-and-ruled-out", plans + against)
        return _judged("planned", "announced", plans)
    if denials:
        return _judged("denied", "only-denied", denials)
    return _judged("speculated", "possible", [*asserts, *denies])


def _stood_by(facts: list[Statement], denials: Sequence[Statement], interests: Interests) -> list[Statement]:
    """What is still asserted: not what an origin that speaks for no party said itself, and itself denied later."""
    wrong: dict[str, date] = {}
    for s in denials:
        if not s.speakers and s.published and interests.voice(s).party is None:
            wrong[s.origin] = max(s.published, wrong.get(s.origin, s.published))
    return [s for s in facts if s.speakers or not s.published or s.published >= wrong.get(s.origin, s.published)]


def _acting(actors: Iterable[str], interests: Interests) -> frozenset[str] | None:
    """The parties that act in an event; None where nobody is named."""
    named = tuple(actors)
    return interests.acting(named) if named else None


def _asserted(facts: list[Statement], acting: frozenset[str] | None, interests: Interests) -> Judged:
    """The standing of what is asserted and not denied."""
    if not (interests.parties or interests.kinds or interests.grades):
        return _counted(facts)
    voiced = [(s, interests.voice(s)) for s in facts]
    sound = [s for s, voice in voiced if not voice.weak]
    for kind in _RECORDING if interests.kinds else ():
        if recorded := [s for s, voice in voiced if voice.kind == kind and not voice.weak]:
            return _judged("established", kind, recorded)
    placed = [(s, interests.interest(s, acting)) for s in sound]
    if admitted := [s for s, interest in placed if interest == "admission"]:
        return _judged("established", "admission", admitted)
    free = [s for s, interest in placed if interest == "none"]
    if free:
        return _counted(free)
    if len({interests.speaks_for(s) for s in sound if s.kind == "quantity"}) > 1:
        return _counted(sound)  # parties that are at odds state the same value
    if unplaced := [s for s in facts if interests.weak(s) and interests.interest(s, acting) != "own"]:
        return _judged("reported", "weak-sources", unplaced)
    return _judged("claimed", "interested-party", facts)


def _counted(free: list[Statement]) -> Judged:
    """The standing of what is asserted without interest."""
    if independent(free) >= 2:
        return _judged("established", "independent-origins", free)
    return _judged("reported", "one-origin", free)


def independent(statements: Iterable[Statement]) -> int:
    """How many of the statements are independent: no two share an origin, a text or who speaks.

    A text that takes the event over from another origin adds nothing to it by telling it once more in its own words.
    What an origin says itself is its own. The count is that of a largest matching of origins and speakers, so that two
    origins that quote the same two people count as two.
    """
    said = list(statements)
    if len({s.origin for s in said}) < 2:
        return 1 if said else 0
    root = _of_one_text(said)
    if not any(s.speakers for s in said):
        return len(set(root.values()))
    voices: dict[str, set[str]] = {}
    for s in said:
        origin = root[s.origin]
        voices.setdefault(origin, set()).add(f"speaker {s.speakers[-1]}" if s.speakers else f"origin {origin}")
    taken: dict[str, str] = {}

    def place(origin: str, tried: set[str]) -> bool:
        for voice in sorted(voices[origin] - tried):
            tried.add(voice)
            if voice not in taken or place(taken[voice], tried):
                taken[voice] = origin
                return True
        return False

    return sum(place(origin, set()) for origin in sorted(voices))


def _of_one_text(said: Iterable[Statement]) -> dict[str, str]:
    """Each origin's first fellow, by name, among those that one text joins; the rows of a table join nothing."""
    root = {s.origin: s.origin for s in said}

    def first(origin: str) -> str:
        while root[origin] != origin:
            origin = root[origin]
        return origin

    texts: dict[str, str] = {}
    for s in said:
        if s.row is None:
            one, other = sorted((first(texts.setdefault(s.document, s.origin)), first(s.origin)))
            root[other] = one
    return {origin: first(origin) for origin in root}


def _judged(standing: Standing, rule: str, basis: Iterable[Statement]) -> Judged:
    return Judged(standing, rule, tuple(sorted({s.id for s in basis})))
