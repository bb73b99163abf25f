"""The pages that show: overview, the ten questions, articles, events, obligations, sites, origins, search."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servanda.brief import QUESTIONS
from servanda.show import charts
from servanda.show.app.article import marked
from servanda.show.app.desk import Desk
from servanda.show.app.overview import points
from servanda.show.app.render import Pages
from servanda.show.evidence import by_origin
from servanda.show.page import style

router = APIRouter()
MOST_FOUND = 200


def desk_of(request: Request) -> tuple[Desk, Pages]:
    """The desk and the templates of the app that a request came to."""
    return request.app.state.desk, request.app.state.pages


def missing(what: str) -> HTTPException:
    """The answer for something that the record does not hold as of the day."""
    return HTTPException(404, f"There is no such {what} as of this day.")


@router.get("/")
def overview(request: Request) -> Response:
    """The agreement's points, each with its verdict, and what the text leaves out; the day slider over all."""
    desk, pages = desk_of(request)
    answers = desk.answers(pages.day(request))
    changes = desk.changes()
    return pages.page(
        request, "overview.html.j2", brief=answers.brief, points=points(answers), changes=changes, title="Overview"
    )


@router.get("/static/style.css")
def style_sheet() -> Response:
    """The style sheet that the app shares with the page to mail."""
    return Response(style(), media_type="text/css", headers={"cache-control": "max-age=300"})


@router.get("/q/{key}")
def question(request: Request, key: str) -> Response:
    """One of the ten questions."""
    desk, pages = desk_of(request)
    if key not in QUESTIONS:
        raise HTTPException(404)
    section = desk.answers(pages.day(request)).brief.section(key)
    return pages.page(request, "question.html.j2", section=section, title=section.question)


@router.get("/chart/{name}.svg")
def chart(request: Request, name: str) -> Response:
    """A chart of the brief as SVG."""
    desk, pages = desk_of(request)
    specs = {"since": charts.timeline_spec, "ties": charts.ties_spec}
    spec = specs[name](desk.answers(pages.day(request)).brief) if name in specs else None
    if spec is None:
        raise missing("chart")
    return Response(charts.svg(spec), media_type="image/svg+xml")


@router.get("/article/{document:path}")
def article(request: Request, document: str) -> Response:
    """An article: prose with its statements marked, furniture dimmed, attribution and times shown."""
    desk, pages = desk_of(request)
    view = desk.case.view(pages.day(request))
    known = next((d for d in view.documents() if d.id == document), None)
    text = view.text(document)
    if known is None or text is None:
        raise missing("article")
    said = [s for s in view.statements() if s.document == document]
    pieces = marked(text, said, desk.case.record.display(document))
    siblings = [d for d in view.documents() if d.origin == known.origin and d.id != document]
    return pages.page(
        request,
        "article.html.j2",
        article=known,
        pieces=pieces,
        said=said,
        siblings=siblings,
        title=known.title or known.id,
    )


@router.get("/event/{event}")
def event(request: Request, event: str) -> Response:
    """An event with all its statements by origin."""
    desk, pages = desk_of(request)
    found = next((e for e in desk.case.view(pages.day(request)).events() if e.id == event), None)
    if found is None:
        raise missing("event")
    return pages.page(request, "event.html.j2", event=found, title="Event")


@router.get("/obligation/{provision}/{obligation}/{party}")
def obligation(request: Request, provision: str, obligation: str, party: str) -> Response:
    """An obligation: each reading's verdict, its proof, history, and what would settle it."""
    desk, pages = desk_of(request)
    key = (provision, obligation, party)
    judgement = desk.answers(pages.day(request)).material.judgement
    verdicts = [v for v in judgement.verdicts if (v.provision, v.obligation, v.party) == key]
    if not verdicts:
        raise missing("obligation")
    histories = {v.reading: v.history for v in desk.judged().verdicts if (v.provision, v.obligation, v.party) == key}
    agreed = next(p for p in desk.case.agreement.provisions if p.id == provision)
    return pages.page(
        request, "obligation.html.j2", provision=agreed, verdicts=verdicts, histories=histories, title=obligation
    )


@router.get("/site/{name}")
def site(request: Request, name: str) -> Response:
    """A site with its dated states."""
    desk, pages = desk_of(request)
    section = desk.answers(pages.day(request)).brief.section("programme")
    found = next((s for s in section.data["sites"] if s["name"] == name), None)
    if found is None:
        raise missing("site")
    events = {s["event"] for s in found["states"]}
    claims = [e for e in desk.case.view(pages.day(request)).events() if e.id in events]
    return pages.page(request, "site.html.j2", site=found, events=claims, title=name)


@router.get("/origin/{origin:path}")
def origin(request: Request, origin: str) -> Response:
    """An origin: its documents, and everything it is a witness of."""
    desk, pages = desk_of(request)
    view = desk.case.view(pages.day(request))
    said = [s for s in view.statements() if s.origin == origin]
    documents = [d for d in view.documents() if d.origin == origin]
    if not said and not documents:
        raise missing("origin")
    return pages.page(
        request, "origin.html.j2", origin=origin, documents=documents, said=said[:MOST_FOUND], count=len(said),
        title=origin,
    )  # fmt: skip


@router.get("/search")
def search(request: Request, q: str = "", speaker: str = "", least: float = 0.0, origin: str = "") -> Response:
    """Statements by words, filtered by speaker, certainty and origin."""
    desk, pages = desk_of(request)
    day = pages.day(request)
    found = desk.case.record.search(q, as_of=day, speaker=speaker or None, limit=MOST_FOUND) if q.strip() else []
    found = [s for s in found if abs(s.certainty) >= least and (not origin or s.origin == origin)]
    asked = {"q": q, "speaker": speaker, "least": least, "origin": origin}
    return pages.page(request, "search.html.j2", asked=asked, found=found, witnesses=by_origin(found), title="Search")
