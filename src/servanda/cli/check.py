"""`servanda check`: the verdict on every obligation of a case."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsJson, AsOf, CaseFolder, day_of

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.record import View
    from servanda.verdicts import Judgement, Proof


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(check)


def check(
    folder: CaseFolder,
    as_of: AsOf = None,
    history: Annotated[bool, typer.Option("--history", help="Tell when each verdict changed, and by what.")] = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="OBLIGATION", help="Show the proof of this obligation's verdicts."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say for every obligation whether it is kept, with the reason and the evidence for and against.

    The exit status is 0 whatever the verdicts are.
    """
    from servanda.case import open_case
    from servanda.show.safe import terminal as safe
    from servanda.verdicts import judge

    with open_case(folder) as case:
        day = day_of(case, as_of)
        view = case.view(day)
        if explain is not None:
            proofs = _proofs(case, view, explain)
            typer.echo(
                json.dumps([p.to_json() for p in proofs], ensure_ascii=False, indent=2)
                if as_json
                else safe("\n\n".join(p.as_text() for p in proofs))
            )
            return
        earlier = [case.view(d) for d in case.knowledge_days() if d < day] if history else None
        judgement = judge(
            case.agreement, view, case.names, threshold=case.settings.threshold, means=case.settings.means,
            history=earlier,
        )  # fmt: skip
    if as_json:
        found = {
            "case": case.name,
            "as_of": day.isoformat(),
            "verdicts": [v.to_json() for v in judgement.verdicts],
            "not_covered": [n.to_json() for n in judgement.not_covered],
        }
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    typer.echo(as_text(judgement, f"{case.title}, as known on {day}"))


def _proofs(case: "Case", view: "View", obligation: str) -> "list[Proof]":
    """The proofs of every reading of an obligation. Raises UsageError where the agreement has none of that id."""
    from servanda.errors import UsageError
    from servanda.verdicts import Court, prove

    court = Court.of(case.agreement, case.names, case.settings.threshold, case.settings.means)
    asked = [c for c in court.cases() if c.obligation.id == obligation]
    if not asked:
        known = ", ".join(dict.fromkeys(o.id for o in case.agreement.obligations))
        raise UsageError("no obligation has that id", found=repr(obligation), expected=f"one of {known}")
    events = view.events()
    return [prove(court.hear(c, events, view.as_of)) for c in asked]


def as_text(judgement: "Judgement", title: str) -> str:
    """A judgement for the terminal, without control characters."""
    from servanda.show.safe import terminal as safe
    from servanda.verdicts import say

    lines = [title, ""]
    for v in judgement.verdicts:
        reading = f", as {v.reading} reads it" if v.reading else ""
        strength = f" ({v.strength})" if v.strength else ""
        lines.append(f"{v.verdict.upper()}{strength}  {v.provision} {v.obligation}, {v.party}{reading}")
        lines.append(f"    {v.reason}")
        lines += [f"    for: {_cited(s)}" for s in v.evidence_for[:3]]
        lines += [f"    against: {_cited(s)}" for s in v.evidence_against[:3]]
        lines += [f"    would settle it: {what}" for what in v.would_settle[:3]]
        for change in v.history:
            by = f", by {', '.join(change.by[:3])}" if change.by else ", by the calendar"
            lines.append(f"    {change.day}  {change.verdict}{by}")
    if judgement.not_covered:
        lines += ["", "NOT COVERED by any obligation:"]
        for n in judgement.not_covered:
            lines += [f"    {say.event_text(n.event)}", f"        {n.why}"]
    return safe("\n".join(lines))


def _cited(statement: object) -> str:
    said = getattr(statement, "quote", None) or getattr(statement, "text", None) or ""
    source, published = getattr(statement, "source", ""), getattr(statement, "published", None)
    return f"{' '.join(said.split())[:160]} [{source}, {published or 'undated'}, {getattr(statement, 'id', '')}]"
