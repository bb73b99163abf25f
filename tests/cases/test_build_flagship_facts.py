"""The tool that makes the flagship case's launch tables."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "build_flagship_facts.py"
FACTS = ROOT / "cases" / "singapore-2018" / "facts"
SHARED = ROOT.parent / "shared" / "data"
LAUNCHES = "date,time,series,missile,facility,landing,apogee,distance,bearing,outcome,facility_name,lat,lon"

Row = dict[str, str]


def build(launches: Path, provocations: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    arguments = ["--launches", str(launches), "--provocations", str(provocations), "--out", str(out)]
    subprocess.run([sys.executable, str(TOOL), *arguments], check=True)


def made(folder: Path, launches: list[str], provocations: list[str]) -> tuple[list[Row], list[Row]]:
    """The rows of both tables that come of a few lines of either source."""
    (folder / "l.csv").write_text("\n".join([LAUNCHES, *launches]) + "\n", encoding="utf-8")
    (folder / "p.csv").write_text("\n".join(["date,type,event,source", *provocations]) + "\n", encoding="utf-8")
    build(folder / "l.csv", folder / "p.csv", folder / "out")
    tables = []
    for name in ("missile_tests.csv", "provocations.csv"):
        with (folder / "out" / name).open(encoding="utf-8", newline="") as file:
            tables.append(list(csv.DictReader(file)))
    return tables[0], tables[1]


def test_launches_are_gathered_by_korean_day_and_share_the_event_of_the_other_table(tmp_path: Path) -> None:
    tests, provocations = made(
        tmp_path,
        [
            "2020-05-01,20:00 (UTC),1,kn-25,wonsan,sea-of-japan,30,250,44,success,Wonsan,39.1,127.4",
            "2020-05-01,20:20 (UTC),2,kn-25,wonsan,sea-of-japan,40,300,44,failure,Wonsan,39.1,127.4",
            "2020-05-01,unknown,3,kn-25,wonsan,na,na,na,44,failure,Wonsan,39.1,127.4",
        ],
        ["2020-05-02,Missile Provocation,Short-range Missile Launch,https://news.example/2020/05/03/launch"],
    )
    assert len(tests) == len(provocations) == 1
    assert tests[0]["holds_from"] == "2020-05-02"
    assert tests[0]["published"] == provocations[0]["published"] == "2020-05-03"
    assert tests[0]["object"] == "short-range ballistic missile"
    assert tests[0]["text"].startswith("North Korea launches 3 missiles (KN-25) from Wonsan: ")
    assert provocations[0]["text"] == "North Korea launches a short-range missile."
    assert "1 succeeded, 2 failed; distance 250 to 300 km; apogee 30 to 40 km" in tests[0]["text"]
    assert (tests[0]["lat"], tests[0]["lon"]) == ("39.1", "127.4")
    assert tests[0]["event"] == provocations[0]["event"]
    assert provocations[0]["url"] == "https://news.example/2020/05/03/launch"


def test_two_launches_of_one_day_do_not_take_the_same_row(tmp_path: Path) -> None:
    tests, provocations = made(
        tmp_path,
        [
            "2020-05-02,03:00 (UTC),,kn-25,wonsan,na,30,250,44,success,Wonsan,39.1,127.4",
            "2020-05-02,04:00 (UTC),,hwasong-15,pyongyang,na,30,250,44,success,Pyongyang,39.2,125.6",
        ],
        ["2020-05-02,Missile Provocation,Intercontinental Ballistic Missile,"],
    )
    events = {row["object"]: row["event"] for row in tests}
    assert provocations[0]["event"] == events["intercontinental ballistic missile"]
    assert provocations[0]["event"] != events["short-range ballistic missile"]


def test_an_address_of_another_day_is_left_out(tmp_path: Path) -> None:
    _, provocations = made(
        tmp_path,
        [],
        [
            "2020-05-02,Missile Provocation,Strategic cruise missile,https://news.example/2020/01/17/other",
            "2020-06-02,Other Provocation,Rocket Engine Test,",
        ],
    )
    assert [row["url"] for row in provocations] == ["", ""]
    assert [row["published"] for row in provocations] == ["2020-05-03", "2020-06-03"]


def test_years_before_the_case_and_kinds_of_no_bearing_are_left_out(tmp_path: Path) -> None:
    tests, provocations = made(
        tmp_path,
        ["2016-05-02,03:00 (UTC),,kn-25,wonsan,na,30,250,44,success,Wonsan,39.1,127.4"],
        ["2016-05-02,Missile Provocation,Strategic cruise missile,", "2024-06-09,Other,Balloon-floating Trash,"],
    )
    assert (tests, provocations) == ([], [])


def test_the_tables_of_the_case_are_what_the_tool_makes(tmp_path: Path) -> None:
    launches, provocations = SHARED / "nk_missile_tests.csv", SHARED / "nk_provocations.csv"
    if not launches.is_file():
        pytest.skip(f"the source table {launches.name} is not here")
    build(launches, provocations, tmp_path)
    for name in ("missile_tests.csv", "provocations.csv"):
        assert (tmp_path / name).read_bytes() == (FACTS / name).read_bytes()
