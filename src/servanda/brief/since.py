"""What has happened since? Dated events after the agreement was signed, and what is said not to have happened."""

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import claim, counted, of_a_party, standings

NOT_HAPPENED, OTHERS = "Said not to have happened", "Others, named in the same reports"


def section(material: Material) -> Section:
    """Events since the day of signature (all events where there is none), oldest first, under their year."""
    start = material.agreement.signed
    claims: list[Claim] = []
    strong = 0
    others: list[Claim] = []
    not_happened: list[Claim] = []
    happened = standings("happened")
    of_parties: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
    for event in material.events:
        end, standing, who = event.holds.end, event.standing, (event.actors, event.recipients)
        if event.quantity or (start and end and end < start):
            continue
        of_party = of_parties.get(who)
        if of_party is None:
            of_party = of_parties[who] = of_a_party(material, event)
        if standing == "denied":
            if of_party:
                not_happened.append(claim(event, NOT_HAPPENED))
        elif standing in happened:
            if not of_party:
                others.append(claim(event, OTHERS))
            else:
                begun = event.holds.start or end
                claims.append(claim(event, str(begun.year) if begun else "Day not told"))
                strong += standing == "established"
    since = f" since {phrase.day(start)}" if start else ""
    summary = f"{counted(len(claims), 'event')} of the parties{since}"
    summary += f", {strong:,} of them established by independent origins or by admission."
    return Section("since", summary, (*claims, *not_happened, *others))
