"""An article cut into pieces that are marked alike: statement, furniture, speaker, cue, content, time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from servanda.statement import Statement

#: Start, end, style name, note, and the statement where it is one.
_Layer = tuple[int, int, str, str, Statement | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with all that is marked on it. `classes` are style names, `note` a line to show on hover."""

    text: str
    classes: tuple[str, ...]
    statements: tuple[Statement, ...]
    note: str


def marked(text: str, said: Sequence[Statement], display: dict[str, Any]) -> list[Piece]:
    """The text in pieces, in order; what overlaps is cut so that each piece bears one set of marks.

    `display` is what the record kept of the reading: lists `furniture`, `times` and `attributions`. Spans that do not
    lie within the text are passed over.
    """
    layers: list[_Layer] = []

    def add(span: Any, name: str, note: str = "") -> None:
        start, end = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            layers.append((start, end, name, note, None))

    for furniture in _objects(display, "furniture"):
        add(furniture, "furniture", f"furniture: {furniture.get('kind', '')}")
    for time in _objects(display, "times"):
        days = f"{time.get('from') or '…'} to {time.get('to') or '…'}"
        add(time, "time", f"{time.get('value', '')}: {days}")
    for attribution in _objects(display, "attributions"):
        speaker = attribution.get("speaker") or "unnamed"
        for role in ("source", "cue", "content"):
            for span in _objects(attribution, role):
                add(span, role, f"{role}, speaker: {speaker}")
    for one in said:
        if one.start is not None and one.end is not None and 0 <= one.start < one.end <= len(text):
            layers.append((one.start, one.end, "statement", "", one))
    return [_piece(text[start:end], over) for start, end, over in _swept(layers, len(text))]


def _objects(holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects of a list in JSON; anything else, which a forged record may hold, is passed over."""
    held = holder.get(key)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _swept(layers: list[_Layer], length: int) -> Iterator[tuple[int, int, list[_Layer]]]:
    """The stretches between the ends of layers, each with the layers over it, in the order in which they were added."""
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for number, layer in enumerate(layers):
        opening.setdefault(layer[0], []).append(number)
        closing.setdefault(layer[1], []).append(number)
    over: set[int] = set()
    for start, end in pairwise(sorted({0, length, *opening, *closing})):
        over.difference_update(closing.get(start, ()))
        over.update(opening.get(start, ()))
        yield start, end, [layers[n] for n in sorted(over)]


def _piece(text: str, over: list[_Layer]) -> Piece:
    here = tuple(layer[4] for layer in over if layer[4] is not None)
    classes = list(dict.fromkeys(layer[2] for layer in over))
    if here:
        classes.append(grade(here))
    notes = dict.fromkeys(layer[3] for layer in over if layer[3])
    return Piece(text, tuple(classes), here, "; ".join(notes))


def grade(here: Sequence[Statement]) -> str:
    """The style of the underline: how sure the least sure statement here is."""
    least = min(abs(s.certainty) for s in here)
    return "sure" if least >= 2.5 else "likely" if least >= 1.5 else "possible" if least >= 0.5 else "open"
