"""Families: who descends from whom, what each changed, and whose the words are."""

from dataclasses import replace
from datetime import date

from harbour import OTHER, WIRE, text_of

from servanda.sources import Family, Index, SourceText
from servanda.spans import Span

QUOTE = '"Nobody in this village ever believed that they would really do it," said the harbour master, Ede Voll.'
NEWER = date(2030, 4, 3)


def index_of(*texts: SourceText) -> Index:
    index = Index()
    index.add_all(texts)
    return index


def only_family(index: Index) -> Family:
    (family,) = index.families()
    return family


def place(text: SourceText, words: str) -> Span:
    start = text.text.index(words)
    return Span(start, start + len(words))


def test_a_copy_that_adds_a_quotation_is_a_witness_for_it_alone(wire: SourceText) -> None:
    copy = SourceText("copy", text_of(*WIRE[:3], QUOTE, *WIRE[3:]), None, NEWER, "Daily Crab")
    index = index_of(wire, copy)
    assert only_family(index).origin == "Coast Wire"
    assert {index.origin_of("copy", place(copy, s)) for s in WIRE} == {"Coast Wire"}
    assert index.origin_of("copy", place(copy, QUOTE)) == "Daily Crab"
    assert {index.origin_of("wire", place(wire, s)) for s in WIRE} == {"Coast Wire"}


def test_what_a_member_added_dropped_and_changed(wire: SourceText) -> None:
    text = text_of(*WIRE[:3], QUOTE, *WIRE[4:]).replace("before dawn", "before sunrise").replace("programme", "program")
    copy = SourceText("copy", text, None, NEWER, "Daily Crab")
    root, member = only_family(index_of(wire, copy)).members
    assert (root.document, root.parent, member.document, member.parent) == ("wire", None, "copy", "wire")
    assert [s.of(text) for s in member.added] == [QUOTE[1:-1]]
    assert [s.of(wire.text) for s in member.dropped] == [WIRE[3][:-1]]
    assert [(c.theirs.of(wire.text), c.ours.of(text)) for c in member.changed] == [
        ("dawn", "sunrise"),
        ("programme", "program"),
    ]
    assert "published on 2030-04-02" in member.how


def test_a_copy_of_a_copy_has_the_copy_as_parent(wire: SourceText) -> None:
    second = SourceText("second", text_of(*WIRE, QUOTE), None, NEWER, "Daily Crab")
    third = SourceText("third", text_of(*WIRE[:4], QUOTE), None, date(2030, 4, 4), "Hill Post")
    plain = SourceText("plain", text_of(*WIRE[:6]), None, date(2030, 4, 5), "Bay News")
    index = index_of(third, plain, second, wire)
    family = only_family(index)
    assert {m.document: m.parent for m in family.members} == {
        "wire": None,
        "second": "wire",
        "third": "second",
        "plain": "wire",
    }
    assert index.origin_of("third", place(third, QUOTE)) == "Daily Crab"
    assert index.origin_of("third", place(third, WIRE[1])) == "Coast Wire"


def test_a_document_that_holds_others_joins_no_families(wire: SourceText, other: SourceText) -> None:
    for day in (NEWER, None):
        digest = SourceText("digest", text_of(*WIRE, *OTHER), None, day, "Digest")
        index = index_of(replace(wire, published=None), replace(other, published=None), digest)
        assert index.origin_of("digest", place(digest, OTHER[2])) == "Hill Post"
        assert index.origin_of("digest", place(digest, WIRE[2])) == "Coast Wire"
        assert index.origin_of("other", place(other, OTHER[2])) == "Hill Post"
        assert sorted(m.document for m in only_family(index).members) == ["digest", "wire"]


def test_a_shared_quotation_leaves_two_origins() -> None:
    quote = '"We will not open a single gate of that place until all the ships with coal have left for good."'
    one = SourceText("one", text_of(OTHER[0], f"The minister said: {quote}", OTHER[1]), publisher="Hill Post")
    two = SourceText("two", text_of(WIRE[0], f"{quote} So said the minister.", WIRE[1]), publisher="Coast Wire")
    index = index_of(one, two)
    assert index.families() == []
    assert index.origin_of("one", place(one, quote)) == "Hill Post"
    assert index.origin_of("two", place(two, quote)) == "Coast Wire"


def test_a_quotation_within_a_copied_report_is_copied_too(wire: SourceText) -> None:
    text = text_of(*WIRE[:3], QUOTE)
    one = replace(wire, text=text)
    two = SourceText("two", text, None, NEWER, "Daily Crab")
    assert index_of(one, two).origin_of("two", place(two, QUOTE)) == "Coast Wire"


def test_a_sentence_that_credits_another_outlet_has_its_origin(other: SourceText) -> None:
    said = "The bench had burnt once before, the Bay News reported in its evening edition."
    text = text_of(*OTHER, said)
    credit = text.index("the Bay News reported")
    one = replace(other, text=text, credits=("Bay News",), reports=((Span(credit, credit + 21), "The Bay News"),))
    index = index_of(one, SourceText("x", text_of(*WIRE[:2]), publisher="Bay News"))
    assert index.origin_of("other", place(one, said)) == "Bay News"
    assert index.origin_of("other", place(one, OTHER[0])) == "Hill Post"


def test_a_text_that_is_wholly_an_agencys_has_the_agency_as_origin(other: SourceText) -> None:
    index = index_of(replace(other, wire="Coast Wire"))
    assert index.origin_of("other", Span(0, 40)) == "Coast Wire"


def test_without_publisher_the_document_is_its_own_origin() -> None:
    assert index_of(SourceText("lonely", text_of(*OTHER))).origin_of("lonely", Span(0, 40)) == "lonely"


def test_unknown_descent_says_so() -> None:
    index = index_of(SourceText("a", text_of(*WIRE)), SourceText("b", text_of(*WIRE)))
    family = only_family(index)
    assert family.members[1].how.startswith("unknown")
    assert {index.origin_of(n, Span(0, 60)) for n in "ab"} == {family.origin}


def test_circles_of_descent_come_to_an_end() -> None:
    texts = [
        SourceText(name, text_of(*WIRE), publisher=outlet, credits=(credit,))
        for name, outlet, credit in (("a", "One", "Two"), ("b", "Two", "Three"), ("c", "Three", "One"))
    ]
    assert len(only_family(index_of(*texts)).members) == 3
