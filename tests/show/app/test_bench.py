"""The coding bench: decisions by form, blind second coders, what moved, taking back, and the ledger."""

import csv
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from live_app import NOW, Live, copied, serving

from servanda.errors import UsageError
from servanda.show.app.coding import Asked, Bench, Board, changes_of, moved_events, named, told
from servanda.show.app.desk import Desk
from servanda.statement import Statement

LAUNCHES = "Arland launched a ballistic missile", "A missile rose from Arland"


@pytest.fixture
def live(arland_folder: Path, tmp_path: Path) -> Iterator[Live]:
    with serving(copied(arland_folder, tmp_path / "case")) as running:
        yield running


def coding(live: Live, words: str) -> Statement:
    """The table's or the machine's coding of which these words are."""
    view = live.case.view(live.case.knowledge_days()[-1])
    return next(s for s in view.statements() if words in (s.text or s.quote or ""))


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def decide(client: httpx.Client, s: Statement, decision: str, **form: str) -> str:
    """Posts a decision and follows to the next page."""
    answer = client.post(
        "/bench/decide",
        params={"by": "any"},
        data={"statement": s.id, "decision": decision, **form},
        follow_redirects=True,
    )
    assert answer.status_code == 200, text(answer.text)
    begun = time.monotonic()
    while "data-awaited" in answer.text and time.monotonic() - begun < 30:
        answer = client.get(answer.url)
    return answer.text


def test_the_queue_holds_the_machines_codings_until_they_are_coded(live: Live) -> None:
    with live.client("Ann") as ann:
        page = ann.get("/bench").text
        number = int(re.search(r"1 of (\d+)", page).group(1))  # type: ignore[union-attr]
        id_ = re.search(r'name="statement" value="(\w+)"', page).group(1)  # type: ignore[union-attr]
        assert live.case.record.stored(id_).coder == "reader"
        after = ann.post("/bench/decide", data={"statement": id_, "decision": "confirm"}, follow_redirects=True).text
        assert f"of {number - 1}" in after
        assert f'name="statement" value="{id_}"' not in after
        assert id_ in ann.get("/bench", params={"state": "mine"}).text
        assert 'value="confirm"' in after


def test_the_queue_can_be_taken_away_with_ones_own_decisions_alone(live: Live) -> None:
    s = coding(live, LAUNCHES[0])
    with live.client("Ann") as ann, live.client("Bo") as bo:
        decide(ann, s, "reject", why="=slip")
        kept = {"state": "all", "by": "any", "kind": s.kind}
        address = re.search(r'<a href="(/export/csv/bench[^"]+)" download>', ann.get("/bench", params=kept).text)
        assert address
        path = address[1].replace("&amp;", "&")
        rows = {r["id"]: r for r in csv.DictReader(io.StringIO(ann.get(path).text))}
        assert {r["kind"] for r in rows.values()} == {s.kind}
        assert (rows[s.id]["decision"], rows[s.id]["why"]) == ("reject", "'=slip")
        assert sum(bool(r["decision"]) for r in rows.values()) == 1
        blind = ann.get(path.replace("csv", "json")).json()
        assert {r["id"] for r in blind["content"]} == set(rows)
        others = bo.get(path.replace("csv", "json")).json()["content"]
        assert not any(r["decision"] for r in others), "Bo codes blind"
        assert "Ann" not in str(others)
        open_ones = ann.get("/export/json/bench", params={"by": "any", "kind": s.kind}).json()["content"]
        assert {r["id"] for r in open_ones} == set(rows) - {s.id}
        assert ann.get("/export/csv/bench/elsewhere").status_code == 404


def test_nobody_codes_without_a_name(live: Live) -> None:
    s = coding(live, LAUNCHES[0])
    with live.client() as nobody:
        assert "Begin to code" in nobody.get("/bench").text
        assert 'value="confirm"' not in nobody.get("/bench").text
        assert nobody.post("/bench/decide", data={"statement": s.id, "decision": "reject"}).status_code == 422
        assert nobody.post("/bench/coder", data={"coder": "reader"}).status_code == 422
    assert live.case.record.decided() == ()


def test_a_rejection_moves_the_verdict_and_the_page_says_so(live: Live) -> None:
    first, second = (coding(live, words) for words in LAUNCHES)
    with live.client("Ann") as ann:
        page = text(decide(ann, first, "reject", why="a rocket"))
        assert "Rejected" in page
        assert re.search(r"“test: ballistic missile”.*established 2 origins → .*reported 1 origin", page)
        assert re.search(
            r"Verdict on Arland: no launch :.*broken.*established.*→.*broken.*reported",
            page,
        )
        page = text(decide(ann, second, "reject"))
        assert re.search(r"Verdict on Arland: no launch :.*broken.*→.*kept so far", page)
        assert "→ none" in page
        entry = live.case.record.history(first.id)[-1]
        assert (entry.what, entry.who, entry.why) == ("reject", "Ann", "a rocket")
        page = text(decide(ann, second, "undo"))
        assert re.search(r"Verdict on Arland: no launch :.*kept so far.*→.*broken", page)
        assert [e.what for e in live.case.record.history(second.id)][-2:] == ["reject", "took back reject"]


def test_a_correction_takes_what_the_form_changes_and_nothing_else(live: Live) -> None:
    s = coding(live, LAUNCHES[1])
    whole = {"type": "MOBILIZE", "mode": "test", "actors": "A; B", "recipients": "", "object": "ballistic missile",
             "place": "east coast", "holds_from": "2030-09-15", "holds_to": "2030-09-15", "certainty": "2", "speakers": ""}  # fmt: skip
    with live.client("Ann") as ann:
        page = decide(ann, s, "correct", **whole, why="two of them")
        assert "Corrected" in page
    (one,) = live.case.record.decided()
    assert one.changes == {"actors": ["A", "B"], "place": "east coast", "certainty": 2.0}
    assert (one.coder, one.why) == ("Ann", "two of them")
    assert one.result is not None
    assert one.result.id in {x.id for x in live.case.view(live.case.knowledge_days()[-1]).statements()}


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"certainty": "surely"}, "a number"),
        ({"certainty": "4"}, "correction is faulty"),
        ({"certainty": "nan"}, "correction is faulty"),
        ({"type": "DANCE"}, "none of PLOVER"),
        ({"holds_from": "2030-02-30"}, "no day"),
        ({"holds_from": "2031-01-01"}, "wrong order"),
        ({}, "changes nothing"),
    ],
)
def test_a_faulty_correction_is_refused_and_what_was_typed_stays(live: Live, form: dict[str, str], told: str) -> None:
    s = coding(live, LAUNCHES[1])
    with live.client("Ann") as ann:
        typed = {"place": "<b>here</b>"} if form else {}
        answer = ann.post("/bench/decide", data={"statement": s.id, "decision": "correct", **typed, **form})
        assert answer.status_code == 422
        assert told in text(answer.text)
        assert "&lt;b&gt;here" in answer.text or not form
        assert "<b>here" not in answer.text
    assert live.case.record.decided() == ()


def test_what_is_no_statement_or_no_decision_is_refused(live: Live) -> None:
    s = coding(live, LAUNCHES[1])
    with live.client("Ann") as ann:
        for data in (
            {"statement": s.id, "decision": "dance"},
            {"statement": s.id},
            {"statement": s.id, "decision": "undo"},
        ):
            assert ann.post("/bench/decide", data=data).status_code == 422
        assert ann.post("/bench/decide", data={"statement": "s0", "decision": "confirm"}).status_code == 404
        assert ann.get("/bench", params={"statement": "s0", "state": "?", "done": "x", "kind": "y"}).status_code == 200
        assert ann.get("/bench", params={"done": "9" * 5000}).status_code == 200
    assert live.case.record.decided() == ()


def test_the_form_shows_every_figure_of_a_value() -> None:
    fuel = Statement("facts/t.csv", "Post", "quantity", value=1_234_567.0, unit="barrels", about="fuel")
    assert told(fuel, "value") == "1234567"
    assert changes_of(fuel, {"value": "1234568"}) == {"value": 1_234_568.0}


def test_the_second_coder_codes_blind(live: Live) -> None:
    s = coding(live, LAUNCHES[0])
    with live.client("Quentin") as ann, live.client("Bo") as bo:
        moved = ann.post(
            "/bench/decide",
            data={"statement": s.id, "decision": "correct", "place": "Port Arl", "why": "a secret reason"},
        ).headers["location"]
        for path in (f"/bench?statement={s.id}", "/bench?state=all&by=any", moved):
            page = bo.get(path).text
            assert "a secret reason" not in page
            assert "Quentin" not in page
            assert "What moved" not in page
        page = bo.get(f"/bench?statement={s.id}").text
        assert "Port Arl" not in re.sub(r"<(option|datalist).*?>", "", page), "the machine's coding shows, not Ann's"
        assert "You code blind" in page
        assert s.id not in bo.get("/bench", params={"state": "apart", "by": "any"}).text
        decide(bo, s, "confirm")
        page = bo.get(f"/bench?statement={s.id}").text
        assert "a secret reason" in page
        assert "Bo" in ann.get(f"/bench?statement={s.id}").text
        for coder in (ann, bo):
            assert s.id in coder.get("/bench", params={"state": "apart", "by": "any"}).text


def strengths(client: httpx.Client) -> list[str]:
    """How strong the evidence is that verdicts rest on, as the opening page has it."""
    return re.findall(r"\d+ independent origins?, \w+", client.get("/").text)


def test_no_other_page_tells_a_blind_coder_what_others_decided(live: Live) -> None:
    first, second = (coding(live, words) for words in LAUNCHES)
    event = next(e for e in live.case.view(live.case.knowledge_days()[-1]).events() if first in e.statements)
    table = f"/article/{first.document}" if first.start is not None else "/export/csv/timeline"
    paths = (
        "/", "/q/since", "/q/verdicts", "/timeline", "/data/timeline.json", "/search?q=missile", "/map", table,
        "/obligation/1/no-launch/A", "/export/json/obligation/1/no-launch/A", "/export/csv/search?q=missile",
        f"/event/{event.id}", f"/origin/{first.origin}",
    )  # fmt: skip
    with live.client("Quentin") as ann, live.client("Bo") as bo, live.client() as reader:
        before = strengths(bo)
        decide(ann, first, "correct", place="Fort Nowhere")
        decide(ann, second, "reject")
        for path in paths:
            page = bo.get(path)
            assert page.status_code == 200, path
            assert "Fort Nowhere" not in page.text, path
            assert "Quentin" not in page.text, path
        assert strengths(bo) == before != strengths(reader)
        assert "You code blind as Bo" in bo.get("/").text
        assert "only those of Bo" in bo.get("/").text, "a citation says what it is of"
        assert bo.get("/export/json/q/since").json()["decisions_of"] == "Bo"
        for who in (ann, reader):
            assert "Fort Nowhere" in who.get("/data/timeline.json").text
            assert "You code blind" not in who.get("/").text
        moved = text(decide(bo, second, "reject"))
        assert "Verdict on" in moved
        assert "Fort Nowhere" not in moved
        assert "Fort Nowhere" not in bo.get("/data/timeline.json").text
        assert "You code blind as Quentin" in ann.get("/").text, "who was first is as blind to the second"
        back = bo.post("/bench/coder", data={"coder": "", "back": "/q/since?as_of=2031-01-01"})
        assert back.headers["location"] == "/q/since?as_of=2031-01-01"
        assert "Fort Nowhere" in bo.get("/data/timeline.json").text
        for wrong in ("//evil.example/", "/\\evil.example", "https://evil.example/", "/a b", "/a\r\nset-cookie: a=b"):
            assert bo.post("/bench/coder", data={"coder": "", "back": wrong}).headers["location"] == "/bench"


def test_agreement_is_told_for_each_field(live: Live) -> None:
    first, second = (coding(live, words) for words in LAUNCHES)
    with live.client("Ann") as ann, live.client("Bo") as bo:
        assert "No statement has been coded by two" in ann.get("/bench/agreement").text
        for coder, decisions in ((ann, ("confirm", "reject")), (bo, ("confirm", "confirm"))):
            for s, decision in zip((first, second), decisions, strict=True):
                decide(coder, s, decision)
        page = text(ann.get("/bench/agreement").text)
        assert re.search(r"Stands at all 0\.000 nominal 2 1 ", page)
        assert re.search(r"Type all the same, so nothing to tell nominal 1 1 ", page)
        assert "Ann: 2 statements" in page
        told = ann.get("/export/json/bench/agreement").json()["content"]
        assert {"field": "stands", "alpha": 0.0, "level": "nominal", "units": 2, "alike": 1} in told
        assert "stands,0.0,nominal,2,1" in ann.get("/export/csv/bench/agreement").text


def test_the_day_of_the_address_stays(live: Live) -> None:
    with live.client("Ann") as ann:
        page = ann.get("/bench", params={"as_of": "2030-05-04", "by": "any"}).text
        assert "as_of=2030-05-04" in page
        assert LAUNCHES[0] not in ann.get("/bench", params={"as_of": "2030-05-04", "by": "table", "state": "all"}).text
        answer = ann.post("/bench/coder", params={"as_of": "2030-05-04", "kind": "event"}, data={"coder": "Ann"})
        assert answer.headers["location"] == "/bench?as_of=2030-05-04&kind=event"


def test_filters_leave_what_they_say(live: Live) -> None:
    bench_day = live.case.knowledge_days()[-1]
    bench = Bench(Desk(live.case, lambda: NOW), Board())
    everything = bench.queue(Asked(by="any"), "Ann", bench_day)
    assert {s.kind for s in everything} > {"event"}
    for asked in (Asked(by="any", kind="unknown"), Asked(by="table"), Asked(by="any", document="articles/wire.md")):
        found = bench.queue(asked, "Ann", bench_day)
        assert found == [s for s in everything if asked.fits(s)]
        assert 0 < len(found) < len(everything)
    assert Asked.of(Asked(state="all", kind="event", by="any", weighty=True).query()) == Asked(
        state="all", kind="event", by="any", weighty=True
    )
    queue = bench.queue(Asked(by="any"), "Ann", bench_day)
    stock = bench.stock(bench_day)
    assert stock.next(queue, queue[-1].id) == queue[0]
    assert [stock.next(queue, s.id) for s in queue[:-1]] == queue[1:]
    assert [stock.previous(queue, s.id) for s in queue[1:]] == queue[:-1]


@pytest.mark.parametrize(("certainty", "sure"), [(3.0, "certain"), (1.0, "unsure"), (0.0, "unsure"), (-3.0, "denied")])
def test_codings_are_filtered_by_how_sure_they_are(certainty: float, sure: str) -> None:
    s = Statement("d", "Wire", quote="q", certainty=certainty)
    assert [one for one in ("certain", "unsure", "denied") if Asked(sure=one).fits(s)] == [sure]


def test_names_of_coders_are_tidied() -> None:
    assert named("  Ann\n\x07 Arlen ") == "Ann Arlen"
    for wrong in ("", " \x00 ", "Reader", "record", "x" * 81):
        with pytest.raises(UsageError):
            named(wrong)


def test_a_form_that_repeats_a_coding_changes_nothing() -> None:
    s = Statement("d", "Wire", kind="unknown", quote="q", about="it", certainty=0.0)
    with pytest.raises(UsageError, match="changes nothing"):
        changes_of(s, {"about": " it ", "certainty": "0", "speakers": " ; ", "type": "AGREE"})
    assert changes_of(s, {"about": "", "speakers": "A;B"}) == {"about": None, "speakers": ["A", "B"]}


def test_events_are_paired_by_their_statements(live: Live) -> None:
    before = live.case.view(live.case.knowledge_days()[-1]).events()
    assert moved_events(before, before) == ()
    gone = moved_events(before, before[1:])
    assert [(m.before, m.after) for m in gone] == [(before[0], None)]
    s = coding(live, LAUNCHES[0])
    live.case.record.decide(s.id, coder="Ann", decision="correct", changes={"place": "Port Arl"}, recorded=NOW)
    (moved,) = moved_events(before, live.case.view(live.case.knowledge_days()[-1]).events())
    assert moved.before is not None
    assert moved.after is not None
