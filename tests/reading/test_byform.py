"""Who speaks where a clause parts the source from its cue, and where a closing report goes on."""

import pytest

from servanda.documents import Document
from servanda.reading import Reader

READER = Reader()


def told(text: str) -> list[tuple[str | None, str]]:
    """Speaker and content of each attribution."""
    found = READER.read(Document("a", text)).attributions
    return [(a.speaker, " ".join(span.of(text) for span in a.content)) for a in found]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("A Swedish official who asked not to be named said on Friday that Norway had tested a missile.", "A Swedish official", "that Norway had tested a missile"),
        ("A senior diplomat who declined to be identified told reporters that Norway had closed the border.", "A senior diplomat", "that Norway had closed the border"),
        ("A person familiar with the talks who requested anonymity said Norway had lifted the embargo.", "A person familiar with the talks", "Norway had lifted the embargo"),
        ("A banker who did not want to be named said Norway had frozen the accounts.", "A banker", "Norway had frozen the accounts"),
        ("An aide to the minister who insisted on not being quoted by name said that the dam had burst.", "An aide to the minister", "that the dam had burst"),
        ("Two pilots who asked to stay anonymous said the army had bombed a school on Tuesday.", "Two pilots", "the army had bombed a school on Tuesday"),
        ("A clerk at the court who wished to remain unnamed said the judges had dropped the case.", "A clerk at the court", "the judges had dropped the case"),
        ("On Monday a trader who refused to give his name said that Norway had stopped the exports of fish.", "a trader", "that Norway had stopped the exports of fish"),
        ("A nurse who fled the town last week said that soldiers had looted the clinic.", "A nurse", "that soldiers had looted the clinic"),
        ("An officer who was not allowed to speak in public said Norway had shot down a drone.", "An officer", "Norway had shot down a drone"),
    ],
)  # fmt: skip
def test_the_source_goes_on_behind_its_clause(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "An official who claimed that the minister said so was dismissed.",
        "The man who said that the bridge was safe has fled.",
        "A trader who is said to have bought the ship was arrested in Oslo.",
    ],
)
def test_who_speaks_within_the_clause_is_not_taken_for_it(text: str) -> None:
    sources = [span.of(text) for a in READER.read(Document("a", text)).attributions for span in a.source]
    assert not [words for words in sources if " who " in words]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("The envoy met an official who said that Norway had tested a missile.", "an official", "that Norway had tested a missile"),
        ("Police are looking for a man who claimed that the bridge was mined.", "a man", "that the bridge was mined"),
    ],
)  # fmt: skip
def test_a_relative_pronoun_speaks_for_what_it_stands_for(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in told(text)


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Russia refused American inspectors access to its bases on Monday, the foreign ministry in Moscow said, blaming travel bans.", "the foreign ministry in Moscow", "Russia refused American inspectors access to its bases on Monday"),
        ("Talks with Sweden were suspended on Friday, a spokesman for the rebels said, pointing to the arrests.", "a spokesman for the rebels", "Talks with Sweden were suspended on Friday"),
        ("Rebels shelled a village on Monday, the defence ministry in Oslo said, warning that it would answer.", "the defence ministry in Oslo", "Rebels shelled a village on Monday"),
        ("The dam was opened on Friday, the water board announced, citing heavy rain, floods and ice.", "the water board", "The dam was opened on Friday"),
        ("The strike is over, the dockers' union said on Monday, urging its members to go back to work.", "the dockers' union", "The strike is over"),
        ("Norway has let the two sailors go, the embassy in Rome said after checking with their families.", "the embassy in Rome", "Norway has let the two sailors go"),
        ("The tariff on steel was raised to a quarter, the trade ministry in Delhi said while promising relief.", "the trade ministry in Delhi", "The tariff on steel was raised to a quarter"),
    ],
)  # fmt: skip
def test_a_closing_report_that_goes_on_keeps_its_source(text: str, speaker: str, content: str) -> None:
    assert speaker in [who for who, said in told(text) if said.startswith(content)]
