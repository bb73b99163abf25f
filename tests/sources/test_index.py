"""Which documents are pairs, of what kind, and that order of arrival and restarts change nothing."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from harbour import OTHER, WIRE, text_of

from servanda.errors import UsageError
from servanda.sources import Index, Pair, SourceText
from servanda.sources import postings as postings_module
from servanda.sources.words import Ints

QUOTE = '"We will not open a single gate of that place until the ships with the coal have left the harbour for good."'
TREATY = (
    "The Parties shall refrain from any act contrary to the provisions of this article and shall admit inspectors "
    "pursuant to paragraph four, in accordance with their respective obligations."
)


def index_of(*texts: SourceText) -> Index:
    index = Index()
    index.add_all(texts)
    return index


def only_pair(*texts: SourceText) -> Pair:
    (pair,) = index_of(*texts).pairs()
    return pair


def test_an_exact_copy(wire: SourceText) -> None:
    pair = only_pair(wire, replace(wire, id="copy", publisher="Daily", published=date(2030, 4, 3)))
    assert (pair.a, pair.b, pair.share_a, pair.share_b, pair.origin) == ("copy", "wire", 1.0, 1.0, "b")
    assert [p.kind for p in pair.passages] == ["copy"]
    assert not pair.passages[0].edited


def test_own_words_on_the_same_event_are_no_pair(wire: SourceText, other: SourceText) -> None:
    assert index_of(wire, other).pairs() == []


def test_offsets_in_both(wire: SourceText) -> None:
    text = "A caption nobody reads\n\n" + text_of(*OTHER[:2], WIRE[2], OTHER[3])
    pair = only_pair(wire, SourceText("mixed", text))
    (passage,) = pair.passages
    assert passage.a.of(text) == WIRE[2].rstrip(".")
    assert passage.b.of(wire.text) == WIRE[2].rstrip(".")


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replace("programme", "program").replace("Neighbouring", "Neighboring"),
        lambda s: s.replace("'", "’"),
        lambda s: s.upper(),
        lambda s: s.replace("Kessel", "Qessel").replace("Borland", "Burland"),
        lambda s: s.replace("before dawn", "at first light").replace("welcomed", "praised"),
        lambda s: "\n\n".join(reversed(s.split("\n\n"))),
        lambda s: s.replace("\n\n", "\n\nAdvertisement\n\nRead more: ten photographs of harbours\n\n"),
        lambda s: "\n\n".join(s.split("\n\n")[:5]),
        lambda s: s.replace(" ", " \u200b"),
        lambda s: s.replace("a", "а").replace("e", "е").replace("o", "о"),  # Cyrillic
    ],
    ids=["spelling", "marks", "case", "names", "words", "order", "furniture", "cut", "invisible", "look-alikes"],
)
def test_edited_copies_are_found(wire: SourceText, change: Callable[[str], str]) -> None:
    pair = only_pair(wire, SourceText("edited", change(wire.text)))
    assert max(pair.share_a, pair.share_b) > 0.85
    assert pair.copied_a > 0.5


def test_a_report_revised_sentence_by_sentence_is_a_copy() -> None:
    old = (
        "The envoys of both countries met on Monday in a small hotel by the lake to talk about the price of grain. "
        "They agreed to meet again before the end of the month, but said nothing about the two ships that are still "
        "held in the port of Arl since the winter."
    )
    new = (
        "Envoys of both countries met on Monday in a small inn near the lake to talk about grain prices. They had "
        "agreed to meet again before the end of May, but they said nothing about the two vessels that are still "
        "held in Arl since last winter."
    )
    pair = only_pair(SourceText("a", old), SourceText("b", new))
    assert min(pair.share_a, pair.share_b) > 0.5
    assert all(p.edited for p in pair.passages)


def test_a_shared_quotation_makes_no_copy() -> None:
    pair = only_pair(
        SourceText("a", text_of(OTHER[0], f"The minister was blunt. {QUOTE} He left.", OTHER[1])),
        SourceText("b", text_of(WIRE[0], f"{QUOTE} So spoke the minister.", WIRE[1])),
    )
    assert [p.kind for p in pair.passages] == ["quotation"]
    assert pair.share_a > 0
    assert pair.copied_a == pair.copied_b == 0


@pytest.mark.parametrize("official", [(), (TREATY,)], ids=["by its words", "given"])
def test_a_shared_agreement_text_makes_no_copy(official: tuple[str, ...]) -> None:
    index = Index(official)
    index.add_all([SourceText("a", text_of(*OTHER[:2], TREATY)), SourceText("b", text_of(WIRE[3], TREATY))])
    (pair,) = index.pairs()
    assert [p.kind for p in pair.passages] == ["official text"]
    assert index.families() == []


def test_any_text_can_be_given_as_official(wire: SourceText) -> None:
    index = Index([WIRE[2]])
    index.add_all([SourceText("a", text_of(*OTHER[:2], WIRE[2])), SourceText("b", text_of(WIRE[2], OTHER[3]))])
    assert [p.kind for pair in index.pairs() for p in pair.passages] == ["official text"]


def versions(count: int = 14) -> list[SourceText]:
    """Copies that are cut, mixed and dated by chance, with one outlet's note below several."""
    chance, texts = random.Random(11), []
    note = "The Daily Crab is printed on recycled paper in Port Arl and takes no advertisements from any ministry."
    for n in range(count):
        sentences = chance.sample(WIRE, chance.randint(2, 7)) + chance.sample(OTHER, chance.randint(0, 3))
        chance.shuffle(sentences)
        outlet = chance.choice(["Daily Crab", "Hill Post", None])
        day = date(2030, 4, 1) + timedelta(days=n % 6) if chance.random() < 0.8 else None
        texts.append(
            SourceText(f"d{n:02}", text_of(*sentences, note if outlet == "Daily Crab" else ""), None, day, outlet)
        )
    return texts


def test_order_of_arrival_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings_module, "COMMON", 4)  # so that common fingerprints play their part
    texts = versions()
    together = index_of(*texts)
    expected = together.pairs(), together.families()
    assert len(expected[0]) > 10
    for seed in range(4):
        shuffled = random.Random(seed).sample(texts, len(texts))
        index = Index()
        for text in shuffled:
            index.add(text)
        assert (index.pairs(), index.families()) == expected
        halves = index_of(*shuffled[:7])
        halves.pairs()
        halves.add_all(shuffled[7:])
        assert (halves.pairs(), halves.families()) == expected


def test_adding_gives_the_pairs_of_the_new_document(wire: SourceText, other: SourceText) -> None:
    index = index_of(other, replace(wire, id="first"), replace(wire, id="second"))
    assert [(p.a, p.b) for p in index.add(wire)] == [("first", "wire"), ("second", "wire")]


def test_adding_compares_the_new_document_alone(wire: SourceText, monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(*versions())
    index.pairs()
    compared: list[int] = []
    verify = Index._verify

    def noting(index: Index, one: Ints, other: Ints) -> None:
        compared.extend([*one.tolist(), *other.tolist()])
        verify(index, one, other)

    monkeypatch.setattr(Index, "_verify", noting)
    index.add(SourceText("new", text_of(*WIRE[:4])))
    assert compared
    assert compared.count(14) == len(compared) // 2


def test_dump_and_load() -> None:
    index = index_of(*versions())
    again = Index.load(index.dump().values())
    assert (again.pairs(), again.families()) == (index.pairs(), index.families())
    assert again.documents() == index.documents()
    assert again.dump() == index.dump()


def test_the_same_again_changes_nothing_and_another_text_is_refused(wire: SourceText) -> None:
    index = index_of(wire, wire)
    index.add(wire)
    assert len(index) == 1
    with pytest.raises(UsageError):
        index.add(replace(wire, text="Something else altogether stands here now."))
    assert "wire" in index
    assert "else" not in index


def test_unknown_documents_are_refused() -> None:
    from servanda.spans import Span

    with pytest.raises(UsageError):
        Index().origin_of("nobody", Span(0, 1))


def test_what_an_outlet_prints_every_day_is_no_copy() -> None:
    note = "Subscribe to the harbour letter for a careful account of ships, coal and cranes in your box each week."
    stories = [
        "The mayor of Port Arl opened a bridge for carts and spoke about the price of rope for half an hour.",
        "Fishermen counted fewer herring than in any spring since the great storm and asked for help with nets.",
        "A play about two lighthouse keepers filled the small theatre, and the critic of this paper fell asleep.",
        "Rain delayed the regatta, which the crew of the northern village then won by the length of one oar.",
    ]
    texts = [
        SourceText(f"n{n}", text_of(story, note), None, date(2030, 5, 1 + n), "Harbour Letter")
        for n, story in enumerate(stories)
    ]
    index = index_of(*texts[:3])
    assert len(index.pairs()) == 3
    assert index.add(texts[3]) == []
    assert index.pairs() == []
    assert len(index_of(*(replace(t, publisher=None) for t in texts)).pairs()) == 6


def test_a_common_text_pairs_all_with_those_who_stand_for_it(wire: SourceText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings_module, "COMMON", 10)
    index = index_of(*(replace(wire, id=f"copy{n:03}") for n in range(60)))
    pairs = index.pairs()
    assert 60 <= len(pairs) <= 60 * postings_module.REPRESENTATIVES
    (family,) = index.families()
    assert len(family.members) == 60


def test_shares_are_of_the_words() -> None:
    pair = only_pair(SourceText("a", text_of(*WIRE[:4])), SourceText("b", text_of(*WIRE[:2], *OTHER)))
    words = [np.array([len(s.replace("'", "").split()) for s in group]).sum() for group in (WIRE[:2], WIRE[:4])]
    assert pair.share_a == pytest.approx(words[0] / words[1], abs=0.01)
