"""What a function makes of a key is made once, and only so much of it is kept."""

from servanda.reading.kept import Kept


def test_each_key_is_made_once_while_it_is_kept() -> None:
    made: list[str] = []

    def length(word: str) -> int:
        made.append(word)
        return len(word)

    kept = Kept(length, most=2)
    assert [kept[word] for word in ("a", "bb", "a", "bb")] == [1, 2, 1, 2]
    assert made == ["a", "bb"]
    assert kept["ccc"] == 3
    assert len(kept) == 1
    assert kept["a"] == 1
    assert made == ["a", "bb", "ccc", "a"]
