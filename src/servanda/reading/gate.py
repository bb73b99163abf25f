"""A quick look at a text: whether it concerns a case at all, told by names and triggers, without any parse.

What passes is read in full; what does not names nobody and nothing of the case, or nothing that anybody does. The
share of texts with something for the case that pass is measured by `bench/reading.py`.
"""

from collections.abc import Callable, Iterable, Iterator

from servanda.reading.events.triggers import triggers
from servanda.reading.lexicon import Lexicon
from servanda.reading.namebook import Entry, Namebook, key

_SHORTEST_STEM = 3


def concerns(lexicon: Lexicon) -> Callable[[str], bool]:
    """A function that tells of a text whether it concerns the case of the lexicon.

    It does where it names an actor, place or event of the case, or the agreement, and beside that another of them or a
    word that begins like a trigger. With a lexicon that names nothing, every text does. Takes time linear in the text.
    """
    import ahocorasick_rs

    entries = _entries(lexicon)
    if not entries:
        return lambda _: True
    keys = list(entries)
    names = ahocorasick_rs.AhoCorasick(keys)
    acts = ahocorasick_rs.AhoCorasick(sorted({f" {stem}" for stem in _stems()}))

    def told(text: str, folded: str) -> Iterator[str]:
        for index, start, end in names.find_matches_as_indexes(folded, overlapping=True):
            if (start and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
                continue
            for entry in entries[keys[index]]:
                if entry.fits(text[start:end]):
                    yield entry.name

    def decide(text: str) -> bool:
        folded = key(text)
        first: str | None = None
        for name in told(text, folded):
            if first is None:
                first = name
                if next(iter(acts.find_matches_as_indexes(" " + _spaced(folded))), None) is not None:
                    return True
            elif name != first:
                return True
        return False

    return decide


def _entries(lexicon: Lexicon) -> dict[str, list[Entry]]:
    """The names that make a text one of the case's, by key, each with how it has to be written."""
    book = Namebook(lexicon)
    places = {place.name for place in lexicon.places}
    states = {actor.name for actor in lexicon.actors if actor.kind == "state"}
    found: dict[str, list[Entry]] = {}
    for written, held in book.entries.items():
        for entry in held:
            ours = entry.actor is not None or entry.name in places or entry.state in states
            if ours and entry.form != "role":
                found.setdefault(written, []).append(entry)
    for name in _words(lexicon):
        found.setdefault(key(name), []).append(Entry(name, name, "other", "role"))
    return found


def _words(lexicon: Lexicon) -> Iterable[str]:
    """What is told by name whatever its letters' case: named events and the agreement."""
    named = [name for event in lexicon.events for name in (event.name, *event.aliases)]
    return [name for name in (*named, *lexicon.agreement_names) if name.strip()]


def _stems() -> Iterator[str]:
    """The beginnings of the trigger words, cut where endings change them ("supply", "supplies")."""
    for head in triggers():
        stem = head.lower().replace("-", " ")
        yield stem[:-1] if len(stem) > _SHORTEST_STEM and stem[-1] in "ey" else stem


def _spaced(folded: str) -> str:
    """Marks before words as spaces, so that a word after one begins after a space."""
    return folded.translate(_MARKS)


_MARKS = dict.fromkeys(map(ord, "\"'“”(),.;:[]—"), " ")
