"""The article at hand, and readers of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from kessel import LEXICON, TEXT

from servanda.documents import Document
from servanda.reading.second import Setup
from servanda.reading.second.reader import SecondReader


@pytest.fixture
def article() -> Document:
    return Document("articles/a.txt", TEXT, date(2033, 5, 3), "Example Wire", sha256="0" * 64)


@pytest.fixture
def waits() -> list[float]:
    """The seconds for which a reader waited between tries."""
    return []


@pytest.fixture
def reader(tmp_path: Path, waits: list[float]) -> Callable[..., SecondReader]:
    """Makes readers for an address."""

    def make(address: str, **setup: Any) -> SecondReader:
        bounds: dict[str, Any] = {"timeout_s": 5.0, "retries": 2, **setup}
        return SecondReader(Setup(address, "tiny", **bounds), LEXICON, tmp_path / "kept", sleep=waits.append)

    return make
