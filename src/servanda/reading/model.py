"""What reading one document gives, as contracts/reading.md has it. `to_json` writes that form."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from servanda.days import Period
from servanda.spans import Span

FurnitureKind = Literal["caption", "credit", "byline", "dateline", "player", "promo", "heading", "other"]
CreditKind = Literal["wire", "report"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
AttributionKind = Literal["direct", "indirect", "mixed"]
PublishedBasis = Literal["given", "inferred", "unknown"]
Tense = Literal["past", "present", "future"]
MentionKind = Literal["state", "government", "organisation", "person", "place", "group", "other"]

#: FactBank values by certainty from -3 to 3 (Saurí and Pustejovsky 2009; scale of Stanovsky et al. 2017).
FACTUALITY = {-3: "CT-", -2: "PR-", -1: "PS-", 0: "Uu", 1: "PS+", 2: "PR+", 3: "CT+"}


def factuality(certainty: float) -> str:
    """The FactBank value that a certainty from -3 to 3 rounds to, halves away from zero."""
    rounded = int(abs(certainty) + 0.5) * (1 if certainty >= 0 else -1)
    return FACTUALITY[max(-3, min(3, rounded))]


def _ends(period: Period) -> dict[str, str | None]:
    return {
        "from": period.start.isoformat() if period.start else None,
        "to": period.end.isoformat() if period.end else None,
    }


@dataclass(frozen=True, slots=True)
class Published:
    """Day of publication and how it is known; `evidence` are the spans it was inferred from."""

    date: date | None
    basis: PublishedBasis
    evidence: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        day = self.date.isoformat() if self.date else None
        return {"date": day, "basis": self.basis, "evidence": [s.to_json() for s in self.evidence]}


@dataclass(frozen=True, slots=True)
class Furniture:
    """A span that is no prose of the article."""

    span: Span
    kind: FurnitureKind

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Credit:
    """Something the document owes to another: a wire credit, or a report it names."""

    span: Span
    name: str
    kind: CreditKind

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "name": self.name, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3 time expression. `value` is the TIMEX3 value, `period` the days it covers (open where unknown)."""

    span: Span
    type: TimeType
    value: str
    period: Period

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "type": self.type, "value": self.value, **_ends(self.period)}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content of a reported saying or thought; `speaker` is the source's resolved name."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None
    kind: AttributionKind

    def to_json(self) -> dict[str, Any]:
        spans = {n: [s.to_json() for s in getattr(self, n)] for n in ("source", "cue", "content")}
        return {**spans, "speaker": self.speaker, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named at `span`. `name` is the canonical name, the same for every mention of one thing.

    For a capital or a people ("Chinese") that stands for its state, `name` is the state's. `state` is the state
    that it is or belongs to; `actor` the case's actor it is, if any. State names are those of the case where it has
    the state as an actor. `gender` is `he` or `she` for people where the text or a given name tells.
    """

    span: Span
    name: str
    kind: MentionKind
    state: str | None = None
    actor: str | None = None
    gender: Literal["he", "she"] | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who acts or is acted upon: where the text names them, and the resolved name."""

    span: Span
    name: str

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "name": self.name}


@dataclass(frozen=True, slots=True)
class EventMention:
    """One mention of an event, coded (`type` a PLOVER type) or not (None).

    `span` is the head word, `sentence` the sentence it stands in. `object` is what the act is done with or to
    ("ballistic missile", "engine test stand"), by its codebook or case name where it has one. `attribution` is an
    index into the reading's attributions. `certainty` runs from -3 to 3. `tense` is that of the telling. `guessed`: the
    type is only the likeliest one, against or without the codebook's triggers; `instead` is then the mention as these
    alone code it, if they do.
    """

    span: Span
    sentence: Span
    type: str | None = None
    mode: str | None = None
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    object: str | None = None
    place: str | None = None
    period: Period = field(default_factory=Period)
    certainty: float = 3.0
    attribution: int | None = None
    tense: Tense | None = None
    guessed: bool = False
    instead: "EventMention | None" = None

    def to_json(self) -> dict[str, Any]:
        """The object of the contract; `codebook` has what the triggers alone make of a guess: type, mode, certainty."""
        own = self.instead
        coded = {"type": own.type, "mode": own.mode, "certainty": own.certainty} if own is not None else None
        return {
            **self.span.to_json(),
            "type": self.type,
            "mode": self.mode,
            "guessed": self.guessed,
            "codebook": coded,
            "actors": [a.to_json() for a in self.actors],
            "recipients": [r.to_json() for r in self.recipients],
            "object": self.object,
            "place": self.place,
            **_ends(self.period),
            "certainty": self.certainty,
            "factuality": factuality(self.certainty),
            "attribution": self.attribution,
            "sentence": self.sentence.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Unknown:
    """A sentence that says that something is not known."""

    span: Span
    about: str

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "about": self.about}


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about the agreement itself: what it lacks (`gap`) or that it does not cover something (`coverage`).

    `about` names the missing element ("deadline", "verification" …) or the act that is not covered.
    Not part of the contract's JSON; statements carry it into the record.
    """

    span: Span
    kind: Literal["gap", "coverage"]
    about: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document."""

    id: str
    published: Published
    furniture: tuple[Furniture, ...] = ()
    credits: tuple[Credit, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[EventMention, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sentences: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object that contracts/reading.md describes."""
        parts = ("furniture", "credits", "times", "attributions", "events", "unknowns")
        lists = {name: [item.to_json() for item in getattr(self, name)] for name in parts}
        return {"id": self.id, "published": self.published.to_json(), **lists}
