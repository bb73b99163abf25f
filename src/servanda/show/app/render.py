"""Renders the app's pages: the shared frame, the day the reader looks from, and links that keep it."""

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from servanda.brief import QUESTIONS, phrase
from servanda.days import parse_day
from servanda.errors import UsageError
from servanda.show import evidence
from servanda.show.app.coding import named
from servanda.show.page import environment, shown
from servanda.verdicts import say
from servanda.version import VERSION

if TYPE_CHECKING:
    from jinja2 import Environment

    from servanda.show.app.desk import Answers, Desk
    from servanda.show.app.desks import Seat

#: The cookie that holds a coder's name.
CODER = "servanda_coder"
#: Pages beside the ten questions, as the navigation lists them: path and name.
ROOMS = (
    ("/timeline", "Timeline"), ("/map", "Map"), ("/families", "Who copied whom"), ("/search", "Search"),
    ("/bench", "Coding bench"), ("/add", "Add articles"),
)  # fmt: skip


def coder_of(request: Request) -> str:
    """The name under which somebody codes, from the cookie; empty where there is none that could be."""
    try:
        return named(unquote(request.cookies.get(CODER, "")))
    except UsageError:
        return ""


def seat_of(request: Request) -> "Seat":
    """What the pages of a request come from: a coder who codes blind beside others has a seat of their own."""
    if not hasattr(request.state, "seat"):
        request.state.seat = request.app.state.desks.of(coder_of(request))
    seat: Seat = request.state.seat
    return seat


def desk_of(request: Request) -> "tuple[Desk, Pages]":
    """The reader's desk and the templates of the app that a request came to."""
    return seat_of(request).desk, request.app.state.pages


def answers_of(request: Request) -> "Answers":
    """The answers as of the day of the request's address."""
    desk, pages = desk_of(request)
    return desk.answers(pages.day(request))


def whole_number(given: str) -> int | None:
    """The number that a part of an address gives; None for what is none, or is of more than nine digits."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def missing(what: str) -> HTTPException:
    """The answer for something that the record does not hold as of the day."""
    return HTTPException(404, f"There is no such {what} as of this day.")


class Pages:
    """The templates of the app."""

    def __init__(self) -> None:
        from jinja2 import ChoiceLoader, PackageLoader

        made: Environment = environment().overlay(
            loader=ChoiceLoader(
                [PackageLoader("servanda.show.app", "templates"), PackageLoader("servanda.show", "templates")]
            )
        )
        made.filters |= {"told": phrase.event, "degrees": degrees, "number": say.number}
        self.environment = made

    def day(self, request: Request) -> date:
        """The day of the address's `as_of`, else the record's last. Raises UsageError (SV602)."""
        given = request.query_params.get("as_of")
        return parse_day(given) if given else desk_of(request)[0].last_day()

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page in the shared frame. The day stays in every link where the address names one.

        `exports` are the forms in which the page's content can be taken away: name of the form and words for it.
        """
        seat = seat_of(request)
        desk, pinned = seat.desk, request.query_params.get("as_of")
        try:
            day = self.day(request)
        except Exception:  # the error page itself must show, whatever the address says
            day, pinned = desk.last_day(), None
        exports = values.pop("exports", ())
        asked = {k: v for k, v in request.query_params.items() if k != "as_of"}
        text = self.environment.get_template(template).render(
            questions=QUESTIONS,
            rooms=ROOMS,
            here=request.url.path,
            asked_too=asked,
            case=desk.case,
            coded_by=seat.alone,
            party_names={p.id: p.name for p in desk.case.agreement.parties},
            version=VERSION,
            day_shown=day,
            pinned=pinned,
            days=desk.days(),
            days_told=desk.days_told(),
            taken=[
                (words, link(f"/export/{form}{request.url.path}", **asked, as_of=str(day))) for form, words in exports
            ],
            link=lambda path, **query: link(path, **{"as_of": pinned, **query}),
            shown=shown,
            context=lambda statement: evidence.context(statement, desk.answers(day).text),
            **values,
        )
        return HTMLResponse(text, status)


def degrees(place: tuple[float, float]) -> str:
    """Latitude and longitude as on a map: 41.28° N, 129.08° E."""
    lat, lon = place
    return f"{abs(lat):.2f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"


def link(path: str, **query: str | None) -> str:
    """An address within the app, with the parts of its query that are given."""
    asked = {key: value for key, value in query.items() if value}
    return quote(path, safe="/:") + (f"?{urlencode(asked)}" if asked else "")
