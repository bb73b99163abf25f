"""Where sentences end. The texts are our own; a bar stands where one sentence ends and the next begins."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.reading import syntax
from servanda.spans import Span

HARD = [
    'The envoy called it "a good day for the port." | The minister called it a farce.',
    '"We saw the girders on the ground." | "Nobody would say who had cut them," she added.',
    "“It was over by noon.” | He shrugged. | “What else do you want to know?”",
    "Capt. Anna Holm and Lt. Jo Marsh went aboard at dawn. | Nobody stopped them.",
    "John A. Marsh and Mary B. Holm signed for the yard. | Dr. Brook was their witness.",
    "The U.S. envoy met the U.N. mission at 9 a.m. on Friday. | Both left by 5 p.m. the same day.",
    "Arland Steel Corp. sold the yard for $4.5 million. | The buyer was not named.",
    "The envoys flew to the U.S. | He stayed on until June.",
    "Marsh sold the yard to Holm Corp. | In May he bought it back.",
    'It opened at 9 a.m. | "We were late," she said.',
    "Their call is “Work for all!” and it is heard. | It was heard in May.",
    "They waited ... and waited. | Nothing came.",
    "Who gave the order? | The minister would not say!",
    "The ministry gave no date for the next visit (the last was in May). | It said only that talks would go on.",
    "The pact has three parts: a freeze, a list and a visit. | None has a date.",
    "Work at the Port Arl yard of co-founder Mary Holm has stopped. | She blames the weather.",
    "“I asked him, ‘Will you come?’ and he said no,” she recalled. | That was in May.",
    "He met Gov. Brook on Oct. 3. | On Oct. 9 he resigned.",
]


def sentences(text: str) -> list[str]:
    return [
        span.of(text) for block in syntax.parse(text, [Span(0, len(text))] if text else []) for span in block.tree.spans
    ]


@pytest.mark.parametrize("marked", HARD)
def test_hard_ends(marked: str) -> None:
    assert sentences(marked.replace(" | ", " ")) == marked.split(" | ")


MARKS = [*("The envoy", "left", "Capt.", "A.", "co", " ", ". ", '." ', ' "', "...", "[6]"), *".\"“”'()?-"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=30).map("".join) | st.text(max_size=60))
def test_every_head_lies_in_its_own_sentence(text: str) -> None:
    text = syntax.sound(text)
    for block in syntax.parse(text, [Span(0, len(text))] if text else []):
        tree = block.tree
        words = [i for i in range(len(tree)) if not tree.words[i].isspace()]
        assert all(tree.sentence[i] == tree.sentence[tree.heads[i]] for i in words)
