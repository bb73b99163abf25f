"""Builds the app for a case: routes, templates, error pages and the guard around them."""

from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servanda.errors import ServandaError, UsageError
from servanda.show.app import add, bench, exports, families, overview, pages, timeline
from servanda.show.app import map as sites_map
from servanda.show.app.adding import LARGEST_SENDING, Adding
from servanda.show.app.desk import Answers
from servanda.show.app.desks import Desks
from servanda.show.app.render import Pages
from servanda.show.app.security import Guard

if TYPE_CHECKING:
    from servanda.case import Case


#: What pages ask for beside the answers themselves, in the order in which a reader is likely to.
MADE_READY: tuple[Callable[[Answers], object], ...] = (
    pages.all_groups,
    lambda answers: exports.chart(answers, "since", "svg"),
    timeline.whole,
    sites_map.spots,
    lambda answers: answers.kin,
    lambda answers: exports.chart(answers, "ties", "svg"),
)


def build(case: "Case", clock: Callable[[], datetime], token: str | None = None, *, warm: bool = False) -> Guard:
    """The app as an ASGI application. With a token, every request must bring it (for use beyond loopback).

    With `warm`, what the first pages ask for is made ready in the background.
    """
    app = FastAPI(title="Servanda", docs_url=None, redoc_url=None, openapi_url=None)
    desks, shown = Desks(case, clock, keep=warm), Pages()
    app.state.desks, app.state.pages, app.state.adding = desks, shown, Adding(case, clock)
    static = files("servanda.show.app").joinpath("static")
    for part in (pages, timeline, sites_map, families, exports, bench, add):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=str(static)), name="static")

    @app.exception_handler(ServandaError)
    def _refused(request: Request, error: ServandaError) -> Response:
        status = 404 if error.code == "SV406" else 422 if isinstance(error, UsageError) else 500
        return shown.page(request, "fault.html.j2", status=status, title="That did not work", message=str(error))

    @app.exception_handler(HTTPException)
    def _missing(request: Request, error: HTTPException) -> Response:
        message = "There is no such page." if error.status_code == 404 else str(error.detail)
        return shown.page(request, "fault.html.j2", status=error.status_code, title="Not found", message=message)

    if warm:
        desk = desks.common.desk
        desk.warm((lambda answers: desk.keep_opening(answers, overview.opening(answers)), *MADE_READY))
    return Guard(app, token, roomy={"/add/files": LARGEST_SENDING, "/add/text": LARGEST_SENDING // 2})
