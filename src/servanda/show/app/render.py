"""Renders the app's pages: the shared frame, the day the reader looks from, and links that keep it."""

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from servanda.brief import QUESTIONS
from servanda.days import parse_day
from servanda.record.model import View
from servanda.show import evidence
from servanda.show.page import environment, shown

if TYPE_CHECKING:
    from jinja2 import Environment

    from servanda.show.app.desk import Desk

#: Pages beside the ten questions, as the navigation lists them: path and name.
ROOMS = (("/timeline", "Timeline"), ("/map", "Map"), ("/search", "Search"), ("/bench", "Coding bench"), ("/add", "Add"))


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
        self.environment = made

    def day(self, request: Request) -> date:
        """The day of the address's `as_of`, else the record's last. Raises UsageError (SV602)."""
        given = request.query_params.get("as_of")
        return parse_day(given) if given else self.desk.last_day()

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page in the shared frame. The day stays in every link where the address names one."""
        pinned = request.query_params.get("as_of")
        try:
            day = self.day(request)
        except Exception:  # the error page itself must show, whatever the address says
            day, pinned = self.desk.last_day(), None
        text = self.environment.get_template(template).render(
            questions=QUESTIONS,
            rooms=ROOMS,
            here=request.url.path,
            case=self.desk.case,
            day_shown=day,
            pinned=pinned,
            days=self.desk.days(),
            link=lambda path, **query: link(path, **{"as_of": pinned, **query}),
            shown=shown,
            context=lambda statement: evidence.context(statement, self._texts(day)),
            **values,
        )
        return HTMLResponse(text, status)

    def _texts(self, day: date) -> evidence.Texts:
        view: View = self.desk.case.view(day)
        return view.text


def link(path: str, **query: str | None) -> str:
    """An address within the app, with the parts of its query that are given."""
    asked = {key: value for key, value in query.items() if value}
    return quote(path, safe="/:") + (f"?{urlencode(asked)}" if asked else "")
