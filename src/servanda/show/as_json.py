"""What is shown as JSON: one form for every command, the same bytes for the same data."""

import json
from typing import Any


def dump(value: Any) -> str:
    """Indented JSON with a line end; a lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=1, allow_nan=False)
    return text + "\n"
