"""What each room offers: its public names are listed, sorted, there, and documented."""

import importlib

import pytest

ROOMS = ("documents", "reading", "sources", "record", "agreement", "case", "verdicts", "brief", "codebook")


@pytest.mark.parametrize("room", ["", *ROOMS])
def test_public_names_are_listed_sorted_and_there(room: str) -> None:
    module = importlib.import_module(f"servanda.{room}".rstrip("."))
    assert module.__doc__
    listed = list(module.__all__)
    assert listed == sorted(set(listed), key=lambda n: (not n.isupper(), not n[0].isupper(), n))
    for name in listed:
        found = getattr(module, name)
        if callable(found) and getattr(found, "__module__", "").startswith("servanda"):
            assert found.__doc__, f"{name} has no docstring"


def test_no_room_is_left_without_public_names() -> None:
    assert all(importlib.import_module(f"servanda.{room}").__all__ for room in ROOMS)
