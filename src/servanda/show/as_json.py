"""What is shown as JSON: one form for every command, the same bytes for the same data."""

import json
from collections.abc import Iterator
from typing import Any

#: Objects within objects, so deep, have a line for each field; deeper ones stand on one line.
_DEPTH = 2


def dump(value: Any) -> str:
    """JSON with a line for each item of a list and each field of the outer objects, and a line end.

    A lone surrogate, which UTF-8 cannot hold, is written as an escape.
    """
    text = "".join(_lines(value, json.JSONEncoder(ensure_ascii=False, allow_nan=False), 0))
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join(_lines(value, json.JSONEncoder(allow_nan=False), 0))
    return text + "\n"


def _lines(value: Any, encoder: json.JSONEncoder, depth: int) -> Iterator[str]:
    """The parts of the text. What stands on one line the standard library writes as a whole, which is ten times as
    quick as writing it indented."""
    start = "\n" + " " * (depth + 1)
    if isinstance(value, dict) and value and depth < _DEPTH:
        yield "{"
        for number, (name, item) in enumerate(value.items()):
            yield f"{',' if number else ''}{start}{encoder.encode(name)}: "
            yield from _lines(item, encoder, depth + 1)
        yield f"{start[:-1]}}}"
    elif isinstance(value, list) and value:
        yield "["
        for number, item in enumerate(value):
            yield f"{',' if number else ''}{start}{encoder.encode(item)}"
        yield f"{start[:-1]}]"
    else:
        yield encoder.encode(value)
