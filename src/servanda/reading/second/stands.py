"""Whether words stand in a text, and where: exactly, else with spaces, quotation marks and dashes of any kind."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from servanda.spans import Span

_FOLDED = {
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
#: Places that are compared, where words stand in very many.
_MOST = 1000
#: Characters without width, which copying may lose: soft hyphen, zero-width space and joiners, word joiner, mark.
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Words:
    """The prose of a document, in which words are looked for. A find lies within one paragraph."""

    def __init__(self, text: str, prose: Sequence[Span]) -> None:
        self.text = text
        self._prose = [(span, span.of(text)) for span in prose]
        self._folded = [_fold(words) for _, words in self._prose]

    def find(self, words: str, *, near: int = 0, within: Span | None = None, any_case: bool = False) -> Span | None:
        """Where the words stand as whole words: exactly, else folded; of several places the one nearest to `near`.

        `within` bounds the search. `any_case`: capitals and small letters are the same.
        """
        words = words.strip()
        if not any(c.isalnum() for c in words):
            return None
        for places in (self._exact(words, within), self._loose(words, within, any_case)):
            fitting = (s for s in places if (within is None or within.contains(s)) and not self._goes_on(s))
            found = min(islice(fitting, _MOST), key=lambda s: (abs(s.start - near), s.start), default=None)
            if found is not None:
                return found
        return None

    def _exact(self, words: str, within: Span | None) -> Iterator[Span]:
        for span, block in self._prose:
            for at in _all(block, words) if within is None or within.overlaps(span) else ():
                yield Span(span.start + at, span.start + at + len(words))

    def _loose(self, words: str, within: Span | None, any_case: bool) -> Iterator[Span]:
        wanted = _fold(words)[0].strip()
        if not wanted:
            return
        for (span, _), (block, places) in zip(self._prose, self._folded, strict=True):
            if within is not None and not within.overlaps(span):
                continue
            searched = (_small(block), _small(wanted)) if any_case else (block, wanted)
            for at in _all(*searched):
                yield Span(span.start + places[at], span.start + places[at + len(wanted) - 1] + 1)

    def _goes_on(self, span: Span) -> bool:
        text, start, end = self.text, span.start, span.end
        before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        return before or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _fold(words: str) -> tuple[str, list[int]]:
    """The words with every space one space and marks plain, and where each character of it stood."""
    kept: list[str] = []
    places: list[int] = []
    for at, c in enumerate(words):
        if c in _NOTHING or (c.isspace() and kept and kept[-1] == " "):
            continue
        kept.append(" " if c.isspace() else _FOLDED.get(c, c))
        places.append(at)
    return "".join(kept), places


def _small(words: str) -> str:
    """Small letters, as many as there were."""
    small = words.lower()
    return small if len(small) == len(words) else "".join(c.lower() if len(c.lower()) == 1 else c for c in words)


def sentence_of(quote: Span, sentences: Sequence[Span]) -> Span | None:
    """The sentences (sorted, apart) that a quote stands in, from the first to the last; None where it is in none."""
    first = bisect_left(sentences, quote.start + 1, key=lambda s: s.end)
    touched = []
    for span in sentences[first:]:
        if span.start >= quote.end:
            break
        touched.append(span)
    return Span(touched[0].start, touched[-1].end) if touched else None
