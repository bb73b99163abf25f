"""What sentences say was done is told as done, by whom and when; what they do not say is not. Known faults are held to."""

from pathlib import Path

import pytest
from acts import Expected, sentences

#: Lines that begin so are still read wrongly (docs/reading.md).
WRONG = "wrong "


def lines() -> list[object]:
    """The sentences, those still read wrongly marked so."""
    return [
        pytest.param(
            asked.removeprefix(WRONG), text, marks=[pytest.mark.xfail] if asked.startswith(WRONG) else [], id=text[:60]
        )
        for asked, text in sentences(Path(__file__).with_name("acts.txt"))
    ]


@pytest.mark.parametrize(("asked", "text"), lines())
def test_a_sentence_says_what_was_done_and_no_more(asked: str, text: str) -> None:
    faults = {spec: Expected.of(spec).fault(text) for spec in asked.split(" ; ")}
    assert {spec: fault for spec, fault in faults.items() if fault} == {}
