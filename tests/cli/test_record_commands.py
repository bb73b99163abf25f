"""timeline, statement, code, export and import, run as a user runs them on a small case."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from servanda.cli.app import app
from servanda.errors import ServandaError

AGREEMENT = """
servanda: 1
name: Engine site accord
signed: 2030-01-10
in_force: {from: 2030-02-01, to: null}
parties:
  A: {name: Arland, aliases: [Port Arl]}
  B: {name: Borland}
provisions:
  - id: "1"
    text: Arland will not launch ballistic missiles while talks continue.
    obligations:
      - {id: no-launch, party: A, form: refrain, act: {type: MOBILIZE, mode: test, object: ballistic missile}}
"""
FACTS = """id,holds_from,published,source,type,mode,actors,object,text,certainty
r1,2030-03-01,2030-03-02,Herald,MOBILIZE,test,A,ballistic missile,Launched \x1b[2J\u202eat noon,
r2,2030-03-01,2030-03-03,Courier,MOBILIZE,test,A,ballistic missile,Fired one,
r3,2030-03-01,2030-03-05,Post,MOBILIZE,test,A,ballistic missile,Denied,-3
r4,2030-06-01,2030-06-02,Post,RETREAT,dismantle,A,engine stand,Stand taken down,
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)


def told(*arguments: object) -> dict[str, object]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    return json.loads(result.stdout)  # type: ignore[no-any-return]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "facts").mkdir(parents=True)
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (folder / "facts" / "c.csv").write_text(FACTS, encoding="utf-8")
    assert run("read", folder).exit_code == 0
    return folder


def standings(case: Path, *options: str) -> list[object]:
    events = told("timeline", case, *options)["events"]
    assert isinstance(events, list)
    return [(e["from"], e["standing"], len(e["origins"])) for e in events]


def test_the_timeline_is_in_order_and_without_hindsight(case: Path) -> None:
    assert standings(case) == [("2030-03-01", "disputed", 2), ("2030-06-01", "reported", 1)]
    assert standings(case, "--as-of", "2030-03-03") == [("2030-03-01", "established", 2)]
    assert standings(case, "--as-of", "2030-03-02") == [("2030-03-01", "reported", 1)]
    assert standings(case, "--from", "2030-05-01") == [("2030-06-01", "reported", 1)]
    assert standings(case, "--from", "entry into force") == standings(case)
    assert standings(case, "--to", "2030-05-01") == [("2030-03-01", "disputed", 2)]
    assert standings(case, "--type", "retreat/dismantle") == [("2030-06-01", "reported", 1)]
    assert standings(case, "--actor", "Port Arl") == standings(case)
    assert standings(case, "--actor", "Borland") == []
    assert "No event fits what was asked for." in run("timeline", case, "--actor", "Borland").stdout
    shown = run("timeline", case).stdout.splitlines()
    assert [line.split()[:2] for line in shown[2:]] == [["2030-03-01", "disputed"], ["2030-06-01", "reported"]]


@pytest.mark.parametrize(
    "options",
    [
        ("--type", "NOVEL"),
        ("--type", "RETREAT/dismantel"),
        ("--actor", "Borlnd"),
        ("--from", "2030-02-30"),
        ("--from", "the ball"),
        ("--from", "2031-01-01", "--to", "2030-01-01"),
    ],
)
def test_faulty_options_are_refused(case: Path, options: tuple[str, ...]) -> None:
    with pytest.raises(ServandaError):
        run("timeline", case, *options)


def test_a_name_that_is_misspelt_is_answered_with_those_that_are_near(case: Path) -> None:
    with pytest.raises(ServandaError) as raised:
        run("timeline", case, "--actor", "Borlnd")
    assert "Borland" in str(raised.value)


@pytest.mark.parametrize("options", [(), ("--threshold", "7"), ("--threshold", "0")])
def test_to_suppose_nothing_or_what_cannot_be_is_refused(case: Path, options: tuple[str, ...]) -> None:
    with pytest.raises(ServandaError) as raised:
        run("what-if", case, *options)
    assert raised.value.code == "SV601"


def test_a_correction_of_nothing_is_refused_with_what_to_say(case: Path) -> None:
    with pytest.raises(ServandaError) as raised:
        run("code", case, "r2", "correct", "--coder", "bo")
    assert "--set FIELD=VALUE" in str(raised.value)


def test_a_decision_tells_in_words_which_events_moved(case: Path) -> None:
    shown = run("code", case, "r3", "reject", "--coder", "ann").stdout
    assert "at noon (disputed before, established now)" in shown
    assert "\x1b" not in shown
    again = run("code", case, "r1", "reject", "--coder", "ann").stdout
    assert "Fired one (not there before, reported now)" in again


def test_a_table_that_misspells_a_party_is_read_with_a_note(case: Path) -> None:
    head, _, rows = FACTS.partition("\n")
    first = rows.splitlines()[0].split(",")
    lines = [
        ",".join([*first[:6], name, *first[7:]]).replace("r1", f"q{n}") for n, name in enumerate(("Arlnd", "Wales"))
    ]
    assert first[6] == "A"
    (case / "facts" / "d.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    result = run("read", case)
    assert result.exit_code == 0
    assert result.stderr == "note: facts/d.csv: Arlnd is no party; is Arland meant?\n"
    assert run("read", case).stderr == ""


def test_where_nobody_has_coded_export_says_so(case: Path) -> None:
    exported = run("export", case)
    assert (exported.stdout, exported.stderr) == ("", "nobody has coded anything yet\n")


def test_a_statement_shows_its_siblings_and_cannot_steer_the_terminal(case: Path) -> None:
    shown = run("statement", case, "r1").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "at noon" in shown
    one = told("statement", case, "r1")
    (event,) = one["events"]  # type: ignore[misc]
    assert [s["id"] for s in event["siblings"]] == ["r2", "r3"]
    assert one["statement"]["origin"] == "Herald"  # type: ignore[index]
    with pytest.raises(ServandaError) as raised:
        run("statement", case, "r9")
    assert raised.value.code == "SV406"


def test_a_sentence_is_shown_in_its_context(case: Path, tmp_path: Path) -> None:
    """Put into the record by hand, so that the test does not hang on what the reader makes of it."""
    import hashlib
    from datetime import UTC, date, datetime

    from servanda.documents import Document
    from servanda.record import Record
    from servanda.statement import Statement

    text = "Talks went on. Arland launched a missile. Nobody was hurt."
    with Record.open(case / "record.db") as record:
        a = Document("a", text, title="News", sha256=hashlib.sha256(text.encode()).hexdigest())
        s = Statement("a", "Herald", start=15, end=41, quote=text[15:41], type="MOBILIZE", mode="test")
        record.add(a, date(2030, 3, 2), "given", [s], recorded=datetime(2031, 1, 1, tzinfo=UTC))
    context = told("statement", case, s.id)["context"]
    assert context == {"before": "Talks went on. ", "quote": text[15:41], "after": " Nobody was hurt."}
    assert ">>> Arland launched a missile. <<<" in run("statement", case, s.id).stdout


def test_what_a_person_decides_moves_what_rests_on_it(case: Path) -> None:
    moved = told("code", case, "r3", "reject", "--why", "misread", "--coder", "ann")
    (event,) = moved["events"]  # type: ignore[misc]
    assert (event["event"], event["before"], event["after"]) == ("er1", "disputed", "established")
    assert standings(case)[0] == ("2030-03-01", "established", 2)
    fixed = told(
        "code", case, "r2", "correct", "--set", "object=artillery", "--set", "actors=Borland;Arland", "--coder", "bo"
    )
    assert standings(case)[:2] == [("2030-03-01", "reported", 1)] * 2
    assert told("statement", case, str(fixed["now"]))["coding"]["actors"] == ["Borland", "Arland"]  # type: ignore[index]
    assert told("statement", case, "r2")["shown"] is False
    told("code", case, "r4", "withdraw", "--effective", "2030-07-01", "--coder", "ann")
    assert len(standings(case, "--as-of", "2030-06-30")) == 3
    assert len(standings(case, "--as-of", "2030-07-01")) == 2
    assert "is confirmed by ann" in run("code", case, "r1", "confirm", "--coder", "ann").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("r1", "correct"),
        ("r1", "correct", "--set", "nonsense=1"),
        ("r1", "correct", "--set", "mode"),
        ("r1", "correct", "--set", "certainty=sure"),
        ("r1", "confirm", "--set", "mode=deploy"),
        ("r1", "confirm", "--effective", "2030-01-01"),
        ("r9", "confirm"),
    ],
)
def test_faulty_codings_are_refused(case: Path, arguments: tuple[str, ...]) -> None:
    before = standings(case)
    with pytest.raises(ServandaError):
        run("code", case, *arguments, "--coder", "ann")
    assert standings(case) == before


def test_where_nobody_is_logged_in_a_decision_needs_a_name(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    with pytest.raises(ServandaError, match="--coder"):
        run("code", case, "r3", "reject")


def test_codings_survive_a_record_that_is_made_again(case: Path, tmp_path: Path) -> None:
    run("code", case, "r3", "reject", "--coder", "ann")
    run("code", case, "r4", "correct", "--set", "place=Kessel", "--coder", "ann")
    before, out = told("timeline", case), tmp_path / "codings.jsonl"
    assert run("export", case, "--out", out).exit_code == 0
    for path in case.glob("record.db*"):
        path.unlink()
    run("read", case)
    assert told("timeline", case) != before
    assert told("import", case, out) == {"added": 2, "faults": []}
    assert told("timeline", case) == before
    assert told("import", case, out) == {"added": 0, "faults": []}


def test_a_coding_whose_words_hold_other_line_ends_comes_back(case: Path, tmp_path: Path) -> None:
    run(
        "code", case, "r4", "reject", "--why", "next\x85line, line\u2028and paragraph\u2029separators", "--coder", "ann"
    )
    out = tmp_path / "codings.jsonl"
    run("export", case, "--out", out)
    for path in case.glob("record.db*"):
        path.unlink()
    run("read", case)
    assert told("import", case, out) == {"added": 1, "faults": []}


def test_bad_lines_of_an_import_are_told(case: Path, tmp_path: Path) -> None:
    run("code", case, "r3", "reject", "--coder", "ann")
    out = tmp_path / "codings.jsonl"
    out.write_text("{\n" + run("export", case).stdout, encoding="utf-8")
    result = run("import", case, out, "--json")
    assert result.exit_code == 1
    assert [f["code"] for f in json.loads(result.stdout)["faults"]] == ["SV407"]
    assert run("import", case, tmp_path / "codings.jsonl").exit_code == 1
    with pytest.raises(ServandaError):
        run("import", case, tmp_path / "nowhere.jsonl")


def test_events_and_places_go_out_for_other_tools(case: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", case, "--format", "events").stdout)))
    assert [(r["type"], r["mode"], r["standing"], r["origins"]) for r in rows] == [
        ("MOBILIZE", "test", "disputed", "Courier; Herald"),
        ("RETREAT", "dismantle", "reported", "Post"),
    ]
    early = run("export", case, "--format", "events", "--as-of", "2030-03-02").stdout
    assert [r["standing"] for r in csv.DictReader(io.StringIO(early))] == ["reported"]
    assert set(rows[0]) <= {
        line.split()[0] for line in run("export", case, "--format", "codebook").stdout.split("\n") if line
    }
    timeline = json.loads(run("export", case, "--format", "timelinejs").stdout)
    assert [slide["start_date"]["month"] for slide in timeline["events"]] == [3, 6]
    assert json.loads(run("export", case, "--format", "geojson").stdout) == {
        "type": "FeatureCollection",
        "features": [],
    }
    assert "2 events written" in run("export", case, "--format", "events", "--out", tmp_path / "e.csv").stdout


def test_statements_go_out_for_other_tools(case: Path, tmp_path: Path) -> None:
    assert len(run("export", case, "--format", "csv").stdout.splitlines()) == 5
    assert len(run("export", case, "--format", "csv", "--as-of", "2030-03-02").stdout.splitlines()) == 2
    assert "certainty" in run("export", case, "--format", "codebook").stdout
    assert run("export", case, "--format", "annotations").stdout == ""
    with pytest.raises(ServandaError):
        run("export", case, "--out", tmp_path / "nowhere" / "x")
    assert not list(tmp_path.glob("*.part"))
