"""Where does the programme stand? Tests, sites and their dated states, what is declared, what may be undeclared."""

from collections import Counter
from typing import Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section, Site
from servanda.brief.select import claim, codebook, counted, happened
from servanda.record import Event

TESTS, SITES, CHANGES = "Tests", "Sites", "Other changes"
DECLARED, UNDECLARED = "Declared and inspected", "What may be undeclared"
#: Words of an open question that ask for the extent of a programme.
EXTENT = ("how many", "number of", "extent", "facilities", "sites", "stockpile", "warhead", "inventory")


def section(material: Material) -> Section:
    """Tests by object, every site with its latest state, declarations, and what is said about undeclared parts."""
    book = codebook()["programme"]
    took_place = [e for e in material.events if happened(e) and not e.quantity]
    tests = [e for e in material.coded(book["tests"]) if happened(e) and not e.quantity]
    claims = [claim(e, TESTS) for e in tests]
    claims += [claim(e, TESTS) for e in material.coded(book["tests"]) if e.standing == "denied"]
    at_site: dict[str, list[Event]] = {site.name: [] for site in material.sites}
    changes = []
    moves = {*book["up"], *book["down"]}
    named = _named(material.sites)
    for event in took_place:
        if site := _site_of(event, named):
            at_site[site.name].append(event)
        elif phrase.code_of(event) in moves:
            changes.append(claim(event, CHANGES))
    sites = [_state(site, at_site[site.name]) for site in material.sites]
    claims += [_site_claim(site, at_site[site["name"]]) for site in sites if at_site[site["name"]]]
    claims += changes
    claims += [claim(e, DECLARED) for e in material.coded(book["declared"]) if happened(e) and not e.quantity]
    claims += [claim(e, DECLARED) for e in material.coded(book["declared"]) if e.standing == "denied"]
    claims += [claim(e, "Quantities", _quantity) for e in material.events if e.quantity and happened(e)]
    for statement in material.statements:
        asked = (statement.about or statement.quote or "").lower()
        if statement.kind == "unknown" and any(word in asked for word in EXTENT):
            claims.append(Claim(phrase.said(statement), UNDECLARED, (statement,), when=statement.holds))
    kinds = Counter(e.object or "object not told" for e in tests)
    summary = f"{counted(len(tests), 'test')} on record"
    if dated := [e for e in tests if e.holds.end]:
        last = max(dated, key=lambda e: (e.holds.end, e.id))
        summary += f", the last {phrase.period(last.holds)}"
    seen = [s for s in sites if s["state"]]
    summary += f"; {counted(len(seen), 'site')} with a dated state." if seen else "."
    return Section("programme", summary, tuple(claims), {"sites": sites, "tests": dict(sorted(kinds.items()))})


def _named(sites: tuple[Site, ...]) -> dict[str, tuple[int, Site]]:
    """Each name of a site, with its place in the order of the case; a name belongs to the first site that bears it."""
    found: dict[str, tuple[int, Site]] = {}
    for n, site in enumerate(sites):
        for name in (site.name, *site.aliases):
            found.setdefault(name.casefold(), (n, site))
    return found


def _site_of(event: Event, named: dict[str, tuple[int, Site]]) -> Site | None:
    """The first site that the event names as its place or object."""
    found = [named[key] for name in (event.place, event.object) if name and (key := name.casefold()) in named]
    return min(found, key=lambda entry: entry[0])[1] if found else None


def _state(site: Site, events: list[Event]) -> dict[str, Any]:
    """A site with its states, oldest first, each with the period, the act behind it and its standing."""
    words = codebook()["site_state"]
    states = [
        {
            "when": e.holds.edtf(),
            "state": words[phrase.code_of(e)],
            "standing": e.standing,
            "event": e.id,
            "text": phrase.event(e),
        }
        for e in events
        if phrase.code_of(e) in words
    ]
    return {
        "name": site.name,
        "kind": site.kind,
        "lat": site.lat,
        "lon": site.lon,
        "state": states[-1]["state"] if states else None,
        "as_of": states[-1]["when"] if states else None,
        "states": states,
    }


def _site_claim(site: dict[str, Any], events: list[Event]) -> Claim:
    last = events[-1]
    state = f"{site['state']} ({phrase.period(last.holds)})" if site["state"] else "named in reports"
    return claim(last, SITES, f"{site['name']}, {site['kind']}: {state}. {phrase.event(last)}", site=site["name"])


def _quantity(event: Event) -> str:
    """What a quantity came to, and when."""
    value = f"{event.value:g} {event.unit or ''}".strip() if event.value is not None else "value not told"
    return f"{event.quantity}: {value}, {phrase.period(event.holds)}"
