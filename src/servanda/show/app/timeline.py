"""The timeline: the events of a day's knowledge as compact data, which static/timeline.js draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from servanda.brief import phrase
from servanda.days import Period, parse_day
from servanda.record import Event
from servanda.show.app.desk import Answers
from servanda.show.app.render import answers_of, desk_of
from servanda.show.charts import LANES

router = APIRouter()
#: Events that one drawing holds; of more, those of most independent origins are taken.
MOST_DRAWN = 3000
#: Rows of the table beside the drawing.
MOST_LISTED = 1000
OTHERS, OTHER = "Others", "Other"
STANDINGS = ("established", "reported", "claimed", "disputed", "planned", "speculated", "denied")


@dataclass(frozen=True, slots=True)
class Drawn:
    """An event as the timeline shows it. `actor` is the lane by who acts, `kind` the lane by what is done."""

    event: Event
    text: str
    actor: str
    kind: str

    def to_json(self) -> dict[str, Any]:
        """For the script: short keys would save little, compression does the rest."""
        e = self.event
        return {
            "id": e.id,
            "from": e.holds.start.isoformat() if e.holds.start else None,
            "to": e.holds.end.isoformat() if e.holds.end else None,
            "when": phrase.period(e.holds),
            "text": self.text,
            "actor": self.actor,
            "kind": self.kind,
            "standing": e.standing,
            "actors": list(dict.fromkeys((*e.actors, *e.recipients))),
            "place": e.place,
            "origins": len({s.origin for s in e.asserts or e.denies}),
        }


def events(answers: Answers) -> list[Event]:
    """Every event, oldest first; values of quantities are no events here."""
    return answers.kept("timeline", lambda: [e for e in answers.view.events() if not e.quantity])


def drawn(answers: Answers, found: Iterable[Event]) -> list[Drawn]:
    """Events as the timeline shows them."""
    return [
        Drawn(e, phrase.shortened(phrase.event(e), 220), _actor(answers, e), LANES.get(e.type or "", OTHER))
        for e in found
    ]


def _actor(answers: Answers, event: Event) -> str:
    """The party that acts, else the one that is acted upon."""
    known: dict[str, str | None] = answers.kept("parties of actors", dict)
    parties = {p.id: p.name for p in answers.case.agreement.parties}
    for name in (*event.actors, *event.recipients):
        if name not in known:
            known[name] = parties.get(answers.case.names.party_of(name) or "")
        if party := known[name]:
            return party
    return OTHERS


@dataclass(frozen=True, slots=True)
class Sight:
    """What is in sight: the days from which to which, and of which kind, actor, standing and words."""

    days: Period = field(default_factory=Period)
    kind: str = ""
    actor: str = ""
    standing: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Sight":
        """What an address asks for. Raises UsageError (SV602) for a day that is none."""
        start, end = (parse_day(query[name]) if query.get(name) else None for name in ("from", "to"))
        days = Period(*sorted((start, end))) if start and end else Period(start, end)
        words = tuple(query.get("words", "").casefold().split())
        return cls(days, query.get("kind", ""), query.get("actor", ""), query.get("standing", ""), words)

    def fits(self, answers: Answers, e: Event) -> bool:
        """Whether an event is in sight."""
        if (self.standing and e.standing != self.standing) or not self.days.overlaps(e.holds):
            return False
        if self.kind and LANES.get(e.type or "", OTHER) != self.kind:
            return False
        if self.actor and self.actor not in (*e.actors, *e.recipients, _actor(answers, e)):
            return False
        return not self.words or all(word in _told(e) for word in self.words)


def _told(e: Event) -> str:
    """All words by which an event may be looked for."""
    said = (s.text or s.quote or "" for s in e.statements)
    return " ".join((*said, *e.actors, *e.recipients, e.place or "")).casefold()


def weightiest(found: Iterable[Event], most: int) -> list[Event]:
    """At most so many, in their order: those with a day, of most independent origins, and the newest."""
    dated = [e for e in found if e.holds.start or e.holds.end]
    if len(dated) <= most:
        return dated
    kept = {id(e) for e in nlargest(most, dated, key=_weight)}
    return [e for e in dated if id(e) in kept]


def _weight(e: Event) -> tuple[int, date, str]:
    alone = len(e.asserts) + len(e.denies) < 2
    return (1 if alone else len(e.origins), e.holds.end or date.min, e.id)


def data(answers: Answers, sight: Sight | None = None) -> dict[str, Any]:
    """The drawing as data: lanes in their order, and events in sight, of too many those of most origins.

    `count` is how many events are in sight; `whole` whether the drawing has all of them that have a day.
    """
    found = events(answers)
    if sight:
        found = [e for e in found if sight.fits(answers, e)]
    shown = weightiest(found, MOST_DRAWN)
    present = {LANES.get(kind or "", OTHER) for kind in {e.type for e in events(answers)}}
    signed = answers.case.agreement.signed
    return {
        "as_of": answers.day.isoformat(),
        "signed": signed.isoformat() if signed else None,
        "count": len(found),
        "whole": len(shown) == sum(1 for e in found if e.holds.start or e.holds.end),
        "lanes": {
            "actor": [*(p.name for p in answers.case.agreement.parties), OTHERS],
            "kind": [k for k in (*dict.fromkeys(LANES.values()), OTHER) if k in present],
        },
        "events": [d.to_json() for d in drawn(answers, shown)],
    }


def whole(answers: Answers) -> Response:
    """The drawing of everything, made once."""
    return answers.kept("timeline.json", lambda: JSONResponse(data(answers)))


@router.get("/data/timeline.json")
def timeline_data(request: Request) -> Response:
    """The events that the timeline draws: all, or those that the address asks for."""
    answers, sight = answers_of(request), Sight.of(request.query_params)
    if sight != Sight():
        return JSONResponse(data(answers, sight))
    return whole(answers)


@router.get("/timeline")
def timeline(request: Request) -> Response:
    """The timeline, with a table of the same events."""
    _, pages = desk_of(request)
    answers = answers_of(request)
    found = events(answers)
    return pages.page(
        request, "timeline.html.j2", title="Timeline", count=len(found), standings=STANDINGS,
        listed=answers.kept("timeline table", lambda: drawn(answers, weightiest(found, MOST_LISTED))),
        exports=(("csv", "CSV"), ("json", "JSON"), ("timelinejs", "TimelineJS"), ("svg", "SVG"), ("png", "PNG")),
    )  # fmt: skip
