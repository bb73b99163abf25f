"""News in any number for the bench of sources: stories and their copies, made from real texts by program.

A story is a real text whose less common words are exchanged, one for one, for others of about the same frequency, and
its digits for other digits, so that no two stories share more than turns of phrase. Its copies cut, reorder and edit
its sentences, change spelling and marks, and add sentences of their own. Which sentences a document has is known, and
with it which pairs share text.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"\w+|\W+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*")
_KEPT = 60  # most common words, which every story keeps
_BANDS = 12


@dataclass(frozen=True, slots=True)
class Made:
    """A made document; `sentences` are (key, words) of what it took from its story."""

    story: int
    text: str
    sentences: tuple[tuple[int, int], ...]


class Corpus:
    """Makes documents from the texts of a file of JSON lines; the same seed gives the same documents."""

    def __init__(self, path: Path, seed: int = 1) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [r["text"] for r in map(json.loads, lines) if "text" in r]
        self._seeds = [[_WORD.findall(s) for s in _SENTENCE.findall(t)] for t in texts if len(t) > 600]
        counts = Counter(w.lower() for t in self._seeds for s in t for w in s if w[0].isalpha())
        common = [w for w, _ in counts.most_common()]
        self._bands = [common[_KEPT:][n::_BANDS] for n in range(_BANDS)]
        self._band = {w: (b, n) for b, band in enumerate(self._bands) for n, w in enumerate(band)}
        self._random = random.Random(seed)

    def documents(self, count: int) -> Iterator[Made]:
        """That many documents, story by story."""
        made = story = 0
        while made < count:
            sentences = self._story()
            for n in range(min(self._family_size(), count - made)):
                yield self._version(story, sentences, n)
                made += 1
            story += 1

    def _family_size(self) -> int:
        chance = self._random.random()
        if chance < 0.6:
            return 1
        if chance < 0.9:
            return self._random.randint(2, 5)
        return self._random.randint(6, 20) if chance < 0.999 else self._random.randint(50, 100)

    def _story(self) -> list[str]:
        """The sentences of a story: a seed text with its words exchanged."""
        return self._retold(self._random.choice(self._seeds))

    def _stranger(self) -> str:
        """One sentence of a story that nobody else tells."""
        return self._retold([self._random.choice(self._random.choice(self._seeds))])[0]

    def _retold(self, sentences: list[list[str]]) -> list[str]:
        shifts = [self._random.randrange(1, len(band)) for band in self._bands]
        digits = str.maketrans("0123456789", "".join(self._random.sample("0123456789", 10)))
        return ["".join(self._exchanged(word, shifts) for word in s).translate(digits) for s in sentences]

    def _exchanged(self, word: str, shifts: list[int]) -> str:
        place = self._band.get(word.lower())
        if place is None:
            return word
        band = self._bands[place[0]]
        new = band[(place[1] + shifts[place[0]]) % len(band)]
        return new.capitalize() if word[0].isupper() else new

    def _version(self, story: int, sentences: list[str], number: int) -> Made:
        chance = self._random
        kept = list(range(len(sentences)))
        if number:
            kept = kept[: max(4, round(len(kept) * chance.uniform(0.4, 1.0)))]
            kept = [k for k in kept if chance.random() > 0.08]
            if chance.random() < 0.2:
                chance.shuffle(kept)
        parts = [sentences[k] for k in kept]
        if number:
            parts = [self._edited(p) if chance.random() < 0.3 else p for p in parts]
            for _ in range(chance.randint(0, 4)):
                parts.insert(chance.randint(0, len(parts)), self._stranger())
        text = "".join(p if p[-1:].isspace() else p + " " for p in parts)
        if number and chance.random() < 0.3:
            text = text.replace('"', "”").replace("'", "’")
        return Made(story, text, tuple((k, len(sentences[k].split())) for k in kept))

    def _edited(self, sentence: str) -> str:
        words = sentence.split(" ")
        if len(words) > 5:
            at = self._random.randrange(len(words))
            words[at : at + 1] = self._random.choice(([], ["now", words[at]], ["other"]))
        return " ".join(words)


def true_pairs(family: Sequence[Made], sizes: Sequence[int], least: float) -> Iterator[tuple[int, int]]:
    """The pairs of a story's documents whose common sentences hold at least that part of the shorter one's words.

    Pairs are places in `family`, the lesser first; `sizes` are the words of each document.
    """
    kept = [dict(document.sentences) for document in family]
    for b, theirs in enumerate(kept):
        for a, ours in enumerate(kept[:b]):
            if sum(words for key, words in ours.items() if key in theirs) >= least * min(sizes[a], sizes[b]):
                yield a, b
