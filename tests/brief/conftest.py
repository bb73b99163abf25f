"""The invented case with further rows in its facts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import pytest

from servanda.brief import Brief, make
from servanda.case import open_case, take

HEADER = (
    "holds_from,holds_to,published,source,type,mode,actors,recipients,object,place,quantity,value,unit,certainty,text"
)


@pytest.fixture
def grown(arland_folder: Path, tmp_path: Path) -> Callable[..., Brief]:
    """Gives the brief of the invented case as of a day, with further rows in its facts. A row is written as
    `column=value` parts with `|` between; what is not named is empty, and a source is Lake Post."""

    def make_with(day: date, *rows: str) -> Brief:
        folder = tmp_path / "grown"
        copytree(arland_folder, folder, dirs_exist_ok=True)
        lines = [HEADER, *map(line, rows), ""]
        (folder / "facts" / "more.csv").write_text("\n".join(lines))
        with open_case(folder) as case:
            report = take(case, recorded=datetime(2031, 6, 1, tzinfo=UTC))
            assert not report.refused, report.refused
            return make(case, day)

    return make_with


def line(row: str) -> str:
    given = {"source": "Lake Post"} | dict(part.split("=", 1) for part in row.split("|"))
    given.setdefault("published", given["holds_from"])
    assert set(given) <= set(HEADER.split(","))
    return ",".join(given.get(column, "") for column in HEADER.split(","))
