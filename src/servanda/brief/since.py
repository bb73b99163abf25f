"""What has happened since? Dated events after the agreement was signed, and what is said not to have happened."""

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import claim, counted, happened, of_a_party

NOT_HAPPENED, OTHERS = "Said not to have happened", "Others, named in the same reports"


def section(material: Material) -> Section:
    """Events since the day of signature (all events where there is none), oldest first, under their year."""
    start = material.agreement.signed
    claims: list[Claim] = []
    strong = 0
    others: list[Claim] = []
    not_happened: list[Claim] = []
    for event in material.events:
        if event.quantity or (start and event.holds.end and event.holds.end < start):
            continue
        if event.standing == "denied":
            if of_a_party(material, event):
                not_happened.append(claim(event, NOT_HAPPENED))
        elif happened(event):
            if not of_a_party(material, event):
                others.append(claim(event, OTHERS))
            else:
                begun = event.holds.start or event.holds.end
                claims.append(claim(event, str(begun.year) if begun else "Day not told"))
                strong += event.standing == "established"
    since = f" since {phrase.day(start)}" if start else ""
    summary = f"{counted(len(claims), 'event')} of the parties{since}"
    summary += f", {strong} of them established by independent origins or by admission."
    return Section("since", summary, (*claims, *not_happened, *others))
