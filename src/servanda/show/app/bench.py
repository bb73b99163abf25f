"""The pages of the coding bench: one coding at a time, decided by form or by key; the agreement between coders."""

import re
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from servanda.errors import ServandaError
from servanda.show.app.coding import (
    OFFERED,
    STATES,
    SURENESS,
    Asked,
    Bench,
    Sheet,
    changes_of,
    named,
    told,
    words,
)
from servanda.show.app.render import CODER, Pages, coder_of, link, seat_of, whole_number
from servanda.statement import Statement

router = APIRouter()
YEAR = 365 * 24 * 3600
LABELS = {
    "type": "Type", "mode": "Mode", "actors": "Actors", "recipients": "Recipients", "object": "Object",
    "place": "Place", "holds_from": "Holds from", "holds_to": "Holds to", "certainty": "Certainty",
    "speakers": "Speaker", "about": "About", "value": "Value", "unit": "Unit",
}  # fmt: skip


def bench_of(request: Request) -> tuple[Bench, Pages]:
    """The coder's bench and the templates of the app that a request came to."""
    return seat_of(request).bench, request.app.state.pages


@router.get("/bench")
def show_bench(request: Request) -> Response:
    """The next coding of the queue, or the one that the address names."""
    return _page(request)


@router.get("/bench/agreement")
def show_agreement(request: Request) -> Response:
    """Krippendorff's alpha for each field, and how much each coder has coded."""
    bench, pages = bench_of(request)
    day = pages.day(request)
    counts: dict[str, int] = {}
    for one in {(d.coder, d.statement.id) for d in bench.stock(day).decided}:
        counts[one[0]] = counts.get(one[0], 0) + 1
    return pages.page(
        request, "bench_agreement.html.j2", found=bench.agreement(day), counts=sorted(counts.items()), labels=LABELS,
        title="Agreement between coders", exports=(("csv", "CSV"), ("json", "JSON")),
    )  # fmt: skip


@router.post("/bench/coder")
async def set_coder(request: Request) -> Response:
    """Keeps the coder's name in a cookie; without a name, forgets it and goes back to the page that asks for it."""
    form = _texts(await request.form(max_files=0))
    response = RedirectResponse(_page_named(form.get("back", "")) or _back(request, {}), 303)
    if form.get("coder", "").strip():
        value = quote(named(form["coder"]))
        response.set_cookie(CODER, value, max_age=YEAR, httponly=True, samesite="lax")
    else:
        response.delete_cookie(CODER, httponly=True, samesite="lax")
    return response


@router.post("/bench/decide")
async def decide(request: Request) -> Response:
    """Notes a decision and goes on to the next coding; a decision that cannot be noted comes back with the reason."""
    form = _texts(await request.form(max_files=0))
    return await run_in_threadpool(_decide, request, form)


def _texts(form: FormData) -> dict[str, str]:
    return {key: value for key, value in form.items() if isinstance(value, str)}


def _decide(request: Request, form: dict[str, str]) -> Response:
    bench, pages = bench_of(request)
    coder, day = coder_of(request), pages.day(request)
    statement, decision = form.get("statement", ""), form.get("decision", "")
    try:
        sheet = bench.sheet(statement, coder, day)
        changes = changes_of(sheet.statement, form) if decision == "correct" else {}
        number, _ = bench.decide(
            statement, coder=coder, decision=decision, changes=changes, why=form.get("why", "").strip(), day=day
        )
    except ServandaError as error:
        status = 404 if error.code == "SV406" else 422
        return _page(request, status=status, fault=error, given=form)
    stay = {"statement": statement} if decision == "undo" else {"after": statement}
    return RedirectResponse(_back(request, {"done": str(number), **stay}), 303)


def _page_named(address: str) -> str:
    """The address of one of our own pages as it is, nothing for any other."""
    return address if re.fullmatch(r"/(?![/\\])[!-~]*", address) else ""


def _back(request: Request, more: dict[str, str]) -> str:
    asked = Asked.of(request.query_params).query()
    return link("/bench", as_of=request.query_params.get("as_of"), **asked, **more)


def _page(
    request: Request, *, status: int = 200, fault: ServandaError | None = None, given: dict[str, str] | None = None
) -> Response:
    bench, pages = bench_of(request)
    query = request.query_params
    coder, day, asked = coder_of(request), pages.day(request), Asked.of(query)
    stock, queue = bench.stock(day), bench.queue(asked, coder, day)
    wanted = (given or {}).get("statement") or query.get("statement", "")
    if wanted and wanted in stock.by_id:
        chosen: Statement | None = stock.by_id[wanted]
    else:
        chosen = stock.next(queue, query.get("after", ""))
    number = whole_number(query.get("done", ""))
    done = None if number is None else bench.board.done(number, coder)
    sheet: Sheet | None = bench.sheet(chosen.id, coder, day) if chosen else None
    ahead = stock.next(queue, chosen.id) if chosen else None
    return pages.page(
        request,
        "bench.html.j2",
        status=status,
        title="Coding bench",
        coder=coder,
        asked=asked,
        states=STATES,
        sureness=SURENESS,
        kinds=list(OFFERED),
        queue=len(queue),
        place=next((n for n, s in enumerate(queue, start=1) if chosen and s.id == chosen.id), None),
        sheet=sheet,
        ahead=ahead if ahead is not chosen else None,
        behind=stock.previous(queue, chosen.id) if chosen else None,
        parts=_parts(chosen, stock.view.text(chosen.document)) if chosen else None,
        fields=[(f, LABELS[f], (given or {}).get(f, told(chosen, f)), told(chosen, f)) for f in OFFERED[chosen.kind]]
        if chosen
        else [],
        told=told,
        labels=LABELS,
        why=(given or {}).get("why", ""),
        words=words(bench.case),
        done=done,
        fault=fault,
        exports=(("csv", "CSV"), ("json", "JSON"), ("annotations", "Web Annotations")) if queue else (),
    )


def _parts(s: Statement, text: str | None) -> tuple[str, str, str, str, str]:
    """What stands before, the sentence up to its event's word, the word, the rest of the sentence, and what follows."""
    from servanda.show.evidence import context

    before, quote, after = context(s, lambda _: text)
    if s.head is None or s.start is None or not quote or not 0 <= s.head - s.start < len(quote):
        return before, quote, "", "", after
    at = s.head - s.start
    end = next((n for n in range(at, len(quote)) if not (quote[n].isalnum() or quote[n] in "-'’")), len(quote))
    return before, quote[:at], quote[at:end], quote[end:], after
