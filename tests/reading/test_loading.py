"""The shipped pipeline as it is loaded here reads as spaCy alone would load it."""

import gc
import weakref
from importlib import import_module
from importlib.resources import files

import numpy as np
import pytest

from servanda.reading import loading, syntax

TEXTS = (
    "On May 3, 2019 the ministry (www.example.org) said that 40% of Sølvhavn's ice-free quays weren't open.",
    "“Don't wait,” she'd told envoys@example.org;   the U.S. delegation paid €2.5m … and left!",
    "NORTHLAND AND THE REPUBLIC SIGN\n\nIt's 5 o'clock. Gonna be late?! Cannot say -- the 1st of 3rd-class clerks did.",
)
COLUMNS: list[int | str] = ["ORTH", "NORM", "LOWER", "SHAPE", "TAG", "LEMMA", "HEAD", "DEP", "SENT_START", "IDX"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_as_by_the_pipeline_that_spacy_loads(text: str) -> None:
    import spacy

    alone = spacy.load(str(files("servanda.reading").joinpath("models", "english")))
    assert np.array_equal(alone(text).to_array(COLUMNS), syntax.pipeline()(text).to_array(COLUMNS))


def test_words_know_what_is_asked_of_them() -> None:
    vocab = syntax.pipeline().vocab
    assert vocab[" "].is_space
    assert vocab["?"].is_punct
    assert not vocab["said"].is_punct
    assert (vocab["Talks"].lower_, vocab["Talks"].shape_, vocab["Talks"].suffix_) == ("talks", "Xxxxx", "lks")


def test_the_commands_of_spacy_are_there_for_those_who_ask() -> None:
    loading.load()
    assert callable(import_module("spacy.cli").download)


def test_the_garbage_collector_leaves_a_pipeline_out_and_finds_an_earlier_one() -> None:
    held = loading.load()
    held.meta["itself"] = held  # what only the collector finds
    earlier = weakref.ref(held)
    del held
    assert earlier() is not None
    loading.load()
    assert earlier() is None
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_a_name_of_two_joined_syllables_is_one_word() -> None:
    assert [token.text for token in syntax.pipeline()("Ha Jong-min met well-known envoys.")][1] == "Jong-min"
