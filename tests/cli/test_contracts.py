"""What the commands print, held against the contracts by a checker that shares nothing with the program."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from contracts import faults_of_brief, faults_of_check, faults_of_pair, faults_of_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from servanda.case import new_case, open_case, take
from servanda.cli.app import app

CODED = ("aceh-2005", "agreed-framework-1994", "inter-korean-military-2018", "new-start-2010")
DAYS_ASKED = 4


def printed(*arguments: str, given: str | None = None, status: int = 0) -> str:
    result = CliRunner().invoke(app, arguments, input=given, catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.stdout


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[date]]]:
    """The shipped cases whose record is made of tables alone, read, each with some of its days."""
    found = {}
    for name in CODED:
        folder = new_case(tmp_path_factory.mktemp("contracts") / name, name, whole=True)
        with open_case(folder) as case:
            take(case, recorded=datetime(2030, 1, 1, tzinfo=UTC))
            days = case.knowledge_days()
        found[name] = (folder, [days[n * (len(days) - 1) // (DAYS_ASKED - 1)] for n in range(DAYS_ASKED)])
    return found


@pytest.mark.parametrize("name", CODED)
def test_check_and_brief_of_shipped_cases_on_any_day(name: str, coded: dict[str, tuple[Path, list[date]]]) -> None:
    folder, days = coded[name]
    for day in days:
        asked = (str(folder), "--as-of", day.isoformat())
        verdicts = json.loads(printed("check", *asked, "--history", "--json"))
        assert faults_of_check(verdicts) == []
        assert verdicts["as_of"] == day.isoformat()
        brief = json.loads(printed("brief", *asked, "--format", "json"))
        assert faults_of_brief(brief) == []
        assert brief["as_of"] == day.isoformat()


def test_check_and_brief_of_articles(arland_folder: Path) -> None:
    verdicts = json.loads(printed("check", str(arland_folder), "--history", "--json"))
    assert faults_of_check(verdicts) == []
    assert faults_of_brief(json.loads(printed("brief", str(arland_folder), "--format", "json"))) == []


def documents(folder: Path) -> list[dict[str, Any]]:
    texts = sorted((folder / "articles").glob("*.md"))
    return [{"id": path.name, "text": path.read_text(), "published": "2030-05-05"} for path in texts]


def test_readings_and_pairs_line_by_line(arland_folder: Path) -> None:
    asked = documents(arland_folder)
    lines = "\n".join([*map(json.dumps, asked), '{"id": "no text"}', ""])
    told = [json.loads(line) for line in printed("read", "--jsonl", given=lines, status=1).splitlines()]
    assert len(told) == len(asked) + 1
    assert [faults_of_reading(reading, one) for reading, one in zip(told, asked, strict=False)] == [[], []]
    assert faults_of_reading(told[-1], {"id": "no text"}) == []
    pairs = [json.loads(line) for line in printed("sources", "--jsonl", given=lines, status=1).splitlines()]
    found = [pair for pair in pairs if "error" not in pair]
    assert len(found) == 1
    assert faults_of_pair(found[0], {one["id"]: one["text"] for one in asked}) == []


@pytest.fixture(scope="module")
def good(arland_folder: Path) -> dict[str, Any]:
    return {
        "check": json.loads(printed("check", str(arland_folder), "--history", "--json")),
        "brief": json.loads(printed("brief", str(arland_folder), "--format", "json")),
    }


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to everything within."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


#: Fields that the contract does not know, or does not bind: what is in them may be anything.
FREE = {"worlds", "watched", "details", "data"}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_the_checker_misses_nothing_that_is_taken_away(good: dict[str, Any], choice: st.DataObject) -> None:
    verdict = st.sampled_from(
        [
            path
            for path in places(good["check"])
            if isinstance(path[-1], str) and not FREE & set(path) and path[0] != "not_covered"
        ]
    )
    path = choice.draw(verdict)
    broken = json.loads(json.dumps(good["check"]))
    inner = broken
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    assert faults_of_check(broken), path


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("check", ("as_of",), "2031-02-30"),
        ("check", ("as_of",), "2030-01-01"),
        ("check", ("verdicts", 0, "verdict"), "kept"),
        ("check", ("verdicts", 0, "strength"), "strong"),
        ("check", ("verdicts", 0, "reason"), " "),
        ("check", ("verdicts", 0, "for", 0, "certainty"), 4),
        ("check", ("verdicts", 0, "for", 0, "published"), "2031-06-09"),
        ("check", ("verdicts", 0, "history", 0, "verdict"), "done"),
        ("check", ("verdicts", 0, "instances"), [{"called": None, "due": None, "verdict": "overdue", "by": []}]),
        ("brief", ("since", "claims", 0, "statements"), []),
        ("brief", ("since", "claims", 0, "standing"), "sure"),
        ("brief", ("ties",), None),
    ],
)
def test_the_checker_sees_what_is_wrong(good: dict[str, Any], kind: str, path: tuple[Any, ...], value: Any) -> None:
    broken = json.loads(json.dumps(good[kind]))
    inner = broken
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert (faults_of_check if kind == "check" else faults_of_brief)(broken)
