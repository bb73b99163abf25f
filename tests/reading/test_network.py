"""The network of attribution: where tokens take from, and what it gives for them."""

import numpy as np
import pytest

from servanda.reading.attribution.choose import _drop_unlikely
from servanda.reading.attribution.grid import Grid, grid
from servanda.reading.attribution.network import COLUMNS, OUTPUTS, columns, dependents, ties, told
from servanda.reading.attribution.spread import CONTENT, CUE, NONE
from servanda.reading.attribution.weights import load
from servanda.reading.syntax import parse
from servanda.spans import Span

TEXT = 'Arland agreed. "We will sign," its envoy said.\n\nTalks go on.'


@pytest.fixture(scope="module")
def sample() -> Grid:
    first = TEXT.index("\n")
    return grid(TEXT, parse(TEXT, [Span(0, first), Span(first + 2, len(TEXT))]))


def words(g: Grid) -> list[str]:
    return [g.span(i, i).of(TEXT) for i in range(len(g))]


def test_tokens_take_from_their_own_paragraph_only(sample: Grid) -> None:
    tied, none = ties(sample), len(sample)
    talks = words(sample).index("Talks")
    assert tied.before[talks] == none
    assert tied.after[talks - 1] == none
    assert tied.before[talks + 1] == talks


def test_what_is_below_a_token_is_what_has_it_above(sample: Grid) -> None:
    tied = ties(sample)
    pairs = sorted((int(c), int(h)) for child, head in tied.below for c, h in zip(child, head, strict=True))
    assert pairs == [(i, int(h)) for i, h in enumerate(tied.above) if h < len(sample)]
    assert all(len(set(head.tolist())) == len(head) for _, head in tied.below)


def test_columns_tell_quotations_and_places(sample: Grid) -> None:
    found = columns(sample)
    assert tuple(found) == COLUMNS
    quoted = found["quoted"] & np.uint64(1)
    inside = [w for w, q in zip(words(sample), quoted, strict=True) if q]
    assert inside == ['"', "We", "will", "sign", ",", '"']
    assert found["place"][words(sample).index("Talks")] == 0
    assert dependents(sample).sum(axis=1)[words(sample).index("said")] >= 2


def test_each_token_gets_outputs_and_a_saying_verb_heads_a_cue(sample: Grid) -> None:
    scores = load().network.scores(sample)
    assert scores.shape == (len(sample), OUTPUTS)
    assert words(sample)[int(scores[:, 0].argmax())] == "said"


def test_a_paragraph_is_judged_alike_wherever_it_stands() -> None:
    text = "Arland agreed.\n\nArland agreed."
    g = grid(text, parse(text, [Span(0, 14), Span(16, 30)]))
    scores = load().network.scores(g)
    half = len(g) // 2
    assert np.allclose(scores[:half], scores[half:], atol=1e-4)


def test_told_tells_part_and_sureness_apart() -> None:
    sure, unsure = [0.0, 9.0, 0.0, 0.0, 0.0], [0.0, 0.1, 0.0, 0.0, 0.0]
    other = [0.0, 0.0, 0.0, 0.0, 9.0]
    keys = told(np.array([sure, unsure, other], np.float32))
    assert len(set(keys.tolist())) == 3
    assert (keys > 0).all()


def test_a_cue_keeps_its_head_and_loses_what_the_network_takes_for_no_part_of_one() -> None:
    labels = np.array([[CUE, CUE, CUE, CONTENT]], np.int8)
    scores = np.zeros((4, OUTPUTS), np.float32)
    scores[[0, 1], 1 + CUE] = -9.0  # the head and one more token are unlikely, the third is as likely as anything else
    _drop_unlikely(labels, np.array([0]), scores)
    assert labels.tolist() == [[CUE, NONE, CUE, CONTENT]]
