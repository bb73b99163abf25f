"""What has happened since? Dated events from a day or a named event on, the signature where none is asked for, and what
is said not to have happened."""

from servanda.brief import phrase
from servanda.brief.beginning import SIGNATURE, Beginning
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import claim, counted, of_a_party, standings, told_once

NOT_HAPPENED, OTHERS = "Said not to have happened", "Others, named in the same reports"


def section(material: Material) -> Section:
    """Events since the day that is asked for, else that of signature (all events where there is neither), oldest first,
    under their year."""
    signed = material.agreement.signed
    begin = material.since or (Beginning(signed, SIGNATURE) if signed else None)
    start = begin.day if begin else None
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
    not_happened = list(told_once(not_happened))
    since = f" since {material.since.in_words() if material.since else phrase.day(start)}" if start else ""
    summary = f"{counted(len(claims), 'event')} of the parties{since}, {strong:,} of them established"
    summary = summary if claims else f"No event of the parties is on record{since}"
    more = [f"{len(not_happened):,} said not to have happened"] * bool(not_happened)
    more += [f"{len(others):,} of others in the same reports"] * bool(others)
    summary += f"; besides, {phrase.listed(more)}." if more else "."
    told = {"since": {"day": begin.day.isoformat(), "name": begin.name}} if begin else {"since": None}
    return Section("since", summary, (*claims, *not_happened, *others), told)
