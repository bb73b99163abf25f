"""The pages: each answers, keeps the day, and shows text of articles as nothing but text."""

import queue
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from httpx import Client
from live_app import copied
from starlette.exceptions import HTTPException

from servanda.brief import QUESTIONS
from servanda.brief.model import Claim, Section
from servanda.case import open_case
from servanda.show.app import desk as desks
from servanda.show.app import find
from servanda.show.app.desk import Answers, Desk
from servanda.show.app.find import hits
from servanda.show.app.groups import MOST_CITED, MOST_CLAIMS, MOST_OPENED, PAGE, fewer, groups, leaf
from servanda.show.app.strip import strip
from servanda.statement import Statement
from servanda.verdicts import Change

DAY = "2031-01-01"


@pytest.mark.parametrize("key", QUESTIONS)
def test_each_question_has_a_page_whose_links_keep_the_day(reader: Client, key: str) -> None:
    page = reader.get(f"/q/{key}", params={"as_of": DAY})
    assert page.status_code == 200
    inside = re.findall(r'href="(/(?:event|origin|article|q|obligation)/[^"]*)"', page.text)
    inside.remove(f"/q/{key}")  # the way back to the record's last day
    assert inside
    assert all("as_of=2031-01-01" in address for address in inside)


def test_what_has_happened_can_be_asked_since_a_day_or_a_named_event(reader: Client) -> None:
    whole, later = (reader.get("/q/since", params={"as_of": DAY, "since": day}) for day in ("", "2030-09-01"))
    assert "Envoys of both sides met" in whole.text
    assert "Envoys of both sides met" not in later.text
    assert "since 1 September 2030" in later.text
    assert '<option value="signature">' in whole.text
    assert "Envoys" in reader.get("/q/since", params={"as_of": DAY, "since": "Entry into force"}).text
    assert "Envoys" not in reader.get("/export/csv/q/since", params={"as_of": DAY, "since": "2030-09-01"}).text
    refused = reader.get("/q/since", params={"since": "the ball"})
    assert refused.status_code == 422
    assert "entry into force" in refused.text


@pytest.mark.parametrize("path", ["/q/nothing", "/event/none", "/article/none", "/obligation/1/none/A",
                                  "/obligation/1", "/site/none", "/origin/none"])  # fmt: skip
def test_what_is_not_there_is_a_missing_page(reader: Client, path: str) -> None:
    page = reader.get(path)
    assert page.status_code == 404
    assert "no such" in page.text.lower()


def test_a_day_that_is_none_is_refused_in_words(reader: Client) -> None:
    page = reader.get("/", params={"as_of": "2030-02-30"})
    assert page.status_code == 422
    assert "no day" in page.text


def test_nothing_is_written_into_a_page_as_script_or_style(reader: Client) -> None:
    for path in ("/", "/timeline", "/map", "/article/articles/copy.md", "/obligation/1/no-launch/A"):
        page = reader.get(path).text
        assert not re.search(r"<script(?![^>]*src=\"/static/)", page)
        assert not re.search(r"\sstyle=", page)
        assert not re.search(r"\son[a-z]+=", page)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_an_obligation_shows_history_proof_and_evidence_on_both_sides(desk: Desk, reader: Client) -> None:
    assert desk.past(wait=None)
    page = reader.get("/obligation/1/no-launch/A").text
    assert 'aria-label="History of the verdict: ' in page
    assert "The proof, step by step" in page
    assert "Broken by one act on a day of the window" in page
    assert "Sky Survey" in page
    assert "/obligation/1/no-launch/A?as_of=2030-09-16" in page


def test_what_cannot_be_measured_says_what_the_text_would_have_to_name(reader: Client) -> None:
    page = reader.get("/obligation/6/free-region/A").text
    assert "The text would have to name" in page
    assert "As Arland reads it" in page
    assert "withdrawal of bombers first" in page


def test_an_event_tells_what_it_bears_on_and_folds_copies_by_origin(desk: Desk, reader: Client) -> None:
    event = next(e for e in desk.answers(date(2031, 1, 1)).events.values() if e.mode == "test")
    page = reader.get(f"/event/{event.id}").text
    assert 'href="/obligation/1/no-launch/A"' in page
    assert page.count('class="witness"') == 2


def test_a_site_tells_its_states(reader: Client) -> None:
    page = reader.get("/site/Kessel engine stand").text
    assert "1 March 2030" in page
    assert "established" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "missile"}, True),
        ({"q": "missile", "origin": "Nobody"}, False),
        ({"q": "missile", "since": "2030-09-17"}, True),
        ({"q": "missile", "since": "2030-09-18"}, False),
        ({"q": "missile", "until": "2030-01-01"}, False),
        ({"q": "missile", "least": "nonsense"}, True),
        ({"q": 'missile" OR *'}, False),
    ],
)
def test_search_filters_by_origin_and_day(reader: Client, query: dict[str, str], found: bool) -> None:
    page = reader.get("/search", params=query)
    assert page.status_code == 200
    assert ("<blockquote" in page.text) is found


def test_search_keeps_what_was_asked_when_the_day_is_moved(reader: Client) -> None:
    page = reader.get("/search", params={"q": "missile", "origin": "Sky Survey"}).text
    day = page[page.index('<form class="day"') : page.index("</form>", page.index('<form class="day"'))]
    assert 'name="q" value="missile"' in day
    assert 'name="origin" value="Sky Survey"' in day


def test_answers_are_made_once_and_anew_when_the_record_grows(desk: Desk) -> None:
    first = desk.answers(date(2030, 12, 1))
    assert desk.answers(date(2030, 12, 1)) is first
    for n in range(1, 20):
        desk.answers(date(2030, 11, n))
    assert desk.answers(date(2030, 12, 1)) is not first


def test_a_strip_runs_from_the_first_word_to_the_last_day() -> None:
    changes = [Change(date(2030, 1, 1), "pending"), Change(date(2030, 7, 2), "overdue", ("s1",))]
    drawn = strip(changes, date(2030, 12, 31), date(2030, 7, 2))
    assert drawn is not None
    assert [(s.verdict, s.start, s.end) for s in drawn.stretches] == [
        ("pending", date(2030, 1, 1), date(2030, 7, 1)), ("overdue", date(2030, 7, 2), date(2030, 12, 31)),
    ]  # fmt: skip
    assert sum(s.width for s in drawn.stretches) == pytest.approx(1000)
    assert drawn.here == drawn.stretches[1].x
    assert strip([], date(2030, 1, 1), date(2030, 1, 1)) is None


def said(number: int, origin: str) -> Statement:
    return Statement("d", origin, text="x", id=f"s{number:03}")


def test_of_too_many_statements_every_origin_keeps_one() -> None:
    statements = tuple(said(n, "Wire" if n < 90 else f"Paper {n}") for n in range(100))
    kept = fewer(statements)
    assert len(kept) == MOST_CITED
    assert {s.origin for s in kept} == {s.origin for s in statements}
    assert kept[0] is statements[0]
    assert fewer(statements[:5]) == statements[:5]


def test_a_long_group_is_shown_in_part_and_says_how_much_is_left() -> None:
    many = tuple(Claim(f"claim {n}", "one group", (said(n, "Wire"),)) for n in range(MOST_CLAIMS + 7))
    (one,) = groups(Section("since", "", many))
    assert (one.heading, len(one.opened), len(one.opened) + len(one.lines)) == ("one group", MOST_OPENED, MOST_CLAIMS)
    assert one.count == MOST_CLAIMS + 7


def test_a_long_group_can_be_read_whole_page_by_page() -> None:
    many = [Claim(f"claim {n}", "", (said(n, "Wire"),)) for n in range(PAGE * 2 + 1)]
    leaves = [leaf({"": many}, "-", number) for number in ("1", "2", "3")]
    assert [c for one in leaves for c in one.claims] == many
    assert [(one.number, one.pages, len(one.claims)) for one in leaves] == [(1, 3, PAGE), (2, 3, PAGE), (3, 3, 1)]
    assert leaf({"": many}, "-", "99").number == 3
    assert {leaf({"": many}, "-", page).number for page in ("x", "0", "", "²", "9" * 5000)} == {1}
    with pytest.raises(HTTPException):
        leaf({"": many}, "no such", "1")


def test_a_group_has_a_page_of_its_own(reader: Client) -> None:
    page = reader.get("/q/since", params={"group": "2030", "as_of": "2031-01-01"})
    assert page.status_code == 200
    assert "page 1 of" not in page.text, "one page needs no pager"
    assert page.text.count('<li class="claim">') == reader.get("/export/json/q/since").text.count('"group": "2030"')
    assert reader.get("/q/since", params={"group": "1812"}).status_code == 404


def test_what_was_searched_for_is_marked(reader: Client) -> None:
    assert hits("A Missile, two missiles.", "missile") == [("A ", False), ("Missile", True), (", two missiles.", False)]
    assert hits("A Missile, two missiles.", "missil*") == [
        ("A ", False), ("Missile", True), (", two ", False), ("missiles", True), (".", False),
    ]  # fmt: skip
    assert hits("at the (test) site", '"test site" (') == [("at the (", False), ("test) site", True)]
    assert hits("anything", ' "" ') == [("anything", False)]
    page = reader.get("/search", params={"q": "missile"}).text
    assert "<mark>missile</mark>" in page


def test_a_long_search_has_pages(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "PAGE", 1)
    first, second = (reader.get("/search", params={"q": "Arland", "page": n}).text for n in ("1", "2"))
    assert "page 1 of" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert first.count("<blockquote") == second.count("<blockquote") == 1
    for number in ("x", "9" * 5000):
        assert "page 1 of" in reader.get("/search", params={"q": "Arland", "page": number}).text


def test_warming_up_makes_every_answer_before_it_is_asked_for(arland_folder: Path) -> None:
    with open_case(arland_folder) as case:
        desk = Desk(case, lambda: datetime(2031, 6, 2, tzinfo=UTC))
        made = []
        desk.make_ready([made.append])
        assert desk.answers(desk.last_day()).made == set(QUESTIONS)
        assert made == [desk.answers(desk.last_day())]


def test_answers_are_made_ready_again_after_a_change(
    arland_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "SETTLED", 0.01)
    with open_case(copied(arland_folder, tmp_path / "case")) as case:
        desk = Desk(case, lambda: datetime(2031, 6, 2, tzinfo=UTC))
        made: queue.Queue[Answers] = queue.Queue()
        working = desk.warm([made.put])
        first = made.get(timeout=20)
        s = case.view(desk.last_day()).statements()[0]
        case.record.decide(s.id, coder="Ann", decision="reject", recorded=datetime(2031, 6, 2, tzinfo=UTC))
        desk.answers(desk.last_day())
        second = made.get(timeout=20)
        assert second is not first
        assert second.made == set(QUESTIONS)
        desk.close()
        working.join(20)
        assert not working.is_alive()
