"""Makes the brief of a case as of a day."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from servanda import verdicts as judging
from servanda.brief import balance, outlook, pressure, programme, promised, since, sources, ties, unknowns, verdicts
from servanda.brief.beginning import beginning
from servanda.brief.model import QUESTIONS, Brief, Material, Section
from servanda.record import Event, View
from servanda.record.pause import no_collection

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.sources import Family

ANSWERS: dict[str, Callable[[Material], Section]] = {
    "promised": promised.section,
    "since": since.section,
    "verdicts": verdicts.section,
    "programme": programme.section,
    "pressure": pressure.section,
    "balance": balance.section,
    "ties": ties.section,
    "outlook": outlook.section,
    "unknowns": unknowns.section,
    "sources": sources.section,
}


def material(case: "Case", as_of: date, since: str | None = None) -> Material:
    """What the sections draw on, taken from the case's record as of the day. `since` is a day or an event that the
    case names, from which on events are told. Raises UsageError (SV602) where it is neither.
    """
    begin = beginning(since, case.agreement, case.lexicon) if since else None
    view, settings = case.view(as_of), case.settings
    found = judging.judge(case.agreement, view, case.names, threshold=settings.threshold, means=settings.means)
    return replace(material_of(case, view, found), since=begin)


def material_of(
    case: "Case",
    view: View,
    judgement: judging.Judgement,
    families: "Callable[[], Iterable[Family]] | None" = None,
) -> Material:
    """What the sections draw on, where the judgement over the view has been found already; `families` may be, too."""
    from servanda.case import families_of

    return Material(
        case=case.name,
        agreement=case.agreement,
        names=case.names,
        lexicon=case.lexicon,
        view=view,
        judgement=judgement,
        sites=case.sites,
        events=by_day(view.events()),
        statements=view.statements(),
        documents=view.documents(),
        related=families or (lambda: families_of(case, view)),
    )


def by_day(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events, with those of which only the last day is known among the others by that day."""
    if not events or events[0].holds.start is not None:
        return events
    return tuple(sorted(events, key=lambda e: e.holds.start or e.holds.end or date.max))


def make_from(found: Material) -> Brief:
    """The ten answers from the material."""
    return Brief(found.case, found.agreement, found.as_of, tuple(ANSWERS[key](found) for key in QUESTIONS))


def make(case: "Case", as_of: date, since: str | None = None) -> Brief:
    """The ten answers about the case, as they could be known on the day; what has happened is told `since` a day or a
    named event, else since the signature."""
    with no_collection():
        return make_from(material(case, as_of, since))
