"""Mends the sentence ends that a parse gives, where the marks on the page leave no doubt.

- A closing quotation mark belongs to the sentence before it, an opening one to the sentence after it.
- No sentence ends within a word, after a title or an initial ("Capt.", "John A."), or without any mark at its end,
  where a small letter or the rest of a name follows.
- A sentence ends at a full stop of its own that ends a long word and that a word with a capital follows.
- It ends with a short form ("the U.S.", "Holm Corp.") where a word follows that begins sentences and nothing else
  ("The").

Heads and relations are set anew where they would lie in another sentence. Linear in the number of tokens.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPENING, _CLOSING = frozenset(("“", "‘", "``", "«", "(", "[")), frozenset(("”", "''", "»", ")", "]"))
_EITHER = frozenset(('"', "'", "’"))
_BRACKETS = frozenset((")", "]"))
_STOPS = frozenset((".", "!", "?"))
#: Abbreviations that a name follows, and those that a number does.
_TITLES = frozenset(
    (
        *("mr.", "mrs.", "ms.", "dr.", "gen.", "sen.", "rep.", "gov.", "lt.", "col.", "sgt.", "capt.", "cmdr."),
        *("adm.", "maj.", "prof.", "rev.", "hon.", "st.", "messrs.", "vs.", "mt.", "ft.", "supt."),
    )
)
_NUMBERED = frozenset(("no.", "nos.", "art.", "vol.", "pp."))
#: Short forms that no sentence ends with.
_WITHIN = frozenset(("e.g.", "i.e.", "cf.", "viz.", "approx.", "ca."))
_SHORT = re.compile(r"(?:[^\W\d_]+\.)+")
#: Words that have a capital only where a sentence begins, or in a headline.
_STARTERS = frozenset(
    (
        *("The", "A", "An", "He", "She", "It", "They", "We", "You", "His", "Her", "Its", "Their", "Our"),
        *("This", "These", "Those", "That", "There", "But", "And", "However", "Meanwhile", "In", "On", "At"),
        *("For", "From", "With", "Under", "During", "After", "Before", "Since", "When", "While", "Although"),
        *("Though", "If", "As", "By", "Both", "Some", "Many", "Most", "Several", "All", "Another", "Nobody"),
        *("No", "Not", "Now", "Then", "What", "Who", "Why", "How", "So", "Such", "Still", "Yet", "Also"),
        *("Instead", "Because", "Officials", "Police", "Critics", "Analysts"),
    )
)
_INITIAL = re.compile(r"[A-Z]\.")
_LONG = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"https?:|www\.")
_COLUMNS: list[int | str] = ["ORTH", "SPACY", "SENT_START"]


def mend(doc: "Doc") -> None:
    """Sets heads anew so that the sentences of a parsed text begin and end where its marks say."""
    if len(doc) < 2:
        return
    columns: Any = doc.to_array(_COLUMNS)
    keys, spaces, begun = columns.T.tolist()
    strings = doc.vocab.strings
    words = [strings[key] for key in keys]
    ends = _Ends(doc, words, spaces)
    begins, wanted = {0}, {0}
    for i, word in enumerate(words):
        if begun[i] == 1 and i:
            begins.add(i)
            at = ends.settled(i)
        elif word in _STOPS:
            at = ends.after_stop(i)
        elif word in _STARTERS and i:
            at = ends.after_short(i)
        else:
            continue
        if at is not None:
            wanted.add(at)
    if wanted != begins:
        _rehang(doc, sorted(wanted))


class _Ends:
    """The tokens of a text, asked for where its sentences are to begin."""

    __slots__ = ("_doc", "_length", "_spaces", "_words")

    def __init__(self, doc: "Doc", words: list[str], spaces: list[int]) -> None:
        self._doc, self._length, self._spaces, self._words = doc, len(doc), spaces, words

    def _spaced(self, i: int) -> bool:
        """Whether space follows a token, or it is space."""
        return bool(self._spaces[i]) or self._words[i].isspace()

    def _named(self, i: int) -> bool:
        return str(self._doc[i].tag_).startswith("NNP")

    def _closes(self, i: int) -> bool:
        """Whether a token is a mark that closes what stands before it."""
        word = self._words[i]
        if i == 0 or not (word in _CLOSING or word in _EITHER) or self._spaced(i - 1):
            return False
        return word in _CLOSING or i + 1 == self._length or self._spaced(i)

    def _opens(self, i: int) -> bool:
        """Whether a token is a mark that opens what stands after it."""
        word = self._words[i]
        if not (word in _OPENING or word in _EITHER) or self._spaced(i):
            return False
        return word in _OPENING or i == 0 or self._spaced(i - 1)

    def settled(self, i: int) -> int | None:
        """Where the sentence does begin that the parse lets begin at token i; None where none does."""
        while i < self._length and self._closes(i):
            i += 1
        if i == self._length:
            return None
        while i > 1 and self._opens(i - 1):
            i -= 1
        last = i - 1
        while last > 0 and (self._words[last].isspace() or (self._closes(last) and self._words[last] not in _BRACKETS)):
            last -= 1
        before, after = self._words[last], self._words[i]
        if after[0].islower() and self._closes(i - 1) and self._words[i - 1] not in _BRACKETS:
            return None
        if before[-1].isalnum() and not _ADDRESS.match(after):
            glued = last == i - 1 and not self._spaced(last) and (after[0].isalnum() or after[0] == "-")
            same_line = all("\n" not in self._words[k] for k in range(last + 1, i))
            led = self._named(last) or before[0].islower()  # "the leader Ann Holm"
            if glued or after[0].islower() or (led and self._named(i) and same_line):
                return None
        if before == "." and last and not self._spaced(last - 1):
            last -= 1
            before = self._words[last] + "."
        if (after[0].isupper() and before.lower() in _TITLES) or (after[0].isdigit() and before.lower() in _NUMBERED):
            return None
        if _INITIAL.fullmatch(before) and self._named(last) and self._named(i):
            return None
        return i

    def after_stop(self, i: int) -> int | None:
        """Where a sentence begins for sure after the stop at token i."""
        first = i + 1
        while first < self._length and self._closes(first):
            first += 1
        if i == 0 or first >= self._length or not self._spaced(first - 1):
            return None
        word = first
        while word + 1 < self._length and self._opens(word):
            word += 1
        before = self._words[i - 1]
        if not _LONG.fullmatch(before) or before.lower() + "." in _TITLES:
            return None
        return first if self._words[word][0].isupper() else None

    def after_short(self, i: int) -> int | None:
        """Where a sentence begins for sure with a word at token i that begins sentences, after a short form."""
        first = i - 1 if self._opens(i - 1) else i
        last = first - 1
        if last < 0 or not self._spaced(last):
            return None
        while last > 0 and (self._words[last].isspace() or (self._closes(last) and self._words[last] not in _BRACKETS)):
            last -= 1
        before = self._words[last]
        if not _SHORT.fullmatch(before) or _INITIAL.fullmatch(before):
            return None
        if before.lower() in _TITLES or before.lower() in _NUMBERED or before.lower() in _WITHIN:
            return None
        after = (self._words[k] for k in range(i + 1, min(i + 5, self._length)))
        return first if any(word[0].islower() for word in after) else None


def _rehang(doc: "Doc", begins: list[int]) -> None:
    """Gives each sentence one root, under which everything of it hangs."""
    root, beside, mark = (doc.vocab.strings.add(name) for name in ("ROOT", "parataxis", "punct"))
    columns: Any = doc.to_array(["HEAD", "DEP"])
    heads = [token.head.i for token in doc]
    for first, stop in zip(begins, [*begins[1:], len(doc)], strict=True):
        loose = [i for i in range(first, stop) if heads[i] == i or not first <= heads[i] < stop]
        main = next((i for i in loose if not (doc[i].is_punct or doc[i].is_space)), loose[0])
        for i in loose:
            heads[i] = main
            columns[i, 1] = root if i == main else mark if doc[i].is_punct else beside
    for i, head in enumerate(heads):
        columns[i, 0] = (head - i) % (1 << 64)
    doc.from_array(["HEAD", "DEP"], columns)
