"""How the ten answers read: nothing twice, nothing that the reader cannot place, nothing that is not so."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from servanda.brief import Brief, Claim, make
from servanda.brief.making import by_day
from servanda.brief.select import told_once
from servanda.case import Case, open_case, take
from servanda.days import parse_period
from servanda.record import Event
from servanda.show.outline import outline_of
from servanda.statement import Statement

DAY = date(2030, 12, 31)
HEAD = "id,holds_from,holds_to,published,source,type,mode,actors,recipients,object,place,value,unit,quantity,text\n"
ROWS = """\
b3,2030-11-02,,2030-11-03,Sky Survey,SANCTION,downgrade ties,B,A,embassy,,,,,Borland called its envoy home.
b4,2030-11-01,,2030-11-02,Sky Survey,,,A,,,,12500,kg,enriched uranium,Arland holds 12.5 tonnes
b5,2030-07-01,,2030-07-02,Northern Wire,MOBILIZE,operate,A,,Tolm test site,Tolm test site,,,,Arland works at Tolm
"""


@pytest.fixture
def brief(arland: Case) -> Brief:
    return make(arland, DAY)


@pytest.fixture
def fuller(tmp_path: Path, arland_folder: Path) -> Brief:
    """The invented case with a tie that breaks, a quantity and another site."""
    folder = tmp_path / "arland"
    copytree(arland_folder, folder, ignore=ignore_patterns("record.db*"))
    (folder / "facts" / "more.csv").write_text(HEAD + ROWS)
    (folder / "articles" / "talks.md").write_text(
        "---\ntitle: Talks\npublisher: Post\npublished: 2030-12-20\n---\nIt is not clear when Arland will resume talks with Borland.\n"
    )
    with (folder / "case.toml").open("a") as settings:
        settings.write('\n[[sites]]\nid = "tolm"\nname = "Tolm test site"\nkind = "test site"\n')
    with open_case(folder) as case:
        assert not take(case, recorded=datetime(2031, 7, 1, tzinfo=UTC)).refused
        return make(case, DAY)


def told(brief: Brief, key: str, group: str | None = None) -> list[str]:
    return [c.text for c in brief.section(key).claims if group is None or c.group == group]


def without_tie(claims: Sequence[Claim]) -> list[str]:
    return [c.text.partition(": ")[2] for c in claims]


def test_what_is_left_out_names_provisions_that_the_list_above_numbers(brief: Brief) -> None:
    assert told(brief, "promised", "In the text")[2].startswith("6. Both sides will work")
    left = [c for c in brief.section("promised").claims if c.group == "What the text leaves out"]
    named = [p for c in left for p in c.details["provisions"]]
    assert named == ["6"]
    assert len({tuple(c.details["missing"]) for c in left}) == len(left)


def test_provisions_that_lack_the_same_are_told_together(tmp_path: Path, arland_folder: Path) -> None:
    text = (arland_folder / "agreement.yaml").read_text()
    more = '  - id: "7"\n    text: Both sides seek calm.\n    obligations:\n      - {id: calm, party: A, form: endeavour, end: calm}\n'
    (tmp_path / "agreement.yaml").write_text(text.replace("means:\n", more + "means:\n", 1))
    with open_case(tmp_path) as case:
        take(case, recorded=datetime(2031, 7, 1, tzinfo=UTC))
        left = told(make(case, DAY), "promised", "What the text leaves out")
    assert any(line.startswith("Provisions 6 and 7 name no deadline") for line in left)


def test_an_open_question_out_of_an_article_names_it(brief: Brief) -> None:
    (question,) = told(brief, "unknowns", "Said to be unknown")
    assert question == "It is not clear how many engine stands Arland still has. (In “A word kept”)"


def test_what_is_not_known_is_not_announced(fuller: Brief) -> None:
    announced = [c for c in fuller.section("outlook").claims if "will resume talks" in c.text]
    assert [c.text for c in fuller.section("unknowns").claims if "will resume talks" in c.text]
    assert not announced, announced


def test_the_same_question_in_two_copies_is_told_once(brief: Brief) -> None:
    (claim,) = [c for c in brief.section("programme").claims if c.group == "What may be undeclared"]
    assert len(claim.statements) == 2


def test_a_note_and_the_sentence_after_it_are_two_sentences(brief: Brief) -> None:
    assert any(line.startswith("Arland began a new missile base. The nearest") for line in told(brief, "verdicts"))


def test_acts_of_which_only_the_last_day_is_known_stand_by_that_day() -> None:
    days = ("../2030-04-05", "../..", "2030-02-10", "2030-09-01")
    events = tuple(
        Event(id=day, standing="reported", rule="one-origin", type="AID", mode=None, actors=(), recipients=(),
              object=None, place=None, holds=parse_period(day), asserts=())
        for day in days
    )  # fmt: skip
    assert [e.id for e in by_day(events)] == ["2030-02-10", "../2030-04-05", "2030-09-01", "../.."]
    assert by_day(()) == ()


def test_the_latest_act_between_two_is_told_once(fuller: Brief) -> None:
    between = [c for c in fuller.section("ties").claims if c.group == "Arland and Borland"]
    assert between[-1].text == "Latest, further apart: Borland called its envoy home."
    assert max(Counter(without_tie(between)).values()) == 1
    assert "prevailed in 2030" in fuller.section("ties").summary


def test_a_quantity_tells_whose_it_is_and_a_site_its_kind_once(fuller: Brief) -> None:
    assert told(fuller, "programme", "Quantities") == ["Arland, enriched uranium: 12,500 kg"]
    sites = told(fuller, "programme", "Sites")
    assert any(line.startswith("Tolm test site: operating (1 July 2030)") for line in sites)
    assert any(line.startswith("Kessel engine stand, engine test stand: ") for line in sites)


def test_where_nothing_is_on_record_no_zeros_are_counted(arland: Case) -> None:
    early = make(arland, date(2029, 1, 5))
    for key in ("since", "programme", "pressure", "balance", "ties", "outlook", "sources"):
        assert not re.search(r"\b0\b", early.section(key).summary), early.section(key).summary
    assert "no article" in early.section("sources").summary


def test_what_is_denied_in_the_same_words_twice_is_told_once() -> None:
    said = [Statement(document=f"d{n}", source="Wire", text="No list was given.", id=f"s{n}") for n in (1, 2)]
    denied = [Claim("No list was given.", standing="denied", statements=(one,), event=f"e{one.id}") for one in said]
    (once, other) = told_once([*denied, Claim("No visit was made.", standing="denied")])
    assert [s.id for s in once.statements] == ["s1", "s2"]
    assert once.details["events"] == ["es1", "es2"]
    assert other.text == "No visit was made."


def test_only_what_follows_from_the_text_is_said_to(arland: Case) -> None:
    for day in (DAY, date(2030, 2, 20)):
        for answer, section in zip(outline_of(make(arland, day), None).answers, QUESTIONS_IN_ORDER, strict=True):
            headings = [part.heading for part in answer.parts if "from agreement.yaml" in part.heading]
            assert bool(headings) == (section == "promised"), headings


QUESTIONS_IN_ORDER = (
    "promised", "since", "verdicts", "programme", "pressure", "balance", "ties", "outlook", "unknowns", "sources",
)  # fmt: skip
