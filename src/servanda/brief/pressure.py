"""What pressure is in place, and how is it evaded?"""

from servanda.brief.model import Material, Section
from servanda.brief.select import claim, codebook, counted, happened

GROUPS = {
    "in force": "Imposed and kept",
    "eased": "Lifted and eased",
    "evaded": "Evaded",
    "asked": "Asked for and threatened",
}


def section(material: Material) -> Section:
    """Sanctions imposed and kept, eased, evaded, and what is asked or threatened, each oldest first."""
    book = codebook()["pressure"]
    found = {key: [e for e in material.coded(book[key]) if happened(e)] for key in GROUPS}
    claims = [claim(event, GROUPS[key]) for key, events in found.items() for event in events]
    every = [code for key in ("in force", "eased", "evaded") for code in book[key]]
    claims += [claim(e, "Said not to be so") for e in material.coded(every) if e.standing == "denied"]
    summary = (
        f"{counted(len(found['in force']), 'measure')} imposed or kept, {len(found['eased'])} lifted or eased, "
        f"{counted(len(found['evaded']), 'report')} of evasion."
    )
    return Section("pressure", summary, tuple(claims))
