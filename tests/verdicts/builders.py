"""Events, views and agreements built by hand, for tests of verdicts."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from accord import accord

from servanda.agreement import Agreement, Names, load
from servanda.days import parse_period
from servanda.reading.lexicon import Lexicon, Named
from servanda.record import Event, SourceDocument, Standing
from servanda.statement import Statement
from servanda.verdicts import Verdict, judge, steps_of

MEANS = """\
means:
  radar: {sees: [{type: MOBILIZE, mode: test}], power: 0.99, delay: P1D}
  survey: {sees: [{type: RETREAT, mode: dismantle}, {type: COOPERATE}], power: 0.95, delay: P5D}
  press: {sees: [{type: "*"}], power: 0.3, delay: P2D}
"""
HEAD = accord(means=MEANS)
LEXICON = Lexicon(objects=(Named("Hawk", kind_of="ballistic missile"),))


@dataclass
class FakeView:
    """A view over events made by hand."""

    as_of: date
    made: tuple[Event, ...] = ()
    others: tuple[Statement, ...] = ()

    def events(self) -> tuple[Event, ...]:
        return self.made

    def statements(self) -> tuple[Statement, ...]:
        return (*(s for e in self.made for s in e.statements), *self.others)

    def documents(self) -> tuple[SourceDocument, ...]:
        return ()

    def text(self, document: str) -> str | None:
        return None


@dataclass
class Desk:
    """An agreement of some obligations, and a record to judge them by."""

    folder: Path
    obligations: list[str]
    head: str = HEAD
    events: list[Event] = field(default_factory=list)

    @property
    def agreement(self) -> Agreement:
        path = self.folder / "agreement.yaml"
        path.write_text(self.head + "".join(f"      - {o}\n" for o in self.obligations), encoding="utf-8")
        return load(path)

    @property
    def names(self) -> Names:
        return Names.of(self.agreement, LEXICON)

    def verdicts(self, as_of: str, *events: Event, **options: object) -> tuple[Verdict, ...]:
        """The verdicts as of a day on the desk's events and further ones."""
        view = FakeView(date.fromisoformat(as_of), (*self.events, *events))
        if "history" in options:
            options["history"] = steps_of([*options["history"], view])  # type: ignore[misc]
        return judge(self.agreement, view, self.names, **options).verdicts  # type: ignore[arg-type]

    def verdict(self, as_of: str, *events: Event, **options: object) -> Verdict:
        """The first obligation's verdict."""
        return self.verdicts(as_of, *events, **options)[0]


def event(
    what: str,
    days: str,
    *,
    by: str = "A",
    to: str = "",
    standing: Standing = "reported",
    object: str | None = None,
    place: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    certainty: float | None = None,
    source: str = "Lake Post",
    origins: tuple[str, ...] = (),
    speakers: tuple[str, ...] = (),
    published: str | None = None,
    key: str = "",
) -> Event:
    """An event. `what` is `TYPE mode`, or `quantity: name`; `days` is EDTF."""
    holds = parse_period(days)
    kind, _, mode = what.partition(" ")
    quantity = what.removeprefix("quantity: ") if what.startswith("quantity: ") else None
    certainty = {"denied": -3.0, "speculated": 1.0}.get(standing, 3.0) if certainty is None else certainty
    statements = tuple(
        Statement(
            document="facts/t.csv", source=source, origin=origin, speakers=speakers, row=2, text=what, holds=holds,
            certainty=certainty, published=date.fromisoformat(published) if published else holds.end,
            kind="quantity" if quantity else "event", event=key or f"{what} {days} {object} {place}",
        )
        for origin in (origins or (source,))
    )  # fmt: skip
    return Event(
        id=f"e:{what}:{days}:{by}:{object}:{place}:{value}{key}", standing=standing, rule="test",
        type=None if quantity else kind, mode=None if quantity else mode or None,
        actors=tuple(filter(None, by.split(";"))), recipients=tuple(filter(None, to.split(";"))), object=object,
        place=place, quantity=quantity, value=value, unit=unit, holds=holds, certainty=certainty,
        asserts=() if standing == "denied" else statements, denies=statements if standing == "denied" else (),
    )  # fmt: skip
