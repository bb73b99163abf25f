"""A small case to work on."""

from pathlib import Path

import pytest

from servanda.case import new_case

HEADER = "id,holds_from,holds_to,published,source,type,mode,actors,text\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case from the template, with three articles and one table."""
    folder = new_case(tmp_path / "case")
    for name, words in (("a", "Northbank tests a missile."), ("b", "Southbank waits. Northbank tests again, b.")):
        (folder / "articles" / f"{name}.txt").write_text(words)
    (folder / "articles" / "c.md").write_text("---\npublished: 2031-05-01\npublisher: Example Post\n---\nNobody tests.")
    (folder / "facts" / "t.csv").write_text(
        HEADER + "f1,2031-05-01,,2031-05-02,Example Wire,MOBILIZE,test,A,\n"
        "f2,2031-06,,2031-07-01,Example Wire,CONSULT,meet,A;B,a visit\n"
    )
    return folder
