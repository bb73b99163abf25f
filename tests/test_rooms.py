"""Data flows one way: a room imports earlier rooms and what all share, never a later one, as the architecture says."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "servanda"
SHARED = {"codebook", "days", "errors", "spans", "statement", "version"}


def rooms() -> list[str]:
    """The rooms in the order in which the architecture names them."""
    text = (ROOT / "docs" / "concepts" / "architecture.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^    (documents -> .+)$", text, flags=re.M)
    return [name.strip() for name in line.split("->")]


ORDER = rooms()
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> dict[str, int]:
    """The parts of the package that a module imports, wherever in it, each with a line."""
    package = ["servanda", *path.relative_to(PACKAGE).parent.parts]
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [module] if module != "servanda" else [f"servanda.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("servanda."):
                found.setdefault(name.split(".")[1], node.lineno)
    return found


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_part_of_the_package_is_a_room_or_shared() -> None:
    parts = {room_of(path) for path in MODULES} - {"__init__", "__main__"}
    assert parts == set(ORDER) | SHARED


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_imports_a_later_room(path: Path) -> None:
    here = room_of(path)
    parts = imported(path)
    if here in ("__init__", "__main__"):
        return
    allowed = SHARED if here in SHARED else SHARED | set(ORDER[: ORDER.index(here) + 1])
    wrong = {name: line for name, line in parts.items() if name not in allowed}
    assert wrong == {}, f"{here} comes before {', '.join(wrong)} (lines {sorted(wrong.values())})"


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in SHARED], ids=lambda path: path.name)
def test_what_is_shared_imports_no_room(path: Path) -> None:
    assert not set(imported(path)) & set(ORDER)


def test_nothing_but_the_interfaces_reaches_the_command_line() -> None:
    assert ORDER[-1] == "cli"
    assert not [path for path in MODULES if room_of(path) != "cli" and "cli" in imported(path)]
