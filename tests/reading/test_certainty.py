"""How certain a text is of its events: signs, order and extremes, by rules and by what was learned."""

import pytest

from servanda.reading.certainty import CertaintyRules
from servanda.reading.certainty_model import certainty
from servanda.reading.syntax import parse
from servanda.spans import Span


def certain(text: str, word: str) -> float:
    """The certainty of the event at a word."""
    (block,) = parse(text, [Span(0, len(text))])
    tree = block.tree
    at = tree.words.index(word)
    return certainty(tree, at, CertaintyRules(tree).of(at))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Arland tested a missile in May.", "tested"),
        ("Arland managed to launch the rocket.", "launch"),
        ("The troops left the town on Friday.", "left"),
        ("The ministers met and signed the treaty.", "signed"),
    ],
)
def test_what_is_told_as_fact_is_certain(text: str, word: str) -> None:
    assert certain(text, word) >= 2


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norway hasn't conducted a missile test since the accord.", "test"),
        ("Norway has not conducted a missile test.", "test"),
        ("Norway did not destroy the depot.", "destroy"),
        ("The army never left the valley.", "left"),
        ("No inspectors were admitted.", "admitted"),
        ("The rebels failed to release the prisoners.", "release"),
        ("No detailed list has been provided.", "provided"),
    ],
)
def test_what_is_denied_certainly_did_not_happen(text: str, word: str) -> None:
    assert certain(text, word) <= -2


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The president is to meet the king in March.", "meet"),
        ("The envoys will meet on Monday.", "meet"),
    ],
)
def test_what_is_announced_is_probable_at_least(text: str, word: str) -> None:
    assert 1.5 <= certain(text, word) <= 3


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The talks could be held in Oslo.", "held"),
        ("Arland may test a missile.", "test"),
        ("The two might meet again.", "meet"),
    ],
)
def test_what_may_be_is_only_possible(text: str, word: str) -> None:
    assert 0 <= certain(text, word) <= 1.5


def test_fact_is_surer_than_plan_and_plan_than_speculation() -> None:
    fact = certain("They met in Oslo.", "met")
    plan = certain("They will meet in Oslo.", "meet")
    guess = certain("They could meet in Oslo.", "meet")
    denial = certain("They did not meet in Oslo.", "meet")
    assert fact > plan > guess > denial


def test_a_wish_leaves_open_whether_it_comes_true() -> None:
    assert abs(certain("The minister wants the troops to leave.", "leave")) < 2


def test_the_rules_count_a_denial_in_the_subject_once() -> None:
    text = "No account has been given."
    (block,) = parse(text, [Span(0, len(text))])
    tree = block.tree
    rules = CertaintyRules(tree)
    assert rules.of(tree.words.index("account")).value < -1
    assert rules.of(tree.words.index("given")).value < -1
