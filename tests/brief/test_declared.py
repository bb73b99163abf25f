"""Declared against found: what a party says it has, what others count, and what nobody declared."""

from collections.abc import Callable
from datetime import date

import pytest

from servanda.brief import Brief

DAY = date(2030, 12, 31)
HELD = "holds_from={}|actors=A|quantity=launchers|value={}|source={}|text=Launchers of Arland"


def figures(brief: Brief) -> list[str]:
    return [c.text for c in brief.section("programme").claims if c.group == "Declared against found"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("2030-03-01", 80, "Arlandic government")], []),
        ([("2030-03-01", 80, "Sky Survey")], []),
        (
            [("2030-03-01", 80, "Arlandic government"), ("2030-03-01", 95, "Sky Survey")],
            ["Arland, launchers, 1 March 2030: it declares 80; Sky Survey gives 95."],
        ),
        (
            [("2030-03-01", 80, "Arlandic government"), ("2030-03-01", 80, "Borlandic government")],
            ["Arland, launchers, 1 March 2030: it declares 80; Borland gives the same."],
        ),
        ([("2030-03-01", 80, "Arlandic government"), ("2030-06-01", 95, "Sky Survey")], []),
        (
            [
                ("2030-03-01", 80, "Arlandic government"), ("2030-03-01", 95, "Sky Survey"),
                ("2030-06-01", 82, "Arlandic government"), ("2030-06-01", 82, "Sky Survey"),
            ],
            [
                "Arland, launchers, 1 March 2030: it declares 80; Sky Survey gives 95. "
                "Both are on record for 2 days, and differ on 1 of them."
            ],
        ),
    ],
)  # fmt: skip
def test_what_a_party_declares_stands_beside_what_others_give(
    grown: Callable[..., Brief], rows: list[tuple[str, int, str]], expected: list[str]
) -> None:
    assert figures(grown(DAY, *(HELD.format(*row) for row in rows))) == expected


def test_who_differs_speaks_against_the_declaration(grown: Callable[..., Brief]) -> None:
    rows = (HELD.format("2030-03-01", 80, "Arlandic government"), HELD.format("2030-03-01", 95, "Sky Survey"))
    (claim,) = [c for c in grown(DAY, *rows).section("programme").claims if c.group == "Declared against found"]
    assert [s.source for s in claim.statements] == ["Arlandic government"]
    assert [s.source for s in claim.against] == ["Sky Survey"]
    assert (claim.standing, claim.strength) == ("disputed", (2, 1))
    assert claim.details["declared"] == [80]
    assert claim.details["found"] == [{"by": "Sky Survey", "value": 95}]


BASE = "holds_from=2030-07-01|type=MOBILIZE|mode=operate|actors=A|object=base|place=Kessel engine stand|text={}"


@pytest.mark.parametrize(
    ("note", "state"),
    [("An undeclared base is in use", "called undeclared"), ("A covertly kept base", "called undeclared"),
     ("A base is in use", "not told"), ("A declared base is in use", "not told")],
)  # fmt: skip
def test_a_site_that_reports_call_undeclared_is_told(grown: Callable[..., Brief], note: str, state: str) -> None:
    section = grown(DAY, BASE.format(note)).section("programme")
    site = next(s for s in section.data["sites"] if s["name"] == "Kessel engine stand")
    assert site["declared"] == state
    told = [c.text for c in section.claims if c.group == "What may be undeclared"]
    assert (note in told) == (state == "called undeclared")
    assert ("what was never declared" in section.summary) == (state == "called undeclared")


def test_a_declaration_names_a_site(grown: Callable[..., Brief]) -> None:
    row = "holds_from=2030-07-01|type=COOPERATE|mode=declare|actors=A|place=Kessel engine stand|text=Arland lists its stand"
    section = grown(DAY, row).section("programme")
    assert section.data["sites"][0]["declared"] == "declared"
    assert "1 site with a dated state, of which declarations on record name 1." in section.summary
