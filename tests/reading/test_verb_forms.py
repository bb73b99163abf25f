"""What forms of verbs come from, by the codebook's list and the rules of spelling."""

import pytest

from servanda.reading.verb_forms import Form, form_of


@pytest.mark.parametrize(
    ("word", "tag", "base"),
    [
        ("barred", "VBD", "bar"),
        ("called", "VBD", "call"),
        ("controlling", "VBG", "control"),
        ("halted", "VBN", "halt"),
        ("hoping", "VBG", "hope"),
        ("stopping", "VBG", "stop"),
        ("detaining", "VBG", "detain"),
        ("denied", "VBD", "deny"),
        ("tied", "VBN", "tie"),
        ("lying", "VBG", "lie"),
        ("ceding", "VBG", "cede"),
        ("clashes", "VBZ", "clash"),
        ("accuses", "VBZ", "accuse"),
        ("levies", "VBZ", "levy"),
        ("redeployed", "VBD", "redeploy"),
        ("rebuilt", "VBN", "rebuild"),
        ("struck", "VBD", "strike"),
    ],
)
def test_the_base_of_a_form(word: str, tag: str, base: str) -> None:
    assert form_of(word, tag) == Form(base, tag)


def test_what_can_only_be_a_past_form_is_tagged_as_one() -> None:
    assert form_of("froze", "VBZ") == Form("freeze", "VBD", only=True)
    assert form_of("torn", "VB") == Form("tear", "VBN", only=True)


def test_a_past_form_that_is_a_base_too_is_told_by_its_tag() -> None:
    assert form_of("found", "VBD") == Form("find", "VBD")
    assert form_of("found", "VB") != Form("find", "VB")


def test_a_verb_that_is_not_listed_is_left_to_the_lemmatizer() -> None:
    assert form_of("zorbled", "VBD") is None
