"""What the text leaves out."""

from pathlib import Path

import pytest

from servanda.agreement import Agreement, leaves_out, load


@pytest.fixture
def agreement(tmp_path: Path, text: str) -> Agreement:
    path = tmp_path / "agreement.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_an_endeavour_lacks_what_one_could_measure(agreement: Agreement) -> None:
    gaps = {(g.obligation, g.party): g for g in leaves_out(agreement)}
    assert gaps["quiet", "A"].missing[:3] == ("deadline", "definition", "measurable end")
    assert "names no state that would end it" in gaps["quiet", "A"].why


def test_what_one_provision_supplies_holds_for_all(agreement: Agreement) -> None:
    missing = {element for gap in leaves_out(agreement) for element in gap.missing}
    assert "verification" not in missing
    assert "declaration" not in missing
    assert {"enforcement", "dispute settlement"} <= missing


def test_words_of_the_provision_supply_an_element(tmp_path: Path, text: str) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_text(
        text.replace(
            "a quiet lake.", "a quiet lake by the end of 2031; disputes go to a court and a breach is sanctioned."
        ),
        encoding="utf-8",
    )
    gaps = leaves_out(load(path))
    missing = {element for gap in gaps for element in gap.missing}
    assert not {"enforcement", "dispute settlement"} & missing
