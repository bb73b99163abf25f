"""The pages that show: overview, the ten questions, articles, events, obligations, sites, origins, search."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from servanda.brief import QUESTIONS, phrase
from servanda.brief.beginning import named_days
from servanda.record.standing import RULES
from servanda.show.app import find, overview
from servanda.show.app.article import marked
from servanda.show.app.desk import Answers
from servanda.show.app.exports import obligation_key
from servanda.show.app.families import title_of
from servanda.show.app.groups import Group, groups, leaf
from servanda.show.app.render import answers_of, desk_of, whole_number
from servanda.show.app.strip import strip
from servanda.show.page import style

router = APIRouter()
#: Statements in a table; documents of an origin.
MOST_SHOWN = 300
TABLES = (("csv", "CSV"), ("json", "JSON"))
QUOTED = (*TABLES, ("annotations", "Web Annotations"))


@router.get("/")
def opening(request: Request) -> Response:
    """The agreement's points, each with its verdict, and what the text leaves out; the day slider over all."""
    desk, pages = desk_of(request)
    return pages.page(
        request, "overview.html.j2", title="Overview", changes=desk.changes(),
        opening=desk.opening(pages.day(request), overview.opening),
        exports=(*TABLES, ("page", "The whole case as one HTML file")),
    )  # fmt: skip


@router.get("/static/style.css")
def style_sheet() -> Response:
    """The style sheet that the app shares with the page to mail."""
    return Response(style(), media_type="text/css", headers={"cache-control": "max-age=300"})


@router.get("/data/changes.json")
def changes_data(request: Request) -> Response:
    """The days on which a verdict changed; `ready` is false while they are still being worked out."""
    desk, _ = desk_of(request)
    found = desk.changes()
    told = {day.isoformat(): [f"{n}: {c.verdict}" for n, c in changed] for day, changed in (found or {}).items()}
    return JSONResponse({"ready": found is not None, "changes": told})


@router.get("/q/{key}")
def question(request: Request, key: str) -> Response:
    """One of the ten questions."""
    _, pages = desk_of(request)
    answers = answers_of(request)
    since = request.query_params.get("since", "") if key == "since" else ""
    section = find.section(answers, key, since)
    drawn = key in ("since", "ties") and bool(section.claims) and not since
    shown: dict[str, Any] = {"leaf": None, "groups": []}
    if name := request.query_params.get("group"):
        by_heading = (
            dict(section.groups()) if since else answers.kept(f"claims of {key}", lambda: dict(section.groups()))
        )
        shown["leaf"] = leaf(by_heading, name, request.query_params.get("page", ""))
    else:
        shown["groups"] = groups(section) if since else groups_of(answers, key)
    if key == "since":
        shown["begins"] = list(named_days(answers.case.agreement, answers.case.lexicon))
    return pages.page(
        request, "question.html.j2", section=section, title=section.question, drawn=drawn, **shown,
        exports=(*QUOTED, *((("svg", "SVG"), ("png", "PNG")) if drawn else ())),
    )  # fmt: skip


def groups_of(answers: Answers, key: str) -> list[Group]:
    """The groups of a question's answer, made once."""
    return answers.kept(f"groups of {key}", lambda: groups(answers.section(key)))


def all_groups(answers: Answers) -> None:
    """Makes the groups of every question's answer."""
    for key in QUESTIONS:
        groups_of(answers, key)


@router.get("/article/{document:path}")
def article(request: Request, document: str) -> Response:
    """An article: prose with its statements marked, furniture dimmed, attribution and times shown."""
    desk, pages = desk_of(request)
    answers = answers_of(request)
    known, text, said = find.article(answers, document)
    siblings = [d for d in answers.documents.values() if d.origin == known.origin and d.id != document]
    return pages.page(
        request, "article.html.j2", article=known, pieces=marked(text, said, desk.case.record.display(document)),
        said=said, siblings=siblings[:MOST_SHOWN], title=title_of(known, known.id), named=title_of, exports=QUOTED,
    )  # fmt: skip


@router.get("/event/{event}")
def event(request: Request, event: str) -> Response:
    """An event with all its statements by origin."""
    _, pages = desk_of(request)
    answers = answers_of(request)
    found = find.event(answers, event)
    ids = {s.id for s in found.statements}
    bearing = [
        v
        for v in answers.material.judgement.verdicts
        if v.reading is None and any(s.id in ids for s in (*v.evidence_for, *v.evidence_against))
    ]
    return pages.page(
        request, "event.html.j2", event=found, bearing=bearing, title=phrase.shortened(phrase.event(found), 120),
        rule=RULES.get(found.rule, found.rule), party=lambda name: overview.named(answers, name),
        exports=(*QUOTED, ("timelinejs", "TimelineJS")),
    )  # fmt: skip


@router.get("/obligation/{path:path}")
def obligation(request: Request, path: str) -> Response:
    """An obligation: each reading's verdict, its proof, history, and what would settle it."""
    desk, pages = desk_of(request)
    answers = answers_of(request)
    key = obligation_key(path)
    provision, verdicts = find.obligation(answers, key)
    past = desk.past(wait=0.2)
    strips = {v.reading: strip(past[(*key, v.reading)], desk.last_day(), answers.day) for v in verdicts} if past else {}
    asked = next(o for o in provision.obligations if (o.id, o.party) == key[1:])
    return pages.page(
        request, "obligation.html.j2", provision=provision, verdicts=verdicts, ready=past is not None, strips=strips,
        proofs=find.proofs(answers, key), party=overview.named(answers, key[2]), asked=asked,
        naming=lambda party: overview.named(answers, party),
        read_as={r.by: r.end or r.note or "" for r in asked.readings},
        asks=overview.asks(asked), title=f"{overview.named(answers, key[2])}: {overview.title(asked)}", exports=QUOTED,
    )  # fmt: skip


@router.get("/site/{name}")
def site(request: Request, name: str) -> Response:
    """A site with its dated states."""
    _, pages = desk_of(request)
    found, events = find.site(answers_of(request), name)
    return pages.page(
        request, "site.html.j2", site=found, events=events, title=name,
        exports=(*QUOTED, ("geojson", "GeoJSON"), ("kml", "KML")),
    )  # fmt: skip


@router.get("/origin/{origin:path}")
def origin(request: Request, origin: str) -> Response:
    """An origin: its documents, and everything it is a witness of."""
    desk, pages = desk_of(request)
    documents, said = find.origin(answers_of(request), origin)
    source = desk.case.settings.source(origin)
    return pages.page(
        request, "origin.html.j2", origin=origin, documents=documents[:MOST_SHOWN], document_count=len(documents),
        said=said[:MOST_SHOWN], count=len(said), title=origin, source=source, named=title_of, exports=QUOTED,
    )  # fmt: skip


@router.get("/search")
def search(request: Request) -> Response:
    """Statements by words, filtered by speaker, certainty, day and origin."""
    _, pages = desk_of(request)
    asked = find.Search.of(request.query_params)
    found = find.search(answers_of(request), asked)
    last = max(1, -(-len(found) // find.PAGE))
    page = min(max(whole_number(request.query_params.get("page", "")) or 1, 1), last)
    return pages.page(
        request, "search.html.j2", asked=asked, found=found[(page - 1) * find.PAGE : page * find.PAGE],
        count=len(found), origins=len({s.origin for s in found}), title="Search", most=find.MOST_FOUND, page=page,
        last=last, hits=lambda text: find.hits(text, asked.q), exports=QUOTED if found else (),
    )  # fmt: skip
