"""The app of the invented case, for tests that look at one answer after another without a network."""

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from servanda.case import open_case
from servanda.show.app import build
from servanda.show.app.desk import Desk

if TYPE_CHECKING:
    from starlette.testclient import TestClient

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk_and_reader(arland_folder: Path) -> "Iterator[tuple[Desk, TestClient]]":
    """The desk of the app and a reader of its pages; nothing is written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # starlette would rather be used with another client
        from starlette.testclient import TestClient
    with open_case(arland_folder) as case:
        app = build(case, lambda: NOW)
        yield app.app.state.desks.common.desk, TestClient(app, base_url="http://127.0.0.1")  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def desk(desk_and_reader: "tuple[Desk, TestClient]") -> Desk:
    """The desk of the app."""
    return desk_and_reader[0]


@pytest.fixture(scope="module")
def reader(desk_and_reader: "tuple[Desk, TestClient]") -> "TestClient":
    """A reader of the app on loopback."""
    return desk_and_reader[1]
