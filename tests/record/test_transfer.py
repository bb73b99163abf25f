"""People's codings out and back into a rebuilt record; tables and annotations for other tools."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import NOW, SENTENCE, day, document, row, said

from servanda.errors import Faults, RecordError
from servanda.record import Record, tables
from servanda.record.rows import COLUMNS
from servanda.statement import Statement

LATE = day("2040-01-01")
SAID = day("2030-03-02")
TEXT = f"{SENTENCE} Borland answered. {SENTENCE} Arland left the talks."


def fill(record: Record, version: str = "1", text: str = TEXT, left: str = "deploy") -> list[Statement]:
    a = document("a", text)
    made = [
        said(a, coder_version=version),
        said(a, "Borland answered.", coder_version=version, actors=("Borland",)),
        said(a, "Arland left the talks.", coder_version=version, mode=left),
    ]
    record.add(a, SAID, "given", made, recorded=NOW)
    record.add_facts("facts/c.csv", [row(2), row(3, mode="exercise")], recorded=NOW, sha256="1")
    return made


def code(record: Record, made: list[Statement]) -> None:
    record.decide(made[0].id, coder="ann", decision="confirm", recorded=NOW)
    new = record.decide(made[1].id, coder="ann", decision="correct", changes={"mode": "alert"}, recorded=NOW)
    assert new
    record.decide(new.id, coder="bo", decision="correct", changes={"place": "Kessel"}, recorded=NOW)
    record.decide(made[2].id, coder="bo", decision="reject", why="not so", recorded=NOW)
    record.decide(row(2).id, coder="ann", decision="correct", changes={"actors": ["Borland"]}, recorded=NOW)
    record.withdraw(row(3, mode="exercise").id, by="ann", why="retracted", recorded=NOW, effective=day("2031-01-01"))


def exported(record: Record) -> list[str]:
    stream = io.StringIO()
    assert record.export(stream) == 6
    return stream.getvalue().splitlines()


def codings(record: Record, as_of: Any = LATE) -> list[tuple[object, ...]]:
    return sorted(
        (s.document, s.quote or "", s.mode or "", s.actors, s.place or "", s.coder)
        for s in record.view(as_of).statements()
    )


def test_a_rebuilt_record_gets_its_codings_back(record: Record, tmp_path: Path) -> None:
    code(record, fill(record))
    lines = exported(record)
    with Record.open(tmp_path / "new.db") as rebuilt:
        fill(rebuilt)
        assert rebuilt.import_(lines, recorded=NOW) == 6
        assert [s.id for s in rebuilt.view(LATE).statements()] == [s.id for s in record.view(LATE).statements()]
        assert codings(rebuilt, day("2030-12-31")) == codings(record, day("2030-12-31"))
        assert exported(rebuilt) == lines
        assert rebuilt.import_(lines, recorded=NOW) == 0, "twice is as good as once"
        assert exported(rebuilt) == lines


def test_codings_find_their_words_although_reader_and_text_have_changed(record: Record, tmp_path: Path) -> None:
    code(record, fill(record))
    lines = exported(record)
    with Record.open(tmp_path / "new.db") as rebuilt:
        fill(rebuilt, "2", f"An update. {TEXT}", left="operate")
        assert rebuilt.import_(lines, recorded=NOW) == 6
        found = {(quote, mode, coder) for _, quote, mode, _, _, coder in codings(rebuilt)}
        assert (SENTENCE, "test", "reader") in found
        assert ("Borland answered.", "alert", "bo") in found
        assert ("Arland left the talks.", "operate", "reader") in found, "another coding than the rejected one stays"
        assert not any(mode == "deploy" for _, mode, _ in found)
        for s in rebuilt.view(LATE).statements():
            if s.start is not None and s.end is not None:
                assert f"An update. {TEXT}"[s.start : s.end] == s.quote


def test_bad_lines_are_told_and_good_ones_kept(record: Record, tmp_path: Path) -> None:
    code(record, fill(record))
    lines = exported(record)
    strange = json.loads(lines[0])
    strange["statement"] |= {"document": "elsewhere", "id": "s0"}
    lost = json.loads(lines[0])
    lost["statement"] |= {"quote": "Not there.", "id": "s0"}
    broken = json.loads(lines[0]) | {"statement": {}}
    huge = [json.loads(lines[0]), json.loads(lines[0])]
    huge[0]["statement"]["row"] = huge[1]["statement"]["lat"] = 10**400
    bad = [
        "{", "[]", '{"servanda": 2}', json.dumps(strange), json.dumps(lost), json.dumps(broken),
        json.dumps(json.loads(lines[0]) | {"decision": "maybe"}), json.dumps(json.loads(lines[0]) | {"recorded": "x"}),
        "[" * 100_000, *map(json.dumps, huge),
    ]  # fmt: skip
    with Record.open(tmp_path / "new.db") as rebuilt:
        fill(rebuilt)
        mixed = [line for pair in zip(bad, [*lines, *[""] * (len(bad) - len(lines))], strict=True) for line in pair]
        with pytest.raises(Faults) as raised:
            rebuilt.import_(mixed, name="x.jsonl", recorded=NOW)
        assert {f.code for f in raised.value.faults} == {"SV407"}
        assert [f.place.split(",")[0] for f in raised.value.faults if f.place] == [
            f"line {n}" for n in range(1, 2 * len(bad), 2)
        ]
        assert exported(rebuilt) == lines


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(["servanda", "statement", "coder", "decision", "recorded", "changes", "why", *COLUMNS]),
                x,
                max_size=6,
            )
        ),
        max_leaves=12,
    )
)
def test_no_line_breaks_the_import(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    with Record.open(tmp_path_factory.mktemp("import") / "r.db") as record, pytest.raises(Faults):
        record.import_([json.dumps(value)], recorded=NOW)


def test_an_export_that_cannot_be_written_is_told(record: Record, tmp_path: Path) -> None:
    record.export(tmp_path / "x.jsonl")
    assert (tmp_path / "x.jsonl").read_text() == ""
    with pytest.raises(RecordError) as raised:
        record.export(tmp_path / "nowhere" / "x.jsonl")
    assert raised.value.code == "SV404"


def test_the_table_has_a_row_a_statement_and_a_codebook_line_a_column(record: Record) -> None:
    made = fill(record)
    record.add_facts("facts/d.csv", [row(2, document="facts/d.csv", text='=HYPERLINK("x")')], recorded=NOW, sha256="1")
    stream = io.StringIO()
    assert tables.write_csv(record.view(LATE), stream) == 6
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert set(rows[0]) == set(COLUMNS) == set(tables.CODEBOOK)
    assert [r["id"] for r in rows] == [s.id for s in record.view(LATE).statements()]
    first = next(r for r in rows if r["id"] == made[0].id)
    assert (first["quote"], first["holds_from"], first["actors"]) == (SENTENCE, "2030-03-01", "Arland")
    assert next(r for r in rows if r["document"] == "facts/d.csv")["text"].startswith("'=")
    assert [tables.unrunnable(text) for text in (" +1", "- 2", "a=b", "")] == ["' +1", "'- 2", "a=b", ""]
    assert len(tables.codebook().splitlines()) == len(COLUMNS)


def test_annotations_select_the_words_they_are_about(record: Record) -> None:
    made = fill(record)
    found = list(tables.annotations(record.view(LATE)))
    assert len(found) == len(made)
    for one in found:
        quote, position = one["target"]["selector"]
        start, end = position["start"], position["end"]
        assert TEXT[start:end] == quote["exact"]
        assert TEXT[:start].endswith(quote["prefix"])
        assert TEXT[end:].startswith(quote["suffix"])
        assert one["body"]["value"]["type"] == "MOBILIZE"
    assert json.loads(json.dumps(found)) == found
