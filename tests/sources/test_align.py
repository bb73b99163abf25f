"""Passages of word numbers: found in any order, with gaps, repeats and edits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.sources.align import ANCHOR, Passages, seeds
from servanda.sources.align import align as align_seeds
from servanda.sources.words import U32


def numbers(*values: int) -> U32:
    return np.array(values, np.uint32)


def align(firsts: list[U32], seconds: list[U32]) -> Passages:
    return align_seeds([seeds(a) for a in firsts], [seeds(b) for b in seconds])


def found(a: U32, b: U32) -> list[tuple[int, int, int, int]]:
    p = align([a], [b])
    return list(zip(p.a_first.tolist(), p.a_end.tolist(), p.b_first.tolist(), p.b_end.tolist(), strict=True))


def run(start: int, count: int = 20) -> list[int]:
    return list(range(start, start + count))


def test_equal() -> None:
    assert found(numbers(*run(1)), numbers(*run(1))) == [(0, 20, 0, 20)]


def test_nothing_shared_and_nothing_given() -> None:
    assert found(numbers(*run(1)), numbers(*run(100))) == []
    assert found(numbers(), numbers(*run(1))) == []
    assert found(numbers(1, 2), numbers(1, 2)) == []
    assert len(align([], []).pair) == 0


def test_too_short_to_be_a_passage() -> None:
    assert found(numbers(*run(1, ANCHOR - 1), 90, 91), numbers(80, *run(1, ANCHOR - 1))) == []


def test_a_word_changed_put_in_or_left_out_does_not_part_a_passage() -> None:
    plain = numbers(*run(1, 30))
    assert found(plain, numbers(*run(1, 12), 99, *run(14, 17))) == [(0, 30, 0, 30)]
    assert found(plain, numbers(*run(1, 12), 99, *run(13, 18))) == [(0, 30, 0, 31)]
    assert found(plain, numbers(*run(1, 12), *run(14, 17))) == [(0, 30, 0, 29)]


def test_many_small_edits_still_make_a_passage() -> None:
    edited = [99 if n % 6 == 5 else n for n in run(1, 30)]
    assert found(numbers(*run(1, 30)), numbers(*edited)) == [(0, 28, 0, 28)]


def test_paragraphs_put_in_part_passages() -> None:
    cut_up = numbers(*run(1, 10), *run(500, 40), *run(11, 10))
    assert found(numbers(*run(1)), cut_up) == [(0, 10, 0, 10), (10, 20, 50, 60)]


def test_reordered() -> None:
    assert found(numbers(*run(1), *run(50)), numbers(*run(50), *run(1))) == [(0, 20, 20, 40), (20, 40, 0, 20)]


def test_said_twice_in_one_document() -> None:
    once, twice = numbers(*run(1)), numbers(*run(1), *run(300), *run(1))
    assert found(once, twice) == [(0, 20, 0, 20), (0, 20, 40, 60)]
    assert found(twice, once) == [(0, 20, 0, 20), (40, 60, 0, 20)]


def test_one_line_repeated_without_end_takes_linear_time() -> None:
    line = run(1, 9)
    passages = align([numbers(*line * 4000)], [numbers(*line * 3000)])
    assert len(passages.pair) <= 8000
    assert passages.a_end.max() == 36000


def test_many_pairs_at_once_give_what_each_gives_alone() -> None:
    documents = [numbers(*run(1)), numbers(*run(5, 30)), numbers(*run(1, 10), *run(70)), numbers(*run(75))]
    pairs = [(a, b) for a in documents for b in documents]
    together = align([a for a, _ in pairs], [b for _, b in pairs])
    for n, (a, b) in enumerate(pairs):
        mine = together.pair == n
        assert list(zip(together.a_first[mine].tolist(), together.b_end[mine].tolist(), strict=True)) == [
            (first, end) for first, _, _, end in found(a, b)
        ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 4), max_size=60), st.lists(st.integers(1, 4), max_size=60))
def test_what_is_found_stands_in_both(a: list[int], b: list[int]) -> None:
    one, other = numbers(*a), numbers(*b)
    passages = align([one], [other])
    for first, end, there, until in found(one, other):
        assert 0 <= first < end <= len(a)
        assert 0 <= there < until <= len(b)
    covered = np.zeros(len(a), bool)
    for first, end in zip(passages.a_first.tolist(), passages.a_end.tolist(), strict=True):
        covered[first:end] = True
    runs = {tuple(b[n : n + ANCHOR]) for n in range(len(b) - ANCHOR + 1)}
    for n in range(len(a) - ANCHOR + 1):
        if tuple(a[n : n + ANCHOR]) in runs:
            assert covered[n : n + ANCHOR].all()


def test_determined() -> None:
    chance = np.random.default_rng(3)
    a, b = (chance.integers(1, 5, 400).astype(np.uint32) for _ in range(2))
    assert found(a, b) == found(a.copy(), b.copy())


@pytest.mark.parametrize("size", [8, 12, 40])
def test_shared_run_of_any_length_from_the_anchor_on(size: int) -> None:
    assert found(numbers(900, *run(1, size), 901), numbers(*run(1, size), 902)) == [(1, size + 1, 0, size)]


def revised(runs: int, size: int, changed: int) -> tuple[U32, U32]:
    """Two texts of 100 words, the second with the first's runs of words, and other words between them."""
    a = list(range(1, 101))
    b = [*range(1001, 1101)]
    for n in range(runs):
        at = 10 + n * (size + changed)
        b[at : at + size] = a[at : at + size]
    return numbers(*a), numbers(*b)


def test_a_long_chain_of_short_runs_is_a_revision() -> None:
    assert found(*revised(4, 5, 5)) == [(10, 45, 10, 45)]
    assert found(*revised(3, 5, 5)) == []  # too short
    assert found(*revised(4, 4, 6)) == []  # too thin
    assert found(*revised(4, 5, 11)) == []  # too far apart


def test_what_is_copied_besides_leaves_no_revisions() -> None:
    a, b = revised(4, 5, 5)
    b[60:90] = a[60:90]
    assert found(a, b) == [(60, 90, 60, 90)]
