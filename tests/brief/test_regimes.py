"""Which measures are in place: set up, kept, eased, lifted, and by whom."""

from collections.abc import Callable
from datetime import date

import pytest

from servanda.brief import Brief

EMBARGO = "holds_from=2030-03-01|type=SANCTION|mode=impose|actors=B|recipients=A|object={}|text=Borland stops {}"
EASED = "holds_from=2030-05-01|type=CONCEDE|mode=ease sanctions|actors=B|recipients=A|object={}|text=Some {} may pass"
LIFTED = (
    "holds_from=2030-06-01|type=CONCEDE|mode=lift sanctions|actors=B|recipients=A|object={}|text=All on {} is lifted"
)
DAY = date(2030, 12, 31)


@pytest.fixture
def pressure(grown: Callable[..., Brief]) -> Callable[..., dict[str, tuple[str, int]]]:
    """State and number of steps of the measures of Borland against Arland, by object, with further rows."""

    def found(*rows: str, day: date = DAY) -> dict[str, tuple[str, int]]:
        measures = grown(day, *rows).section("pressure").data["measures"]
        assert all((m["by"], m["on"]) == ("Borland", "Arland") for m in measures)
        return {m["what"]: (m["state"], m["steps"]) for m in measures}

    return found


def of(row: str, what: str) -> str:
    return row.format(what, what)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((of(EMBARGO, "grain"),), ("in force", 1)),
        ((of(EMBARGO, "grain"), of(EMBARGO, "grain").replace("2030-03", "2030-04")), ("in force", 2)),
        ((of(EMBARGO, "grain"), of(EASED, "grain")), ("eased", 1)),
        ((of(EMBARGO, "grain"), of(EASED, "coal")), ("in force", 1)),
        ((of(EMBARGO, "grain"), of(LIFTED, "grain")), ("lifted", 1)),
        ((of(EMBARGO, "grain"), of(LIFTED, "coal")), ("in force", 1)),
        ((of(EMBARGO, "grain"), of(LIFTED, "sanctions")), ("lifted", 1)),  # the kind as a whole
        ((of(EMBARGO, "grain"), of(EASED, "sanctions")), ("in force", 1)),
        (
            (of(EMBARGO, "grain"), of(LIFTED, "grain").replace("actors=B|recipients=A", "actors=A|recipients=B")),
            ("in force", 1),
        ),  # not the other's
        (
            (of(EMBARGO, "grain"), of(LIFTED, "grain").replace("2030-06", "2030-02")),
            ("in force", 1),
        ),  # lifted, then imposed
    ],
)
def test_a_measure_stands_until_who_imposed_it_lifts_it(
    pressure: Callable[..., dict[str, tuple[str, int]]], rows: tuple[str, ...], expected: tuple[str, int]
) -> None:
    assert pressure(*rows)["grain"] == expected


def test_what_is_imposed_anew_is_in_place_again(pressure: Callable[..., dict[str, tuple[str, int]]]) -> None:
    again = of(EMBARGO, "grain").replace("2030-03", "2030-07")
    rows = (of(EMBARGO, "grain"), of(LIFTED, "grain"), again)
    assert pressure(*rows, day=date(2030, 6, 30))["grain"] == ("lifted", 1)
    assert pressure(*rows)["grain"] == ("in force", 2)


def test_the_answer_begins_with_what_is_in_place(grown: Callable[..., Brief]) -> None:
    section = grown(DAY, of(EMBARGO, "grain"), of(LIFTED, "grain")).section("pressure")
    first = section.claims[0]
    assert first.group == "In place, as far as the record shows"
    assert first.text == "Borland on Arland, sanctions (fuel): in force. 1 step on record, 1 October 2030."
    assert [s.text for s in first.statements] == ["Borland stopped fuel sales to Arland"]
    assert section.summary.startswith("In place, as far as the record shows: sanctions on Arland by Borland. ")
    (gone,) = [c for c in section.claims if c.group == "No longer in place"]
    assert gone.text.endswith("lifted 1 June 2030: All on grain is lifted.")


def test_a_minister_acts_for_the_state(pressure: Callable[..., dict[str, tuple[str, int]]]) -> None:
    assert pressure(of(EMBARGO, "grain").replace("recipients=A", "recipients=Anna Arlen"))["grain"] == ("in force", 1)
