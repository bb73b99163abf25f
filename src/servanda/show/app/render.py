"""Renders the app's pages: the shared frame, the day the reader looks from, and links that keep it."""

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from servanda.brief import QUESTIONS, phrase
from servanda.days import parse_day
from servanda.show import evidence
from servanda.show.page import environment, shown
from servanda.version import VERSION

if TYPE_CHECKING:
    from jinja2 import Environment

    from servanda.show.app.desk import Answers, Desk

#: Pages beside the ten questions, as the navigation lists them: path and name.
ROOMS = (
    ("/timeline", "Timeline"), ("/map", "Map"), ("/families", "Who copied whom"), ("/search", "Search"),
    ("/bench", "Coding bench"), ("/add", "Add"),
)  # fmt: skip


def desk_of(request: Request) -> "tuple[Desk, Pages]":
    """The desk and the templates of the app that a request came to."""
    return request.app.state.desk, request.app.state.pages


def answers_of(request: Request) -> "Answers":
    """The answers as of the day of the request's address."""
    desk, pages = desk_of(request)
    return desk.answers(pages.day(request))


def missing(what: str) -> HTTPException:
    """The answer for something that the record does not hold as of the day."""
    return HTTPException(404, f"There is no such {what} as of this day.")


class Pages:
    """The templates of the app, bound to a desk."""

    def __init__(self, desk: "Desk") -> None:
        from jinja2 import ChoiceLoader, PackageLoader

        self.desk = desk
        made: Environment = environment().overlay(
            loader=ChoiceLoader(
                [PackageLoader("servanda.show.app", "templates"), PackageLoader("servanda.show", "templates")]
            )
        )
        made.filters["told"] = phrase.event
        self.environment = made

    def day(self, request: Request) -> date:
        """The day of the address's `as_of`, else the record's last. Raises UsageError (SV602)."""
        given = request.query_params.get("as_of")
        return parse_day(given) if given else self.desk.last_day()

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page in the shared frame. The day stays in every link where the address names one.

        `exports` are the forms in which the page's content can be taken away: name of the form and words for it.
        """
        pinned = request.query_params.get("as_of")
        try:
            day = self.day(request)
        except Exception:  # the error page itself must show, whatever the address says
            day, pinned = self.desk.last_day(), None
        text_of = self.desk.answers(day).text
        exports = values.pop("exports", ())
        asked = {k: v for k, v in request.query_params.items() if k != "as_of"}
        text = self.environment.get_template(template).render(
            questions=QUESTIONS,
            rooms=ROOMS,
            here=request.url.path,
            asked_too=asked,
            case=self.desk.case,
            version=VERSION,
            day_shown=day,
            pinned=pinned,
            days=self.desk.days(),
            taken=[
                (words, link(f"/export/{form}{request.url.path}", **asked, as_of=str(day))) for form, words in exports
            ],
            link=lambda path, **query: link(path, **{"as_of": pinned, **query}),
            shown=shown,
            context=lambda statement: evidence.context(statement, text_of),
            **values,
        )
        return HTMLResponse(text, status)


def link(path: str, **query: str | None) -> str:
    """An address within the app, with the parts of its query that are given."""
    asked = {key: value for key, value in query.items() if value}
    return quote(path, safe="/:") + (f"?{urlencode(asked)}" if asked else "")
