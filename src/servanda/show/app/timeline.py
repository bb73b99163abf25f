"""The timeline: the events of a day's knowledge as compact data, which static/timeline.js draws."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from servanda.brief import phrase
from servanda.record import Event
from servanda.show.app.desk import Answers
from servanda.show.app.render import answers_of, desk_of
from servanda.show.charts import LANES

router = APIRouter()
#: Events that one drawing holds; of more, those of most independent origins are taken.
MOST_DRAWN = 5000
#: Rows of the table beside the drawing.
MOST_LISTED = 1000
OTHERS = "Others"
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


def drawn(answers: Answers) -> list[Drawn]:
    """Every event, oldest first; values of quantities are no events here."""
    return answers.kept("timeline", lambda: [_drawn(answers, e) for e in answers.view.events() if not e.quantity])


def _drawn(answers: Answers, event: Event) -> Drawn:
    parties = [p.name for p in answers.case.agreement.parties]
    acting = [_party(answers, a) for a in (*event.actors, *event.recipients)]
    actor = next((a for a in acting if a in parties), OTHERS)
    return Drawn(event, phrase.shortened(phrase.event(event), 220), actor, LANES.get(event.type or "", "Other"))


def _party(answers: Answers, actor: str) -> str:
    party = answers.case.names.party_of(actor)
    return next((p.name for p in answers.case.agreement.parties if p.id == party), actor)


def weightiest(found: list[Drawn], most: int = MOST_DRAWN) -> list[Drawn]:
    """At most so many, in their order: those with a day, of most independent origins, and the newest."""
    dated = [d for d in found if d.event.holds.start or d.event.holds.end]
    if len(dated) <= most:
        return dated
    ranked = sorted(
        dated, key=lambda d: (len(d.event.origins), d.event.holds.end or date.min, d.event.id), reverse=True
    )
    kept = {d.event.id for d in ranked[:most]}
    return [d for d in dated if d.event.id in kept]


def data(answers: Answers) -> dict[str, Any]:
    """The whole drawing as data: lanes in their order, and events."""
    found = drawn(answers)
    shown = weightiest(found)
    present = {d.kind for d in shown}
    lanes = [k for k in (*dict.fromkeys(LANES.values()), "Other") if k in present]
    signed = answers.case.agreement.signed
    return {
        "as_of": answers.day.isoformat(),
        "signed": signed.isoformat() if signed else None,
        "count": len(found),
        "lanes": {"actor": [*(p.name for p in answers.case.agreement.parties), OTHERS], "kind": lanes},
        "events": [d.to_json() for d in shown],
    }


@router.get("/data/timeline.json")
def timeline_data(request: Request) -> Response:
    """The events that the timeline draws."""
    answers = answers_of(request)
    return answers.kept("timeline.json", lambda: JSONResponse(data(answers)))


@router.get("/timeline")
def timeline(request: Request) -> Response:
    """The timeline, with a table of the same events."""
    _, pages = desk_of(request)
    answers = answers_of(request)
    found = drawn(answers)
    return pages.page(
        request, "timeline.html.j2", title="Timeline", count=len(found), most=MOST_DRAWN,
        listed=answers.kept("timeline table", lambda: weightiest(found, MOST_LISTED)), standings=STANDINGS,
        exports=(("csv", "CSV"), ("json", "JSON"), ("timelinejs", "TimelineJS"), ("svg", "SVG"), ("png", "PNG")),
    )  # fmt: skip
