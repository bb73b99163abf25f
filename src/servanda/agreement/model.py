"""An agreement: its parties, provisions and the obligations that they put into machine-readable form."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from servanda.days import Duration, Period

Form = Literal["refrain", "perform", "repeat", "limit", "admit", "respond", "endeavour"]
FORMS: tuple[Form, ...] = ("refrain", "perform", "repeat", "limit", "admit", "respond", "endeavour")
MATCHED = ("object", "place", "actors")


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its id in the file ("A"), name and aliases. `plural` is for names such as the Tigers, who *were*."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A pattern of an act or quantity. A key that is None is not asked for; "*" matches anything.

    `type` and `mode` match exactly, `object` and `place` by name or alias. `party` is set where the pattern names
    who acts, as in `when:`.
    """

    type: str | None = None
    mode: str | None = None
    object: str | None = None
    place: str | None = None
    quantity: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class RivalReading:
    """How one party reads an obligation otherwise: the keys it changes, as they stand in the file.

    `as_read` is the whole obligation as that party reads it, and `changed` names the keys that differ.
    """

    by: str
    end: str | None = None
    act: Act | None = None
    note: str | None = None
    as_read: "Obligation | None" = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one provision asks of one party. `words` are the provision's words that it rests on.

    Only the keys of its form are set: `act` (all but endeavour), `window` (from `from:` and `until:`), `by` or
    `within` (perform, admit, respond), `every` and `grace` (repeat), `at_most` and `unit` (limit), `who` and
    `asked_by` (admit), `when` (respond), `end` (endeavour), `same` (admit, respond), `undone_by` (refrain).
    `line` is where it stands in the file. `outside_text` marks a pledge that was made but not signed. A `perform` may
    ask for the act `count` times, or for acts whose values add up to `amount`. `suspended` are times without duty.
    """

    id: str
    provision: str
    party: str
    form: Form
    words: str = ""
    act: Act | None = None
    undone_by: Act | None = None
    window: Period = field(default_factory=Period)
    by: date | None = None
    within: Duration | None = None
    every: Duration | None = None
    grace: Duration | None = None
    at_most: float | None = None
    unit: str | None = None
    who: str | None = None
    asked_by: Act | None = None
    when: Act | None = None
    same: tuple[str, ...] = ()
    end: str | None = None
    seen_by: tuple[str, ...] = ()
    readings: tuple[RivalReading, ...] = ()
    outside_text: bool = False
    line: int | None = None
    count: int | None = None
    amount: float | None = None
    suspended: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered part of the agreement, in paraphrase."""

    id: str
    text: str
    obligations: tuple[Obligation, ...] = ()
    outside_text: bool = False


@dataclass(frozen=True, slots=True)
class Means:
    """A way of finding out: the acts it sees, the chance (0 to 1) that it sees one, how soon, and when it works."""

    id: str
    sees: tuple[Act, ...]
    power: float
    delay: Duration = field(default_factory=Duration)
    window: Period = field(default_factory=Period)


@dataclass(frozen=True, slots=True)
class Entry:
    """One account of the entry into force: on one of `days` (both ends known), or never, where `days` is None.

    `by` is who has it so: a party's id, or any other name; None where nobody in particular does.
    """

    days: Period | None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A whole agreement.yaml.

    `entries` are the accounts of the entry into force where its day is not known or disputed; then `in_force` begins
    with the earliest day of any of them. Where the day is plain, it is `in_force.start` and `entries` is empty.
    """

    name: str
    signed: date | None
    in_force: Period
    parties: tuple[Party, ...]
    provisions: tuple[Provision, ...]
    means: tuple[Means, ...] = ()
    modes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """All obligations in the order of the file; a party list has been taken apart into one for each party."""
        return tuple(o for p in self.provisions for o in p.obligations)
