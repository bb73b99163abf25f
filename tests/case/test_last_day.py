"""The day from which a reader looks when none is named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from servanda.case import open_case, take

NOW = datetime(2031, 6, 1, tzinfo=UTC)
AGREEMENT = """\
servanda: 1
name: Lake accord
signed: 2030-01-10
in_force: {from: 2030-01-10, to: null}
parties: {A: {name: Arland}, B: {name: Borland}}
provisions: [{id: "1", text: Both will be quiet.}]
"""
ROWS = """\
id,holds_from,published,source,type,mode,actors,text
one,2030-02-01,2030-02-02,Wire,CONSULT,meet,A;B,They met
two,2030-03-01,2030-03-02,Wire,CONSULT,meet,A;B,They met again
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "facts").mkdir()
    (tmp_path / "agreement.yaml").write_text(AGREEMENT)
    (tmp_path / "facts" / "acts.csv").write_text(ROWS)
    return tmp_path


def test_it_is_the_day_of_the_latest_publication_and_stays_when_that_is_rejected(folder: Path) -> None:
    with open_case(folder) as case:
        take(case, recorded=NOW)
        assert case.last_day() == date(2030, 3, 2)
        case.record.decide("two", coder="Ann", decision="reject", why="another meeting", recorded=NOW)
        assert case.last_day() == date(2030, 3, 2)


def test_with_something_of_unknown_day_it_is_the_day_of_recording(folder: Path) -> None:
    (folder / "articles" / "undated.txt").write_text("Arland and Borland are said to have met in secret.\n")
    with open_case(folder) as case:
        take(case, recorded=NOW)
        assert case.last_day() == date(2031, 6, 1)


def test_an_empty_record_has_none(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(AGREEMENT)
    with open_case(tmp_path) as case:
        take(case, recorded=NOW)
        assert case.last_day() is None
