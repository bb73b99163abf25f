"""The table of pairs: what goes in comes out, by row and by document, also when it has grown."""

import numpy as np
from harbour import OTHER, WIRE, text_of

from servanda.sources import SourceText
from servanda.sources.fingerprint import take_print
from servanda.sources.found import Pairs
from servanda.sources.verify import Side, verify

TEXTS = [text_of(*WIRE), text_of(*WIRE[:4]), text_of(*OTHER), text_of(*WIRE[2:7], OTHER[0])]
SIDES = [Side.of(take_print(SourceText(str(n), text)), None, None, 1) for n, text in enumerate(TEXTS)]
FIRSTS, SECONDS = np.array([0, 0, 1, 0, 1]), np.array([1, 2, 2, 3, 3])


def table(times: int) -> Pairs:
    found = verify([SIDES[n] for n in FIRSTS], [SIDES[n] for n in SECONDS])
    pairs = Pairs()
    for n in range(times):
        pairs.add(FIRSTS, SECONDS, found, n)
    return pairs


def test_pairs_that_share_too_little_are_left_out() -> None:
    pairs = table(1)
    assert [(a, b) for a, b, _ in pairs.shared(pairs.rows())] == [(0, 1), (0, 3), (1, 3)]
    assert pairs.rows_of(1).tolist() == [0, 2]
    assert pairs.rows_of(1, since=1).tolist() == [2]
    assert pairs.rows_of(np.array([False, False, False, True])).tolist() == [1, 2]


def test_every_row_keeps_its_own_passages_when_the_table_grows() -> None:
    pairs = table(700)
    assert len(pairs) == 2100
    first = [shared for _, _, shared in pairs.shared(np.arange(3))]
    rows = np.array([0, 1, 2, 1022, 1023, 1024, 2098, 2099])
    for row, (a, b, shared) in zip(rows.tolist(), pairs.shared(rows), strict=True):
        assert shared == first[row % 3]
        passage = shared.passages()[0]
        assert passage.a.of(TEXTS[a]) == passage.b.of(TEXTS[b])
        assert len(passage.a) > 60
    assert first[0].share_b == 1.0
    assert pairs.known(np.array([0, 5, 2099])).tolist() == [0, 1, 699]


def test_what_is_dropped_is_gone() -> None:
    pairs = table(1)
    pairs.drop(np.array([0]))
    pairs.renew(np.array([1]), 9)
    assert pairs.rows().tolist() == [1, 2]
    assert pairs.rows_of(0).tolist() == [1]
    assert pairs.known(pairs.rows()).tolist() == [9, 0]
