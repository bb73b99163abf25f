"""The pipeline run by hand gives what spaCy gives, for each text the same whatever stands beside it."""

import numpy as np
import pytest
from spacy.tokens import Doc

from servanda.reading import encoder, layers, syntax
from servanda.reading.layers import Layers
from servanda.reading.products import product
from servanda.reading.verb_forms import form_of
from servanda.spans import Span

COLUMNS: list[int | str] = ["ORTH", "TAG", "LEMMA", "HEAD", "DEP", "SENT_START"]
TEXTS = (
    "The envoy said on Monday that talks with Norway hadn't failed. She'd be back, he added.",
    "",
    "Northland's army withdrew its last three batteries from the harbour, which inspectors had asked to see.",
    "a",
    "“We will not be moved,” the minister told reporters in Sølvhavn; nobody asked him why   he had come !!",
    " ".join(["They met, and met again, although neither of the two sides had much to say to the other."] * 30),
    "Ratified 12/06/2018 - see e.g. annex IV(b), paras. 3–7, for the sums (US$4.5bn).",
)


def rows(annotated: object) -> list[list[int]]:
    found: list[list[int]] = annotated.to_array(COLUMNS).tolist()  # type: ignore[attr-defined]
    return found


@pytest.fixture(scope="module")
def by_hand() -> Layers:
    return Layers(syntax.pipeline())


def with_known_verbs(doc: Doc) -> Doc:
    """What spaCy's own run gives, with lemmas and tags of the verbs that the codebook knows."""
    for token in doc:
        form = form_of(token.lower_, token.tag_) if token.tag_.startswith("VB") else None
        if form is not None:
            token.lemma_, token.tag_ = form.base, form.tag
    return doc


def test_texts_are_parsed_as_the_pipeline_parses_them(by_hand: Layers) -> None:
    for one, other in zip(by_hand.annotate(TEXTS), syntax.pipeline().pipe(TEXTS), strict=True):
        assert rows(one) == rows(with_known_verbs(other))


def test_verbs_that_the_codebook_knows_are_looked_up(by_hand: Layers) -> None:
    (doc,) = by_hand.annotate(["Norway froze the accounts, and Sweden is deporting those whom it had barred."])
    lemmas = {token.text: (token.lemma_, token.tag_) for token in doc}
    assert lemmas["froze"] == ("freeze", "VBD")
    assert (lemmas["deporting"][0], lemmas["barred"][0]) == ("deport", "bar")


def test_vectors_are_those_of_the_pipeline_but_for_rounding(by_hand: Layers) -> None:
    tok2vec = syntax.pipeline().get_pipe("tok2vec")
    for doc in by_hand.annotate(TEXTS):
        if len(doc):
            (expected,) = tok2vec.predict([doc])  # type: ignore[attr-defined]
            np.testing.assert_allclose(doc.tensor, expected, atol=1e-4)


def test_a_text_is_parsed_the_same_whatever_stands_beside_it(by_hand: Layers) -> None:
    together = by_hand.annotate(TEXTS * 20)
    fresh = Layers(syntax.pipeline())
    for number, text in enumerate(TEXTS):
        (alone,) = fresh.annotate([text])
        for other in (together[number], together[-len(TEXTS) + number], *by_hand.annotate([text])):
            assert rows(alone) == rows(other)
            assert np.array_equal(alone.tensor, other.tensor)


def test_a_word_is_learned_the_same_whatever_words_beside_it() -> None:
    (alone,), together = (Layers(syntax.pipeline()).annotate(texts) for texts in (["met"], ["met", " ".join(TEXTS)]))
    assert np.array_equal(alone.tensor, together[0].tensor)


def test_order_of_texts_does_not_matter(by_hand: Layers) -> None:
    backwards = Layers(syntax.pipeline()).annotate(TEXTS[::-1])
    for one, other in zip(by_hand.annotate(TEXTS), backwards[::-1], strict=True):
        assert rows(one) == rows(other)
        assert np.array_equal(one.tensor, other.tensor)


@pytest.mark.parametrize(("inputs", "outputs"), [(96, 64), (96, 288), (96, 864), (96, 624), (64, 128), (65, 79)])
def test_sums_of_a_row_do_not_depend_on_the_rows_beside_it(inputs: int, outputs: int) -> None:
    dice = np.random.default_rng(7)
    many = dice.standard_normal((900, inputs), dtype=np.float32)
    weights = dice.standard_normal((inputs, outputs), dtype=np.float32)
    whole = many @ weights
    for size in (1, 2, 3, 17, 100, 450):
        assert np.array_equal(product(many[5 : 5 + size], weights), whole[5 : 5 + size])


def test_words_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_KEPT", 20)
    monkeypatch.setattr(layers, "_KEPT", 20)
    few, many = Layers(syntax.pipeline()), [rows(with_known_verbs(doc)) for doc in syntax.pipeline().pipe(TEXTS)]
    for number, text in enumerate(TEXTS * 2):
        assert rows(few.annotate([text])[0]) == many[number % len(TEXTS)]
    assert len(few._encoder._words._rows) <= 40  # a text may have more words than are kept
    assert len(few._lemmas._made) <= 60


def test_a_pipeline_that_knows_too_many_strings_is_loaded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXTS[0]
    (before,) = syntax.parse(text, [Span(0, len(text))])
    first = syntax.pipeline()
    monkeypatch.setattr(syntax, "_MOST_STRINGS", -1)
    (after,) = syntax.parse(text, [Span(0, len(text))])
    assert syntax.pipeline() is not first
    assert rows(after.doc) == rows(before.doc)
    assert after.tree == before.tree


def test_no_texts_make_no_documents(by_hand: Layers) -> None:
    assert by_hand.annotate([]) == []
    assert [len(doc) for doc in by_hand.annotate(["", ""])] == [0, 0]
