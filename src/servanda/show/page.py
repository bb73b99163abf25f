"""The brief as one self-contained HTML page: no script, no outside request, every claim opens to its sentence."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from servanda.brief import Brief, phrase
from servanda.brief.model import Section
from servanda.show import charts, evidence, wording
from servanda.show.evidence import Texts
from servanda.show.safe import terminal as safe
from servanda.show.wording import MARKS

if TYPE_CHECKING:
    from jinja2 import Environment

#: Claims of one group that a page shows; a page with more would be too long to read.
MOST = 400


@cache
def environment() -> "Environment":
    """The templates, with everything escaped and control characters taken out of whatever is shown."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("servanda.show", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    made.filters |= {
        "aftermath": wording.aftermath, "period": phrase.period, "day": phrase.day, "credit": evidence.credit,
        "dated": wording.dated, "joined": wording.joined, "percent": wording.percent, "sure": wording.sure,
        "unworded": wording.unworded, "settling": wording.settling, "has_number": phrase.has_number,
    }  # fmt: skip
    made.globals |= {"by_origin": evidence.by_origin, "marks": {word: mark for word, (mark, _) in MARKS.items()}}
    return made


def _clean(value: Any) -> Any:
    return safe(value) if type(value) is str else value


def style() -> str:
    """The style sheet of page and app."""
    return files("servanda.show").joinpath("templates", "style.css").read_text(encoding="utf-8")


def shown(section: Section) -> list[tuple[str, list[Any], int]]:
    """The groups of a section with the claims that are shown and the number of those that are not."""
    groups = []
    for group, claims in section.groups():
        kept = evidence.chosen(claims, MOST)
        groups.append((group, kept, len(claims) - len(kept)))
    return groups


def show(brief: Brief, texts: Texts) -> str:
    """The page. `texts` gives the text of a document, for the sentences around a quote."""
    from markupsafe import Markup

    drawn = {}
    for key, spec in (("since", charts.timeline_spec(brief)), ("ties", charts.ties_spec(brief))):
        if spec:
            drawn[key] = Markup(charts.svg(spec))  # noqa: S704 - vl-convert escapes what it draws
    template = environment().get_template("brief.html.j2")
    return template.render(
        brief=brief,
        charts=drawn,
        shown=shown,
        party_names={p.id: p.name for p in brief.agreement.parties},
        style=Markup(style()),  # noqa: S704 - our own file
        context=lambda statement: evidence.context(statement, texts),
    )
