"""The guide to the app has the pictures that the tool makes, all of them, small enough to load."""

import importlib.util
import re
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "app.md"
SHOWN = re.findall(r"!\[([^\]]*)\]\(\.\./images/(\w+)\.png\)", GUIDE.read_text(encoding="utf-8"))


def test_the_guide_shows_what_the_tool_makes() -> None:
    spec = importlib.util.spec_from_file_location("app_pictures", ROOT / "tools" / "app_pictures.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert sorted(tool.PICTURES) == sorted(name for _, name in SHOWN)
    assert all(alternative for alternative, _ in SHOWN)


@pytest.mark.parametrize("name", [name for _, name in SHOWN])
def test_a_picture_is_small(name: str) -> None:
    data = (ROOT / "docs" / "images" / f"{name}.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) <= 150_000
    assert struct.unpack(">I", data[16:20])[0] <= 1000
