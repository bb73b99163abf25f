"""What was promised? Provisions and obligations, and what the text leaves out."""

from servanda.agreement import leaves_out
from servanda.agreement.model import Agreement, Obligation, Provision
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
            text=_numbered(provision),
            group=OUTSIDE if provision.outside_text else IN_TEXT,
            details={
                "provision": provision.id,
                "obligations": [_obligation(material, o) for o in provision.obligations],
            },
        )
        for provision in agreement.provisions
    ]
    claims += _left_out(agreement)
    gaps: dict[str, list[int]] = {}
    statements = material.said("gap")
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


def _numbered(provision: Provision) -> str:
    """The text of a provision with the number, or the name, by which it is called further down."""
    if phrase.has_number(provision.id):
        return f"{provision.id}. {provision.text}"
    return f"{provision.text} ({provision.id})"


def _left_out(agreement: Agreement) -> list[Claim]:
    """First what no obligation of the text has, then what provisions lack besides, those of the same lack together."""
    lacking: dict[str, dict[str, None]] = {}
    found = leaves_out(agreement)
    for left in found:
        lacking.setdefault(left.provision, {}).update(dict.fromkeys(left.missing))
    judged = sum(max(len(p.obligations), 1) for p in agreement.provisions)
    everywhere = [m for m in (found[0].missing if found else ()) if all(m in left.missing for left in found)]
    if len(found) < judged or judged < 2:
        everywhere = []
    claims = []
    if everywhere:
        text = f"Nowhere does it name {phrase.listed(everywhere, 'or')}."
        claims.append(Claim(text, LEFT_OUT, details={"provision": None, "provisions": [], "missing": everywhere}))
    alike: dict[tuple[str, ...], list[str]] = {}
    for provision, missing in lacking.items():
        if besides := tuple(m for m in missing if m not in everywhere):
            alike.setdefault(besides, []).append(provision)
    for besides, provisions in alike.items():
        one = len(provisions) == 1
        who = f"Provision {provisions[0]} names" if one else f"Provisions {phrase.listed(provisions)} name"
        why = list(dict.fromkeys(left.why for left in found if left.provision in provisions))
        details = {"provision": provisions[0] if one else None, "provisions": provisions}
        text = f"{who} no {phrase.listed(besides, 'or')}."
        claims.append(Claim(text, LEFT_OUT, details={**details, "missing": list(besides), "why": why}))
    return claims


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
