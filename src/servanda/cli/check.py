"""`servanda check`: the verdict on every obligation of a case."""

import json
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsJson, AsOf, CaseFolder, day_of

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.record import View
    from servanda.verdicts import Judgement, Proof, Verdict

#: So many acts that nothing covers are shown in the text; JSON has all.
GRAVEST = 12


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
        days = [*(d for d in case.knowledge_days() if d < day), day]
        judgement = judge(
            case.agreement, view, case.names, threshold=case.settings.threshold, means=case.settings.means,
            history=case.record.steps(days) if history else None,
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
    """A judgement for the terminal, without control characters.

    What is not measurable in any reading is one entry for each provision; of what is not covered the gravest are shown.
    """
    from servanda.show.safe import terminal as safe
    from servanda.verdicts import say

    lines = [title, ""]
    for _, of_provision in groupby(judgement.verdicts, key=lambda v: v.provision):
        verdicts = list(of_provision)
        measured = {v.obligation for v in verdicts if v.verdict != "not measurable"}
        for v in verdicts:
            if v.obligation in measured:
                lines += _entry(v)
        lines += _not_measurable([v for v in verdicts if v.obligation not in measured])
    if judgement.not_covered:
        lines += ["", "NOT COVERED by any obligation:"]
        for n in judgement.not_covered[:GRAVEST]:
            lines += [f"    {say.event_text(n.event)}", f"        {n.why}"]
        if (more := len(judgement.not_covered) - GRAVEST) > 0:
            lines.append(f"    and {more} more, less grave or later; --json has them all")
    return safe("\n".join(lines))


def _entry(v: "Verdict") -> list[str]:
    """One verdict with its reason, evidence and changes."""
    from servanda.show.wording import settling

    reading = f", as {v.reading} reads it" if v.reading else ""
    strength = f" ({v.strength})" if v.strength else ""
    lines = [f"{v.verdict.upper()}{strength}  {v.provision} {v.obligation}, {v.party}{reading}", f"    {v.reason}"]
    lines += [f"    for: {_cited(s)}" for s in v.evidence_for[:3]]
    lines += [f"    against: {_cited(s)}" for s in v.evidence_against[:3]]
    lines += [f"    would settle it: {settling(what)}" for what in v.would_settle[:3]]
    for change in v.history:
        by = f", by {', '.join(change.by[:3])}" if change.by else ", by the calendar"
        lines.append(f"    {change.day}  {change.verdict}{by}")
    return lines


def _not_measurable(verdicts: "list[Verdict]") -> list[str]:
    """What is not measurable in any reading: who owes what under one provision, and why it cannot be told."""
    if not verdicts:
        return []
    owed: dict[str, list[str]] = {}
    for v in verdicts:
        parties = owed.setdefault(v.obligation, [])
        if v.party not in parties:
            parties.append(v.party)
    rival = ", in every reading" if any(v.reading for v in verdicts) else ""
    told = "; ".join(f"{obligation}, {' and '.join(parties)}" for obligation, parties in owed.items())
    reasons = dict.fromkeys(v.reason for v in verdicts if not v.reading)
    return [f"NOT MEASURABLE  {verdicts[0].provision} {told}{rival}", *(f"    {reason}" for reason in reasons)]


def _cited(statement: object) -> str:
    said = getattr(statement, "quote", None) or getattr(statement, "text", None) or ""
    source, published = getattr(statement, "source", ""), getattr(statement, "published", None)
    return f"{' '.join(said.split())[:160]} [{source}, {published or 'undated'}, {getattr(statement, 'id', '')}]"
