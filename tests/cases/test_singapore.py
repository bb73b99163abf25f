"""The flagship case's data: that it loads without a fault, keeps to its own rules and is as large as it claims."""

import csv
import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

import servanda
from servanda.case.facts import OPTIONAL, REQUIRED, Coding, read_table
from servanda.case.open import open_case
from servanda.case.settings import read_settings

ROOT = Path(__file__).parents[2]
CASE = Path(servanda.__file__).parent / "cases" / "singapore-2018"
TABLES = ("chronology.csv", "missile_tests.csv", "provocations.csv", "sites.csv")
SEEN_HOSTS = frozenset({  # of pages that were seen; those of provocations.csv come with their table
    "beyondparallel.csis.org", "en.yna.co.kr", "english.chosun.com", "home.treasury.gov", "koreadailyus.com",
    "koreaherald.com", "koreajoongangdaily.joins.com", "kvia.com", "m.koreaherald.com", "news.kbs.co.kr",
    "talkingpointsmemo.com", "world.kbs.co.kr", "www.38north.org", "www.bloombergquint.com", "www.dailymail.co.uk",
    "www.japantimes.co.jp", "www.nbcnews.com", "www.pressreader.com", "www.scmp.com", "www.straitstimes.com",
    "www.upi.com", "www.washingtonexaminer.com", "www.washingtonpost.com", "www.wnpr.org",
})  # fmt: skip

Row = dict[str, str]


def rows_of(table: str) -> list[Row]:
    with (CASE / "facts" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


ALL = [(table, row) for table in TABLES for row in rows_of(table)]


def test_the_checkout_shows_the_case_under_cases() -> None:
    assert (ROOT / "cases" / "singapore-2018").resolve() == CASE.resolve()


def test_the_case_loads_and_every_row_of_every_table_is_taken() -> None:
    case = open_case(CASE)
    coding = Coding(case.agreement, read_settings(CASE / "case.toml").settings(case.agreement), case.lexicon)
    for table in TABLES:
        statements, faults = read_table((CASE / "facts" / table).read_bytes(), f"facts/{table}", coding)
        assert [str(fault) for fault in faults] == []
        assert len(statements) == len(rows_of(table))


def test_the_tables_are_those_that_stand_in_the_folder() -> None:
    assert sorted(path.name for path in (CASE / "facts").iterdir()) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_strict_utf8_csv_with_unix_lines_and_known_columns(table: str) -> None:
    data = (CASE / "facts" / table).read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data
    assert b"\x00" not in data
    assert text.endswith("\n")
    lines = list(csv.reader(text.splitlines(), strict=True))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert set(lines[0]) <= {*REQUIRED, *OPTIONAL}
    assert {*REQUIRED, "id", "type", "mode", "text"} <= set(lines[0])


def test_the_chronology_is_long_enough_and_covers_the_years() -> None:
    events = {row["event"] or row["id"] for row in rows_of("chronology.csv")}
    assert len(events) >= 220
    years = {row["holds_from"][:4] for row in rows_of("chronology.csv")}
    assert years >= {str(year) for year in range(2017, 2026)}


def test_ids_are_there_and_unique_over_all_tables() -> None:
    ids = [row["id"] for _, row in ALL]
    assert all(ids)
    assert len(ids) == len(set(ids))


def test_every_row_has_a_listed_source_a_day_of_a_report_and_a_note() -> None:
    settings = read_settings(CASE / "case.toml").file
    names = {name for source, entry in settings.sources.items() for name in (source, *entry.aliases)}
    for table, row in ALL:
        place = f"{table} {row['id']}"
        assert row["source"] in names, place
        start, published = date.fromisoformat(row["holds_from"]), date.fromisoformat(row["published"])
        end = date.fromisoformat(row.get("holds_to") or row["holds_from"])
        assert start <= end, place
        assert start <= published or float(row["certainty"]) < 3, place  # only what is expected lies ahead
        assert date(2017, 1, 1) <= start, place
        assert len(row["text"]) > 10, place


def test_no_cell_can_run_as_a_formula_of_a_spreadsheet() -> None:
    assert [row["id"] for _, row in ALL if any(value.startswith(("=", "+", "-", "@")) for value in texts(row))] == []


def texts(row: Row) -> list[str]:
    return [value for column, value in row.items() if column not in ("certainty", "lat", "lon")]


def test_actors_and_speakers_are_listed() -> None:
    names = {actor.name for actor in open_case(CASE).lexicon.actors}
    said = {
        name
        for _, row in ALL
        for column in ("actors", "recipients", "speaker")
        for name in filter(None, (row.get(column) or "").split(";"))
    }
    assert said - names == set()


def test_addresses_are_of_pages_that_were_seen() -> None:
    for table, row in ALL:
        if not (url := row.get("url")):
            continue
        host = re.fullmatch(r"https?://([\w.-]+)/\S+", url)
        assert host, url
        if table != "provocations.csv":
            assert host[1] in SEEN_HOSTS, url


def test_the_addresses_of_the_provocations_are_those_of_their_source() -> None:
    source = ROOT.parent / "shared" / "data" / "nk_provocations.csv"
    if not source.is_file():
        pytest.skip(f"the source table {source.name} is not here")
    with source.open(encoding="utf-8", newline="") as file:
        known = {row["source"] for row in csv.DictReader(file)}
    assert {row["url"] for row in rows_of("provocations.csv") if row["url"]} <= known


def test_one_event_lies_within_few_days_unless_it_is_a_longer_one() -> None:
    starts: dict[str, set[date]] = defaultdict(set)
    for _, row in ALL:
        if row["event"]:
            starts[row["event"]].add(date.fromisoformat(row["holds_from"]))
    apart = {event for event, days in starts.items() if (max(days) - min(days)).days > 31}
    assert apart <= {"troops-to-russia"}


def test_main_events_rest_on_two_origins() -> None:
    origins: dict[str, set[str]] = defaultdict(set)
    for _, row in ALL:
        if row["event"] and float(row["certainty"]) > 0:
            origins[row["event"]].add(row.get("origin") or row["source"])
    for event in (
        "singapore-summit", "joint-statement", "remains-55-boxes", "hanoi-summit", "hanoi-no-deal", "panmunjom-meeting",
        "punggye-ri-demolished", "pledge-exercises", "ufg-2018-off", "stockholm-talks", "sohae-stand-rebuilt",
        "launch-2017-11-29-hwasong-15", "launch-2022-03-24-hwasong-15", "nuclear-test-2017-09-03", "ufs-2022",
        "launch-2019-05-09-hwasong-11a", "liaison-office-demolished", "panel-veto", "russia-treaty",
    ):  # fmt: skip
        assert len(origins[event]) >= 2, event


def test_most_launches_of_one_database_are_found_in_the_other() -> None:
    ours = {row["event"] for row in rows_of("missile_tests.csv")}
    theirs = {row["event"] for row in rows_of("provocations.csv")}
    assert len(ours) == len(rows_of("missile_tests.csv")) >= 110
    assert len(ours & theirs) / len(ours) > 0.85


def test_sites_are_placed_and_at_least_25_have_a_dated_state_from_a_report() -> None:
    case = open_case(CASE)
    assert len(case.sites) >= 60
    assert all(33 < (site.lat or 0) < 43.1 and 124 < (site.lon or 0) < 131 for site in case.sites)
    names = {site.name: (site.lat, site.lon) for site in case.sites}
    for row in rows_of("sites.csv"):
        assert row["place"] in names, row["id"]
        assert (float(row["lat"]), float(row["lon"])) == names[row["place"]], row["id"]
    assert len({row["place"] for row in rows_of("sites.csv")}) >= 25


def test_the_agreement_has_its_points_its_readings_and_its_unsigned_pledges() -> None:
    agreement = open_case(CASE).agreement
    assert agreement.signed == date(2018, 6, 12) == agreement.in_force.start
    assert {"1", "2", "3", "4"} <= {provision.id for provision in agreement.provisions}
    point = next(o for o in agreement.obligations if o.id == "denuclearisation")
    assert point.form == "endeavour"
    assert {reading.by for reading in point.readings} == {"US", "DPRK"}
    apart = {o.id for o in agreement.obligations if o.outside_text}
    assert {
        "dismantle-engine-stand",
        "no-large-exercises",
        "no-nuclear-test",
        "no-icbm-test",
        "close-test-site",
    } <= apart
    assert not {o.id for o in agreement.obligations if not o.outside_text} & apart


def test_every_obligation_rests_on_words_of_its_provision() -> None:
    for provision in open_case(CASE).agreement.provisions:
        for obligation in provision.obligations:
            assert obligation.words, obligation.id
            assert obligation.words in provision.text, obligation.id


def articles() -> dict[str, str]:
    """The text of each article, a JSON line counting as one, by file name and id."""
    found = {}
    for path in sorted((CASE / "articles").iterdir()):
        if path.suffix == ".jsonl":
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            found.update({f"{path.name}#{line['id']}": line["text"] for line in lines})
        else:
            found[path.name] = path.read_text(encoding="utf-8")
    return found


def test_articles_are_of_every_format_and_short() -> None:
    found = articles()
    assert len(found) >= 15
    assert {path.suffix for path in (CASE / "articles").iterdir()} == {".md", ".txt", ".html", ".jsonl"}
    for name, text in found.items():
        prose = re.sub(
            r"<(script|style|nav|header|footer|form|aside|figure|section)\b.*?</\1>|<[^>]+>|\A---.*?^---$",
            " ",
            text,
            flags=re.S | re.M,
        )
        assert 120 <= len(prose.split()) <= 300, name


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        ("2018-07-24-sohae-wire.md", "2018-07-25-sohae-standard.txt", 0.5, 1.0),
        ("2019-01-18-second-summit-wire.md", "2019-01-19-second-summit-tribune.txt", 0.5, 1.0),
        ("2019-02-28-hanoi-wire.md", "2019-03-01-hanoi-standard.html", 0.5, 1.0),
        ("2018-11-13-bases-wire.md", "2018-11-14-bases-herald.md", 0.15, 0.6),
        ("2018-07-24-sohae-wire.md", "desk-2018.jsonl#2018-08-23-sohae-herald", 0.0, 0.1),
        ("2019-02-28-hanoi-wire.md", "2019-03-01-hanoi-desk.md", 0.0, 0.1),
    ],
)
def test_copies_are_copies_and_others_are_not(first: str, second: str, least: float, most: float) -> None:
    found = articles()
    a, b = shingles(found[first]), shingles(found[second])
    assert least <= len(a & b) / min(len(a), len(b)) <= most


def shingles(text: str) -> set[tuple[str, ...]]:
    """All runs of five words."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"<[^>]+>", " ", text).lower())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def test_the_page_full_of_furniture_has_all_of_it() -> None:
    page = articles()["2018-09-20-pyongyang-tribune.html"]
    for part in (
        "<nav",
        "<script",
        "figcaption",
        "cookie",
        "Media playback",
        "promo",
        "Share by",
        "newsletter",
        "<footer",
    ):
        assert part in page, part


def test_articles_are_of_the_first_months() -> None:
    days = re.findall(r"published\"?: \"?(\d{4}-\d\d-\d\d)", "\n".join(
        path.read_text(encoding="utf-8") for path in (CASE / "articles").iterdir()
    ))  # fmt: skip
    assert len(days) >= 12
    assert all("2018-06-12" <= day <= "2019-03-31" for day in days)
