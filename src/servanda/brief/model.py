"""The brief as data: ten sections of claims, each claim with the statements that carry it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from servanda.agreement.model import Agreement
from servanda.agreement.names import Names
from servanda.brief.beginning import Beginning
from servanda.days import Period
from servanda.reading.lexicon import Lexicon
from servanda.record import Event, SourceDocument, View
from servanda.statement import Statement

if TYPE_CHECKING:
    from servanda.sources import Family
    from servanda.verdicts import Judgement

#: The ten questions in the order of the design, by their key.
QUESTIONS: dict[str, str] = {
    "promised": "What was promised?",
    "since": "What has happened since?",
    "verdicts": "What was kept, broken, or never covered?",
    "programme": "Where does the programme stand?",
    "pressure": "What pressure is in place, and how is it evaded?",
    "balance": "Who gave what?",
    "ties": "How are ties changing?",
    "outlook": "What comes next?",
    "unknowns": "What is not known?",
    "sources": "Who says so?",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a section says, with what carries it.

    `text` is one sentence or phrase in plain words. `statements` carry it and `against` speak against it; a claim
    with neither follows from the agreement's text alone. `standing` is the event's, or the word of a verdict stands
    in `word`. `when` is the period it speaks of. `group` is the heading it stands under. `details` are further
    fields of the section, ready for JSON.
    """

    text: str
    group: str = ""
    statements: tuple[Statement, ...] = ()
    against: tuple[Statement, ...] = ()
    standing: str | None = None
    word: str | None = None
    when: Period | None = None
    event: str | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def from_agreement(self) -> bool:
        """Whether the claim follows from the agreement's text alone."""
        return not self.statements and not self.against

    @property
    def count(self) -> int | None:
        """How many things the claim stands for, where its section counts them."""
        return self.details.get("count")

    @property
    def origins(self) -> tuple[str, ...]:
        """The independent origins of the statements that carry it, sorted."""
        return tuple(sorted({s.origin for s in self.statements}))

    @property
    def strength(self) -> tuple[int, int]:
        """How many things it stands for, where its section counts them, else its independent origins; and how many
        statements carry it."""
        statements, count = self.statements, self.count
        if count is None:
            count = len(statements) if len(statements) < 2 else len({s.origin for s in statements})
        return count, len(statements)

    def to_json(self) -> dict[str, Any]:
        """The claim for the JSON brief; `from`, `to` and the fields of its section only where there are any."""
        told: dict[str, Any] = {"text": self.text, "group": self.group}
        for key, value in (("standing", self.standing), ("verdict", self.word), ("event", self.event)):
            if value:
                told[key] = value
        if when := self.when:
            told["when"] = when.edtf()
            told["from"] = when.start.isoformat() if when.start else None
            told["to"] = when.end.isoformat() if when.end else None
        statements, against = self.statements, self.against
        told["from_agreement"] = not statements and not against
        told["origins"] = sorted({s.origin for s in statements})
        told["statements"] = [s.to_json() for s in statements]
        told["against"] = [s.to_json() for s in against]
        told.update(self.details)
        return told


@dataclass(frozen=True, slots=True)
class Section:
    """The answer to one question: a summary in a sentence or two, the claims, and data for charts and tables."""

    key: str
    summary: str
    claims: tuple[Claim, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def question(self) -> str:
        """The question it answers."""
        return QUESTIONS[self.key]

    def groups(self) -> list[tuple[str, list[Claim]]]:
        """The claims under their headings, in order of first appearance."""
        grouped: dict[str, list[Claim]] = {}
        for claim in self.claims:
            grouped.setdefault(claim.group, []).append(claim)
        return list(grouped.items())

    def to_json(self) -> dict[str, Any]:
        """The section for the JSON brief."""
        return {
            "question": self.question,
            "summary": self.summary,
            "claims": [c.to_json() for c in self.claims],
            **self.data,
        }


@dataclass(frozen=True, slots=True)
class Brief:
    """The ten answers about a case as of a day."""

    case: str
    agreement: Agreement
    as_of: date
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """The section of a question."""
        return next(s for s in self.sections if s.key == key)

    def to_json(self) -> dict[str, Any]:
        """One key for each question, after the case and the day."""
        head = {"case": self.case, "agreement": self.agreement.name, "as_of": self.as_of.isoformat()}
        return {**head, **{s.key: s.to_json() for s in self.sections}}


class Site(Protocol):
    """What the brief needs to know of a site; `case` has it from case.toml."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...


@dataclass(frozen=True)
class Material:
    """Everything that the sections draw on: the agreement, the record as of the day, and the judgement on it.

    `since` is from when on events are told, the day of signature where it is None. What several sections ask of all
    events is found once and kept.
    """

    case: str
    agreement: Agreement
    names: Names
    lexicon: Lexicon
    view: View
    judgement: "Judgement"
    sites: tuple[Site, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    documents: tuple[SourceDocument, ...]
    related: "Callable[[], Iterable[Family]]" = tuple
    since: Beginning | None = None

    @property
    def as_of(self) -> date:
        """The day whose knowledge is used."""
        return self.view.as_of

    def party_name(self, actor: str) -> str:
        """The name of the party that an actor stands for, else the actor's own name."""
        party = self.names.party_of(actor)
        return next((p.name for p in self.agreement.parties if p.id == party), actor)

    def state_of(self, name: str) -> str:
        """The state or body that somebody stands for."""
        return self._states.get(name) or self.party_name(name)

    def parties_of(self, actors: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the parties among the actors, each once, in order."""
        known = self._parties.get(actors)
        if known is None:
            found = (self.names.party_of(a) for a in actors)
            known = self._parties[actors] = tuple(dict.fromkeys(p for p in found if p))
        return known

    def said(self, kind: str) -> list[Statement]:
        """The statements of a kind other than `event`, in order."""
        return self._by_kind.get(kind, [])

    def coded(self, codes: Iterable[str]) -> list[Event]:
        """The events that bear one of the TYPE/mode codes, in order."""
        places = sorted(n for code in frozenset(codes) for n in self._by_code.get(code, ()))
        return [self.events[n] for n in places]

    @cached_property
    def families(self) -> "tuple[Family, ...]":
        """The families of documents that share text, found when they are first asked for."""
        return tuple(self.related())

    @cached_property
    def _states(self) -> dict[str, str]:
        """The states of the people and bodies that are known by name."""
        return {a.name: a.state for a in reversed(self.lexicon.actors) if a.state}

    @cached_property
    def _parties(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    @cached_property
    def _by_kind(self) -> dict[str, list[Statement]]:
        """The statements by kind, those of events aside."""
        found: dict[str, list[Statement]] = {}
        for statement in self.statements:
            if statement.kind != "event":
                found.setdefault(statement.kind, []).append(statement)
        return found

    @cached_property
    def _by_code(self) -> dict[str, list[int]]:
        """The places of the events by their code."""
        places: dict[tuple[str | None, str | None], list[int]] = {}
        for n, event in enumerate(self.events):
            places.setdefault((event.type, event.mode), []).append(n)
        found: dict[str, list[int]] = {}
        for (type_, mode), same in places.items():
            found.setdefault(f"{type_}/{mode or ''}", []).extend(same)
        return found
