"""case.toml."""

from datetime import date
from pathlib import Path

import pytest

from servanda.agreement import Agreement, load
from servanda.case.new import new_case
from servanda.case.settings import Settings, line_of, read_settings
from servanda.days import Duration, Period
from servanda.errors import CaseError, Faults, ServandaError

FULL = """
title = "Northbank and Southbank"
agreement_names = ["the accord"]

[silence]
threshold = 0.8

[reading]
max_document_mib = 4

[sources."Northbank News"]
grade = "C"
kind = "state media"
party = "A"
aliases = ["NNA"]

[[actors]]
name = "Ada Example"
kind = "person"
state = "Northbank"
party = "A"
surname = "Example"
roles = ["foreign minister"]

[[objects]]
name = "ballistic missile"
aliases = ["long-range missile"]
kind_of = "missile"

[[places]]
name = "Mill Island"
lat = 1.5
lon = -2

[[events]]
name = "Mill Island summit"
from = 2031-03-13
to = "2031-04"

[[sites]]
id = "mill-range"
name = "Mill Range"
kind = "missile test site"
aliases = ["the range"]
lat = 10.0
lon = 20.0

[means.radar]
sees = [{type = "MOBILIZE", mode = "test"}]
power = 0.5
delay = "P2D"
from = 2031-01-01
"""


@pytest.fixture
def agreement(tmp_path: Path) -> Agreement:
    return load(new_case(tmp_path / "other") / "agreement.yaml")


def settings(tmp_path: Path, text: str, agreement: Agreement) -> Settings:
    (tmp_path / "case.toml").write_text(text)
    return read_settings(tmp_path / "case.toml").settings(agreement)


def faults(tmp_path: Path, text: str, agreement: Agreement) -> list[ServandaError]:
    with pytest.raises((Faults, CaseError)) as caught:
        settings(tmp_path, text, agreement)
    return caught.value.faults if isinstance(caught.value, Faults) else [caught.value]


def test_everything_that_can_be_set(tmp_path: Path, agreement: Agreement) -> None:
    found = settings(tmp_path, FULL, agreement)
    assert (found.title, found.threshold, found.limits.document) == ("Northbank and Southbank", 0.8, 4 * 1024 * 1024)
    assert found.sources[0].party == "A"
    assert found.actors[0].roles == ("foreign minister",)
    assert found.objects[0].kind_of == "missile"
    assert found.events[0].period == Period(date(2031, 3, 13), date(2031, 4, 30))
    assert found.sites[0].lat == 10.0
    assert dict(found.spots)["range"] == dict(found.spots)["mill range"]
    assert found.means[0].delay == Duration(days=2)
    assert found.means[0].window == Period(date(2031, 1, 1), None)


def test_sources_go_by_name_or_alias(tmp_path: Path, agreement: Agreement) -> None:
    found = settings(tmp_path, FULL, agreement)
    assert found.source("nna").name == "Northbank News"
    assert found.source("The Northbank  News").name == "Northbank News"
    assert found.source("Unheard Of").grade is None


def test_without_a_file_there_are_defaults(tmp_path: Path, agreement: Agreement) -> None:
    assert read_settings(tmp_path / "none.toml").settings(agreement) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ('titel = "x"', 1, "titel"),
        ("title = 3", 1, "title"),
        ("\n[silence]\nthreshold = 1.5", 3, "threshold"),
        ('[sources.X]\ngrade = "G"', 2, "grade"),
        ('[sources.X]\nparty = "Z"', 2, "party"),
        ('[[actors]]\nname = "a"\nkind = "person"\n[[actors]]\nname = "b"', 4, "actors.1.kind"),
        ('[[actors]]\nname = "a"\nkind = "state"\n[[actors]]\nname = "a"\nkind = "state"', 5, "actors.1.name"),
        ('[[actors]]\nname = "a"\nkind = "person"\nparty = "Z"', 4, "party"),
        ('[[places]]\nname = "a"\nlat = 91.0\nlon = 0.0', 3, "lat"),
        ('[[places]]\nname = "a"\nlat = 1.0', 1, "places.0"),
        ('[[events]]\nname = "a"\nfrom = 2019-02-01\nto = 2019-01-01', 1, "events.0"),
        ('[[events]]\nname = "a"\nfrom = "2019-02-30"', 3, "from"),
        ('[means.m]\nsees = [{type = "FLY"}]\npower = 0.5', 2, "sees"),
        ('[means.m]\nsees = [{type = "MOBILIZE", mode = "fly"}]\npower = 0.5', 2, "sees"),
        ("[means.m]\nsees = [{}]\npower = 0.5", 2, "sees"),
        ('[means.m]\nsees = [{type = "*"}]\npower = 2.0', 3, "power"),
        ('[means.m]\nsees = [{type = "*"}]\npower = 0.5\ndelay = "2 days"', 4, "delay"),
        ('[means.m]\nsees = [{type = "*"}]\npower = 0.5\nfrom = 2019-02-01\nto = 2019-01-01', 5, "to"),
        ("[[sites]]\nid = 'x'\nname = 'a'\n[[sites]]\nid = 'x'\nname = 'b'", 5, "sites.1.id"),
        ("title = 'a'\ntitle = 'b'", 2, ""),
        ("title = ", 1, ""),
    ],
)
def test_every_fault_has_its_line(tmp_path: Path, agreement: Agreement, text: str, line: int, about: str) -> None:
    (found,) = faults(tmp_path, text, agreement)
    assert found.code == "SV302"
    assert found.file == "case.toml"
    assert (found.place or "").startswith(f"line {line}")
    assert about in (found.place or "")


def test_all_faults_are_told_in_order(tmp_path: Path, agreement: Agreement) -> None:
    text = 'oops = 1\n[[actors]]\nname = ""\nkind = "person"\n[silence]\nthreshold = 0'
    assert [f.place for f in faults(tmp_path, text, agreement)] == [
        "line 1, oops", "line 3, actors.0.name", "line 6, silence.threshold",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b'title = "\xff"', b"a = " + b"[" * 5000, b"\0"])
def test_files_that_are_no_toml(tmp_path: Path, agreement: Agreement, data: bytes) -> None:
    (tmp_path / "case.toml").write_bytes(data)
    with pytest.raises(CaseError) as caught:
        read_settings(tmp_path / "case.toml")
    assert caught.value.code == "SV302"


def test_lines_of_quoted_and_nested_tables() -> None:
    lines = ['[sources."A. B"]', "grade = 1", "[[x.y]]", "k = 1", "[[x.y]]", "k = 2"]
    assert line_of(lines, ("sources", "A. B", "grade")) == 2
    assert line_of(lines, ("x", "y", 1, "k")) == 6
    assert line_of(lines, ("z",)) is None
