"""Text of articles made harmless: it can neither move a cursor, nor colour, nor turn a line around."""

import unicodedata

#: Marks that change the direction of what follows (Unicode Standard Annex 9), and other invisible steering.
_STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028\u2029")
_KEPT = frozenset("\n\t")


def terminal(text: str) -> str:
    """The text with control characters and marks of direction replaced by U+FFFD; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if c in _KEPT or not (c in _STEERING or unicodedata.category(c) in ("Cc", "Cs")) else "\ufffd" for c in text
    )
