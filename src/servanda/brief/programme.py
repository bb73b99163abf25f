"""Where does the programme stand? Tests, sites and their dated states, what is declared against what is found, what may
be undeclared."""

from collections import Counter
from typing import Any

from servanda.brief import declared, phrase
from servanda.brief.declared import UNDECLARED
from servanda.brief.model import Claim, Material, Section, Site
from servanda.brief.select import claim, codebook, counted, happened, question, told_once
from servanda.record import Event
from servanda.statement import Statement
from servanda.verdicts import say

TESTS, SITES, CHANGES = "Tests", "Sites", "Other changes"
DECLARED = "Declared and inspected"
#: Words of an open question that ask for the extent of a programme.
EXTENT = ("how many", "number of", "extent", "facilities", "sites", "stockpile", "warhead", "inventory")


def section(material: Material) -> Section:
    """Tests by object, every site with its latest state, declarations and what others find, and what is said about
    undeclared parts."""
    book = codebook()["programme"]
    tests = [e for e in material.coded(book["tests"]) if happened(e) and not e.quantity]
    claims = [claim(e, TESTS) for e in tests]
    claims += [claim(e, TESTS) for e in material.coded(book["tests"]) if e.standing == "denied"]
    at_site: dict[str, list[Event]] = {site.name: [] for site in material.sites}
    seat_of = _Seats(material.sites)
    for event in material.events if material.sites else ():
        if (site := seat_of(event)) and happened(event) and not event.quantity:
            at_site[site.name].append(event)
    moved = [e for e in material.coded([*book["up"], *book["down"]]) if happened(e) and not e.quantity]
    changes = [claim(e, CHANGES) for e in moved if not seat_of(e)]
    sites = [_state(site, at_site[site.name]) for site in material.sites]
    claims += [_site_claim(site, at_site[site["name"]]) for site in sites if at_site[site["name"]]]
    claims += changes
    claims += [claim(e, DECLARED) for e in material.coded(book["declared"]) if happened(e) and not e.quantity]
    claims += told_once(claim(e, DECLARED) for e in material.coded(book["declared"]) if e.standing == "denied")
    claims += declared.figures(material)
    claims += [claim(e, "Quantities", _quantity) for e in material.events if e.quantity and happened(e)]
    hidden = declared.called_undeclared([*tests, *moved])
    claims += declared.undeclared(hidden)
    asked: dict[str, list[Statement]] = {}
    for statement in material.said("unknown"):
        asked.setdefault(question(statement), []).append(statement)
    claims += [
        Claim(phrase.said(phrase.best(said)), UNDECLARED, tuple(said), when=said[0].holds)
        for asks, said in asked.items()
        if any(word in asks for word in EXTENT)
    ]
    kinds = Counter(e.object or "object not told" for e in tests)
    summary = f"{counted(len(tests), 'test')} on record" if tests else "No test on record"
    if dated := [e for e in tests if e.holds.end]:
        last = max(dated, key=lambda e: (e.holds.end, e.id))
        summary += f", the last {phrase.period(last.holds)}"
    seen = [s for s in sites if s["state"]]
    summary += f"; {counted(len(seen), 'site')} with a dated state" if seen else ""
    if sites:
        named = {site.name for e in material.coded(["COOPERATE/declare"]) if happened(e) and (site := seat_of(e))}
        called = {site.name for e in hidden if (site := seat_of(e))}
        for state in sites:
            state["declared"] = _declared(state["name"], named, called)
        summary += f", of which declarations on record name {len(named) or 'none'}" if seen else ""
    summary += f"; {counted(len(hidden), 'report')} of what was never declared." if hidden else "."
    return Section("programme", summary, tuple(claims), {"sites": sites, "tests": dict(sorted(kinds.items()))})


def _declared(site: str, named: set[str], called: set[str]) -> str:
    """Whether a declaration names a site, or a report says that none does."""
    return "declared" if site in named else "called undeclared" if site in called else "not told"


class _Seats:
    """Finds the first site, in the order of the case, that an event names as its place or object.

    A name belongs to the first site that bears it.
    """

    def __init__(self, sites: tuple[Site, ...]) -> None:
        self._named: dict[str, tuple[int, Site]] = {}
        for n, site in enumerate(sites):
            for name in (site.name, *site.aliases):
                self._named.setdefault(name.casefold(), (n, site))
        self._known: dict[tuple[str | None, str | None], Site | None] = {}

    def __call__(self, event: Event) -> Site | None:
        names = (event.place, event.object)
        if names not in self._known:
            found = [self._named[key] for name in names if name and (key := name.casefold()) in self._named]
            self._known[names] = min(found, key=lambda entry: entry[0])[1] if found else None
        return self._known[names]


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
    name, kind = site["name"], site["kind"]
    called = name if not kind or name.casefold().endswith(kind.casefold()) else f"{name}, {kind}"
    return claim(last, SITES, f"{called}: {state}. {phrase.event(last)}", site=name)


def _quantity(event: Event) -> str:
    """Whose quantity came to what."""
    value = f"{say.number(event.value)} {event.unit or ''}".strip() if event.value is not None else "value not told"
    whose = f"{phrase.listed(event.actors)}, " if event.actors else ""
    return f"{whose}{event.quantity}: {value}"
