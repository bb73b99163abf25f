"""A fresh record for each test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.record import Record

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with Record.open(path) as opened:
        yield opened
