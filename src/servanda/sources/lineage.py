"""Who had the words first. Each cue speaks for a side with a weight; the side is said where they add up to enough."""

from dataclasses import dataclass

from servanda.sources.cues import outlet_key
from servanda.sources.fingerprint import Head
from servanda.sources.model import Side
from servanda.sources.verify import Shared, Styles

ENOUGH = 2.0
_NAMED, _VOICE, _DATED, _BORROWED, _STYLE, _CUT = 4.0, 4.0, 3.0, 1.0, 2.0, 1.0
_WHOLE, _PART = 0.9, 0.75
_TOP = 80  # characters


@dataclass(frozen=True, slots=True)
class Direction:
    """The side that had the words first, or None; and what tells, in a sentence."""

    origin: Side | None
    reason: str


def direction(a: Head, b: Head, shared: Shared) -> Direction:
    """Which of two documents had the shared words first, by days, credits, house style and cuts."""
    cues = [*_days(a, b), *_styles(a, b, shared)]
    if not (a.publisher and b.publisher and outlet_key(a.publisher) == outlet_key(b.publisher)):
        cues += [*_credits(a, b), *_cuts(a, b, shared)]
    total = sum(weight for weight, _ in cues)
    if abs(total) < ENOUGH:
        heard = "; ".join(text for _, text in cues)
        return Direction(None, f"unknown: {heard}, which does not settle it" if cues else "unknown: nothing tells")
    side: Side = "a" if total > 0 else "b"
    return Direction(side, "; ".join(text for weight, text in cues if (weight > 0) == (total > 0)))


def _days(a: Head, b: Head) -> list[tuple[float, str]]:
    if not a.published or not b.published or a.published == b.published:
        return []
    weight, first, later = (_DATED, a, b) if a.published < b.published else (-_DATED, b, a)
    return [(weight, f"{first.id} was published on {first.published}, {later.id} on {later.published}")]


def _credits(a: Head, b: Head) -> list[tuple[float, str]]:
    """A document that credits the other is the later; one that credits a third is rather not the first."""
    cues = []
    for sign, one, other in ((-1.0, a, b), (1.0, b, a)):
        if not one.credits and not one.reports:
            continue
        own = {outlet_key(p) for p in (one.publisher, *one.voices) if p}
        names = {outlet_key(c): c for c in (*one.credits, *(name for _, name in one.reports))}
        names = {key: name for key, name in names.items() if key not in own}
        if other.publisher and (name := names.get(outlet_key(other.publisher))):
            cues.append((sign * _NAMED, f"{one.id} credits {name}, who published {other.id}"))
        elif said := [v for v in other.voices if outlet_key(v) in names and v not in one.voices]:
            cues.append((sign * _VOICE, f"{one.id} credits {said[0]}, whose correspondent speaks in {other.id}"))
        elif names and not other.credits and not other.reports:
            cues.append((sign * _BORROWED, f"{one.id} credits {', '.join(sorted(names.values()))}, {other.id} nobody"))
    return cues


def _styles(a: Head, b: Head, shared: Shared) -> list[tuple[float, str]]:
    """Shared words in a spelling that is not the document's own elsewhere were taken from the other."""
    foreign = (_foreign(shared.styles_a), _foreign(shared.styles_b))
    if (foreign[0] is None) == (foreign[1] is None):
        return []
    side = 0 if foreign[0] is not None else 1
    weight, document = (-_STYLE, a) if side == 0 else (_STYLE, b)
    return [(weight, f"{document.id} has {foreign[side]} spelling in the shared words and other spelling elsewhere")]


def _foreign(styles: Styles) -> str | None:
    shared_british, shared_american, own_british, own_american = styles
    if shared_british >= 2 and not own_british and own_american:
        return "British"
    if shared_american >= 2 and not own_american and own_british:
        return "American"
    return None


def _cuts(a: Head, b: Head, shared: Shared) -> list[tuple[float, str]]:
    """A document that stands whole in a longer one, from its beginning on and in order, is a cut of it."""
    if shared.copied_a >= _WHOLE and shared.copied_b < _PART and _from_the_top(shared, 2):
        return [(-_CUT, f"{a.id} is the beginning of {b.id}, cut")]
    if shared.copied_b >= _WHOLE and shared.copied_a < _PART and _from_the_top(shared, 0):
        return [(_CUT, f"{b.id} is the beginning of {a.id}, cut")]
    return []


def _from_the_top(shared: Shared, side: int) -> bool:
    starts = [place[side] for place in shared.places]
    return min(starts) < _TOP and starts == sorted(starts)
