"""`check`, `lint` and `what-if` on a small case, from its files to what is printed."""

import json
from pathlib import Path

import pytest
from accord import accord
from typer.testing import CliRunner

from servanda.cli.app import app
from servanda.errors import CaseError, UsageError

AGREEMENT = accord(
    "{id: no-test, party: A, form: refrain, act: {type: MOBILIZE, mode: test, object: missile}}",
    "{id: stand, party: A, form: perform, act: {type: RETREAT, mode: dismantle, object: stand}, within: P90D}",
    means="""\
means:
  radar: {sees: [{type: MOBILIZE}], power: 0.99}
  survey: {sees: [{type: RETREAT}], power: 0.95}
""",
)
FACTS = """\
id,holds_from,published,source,type,mode,actors,object,certainty,text
r1,2030-03-01,2030-03-02,Lake Post,MOBILIZE,build,A,bunker,,A bunker is built.
r2,2030-05-20,2030-05-21,Lake Post,RETREAT,dismantle,Arland,stand,,The stand is gone.
r3,2030-06-10,2030-06-11,Lake Post,MOBILIZE,test,A,missile,,A missile flies.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "lake"
    (folder / "facts").mkdir(parents=True)
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (folder / "facts" / "t.csv").write_text(FACTS, encoding="utf-8")
    run("read", str(folder))
    return folder


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=True)
    assert result.exit_code == status, (result.output, result.exception)
    return result.output


def checked(case: Path, *options: str) -> dict[str, dict]:  # type: ignore[type-arg]
    found = json.loads(run("check", str(case), "--json", *options))
    return {v["obligation"]: v for v in found["verdicts"]}


def test_json_has_the_keys_of_the_contract(case: Path) -> None:
    found = json.loads(run("check", str(case), "--json", "--as-of", "2030-07-01"))
    assert {"case", "as_of", "verdicts", "not_covered"} == set(found)
    assert (found["case"], found["as_of"]) == ("lake", "2030-07-01")
    keys = {
        "provision", "obligation", "party", "reading", "verdict", "strength", "reason", "for", "against",
        "would_settle", "since", "instances", "history",
    }  # fmt: skip
    statement = {"id", "source", "origin", "speaker", "published", "holds_from", "holds_to", "certainty", "document"}
    for verdict in found["verdicts"]:
        assert keys <= set(verdict)
        for said in verdict["for"]:
            assert statement <= set(said)
            assert "quote" in said or "text" in said


def test_only_what_was_known_counts(case: Path) -> None:
    words = {day: {k: v["verdict"] for k, v in checked(case, "--as-of", day).items()} for day in (
        "2030-01-15", "2030-04-01", "2030-05-20", "2030-05-21", "2030-06-10", "2030-07-01")}  # fmt: skip
    assert words == {
        "2030-01-15": {"no-test": "not in force", "stand": "not in force"},
        "2030-04-01": {"no-test": "kept so far", "stand": "pending"},
        "2030-05-20": {"no-test": "kept so far", "stand": "overdue"},
        "2030-05-21": {"no-test": "kept so far", "stand": "remedied"},
        "2030-06-10": {"no-test": "kept so far", "stand": "remedied"},
        "2030-07-01": {"no-test": "broken", "stand": "remedied"},
    }


def test_history_and_what_is_not_covered(case: Path) -> None:
    stand = checked(case, "--as-of", "2030-07-01", "--history")["stand"]
    assert [(c["day"], c["verdict"], c["by"]) for c in stand["history"]] == [
        ("2030-01-10", "not in force", []), ("2030-02-01", "pending", []), ("2030-05-03", "overdue", []),
        ("2030-05-21", "remedied", ["r2"]),
    ]  # fmt: skip
    (bunker,) = json.loads(run("check", str(case), "--json"))["not_covered"]
    assert bunker["nearest"] == "no-test"
    assert "is about “test: missile”, not “build: bunker”" in bunker["why"]


def test_text_and_proof(case: Path) -> None:
    text = run("check", str(case))
    assert "BROKEN (reported)  1 no-test, A" in text
    assert "NOT COVERED" in text
    proof = run("check", str(case), "--explain", "stand", "--as-of", "2030-05-10")
    for step in ("What is asked", "Due by 2 May 2030", "The rule", "survey 0.95: 1 - (1 - 0.95) = 0.95", "So"):
        assert step in proof


def test_what_cannot_be_used_is_an_error(case: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(tmp_path / "nowhere")])
    assert isinstance(result.exception, CaseError)
    result = CliRunner().invoke(app, ["check", str(case), "--explain", "stan"])
    assert isinstance(result.exception, UsageError)


def test_what_if(case: Path, tmp_path: Path) -> None:
    assert "no-test of A: broken (reported) -> kept so far" in run("what-if", str(case), "--without", "r3")
    assert "no-test of A: broken (reported) -> cannot tell" in run("what-if", str(case), "--certainty", "r3=1")
    assert run("what-if", str(case), "--power", "radar=0").strip() == "No verdict would move."
    weaker = json.loads(run("what-if", str(case), "--power", "radar=0", "--as-of", "2030-04-01", "--json"))
    assert [(m["before"]["verdict"], m["after"]["verdict"]) for m in weaker] == [("kept so far", "cannot tell")]
    table = tmp_path / "more.csv"
    table.write_text(FACTS.splitlines()[0] + "\nx1,2030-04-20,2030-04-21,Post,RETREAT,dismantle,A,stand,,Gone.\n")
    assert "stand of A: pending -> fulfilled" in run("what-if", str(case), "--add", str(table), "--as-of", "2030-05-01")


def test_lint(case: Path, tmp_path: Path) -> None:
    assert "nothing to find fault with" in run("lint", str(case))
    bad = tmp_path / "agreement.yaml"
    bad.write_text(AGREEMENT.replace("form: refrain", "form: refrian"))
    assert "line 15: `refrian` is no form" in run("lint", str(bad), status=1)
    assert json.loads(run("lint", str(bad), "--json", status=1))["faults"][0]["code"] == "SV204"
    bad.write_text(AGREEMENT.replace(", within: P90D", ""))
    assert "it can never be overdue" in run("lint", str(bad))
