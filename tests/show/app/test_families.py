"""Who copied whom: the drawing of a family and two documents side by side."""

from datetime import date
from pathlib import Path

import pytest
from httpx import Client
from live_app import copied, serving

from servanda.case import kin, kin_of, open_case
from servanda.show.app.desk import Desk
from servanda.show.app.families import drawing, family_of, stretches
from servanda.sources import Family, Member
from servanda.spans import Span

DAY = date(2031, 1, 1)


def test_a_copy_hangs_on_the_document_it_has_its_text_from(desk: Desk) -> None:
    (family,) = desk.answers(DAY).kin.families
    laid = drawing(family, desk.answers(DAY).documents)
    assert [(b.document, b.parent) for b in laid.boxes] == [
        ("articles/wire.md", None), ("articles/copy.md", "articles/wire.md"),
    ]  # fmt: skip
    assert laid.boxes[1].line
    assert 0.5 < laid.boxes[1].share <= 1


def test_documents_not_yet_published_are_in_no_family(desk: Desk) -> None:
    assert desk.answers(date(2030, 5, 4)).kin.families == ()


def test_boxes_of_a_large_family_do_not_lie_over_each_other() -> None:
    members = [Member("a", None, 1.0)] + [Member(f"b{n}", "a", 0.9) for n in range(4)]
    members += [Member(f"c{n}", "b1", 0.8) for n in range(3)]
    laid = drawing(Family("Wire", tuple(members)), {})
    assert len({(b.x, b.y) for b in laid.boxes}) == 8
    assert all(0 <= b.x < laid.width and 0 <= b.y < laid.height for b in laid.boxes)


def test_a_document_is_cut_at_passages_and_at_what_was_changed() -> None:
    text = "Before. Shared words here. After."
    cut = stretches(text, [(1, Span(8, 26), "copy")], [Span(15, 20)])
    assert "".join(s.text for s in cut) == text
    assert [(s.text, s.number, s.changed) for s in cut] == [
        ("Before. ", 0, False), ("Shared ", 1, False), ("words", 1, True), (" here.", 1, False), (" After.", 0, False),
    ]  # fmt: skip


def test_passages_that_overlap_lose_nothing_of_the_text() -> None:
    text = "abcdefghij"
    cut = stretches(
        text, [(1, Span(0, 6), "copy"), (2, Span(4, 9), "quotation"), (3, Span(5, 6), "copy")], [Span(5, 7)]
    )
    assert "".join(s.text for s in cut) == text


@pytest.mark.parametrize("name", ["articles/wire.md", "articles/copy.md", "Northern Wire"])
def test_a_family_goes_by_its_root_a_member_or_its_origin(desk: Desk, name: str) -> None:
    assert family_of(desk.answers(DAY).kin.families, name).root == "articles/wire.md"


def test_side_by_side_marks_what_both_have_and_runs_nothing(reader: Client) -> None:
    page = reader.get("/compare", params={"a": "articles/wire.md", "b": "articles/copy.md"})
    assert page.status_code == 200
    assert 'id="a1"' in page.text
    assert 'href="#b1"' in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_what_is_not_there_is_a_missing_page(reader: Client) -> None:
    assert reader.get("/family/nobody").status_code == 404
    assert reader.get("/compare", params={"a": "articles/wire.md", "b": "none"}).status_code == 404


def test_the_list_links_to_drawing_and_comparison(reader: Client) -> None:
    page = reader.get("/families").text
    assert 'href="/family/articles/wire.md"' in page
    assert 'href="/compare?a=articles%2Fcopy.md&amp;b=articles%2Fwire.md"' in page


def test_what_somebody_wrote_beside_the_record_is_shown_as_text_alone(
    arland_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kin, "WORTH_KEEPING", 2)
    folder = copied(arland_folder, tmp_path / "case")
    with open_case(folder) as case:
        kin_of(case, case.view(DAY))
        kept = kin._kept(case)
        entries = kept.load("kin")
        for entry in entries.values():
            entry["families"][0][0] = "<script>alert(1)</script>"
            entry["families"][0][1][1][-1] = '"><img src=x onerror=alert(2)>'
            entry["pairs"][0][6] = "<svg onload=alert(3)>"
        kept.save("kin", entries)
    with serving(folder) as live, live.client() as client:
        pages = [client.get(path).text for path in ("/families", "/family/articles/wire.md", "/q/sources")]
        pages.append(client.get("/compare", params={"a": "articles/wire.md", "b": "articles/copy.md"}).text)
    assert "alert(1)" in pages[0]
    assert "alert(3)" in pages[3]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg onload" not in page
