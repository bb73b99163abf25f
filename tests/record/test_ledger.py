"""What goes in and how it shows: documents, editions, tables, withdrawals, origins, as of any day."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import NOW, SENTENCE, day, document, row, said

from servanda.errors import InputError, RecordError, UsageError
from servanda.reading.model import Furniture
from servanda.record import Counts, Record
from servanda.spans import Span

LATE = day("2040-01-01")


def ids(record: Record, as_of: str = "2040-01-01") -> list[str]:
    return [s.id for s in record.view(day(as_of)).statements()]


def test_a_document_comes_back_as_it_went_in(record: Record) -> None:
    a = document("a", f"Ü\x00 \U0001f600 {SENTENCE}", publisher="Herald", title="T", url="https://herald.example/a")
    s = said(a, speakers=("Ann", "Bo"), recipients=("Borland",), place="Kessel", lat=1.5, lon=-2.0, certainty=2.0)
    assert record.add(
        a, day("2030-03-02"), "inferred", [s], recorded=NOW, furniture=[Furniture(Span(0, 2), "heading")],
        display={"times": []}, fingerprint=b"\x01\x02", origin="Wire",
    )  # fmt: skip
    view = record.view(day("2030-03-02"))
    assert view.statements() == (s,)
    assert view.text("a") == a.text == record.text("a")
    (kept,) = view.documents()
    assert (kept.publisher, kept.title, kept.published_basis, kept.origin) == ("Herald", "T", "inferred", "Wire")
    assert (kept.sha256, kept.length) == (a.sha256, len(a.text))
    assert record.document("a") == kept
    assert record.fingerprints() == {"a": b"\x01\x02"}
    assert record.display("a") == {"times": [], "furniture": [{"start": 0, "end": 2, "kind": "heading"}]}
    assert record.document("b") is None
    assert record.text("b") is None


def test_nothing_shows_before_it_was_published(record: Record) -> None:
    a = document("a")
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    early = record.view(day("2030-03-01"))
    assert (early.statements(), early.events(), early.documents(), early.text("a")) == ((), (), (), None)
    assert len(record.view(day("2030-03-02")).events()) == 1
    assert record.knowledge_days() == [day("2030-03-02")]


def test_what_was_published_on_an_unknown_day_shows_from_the_day_of_recording(record: Record) -> None:
    a = document("a")
    record.add(a, None, "unknown", [said(a, published=None)], recorded=NOW)
    assert ids(record, "2030-12-31") == []
    assert len(ids(record, "2031-01-01")) == 1


def test_the_same_document_is_added_once(record: Record) -> None:
    a = document("a")
    s = said(a, coder_version="1")
    assert record.add(a, day("2030-03-02"), "given", [s], recorded=NOW)
    assert not record.add(a, day("2030-03-02"), "given", [s], recorded=NOW)
    assert record.has("a", a.sha256, "1")
    assert not record.has("a", a.sha256, "2")
    assert len(ids(record)) == 1


def test_a_changed_text_takes_the_place_of_the_old(record: Record) -> None:
    a, b = document("a"), document("a", f"Corrected. {SENTENCE}")
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    assert record.add(b, day("2030-03-02"), "given", [said(b)], recorded=NOW)
    assert ids(record) == [said(b).id]
    assert record.view(LATE).text("a") == b.text
    assert [e.what for e in record.history(said(a).id)] == ["added", "withdrawn"]
    assert record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW), "the old text came back"
    assert ids(record) == [said(a).id]


def test_a_new_reading_of_the_same_words_keeps_what_both_have(record: Record) -> None:
    a = document("a", f"{SENTENCE} Nobody was hurt.")
    kept, gone = said(a, coder_version="1"), said(a, "Nobody was hurt.", coder_version="1", mode="exercise")
    new = said(a, "Nobody was hurt.", coder_version="2", mode="deploy")
    record.add(a, day("2030-03-02"), "given", [kept, gone], recorded=NOW)
    record.add(a, day("2030-03-02"), "given", [said(a, coder_version="2"), new], recorded=NOW)
    assert ids(record) == [kept.id, new.id]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_each_edition_holds_until_the_next_whatever_came_first(record: Record, order: tuple[int, ...]) -> None:
    days = ["2030-03-02", "2030-03-05", "2030-03-09"]
    texts = [document("a", f"Edition {n}. {SENTENCE}" + "!" * n) for n in range(3)]
    made = [said(t, published=d) for t, d in zip(texts, days, strict=True)]
    for n in order:
        record.add(texts[n], day(days[n]), "given", [made[n]], recorded=NOW)
    for n, last in enumerate(["2030-03-04", "2030-03-08", "2040-01-01"]):
        for when in (days[n], last):
            assert ids(record, when) == [made[n].id]
            assert record.view(day(when)).text("a") == texts[n].text
    assert record.knowledge_days() == [day(d) for d in days]


def test_a_quote_that_does_not_stand_is_refused_and_nothing_added(record: Record) -> None:
    a = document("a")
    good = said(a)
    bad = said(document("a", "x" + a.text))
    with pytest.raises(RecordError) as raised:
        record.add(a, day("2030-03-02"), "given", [good, bad], recorded=NOW)
    assert raised.value.code == "SV405"
    assert record.view(LATE).documents() == ()


def test_an_id_of_another_document_is_refused(record: Record) -> None:
    record.add_facts("facts/c.csv", [row(id="r1")], recorded=NOW, sha256="1")
    with pytest.raises(RecordError) as raised:
        record.add_facts("facts/d.csv", [row(id="r1", document="facts/d.csv")], recorded=NOW, sha256="1")
    assert raised.value.code == "SV409"
    assert ids(record) == ["r1"]


def test_half_a_character_is_refused(record: Record) -> None:
    broken = document("a")
    object.__setattr__(broken, "text", "\ud800")
    with pytest.raises(InputError) as raised:
        record.add(broken, None, "unknown", [], recorded=NOW)
    assert raised.value.code == "SV104"


def test_a_changed_table_withdraws_adds_and_keeps(record: Record) -> None:
    first = [row(2), row(3, mode="exercise"), row(4, mode="deploy")]
    assert record.add_facts("facts/c.csv", first, recorded=NOW, sha256="1") == Counts(3, 0, 0)
    assert record.add_facts("facts/c.csv", first, recorded=NOW, sha256="1") == Counts(0, 0, 3)
    second = [row(2, mode="build"), row(3), row(4, mode="exercise")]
    assert record.add_facts("facts/c.csv", second, recorded=NOW, sha256="2") == Counts(1, 1, 2)
    shown = {s.mode: s for s in record.view(LATE).statements()}
    assert sorted((s.row, mode) for mode, s in shown.items()) == [(2, "build"), (3, "test"), (4, "exercise")]
    assert shown["test"].id == first[0].id, "a row that only moved is the same statement"


def test_rows_of_the_same_words_are_as_many_statements(record: Record) -> None:
    record.add_facts("facts/c.csv", [row(2), row(3)], recorded=NOW, sha256="1")
    assert len(ids(record)) == 2
    assert record.add_facts("facts/c.csv", [row(2)], recorded=NOW, sha256="2") == Counts(0, 1, 1)


def test_a_row_with_an_id_of_its_own_can_change_under_it(record: Record) -> None:
    record.add_facts("facts/c.csv", [row(2, id="r1")], recorded=NOW, sha256="1")
    record.add_facts("facts/c.csv", [row(2, id="r1", mode="exercise")], recorded=NOW, sha256="2")
    (s,) = record.view(LATE).statements()
    assert (s.id, s.mode) == ("r1", "exercise")
    assert [e.what for e in record.history("r1")] == ["added", "added", "withdrawn"]


def test_a_withdrawal_with_a_day_changes_later_views_only(record: Record) -> None:
    a = document("a")
    s = said(a)
    record.add(a, day("2030-03-02"), "given", [s], recorded=NOW)
    record.withdraw(s.id, by="ann", why="retracted", recorded=NOW, effective=day("2030-04-01"))
    assert ids(record, "2030-03-31") == [s.id]
    assert ids(record, "2030-04-01") == []
    assert record.knowledge_days() == [day("2030-03-02"), day("2030-04-01")]


def test_a_withdrawal_without_a_day_means_it_never_stood(record: Record) -> None:
    a = document("a")
    s = said(a, coder_version="1")
    record.add(a, day("2030-03-02"), "given", [s], recorded=NOW)
    record.withdraw(s.id, by="ann", why="wrong reading", recorded=NOW)
    assert ids(record, "2030-03-02") == []
    assert record.stored(s.id) == s, "nothing is erased"
    record.add(a, day("2030-03-02"), "given", [said(a, coder_version="2")], recorded=NOW)
    assert ids(record) == [], "reading the same words again does not undo what a person decided"


def test_an_unknown_statement_is_told(record: Record) -> None:
    for ask in (record.history, record.stored):
        with pytest.raises(RecordError) as raised:
            ask("s0")
        assert raised.value.code == "SV406"
    with pytest.raises(RecordError) as raised:
        record.withdraw("s0", by="ann", why="", recorded=NOW)
    assert raised.value.code == "SV406"
    with pytest.raises(RecordError) as raised:
        record.display("s0")
    assert raised.value.code == "SV406"


def test_origins_are_known_from_their_day_and_the_latest_wins(record: Record) -> None:
    a, b = document("a"), document("b")
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW, origin="Herald")
    other = said(b, source="Courier", published="2030-03-04")
    record.add(b, day("2030-03-04"), "given", [other], recorded=NOW, origin="Courier")
    assert record.view(LATE).events()[0].standing == "established"
    assert record.set_origins({"b": "Herald"}, recorded=NOW, effective=day("2030-03-04")) == 1
    assert record.set_origins({"b": "Herald"}, recorded=NOW, effective=day("2030-03-04")) == 0, "nothing new in it"
    (event,) = record.view(LATE).events()
    assert (event.origins, event.standing) == (("Herald",), "reported")
    assert [d.origin for d in record.view(LATE).documents()] == ["Herald", "Herald"]
    record.set_origins({other.id: "Wire"}, recorded=NOW, effective=day("2030-06-01"))
    assert record.view(day("2030-05-31")).events()[0].origins == ("Herald",)
    assert record.view(day("2030-06-01")).events()[0].origins == ("Herald", "Wire")
    assert record.stored(other.id).origin == "Courier", "nothing is overwritten"


def test_a_view_stays_as_it_was_while_others_write(record: Record, path: Path) -> None:
    a, b = document("a"), document("b")
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    view = record.view(LATE)
    with Record.open(path) as other:
        other.add(b, day("2030-03-02"), "given", [said(b)], recorded=NOW)
    assert len(view.statements()) == len(view.events()[0].statements) == 1
    assert len(record.view(LATE).statements()) == 2
    assert record.view(LATE) is record.view(LATE)


def test_the_state_tells_of_every_write_whoever_wrote_and_however_soon(record: Record, path: Path) -> None:
    a = document("a")
    states = [record.state()]
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    states += [record.state(), record.state()]
    with Record.open(path) as other:
        other.decide(said(a).id, coder="Ann", decision="reject", recorded=NOW)
    states.append(record.state())
    record.undo(said(a).id, coder="Ann", recorded=NOW)
    states.append(record.state())
    assert states[1] == states[2]
    assert len(set(states)) == 4


def test_views_are_sorted(record: Record) -> None:
    for name, published in (("b", "2030-03-02"), ("a", "2030-03-02"), ("c", "2030-03-01"), ("d", None)):
        text = document(name, f"{SENTENCE} Ships followed the missile at once.")
        second = said(text, "Ships followed the missile at once.", published=published, mode="deploy")
        when = day(published) if published else None
        record.add(text, when, "given", [second, said(text, published=published)], recorded=NOW)
    found = [(s.document, s.start) for s in record.view(LATE).statements()]
    assert found == [(name, start) for name in "dcab" for start in (0, len(SENTENCE) + 1)]
    assert [d.id for d in record.view(LATE).documents()] == ["d", "c", "a", "b"]


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_arrival_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    days = ["2030-03-02", "2030-03-02", "2030-03-07", "2030-04-01", "2030-02-20", "2030-03-09"]
    holds = ["2030-03-01", "2030-03-01/2030-03-31", "2030-03-01", "2030-03-20", "2030-02-25/2030-03-05", "/2030-03-09"]

    def views(arrival: list[int]) -> list[object]:
        with Record.open(tmp_path_factory.mktemp("order") / "r.db") as record:
            for n in arrival:
                text = document(f"d{n}")
                s = said(text, published=days[n], holds=holds[n], source=f"S{n}", certainty=-3.0 if n == 5 else 3.0)
                record.add(text, day(days[n]), "given", [s], recorded=NOW)
            return [(d, record.view(d).statements(), record.view(d).events()) for d in record.knowledge_days()]

    assert views(order) == views(list(range(6)))


def test_search_takes_whatever_is_typed_as_words(record: Record) -> None:
    a = document("a", "The reactor at Kessel was shut. Ann's team left the café on Monday.")
    shut = said(a, "The reactor at Kessel was shut.", speakers=("Ann",))
    left = said(a, "Ann's team left the café on Monday.")
    record.add(a, day("2030-03-02"), "given", [shut, left], recorded=NOW)

    def found(query: str, **options: object) -> list[str]:
        return [s.id for s in record.search(query, as_of=LATE, **options)]  # type: ignore[arg-type]

    assert found("REACTOR kessel") == [shut.id]
    assert found('"at kessel"') == [shut.id]
    assert found('"kessel at"') == []
    assert found("reac*") == [shut.id]
    assert found("cafe") == [left.id]
    assert found("was left") == []
    assert sorted(found("the")) == sorted([shut.id, left.id])
    assert len(found("the", limit=1)) == 1
    assert found("the", speaker="ann") == [shut.id]
    assert sorted(found("the", speaker="herald")) == sorted([shut.id, left.id])
    for query in (
        "",
        "*",
        '"',
        "(",
        "a AND",
        "quote:",
        "NEAR(",
        "^",
        "'); DROP TABLE statements --",
        "\x00",
        "-",
        "{}",
    ):
        found(query)
    assert record.search("reactor", as_of=day("2030-03-01")) == []
    with pytest.raises(UsageError):
        record.search("the", as_of=LATE, limit=0)
