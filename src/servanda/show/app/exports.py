"""What a page shows, to take away: CSV, JSON, GeoJSON, TimelineJS, Web Annotations, charts, the whole case as a page.

`/export/FORM/PAGE` gives the content of `/PAGE` in a form. Source: W3C Recommendation "Web Annotation Data Model"; for
the tables, TimelineJS and GeoJSON see show/tables.py.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.brief import Brief, Claim
from servanda.case.kin import pair_of
from servanda.days import Period
from servanda.record import Event
from servanda.record.anchor import surroundings
from servanda.show import charts, evidence
from servanda.show.app import drawings, find, overview, timeline
from servanda.show.app import map as places
from servanda.show.app.coding import Asked
from servanda.show.app.desk import Answers, Desk
from servanda.show.app.families import drawing as laid_out
from servanda.show.app.families import family_of, title_of
from servanda.show.app.render import answers_of, coder_of, missing, seat_of
from servanda.show.as_json import dump
from servanda.show.places import Spot
from servanda.show.tables import Row, csv_text, day_text, days_text, event_row, geojson, kml, statement_row, timelinejs
from servanda.statement import Statement
from servanda.version import VERSION

if TYPE_CHECKING:
    from servanda.show.app.adding import Adding

router = APIRouter()
#: Bars that a drawn chart holds.
MOST_BARS = 3000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of a page: rows for CSV; `data` for JSON where rows would lose something; and for the other forms
    its statements, events and places."""

    rows: Sequence[Row]
    data: Any = None
    statements: Sequence[Statement] = ()
    events: Sequence[Event] = ()
    spots: Sequence[Spot] = ()


def _claim_row(claim: Claim) -> Row:
    return {
        "group": claim.group, "text": claim.text, "verdict": claim.word, "standing": claim.standing,
        **days_text(claim.when or Period()), "origins": claim.origins, "event": claim.event,
        "statements": [s.id for s in claim.statements], "against": [s.id for s in claim.against],
    }  # fmt: skip


def annotations(statements: Iterable[Statement], answers: Answers) -> dict[str, Any]:
    """Statements with a span as a page of W3C Web Annotations, each with a quote and a position selector."""
    items = []
    for s in statements:
        text = answers.text(s.document) if s.start is not None else None
        if text is None or s.start is None or s.end is None:
            continue
        prefix, suffix = surroundings(text, s.start, s.end)
        coded = " ".join(filter(None, (s.type, s.mode, s.object))) or s.about or s.kind
        quote = {"type": "TextQuoteSelector", "exact": text[s.start : s.end], "prefix": prefix, "suffix": suffix}
        items.append(
            {
                "id": f"urn:servanda:statement:{s.id}",
                "type": "Annotation",
                "motivation": "classifying",
                "body": [
                    {"type": "TextualBody", "purpose": "classifying", "value": coded},
                    {"type": "TextualBody", "purpose": "describing", "value": evidence.credit(s)},
                ],
                "target": {
                    "source": s.url or f"urn:servanda:document:{s.document}",
                    "selector": [quote, {"type": "TextPositionSelector", "start": s.start, "end": s.end}],
                },
            }
        )
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items}


def chart_spec(answers: Answers, name: str) -> dict[str, Any] | None:
    """The chart of a question, None where it has none or nothing to draw."""
    makers: dict[str, Callable[[Brief], dict[str, Any] | None]] = {
        "since": charts.timeline_spec, "ties": charts.ties_spec,
    }  # fmt: skip
    if name not in makers:
        return None
    section = answers.section(name)
    section = replace(section, claims=tuple(evidence.chosen(list(section.claims), MOST_BARS)))
    return makers[name](Brief(answers.case.name, answers.case.agreement, answers.day, (section,)))


def chart(answers: Answers, name: str, form: str) -> bytes | None:
    """The chart of a question as `svg` or `png`, drawn once for each day."""
    spec = chart_spec(answers, name)
    if spec is None:
        return None
    if form == "png":
        return answers.kept(f"{name}.png", lambda: charts.png(spec))
    return answers.kept(f"{name}.svg", lambda: charts.svg(spec).encode())


def sheet(request: Request, page: str) -> Sheet:
    """The content of the page at a path, without the slash it begins with, as the request's reader sees it."""
    room, _, rest = page.partition("/")
    desk, answers, query = seat_of(request).desk, answers_of(request), request.query_params
    makers: dict[str, Callable[[], Sheet]] = {
        "": lambda: _overview(answers),
        "q": lambda: _section(answers, rest, query.get("since", "")),
        "timeline": lambda: _events(timeline.events(answers)),
        "map": lambda: _map(answers),
        "article": lambda: _statements(find.article(answers, rest)[2]),
        "event": lambda: _event(find.event(answers, rest)),
        "obligation": lambda: _obligation(desk, answers, rest),
        "site": lambda: _site(answers, rest),
        "origin": lambda: _statements(find.origin(answers, rest)[1]),
        "search": lambda: _statements(find.search(answers, find.Search.of(query))),
        "families": lambda: _families(answers.kin.families, answers),
        "family": lambda: _families([family_of(answers.kin.families, rest)], answers),
        "compare": lambda: _compare(answers, query),
        "bench": lambda: _bench(request, answers.day, rest),
        "add": lambda: _added(request.app.state.adding),
    }
    if room not in makers or (not rest and room in ("q", "article", "event", "obligation", "site", "origin", "family")):
        raise missing("page to take away")
    return makers[room]()


def _overview(answers: Answers) -> Sheet:
    verdicts = answers.material.judgement.verdicts
    names = {p.id: p.text for p in answers.case.agreement.provisions}
    rows = [
        {
            "provision": v.provision, "text": names.get(v.provision), "obligation": v.obligation, "party": v.party,
            "reading": v.reading, "verdict": v.verdict, "strength": v.strength, "since": day_text(v.since),
            "reason": v.reason, "origins": sorted({s.origin for s in (*v.evidence_for, *v.evidence_against)}),
            "would_settle": v.would_settle, "for": [s.id for s in v.evidence_for],
            "against": [s.id for s in v.evidence_against],
        }
        for v in verdicts
    ]  # fmt: skip
    return Sheet(rows, {"nowhere": overview.nowhere(answers), "verdicts": [v.to_json() for v in verdicts]})


def _section(answers: Answers, key: str, since: str) -> Sheet:
    section = find.section(answers, key, since)
    said = {s.id: s for c in section.claims for s in (*c.statements, *c.against)}
    return Sheet([_claim_row(c) for c in section.claims], section.to_json(), list(said.values()))


def _statements(said: Sequence[Statement]) -> Sheet:
    rows = [statement_row(s) for s in said]
    return Sheet(rows, None, said)


def _events(events: Sequence[Event]) -> Sheet:
    return Sheet([event_row(e) for e in events], events=events)


def _event(event: Event) -> Sheet:
    rows = [
        {**statement_row(s), "side": side}
        for side, of in (("for", event.asserts), ("against", event.denies))
        for s in of
    ]
    return Sheet(rows, {**event_row(event), "statements": rows}, event.statements, (event,))


def _map(answers: Answers) -> Sheet:
    spots = places.spots(answers)
    rows = [
        {"name": s.name, "kind": s.kind, "lat": s.lat, "lon": s.lon, "when": when, "text": text, "event": event}
        for s in spots
        for when, text, event in s.lines or (("", s.note, ""),)
    ]
    return Sheet(rows, spots=spots)


def _obligation(desk: Desk, answers: Answers, path: str) -> Sheet:
    key = obligation_key(path)
    _, verdicts = find.obligation(answers, key)
    proofs = find.proofs(answers, key)
    past = desk.past() or {}
    full = [replace(v, history=past.get((*key, v.reading), ())) for v in verdicts]
    said = {s.id: s for v in full for s in (*v.evidence_for, *v.evidence_against)}
    rows: list[Row] = []
    for v in full:
        told = {"reading": v.reading, "verdict": v.verdict, "strength": v.strength, "reason": v.reason}
        sides = [("for", s) for s in v.evidence_for] + [("against", s) for s in v.evidence_against]
        rows += [{**told, "side": side, **statement_row(s)} for side, s in sides] or [told]
    data = [{**v.to_json(), "proof": proofs[v.reading].to_json()} for v in full]
    return Sheet(rows, data, list(said.values()))


def obligation_key(path: str) -> tuple[str, str, str]:
    """Provision, obligation and party of an address."""
    parts = path.split("/")
    if len(parts) != 3:
        raise missing("obligation")
    return parts[0], parts[1], parts[2]


def _site(answers: Answers, name: str) -> Sheet:
    site, events = find.site(answers, name)
    rows = [{"site": name, "lat": site["lat"], "lon": site["lon"], **state} for state in site["states"]]
    spots = [s for s in places.spots(answers) if s.kind == "site" and s.name == name]
    return Sheet(rows, site, [s for e in events for s in e.statements], events, spots)


def _families(families: Sequence[Any], answers: Answers) -> Sheet:
    rows = [
        {
            "origin": f.origin, "root": f.root, "document": m.document, "parent": m.parent, "share": round(m.share, 4),
            "title": title_of(answers.documents.get(m.document), m.document), "how": m.how,
        }
        for f in families
        for m in f.members
    ]  # fmt: skip
    return Sheet(rows, [f.to_json() for f in families])


def _compare(answers: Answers, query: Mapping[str, str]) -> Sheet:
    pair = pair_of(answers.case, answers.view, answers.kin, query.get("a", ""), query.get("b", ""))
    if pair is None:
        raise missing("pair of documents")
    text = answers.view.text(pair.a) or ""
    rows = [
        {"kind": p.kind, "edited": p.edited, "a": pair.a, "b": pair.b, "words": p.a.of(text)} for p in pair.passages
    ]
    return Sheet(rows, pair.to_json())


def _bench(request: Request, day: date, page: str) -> Sheet:
    """The queue that a coder asked for, with that coder's own decisions alone; or the agreement between coders."""
    bench, coder = seat_of(request).bench, coder_of(request)
    if page == "agreement":
        names = ("field", "alpha", "level", "units", "alike")
        return Sheet([{name: getattr(one, name) for name in names} for one in bench.agreement(day)])
    if page:
        raise missing("page to take away")
    queue, stock = bench.queue(Asked.of(request.query_params), coder, day), bench.stock(day)
    rows = []
    for s in queue:
        mine = stock.of(s.id).get(coder)
        changes = "; ".join(f"{name}: {value}" for name, value in mine.changes.items()) if mine else None
        decided = {"decision": mine.decision, "changes": changes, "why": mine.why} if mine else {}
        rows.append({**statement_row(s), **dict.fromkeys(("decision", "changes", "why")), **decided})
    return Sheet(rows, statements=queue)


def _added(adding: "Adding") -> Sheet:
    """What became of the files that were added."""
    now = adding.progress()
    return Sheet([{**one, "told": one["told"] or None} for one in now["files"]], now)


@router.get("/chart/{name}.svg")
def chart_image(request: Request, name: str) -> Response:
    """A chart of the brief, for the page that shows it."""
    drawn = chart(answers_of(request), name, "svg")
    if drawn is None:
        raise missing("chart")
    told = charts.on_dark(drawn.decode()) if request.query_params.get("dark") else drawn
    return Response(told, media_type="image/svg+xml")


@router.get("/export/{form}/{page:path}")
def export(request: Request, form: str, page: str) -> Response:
    """The content of a page in a form."""
    seat, answers = seat_of(request), answers_of(request)
    name = "-".join(filter(None, ("servanda", answers.case.name, _slug(page), answers.day.isoformat())))
    if form == "page" and not page:
        from servanda.show import page as whole

        return _file(whole.show(answers.brief, answers.view.text), "text/html; charset=utf-8", f"{name}.html")
    if form in ("svg", "png"):
        drawn = _drawn(answers, page, form)
        if drawn is None:
            raise missing("drawing")
        return _file(drawn, "image/png" if form == "png" else "image/svg+xml", f"{name}.{form}")
    found = sheet(request, page)
    if form == "csv":
        return _file(csv_text(found.rows), "text/csv; charset=utf-8", f"{name}.csv")
    if form == "json":
        head = {"case": answers.case.name, "page": f"/{page}", "as_of": answers.day.isoformat(), "servanda": VERSION}
        if seat.alone:
            head["decisions_of"] = seat.alone
        content = found.data if found.data is not None else list(found.rows)
        return _file(dump({**head, "content": content}), "application/json", f"{name}.json")
    if form == "annotations" and found.statements:
        return _file(dump(annotations(found.statements, answers)), "application/ld+json", f"{name}.jsonld")
    if form == "timelinejs" and found.events:
        return _file(
            dump(timelinejs(found.events, answers.case.title, answers.day)),
            "application/json",
            f"{name}-timelinejs.json",
        )
    if form == "geojson" and page.partition("/")[0] in ("map", "site"):
        return _file(dump(geojson(found.spots)), "application/geo+json", f"{name}.geojson")
    if form == "kml" and page.partition("/")[0] in ("map", "site"):
        titled = f"{answers.case.title}, as of {answers.day}"
        return _file(kml(found.spots, titled), "application/vnd.google-earth.kml+xml", f"{name}.kml")
    raise missing("form of this page")


def _drawn(answers: Answers, page: str, form: str) -> bytes | None:
    """The drawing of a page as `svg` or `png`; None where it has none, or nothing to draw."""
    room, _, rest = page.partition("/")
    if page == "map":
        drawing: str | None = drawings.world_map(places.spots(answers))
    elif room == "family":
        drawing = drawings.family(laid_out(family_of(answers.kin.families, rest), answers.documents))
    else:
        return chart(answers, "since" if page == "timeline" else page.removeprefix("q/"), form)
    if drawing is None:
        return None
    return charts.drawn_png(drawing) if form == "png" else drawing.encode("utf-8", "replace")


def _slug(page: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", page).strip("-")[:60]


def _file(content: str | bytes, kind: str, name: str) -> Response:
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    plain = re.sub(r"[^A-Za-z0-9.-]", "-", name)
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{plain}"'})
