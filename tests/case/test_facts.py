"""facts/*.csv."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from servanda.agreement import Agreement, load
from servanda.case.facts import Coding, read_table
from servanda.case.new import new_case
from servanda.case.settings import Settings, Source, Spot
from servanda.days import Period
from servanda.errors import CaseError
from servanda.reading.lexicon import Actor, Lexicon, Named
from servanda.statement import Statement

COLUMNS = "id,holds_from,holds_to,published,source,type,mode,actors,object,place,lat,lon,certainty,url,text"
GOOD = "a,2031-05-01,,2031-05-02,Example Wire,MOBILIZE,test,A,,,,,,,note"


@pytest.fixture
def coding(tmp_path: Path) -> Coding:
    agreement: Agreement = load(new_case(tmp_path / "case") / "agreement.yaml")
    settings = Settings(
        sources=(Source("Northbank News", "C", "state media", ("NNA",), "A"),),
        spots=(("mill range", Spot(10.0, 20.0)),),
    )
    lexicon = Lexicon(
        actors=(Actor("Ada Example", "person", ("Minister Example",), party="A"),),
        objects=(Named("ballistic missile", ("long-range missile",)),),
        places=(Named("Mill Range", ("the range",)),),
    )
    return Coding(replace(agreement, modes={"MOBILIZE": ("parade",)}), settings, lexicon)


def rows(coding: Coding, *lines: str, header: str = COLUMNS) -> tuple[list[Statement], list[CaseError]]:
    return read_table("\n".join((header, *lines)).encode() + b"\n", "facts/t.csv", coding)


def one(coding: Coding, line: str, header: str = COLUMNS) -> Statement:
    statements, faults = rows(coding, line, header=header)
    assert faults == []
    (statement,) = statements
    return statement


def test_a_row_is_a_statement(coding: Coding) -> None:
    found = one(
        coding, "a,2031-05-01,2031-05-03,2031-05-04,NNA,MOBILIZE,test,A; Minister Example;Third,"
        "long-range missile,the range,,,-2,https://x.example/1,a note",
    )  # fmt: skip
    assert found == Statement(
        document="facts/t.csv", source="Northbank News", text="a note", row=2, type="MOBILIZE", mode="test",
        actors=("Northbank", "Ada Example", "Third"), object="ballistic missile", place="Mill Range", lat=10.0,
        lon=20.0, holds=Period(date(2031, 5, 1), date(2031, 5, 3)), certainty=-2.0, published=date(2031, 5, 4),
        url="https://x.example/1", coder="facts/t.csv", id="a",
    )  # fmt: skip


def test_dates_keep_their_precision(coding: Coding) -> None:
    header = "holds_from,holds_to,published,source,type"
    wanted = {
        "2031-05,": Period(date(2031, 5, 1), date(2031, 5, 31)),
        "2031,": Period(date(2031, 1, 1), date(2031, 12, 31)),
        "2031-05-03,2031-06": Period(date(2031, 5, 3), date(2031, 6, 30)),
        "2031-05-03,..": Period(date(2031, 5, 3), None),
    }
    assert {days: one(coding, f"{days},2031-07-01,X,CONSULT", header).holds for days in wanted} == wanted


def test_quantities(coding: Coding) -> None:
    found = one(coding, "2031-05-01,2031-05-02,X,stockpile,302.5,kg", "holds_from,published,source,quantity,value,unit")
    assert (found.kind, found.about, found.value, found.unit) == ("quantity", "stockpile", 302.5, "kg")


def test_speaker_origin_and_event(coding: Coding) -> None:
    header = "holds_from,published,source,type,speaker,origin,event"
    found = one(coding, "2031-05-01,2031-05-02,X,CONSULT,B,Wire,e1", header)
    assert (found.speakers, found.origin, found.event) == (("Southbank",), "Wire", "e1")


def test_modes_of_the_agreement_count(coding: Coding) -> None:
    assert one(coding, GOOD.replace(",test,", ",parade,")).mode == "parade"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (GOOD.replace("2031-05-01", "2019-02-30"), "line 3, holds_from"),
        (GOOD.replace("2031-05-01", ""), "line 3, holds_from"),
        (GOOD.replace("2031-05-01", "2031-05-01/2031-06-01"), "line 3, holds_from"),
        (GOOD.replace("2031-05-01,", "2031-05-01,2031-04-01"), "line 3, holds_to"),
        (GOOD.replace("2031-05-02", "2031-05"), "line 3, published"),
        (GOOD.replace("2031-05-02", ""), "line 3, published"),
        (GOOD.replace("Example Wire", ""), "line 3, source"),
        (GOOD.replace("MOBILIZE", "mobilize"), "line 3, type"),
        (GOOD.replace("MOBILIZE", ""), "line 3, type"),
        (GOOD.replace(",test,", ",fly,"), "line 3, mode"),
        (GOOD.replace(",,,,,,,note", ",,,91,0,,,note"), "line 3, lat"),
        (GOOD.replace(",,,,,,,note", ",,,1,,,,note"), "line 3, lat"),
        (GOOD.replace(",,,,,,,note", ",,,,,4,,note"), "line 3, certainty"),
        (GOOD.replace(",,,,,,,note", ",,,,,nan,,note"), "line 3, certainty"),
        (GOOD.replace(",,,,,,,note", ",,,,,,javascript:x,note"), "line 3, url"),
        (GOOD.replace("a,", "kept,", 1), "line 3, id"),
        (GOOD + ",more", "line 3"),
        ("a,2031-05-01", "line 3"),
        (GOOD.replace("note", '"open'), "line 3"),
        (GOOD.replace("note", '"a"b'), "line 3"),
        (GOOD.replace("note", "x" * 200_000), "line 3"),
    ],
)
def test_faulty_rows_are_told_and_those_around_kept(coding: Coding, line: str, place: str) -> None:
    before, after = GOOD.replace("a,", "kept,", 1), GOOD.replace("a,", "too,", 1)
    statements, faults = rows(coding, before, line, after)
    assert [s.id for s in statements] == ["kept", "too"]
    assert [(f.code, f.place) for f in faults] == [("SV303", place)]


def test_all_faults_of_a_row_are_told(coding: Coding) -> None:
    _, faults = rows(coding, "a,x,,y,,FLY,,,,,,,9,,")
    assert [f.place for f in faults] == [
        f"line 2, {column}" for column in ("holds_from", "published", "source", "type", "certainty")
    ]


def test_quotation_marks_line_breaks_and_marks(coding: Coding) -> None:
    lines = [GOOD.replace("note", '"two\nlines, one row"'), GOOD.replace("a,", "b,", 1).replace("note", '5" pipe')]
    data = b"\xef\xbb\xbf" + "\r\n".join((COLUMNS, *lines, "", ",,,,")).encode()
    statements, faults = read_table(data, "facts/t.csv", coding)
    assert [(s.text, s.row) for s in statements] == [("two lines, one row", 2), ('5" pipe', 4)]
    assert faults == []


def test_a_row_that_is_no_utf8(coding: Coding) -> None:
    data = f"{COLUMNS}\n{GOOD}\n".encode() + GOOD.replace("a,", "b,", 1).encode().replace(b"note", b"caf\xe9") + b"\n"
    statements, faults = read_table(data, "facts/t.csv", coding)
    assert [s.id for s in statements] == ["a"]
    assert [(f.code, f.place) for f in faults] == [("SV303", "line 3")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"holds_from,published\n1,2\n",
        b"holds_from,published,source\n",
        b"holds_from;published;source;type\n",
        b"source,source,holds_from,published,type\n",
        "holds_from,published,source,type".encode("utf-16"),
        b"a\0b,c\n",
    ],
)
def test_tables_without_their_columns_are_refused(coding: Coding, data: bytes) -> None:
    with pytest.raises(CaseError) as caught:
        read_table(data, "facts/t.csv", coding)
    assert caught.value.code == "SV304"


def test_an_unknown_column_is_told_and_the_rows_are_kept(coding: Coding) -> None:
    statements, faults = rows(coding, GOOD + ",x", header=COLUMNS + ",actor")
    assert len(statements) == 1
    assert [(f.code, f.found) for f in faults] == [("SV304", "actor")]
