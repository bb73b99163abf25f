"""Finds quoted words in a text again: where they stood, where they stand alone, or where their surroundings fit best.

Source: W3C Web Annotation Data Model, TextQuoteSelector and TextPositionSelector.
"""

#: How many characters of the surroundings are kept with a quote.
CONTEXT = 32


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The words just before and after a span."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def find(text: str, quote: str, *, near: int | None = None, prefix: str = "", suffix: str = "") -> int | None:
    """Where the quote starts in the text; None where it does not occur, or no occurrence fits better than another.

    An occurrence at `near` is taken at once. Of several others the one with most of its surroundings in common wins.
    """
    if not quote:
        return None
    if near is not None and near >= 0 and text.startswith(quote, near):
        return near
    found = []
    at = text.find(quote)
    while at >= 0:
        before, after = text[max(0, at - len(prefix)) : at], text[at + len(quote) : at + len(quote) + len(suffix)]
        found.append((_common(before[::-1], prefix[::-1]) + _common(after, suffix), at))
        at = text.find(quote, at + 1)
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with in common."""
    for n, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return n
    return min(len(a), len(b))
