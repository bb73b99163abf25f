"""What was promised? Provisions and obligations, and what the text leaves out."""

from servanda.agreement import leaves_out
from servanda.agreement.model import Obligation
from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import counted

IN_TEXT, OUTSIDE = "In the text", "Pledged outside the text"
LEFT_OUT, SAID_MISSING = "What the text leaves out", "What reports say it lacks"


def section(material: Material) -> Section:
    """The provisions in order, each with its obligations; then what is missing, by form and by report."""
    agreement = material.agreement
    claims = [
        Claim(
            text=provision.text,
            group=OUTSIDE if provision.outside_text else IN_TEXT,
            details={
                "provision": provision.id,
                "obligations": [_obligation(material, o) for o in provision.obligations],
            },
        )
        for provision in agreement.provisions
    ]
    for left in leaves_out(agreement):
        if not left.missing:
            continue
        where = f"Provision {left.provision}" + (f" ({left.obligation}, {left.party})" if left.obligation else "")
        claims.append(
            Claim(
                text=f"{where} names no {phrase.listed(left.missing).replace(' and ', ' and no ')}.",
                group=LEFT_OUT,
                details={
                    "provision": left.provision,
                    "obligation": left.obligation,
                    "party": left.party,
                    "missing": list(left.missing),
                    "why": left.why,
                },
            )
        )
    gaps: dict[str, list[int]] = {}
    statements = [s for s in material.statements if s.kind == "gap"]
    for place, statement in enumerate(statements):
        gaps.setdefault(statement.about or "detail", []).append(place)
    for missing, places in sorted(gaps.items()):
        carried = tuple(statements[n] for n in places)
        claims.append(
            Claim(
                text=f"No {missing}: {phrase.said(phrase.best(carried))}",
                group=SAID_MISSING,
                statements=carried,
                details={"missing": [missing]},
            )
        )
    inside = [p for p in agreement.provisions if not p.outside_text]
    summary = (
        f"{agreement.name}: {counted(len(inside), 'provision')} with "
        f"{counted(sum(len(p.obligations) for p in inside), 'obligation')}"
    )
    if outside := len(agreement.provisions) - len(inside):
        summary += f"; {counted(outside, 'pledge')} made but not signed"
    if signed := agreement.signed:
        summary += f". Signed {phrase.day(signed)}"
    return Section("promised", summary + ".", tuple(claims))


def _obligation(material: Material, obligation: Obligation) -> dict[str, object]:
    party = next((p.name for p in material.agreement.parties if p.id == obligation.party), obligation.party)
    deadline = obligation.by or obligation.within or obligation.every
    return {
        "id": obligation.id,
        "party": obligation.party,
        "party_name": party,
        "form": obligation.form,
        "deadline": str(deadline) if deadline else None,
        "readings": [
            {"by": r.by, "end": r.end, "note": r.note} for r in obligation.readings if r.end or r.note or r.act
        ],
    }
