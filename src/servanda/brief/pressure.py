"""What pressure is in place, and how is it evaded?"""

from servanda.brief import regimes
from servanda.brief.model import Material, Section
from servanda.brief.select import claim, codebook, counted, happened

GROUPS = {
    "in force": "Imposed and kept",
    "eased": "Lifted and eased",
    "evaded": "Evaded",
    "asked": "Asked for and threatened",
}


def section(material: Material) -> Section:
    """The measures in place as of the day, then every step: imposed and kept, eased, evaded, asked or threatened, each
    oldest first."""
    book = codebook()["pressure"]
    found = {key: [e for e in material.coded(book[key]) if happened(e)] for key in GROUPS}
    measures = regimes.measures(material)
    claims = [*regimes.claims(measures)]
    claims += [claim(event, GROUPS[key]) for key, events in found.items() for event in events]
    every = [code for key in ("in force", "eased", "evaded") for code in book[key]]
    claims += [claim(e, "Said not to be so") for e in material.coded(every) if e.standing == "denied"]
    in_place = regimes.in_words(measures)
    imposed, eased, evaded = (len(found[key]) for key in ("in force", "eased", "evaded"))
    counts = [f"{counted(imposed, 'measure')} imposed or kept"] * bool(imposed)
    counts += [f"{eased:,} lifted or eased"] * bool(eased) + [f"{counted(evaded, 'report')} of evasion"] * bool(evaded)
    told = f"{', '.join(counts)}." if counts else "No measure is on record as imposed, kept, lifted or evaded."
    summary = f"{in_place} {told}" if in_place else told
    return Section("pressure", summary, tuple(claims), {"measures": [m.to_json() for m in measures]})
