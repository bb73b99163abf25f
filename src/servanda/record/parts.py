"""Whether a sentence tells of an act as done in part: begun, under way, or done to some of what it is done to."""

import re
from functools import cache

from servanda.codebook import load_toml
from servanda.statement import Statement

_WORD = re.compile(r"\d[\d,.]*\d|\d|[A-Za-z]+(?:-[A-Za-z]+)*|['’][a-z]+|[,;:.!?]")
_NUMBER = re.compile(r"\d[\d,]*")
#: How many words before the word of the act tell of its aspect, how many after it of how much, and how many of what.
_BEFORE, _HOW_MUCH, _OF_WHAT = 4, 3, 9
_STOPS = frozenset(",;:.!?")
_NUMERALS = frozenset(
    (
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
    )
)  # fmt: skip


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_toml("parts.toml").items()}


def told_in_part(statement: Statement) -> bool:
    """Whether a text tells of an act as begun, under way, or done to some of it; a table's row never does.

    The words are those of `codebook/parts.toml`, near the word of the act within the sentence.
    """
    if statement.quote is None or statement.head is None or statement.start is None:
        return False
    head = statement.head - statement.start
    before = [m.group().lower() for m in _WORD.finditer(statement.quote[: max(0, head)])]
    act, *after = [m.group().lower() for m in _WORD.finditer(statement.quote[max(0, head) :])] or [""]
    lists = _lists()
    ahead, behind = _clause(before[::-1])[::-1], _clause(after)
    what = behind[:_OF_WHAT]
    if _whole(ahead[-_BEFORE:]) or _whole(what):
        return False
    if lists["before"] & set(ahead[-_BEFORE:]) or lists["after"] & set(behind[:_HOW_MUCH]):
        return True
    if behind[:2] == ["in", "part"]:
        return True
    if act.endswith("ing") and ahead and ahead[-1] in lists["under_way"]:
        return True
    if ahead and ahead[-1] == "being":
        return True
    return _some_of(what) or (_passive(ahead) and _some_of(ahead))


def _clause(words: list[str]) -> list[str]:
    """The words up to the next stop."""
    return words[: next((i for i, word in enumerate(words) if word in _STOPS), len(words))]


def _whole(words: list[str]) -> bool:
    """Whether words tell that nothing is left; "last week" does not."""
    lists = _lists()
    following = [*words[1:], ""][: len(words)]
    pairs = zip(words, following, strict=True)
    return any(word in lists["whole"] and after not in lists["times"] for word, after in pairs)


def _passive(ahead: list[str]) -> bool:
    """Whether what stands before the word of the act is what it is done to."""
    return bool({"is", "are", "was", "were", "been"} & set(ahead[-2:]))


def _some_of(words: list[str]) -> bool:
    """Whether words name some of something: "some of the guns", "three of the twelve", "a first group"."""
    lists = _lists()
    for i, word in enumerate(words[:-1]):
        following = words[i + 1]
        if following == "of" and (word in lists["some"] or _number(word)):
            return True
        if word in lists["ordinals"] and following in lists["instalments"]:
            return True
    return False


def _number(word: str) -> bool:
    return word in _NUMERALS or bool(_NUMBER.fullmatch(word))
