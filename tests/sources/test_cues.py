"""What a text tells of itself by its wording."""

import pytest

from servanda.sources.cues import is_official, outlet_key, voices


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("All is quiet, Crab state department correspondent Ann Reed reports.", ("Crab",)),
        ("Bay News reporter Jo Hall was there.", ("Bay News",)),
        ("The Bay News's harbour editor, Jo Hall, was there.", ("The Bay News",)),
        ("Our correspondent adds that it rained.", ()),
        ("A Crab correspondent said so.", ()),
        ("correspondent " * 2000, ()),
    ],
)
def test_voices(text: str, found: tuple[str, ...]) -> None:
    assert voices(text) == found


def test_an_official_text_says_so_at_its_head_and_not_further_down() -> None:
    assert is_official("The Full  Text of\nthe accord follows")
    assert not is_official("A report on ships. " * 60 + "The full text of the accord follows")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The BBC", "BBC News", True),
        ("Coast Wire", "coast wire", True),
        ("Hill Post", "Bay Post", False),
        ("News", "The", False),
    ],
)
def test_names_of_one_outlet(one: str, other: str, same: bool) -> None:
    assert (outlet_key(one) == outlet_key(other)) is same
