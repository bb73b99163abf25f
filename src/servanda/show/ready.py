"""What the first view of a large case needs is made when the case has been read, and kept beside its record."""

from contextlib import suppress
from typing import TYPE_CHECKING

from servanda.record.kept import WORTH_KEEPING
from servanda.record.pause import no_collection
from servanda.show.beside import Beside
from servanda.show.outline import Outline, outline_of, outline_of_json

if TYPE_CHECKING:
    from servanda.brief import Brief
    from servanda.case import Case

_KIND = "outline"


def make_ready(case: "Case") -> None:
    """Makes the app's opening page and the brief's outline of a large case's last day, where they are not there yet."""
    if not large(case) or kept_outline(case) is not None:
        return
    from servanda.show.app import overview
    from servanda.show.app.desk import Answers, Lasting
    from servanda.show.app.docket import Docket
    from servanda.show.app.first import FirstView, Glance

    with no_collection():
        state, day = case.record.state(), case.last_day()
        if day is not None:
            answers = Answers(case, day, Docket(case), Lasting())
            FirstView(case).keep(state, Glance(day, case.knowledge_days(), overview.opening(answers)))
            keep_outline(case, state, answers.brief)


def large(case: "Case") -> bool:
    """Whether making the case's brief is so much work that its outline is kept."""
    return max(case.record.state()) > WORTH_KEEPING


def kept_outline(case: "Case") -> Outline | None:
    """The outline of the case's last day as it was kept; None where it was not, or the case has changed since."""
    with suppress(LookupError, TypeError, ValueError):
        return outline_of_json(Beside(case).load(_KIND))
    return None


def keep_outline(case: "Case", state: tuple[int, ...], brief: "Brief") -> Outline:
    """The outline of the last day's brief, kept; `state` is the record's from which the brief was made."""
    outline = outline_of(brief)
    Beside(case).keep(_KIND, state, outline.to_json())
    return outline
