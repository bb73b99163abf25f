"""The modules of the app import one another one way only, also for their types."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from servanda.show import app

ROOM = "servanda.show.app"


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == ROOM:
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ROOM + "."):
            found.add((node.module or "").removeprefix(ROOM + "."))
    return found


def test_there_is_no_circle() -> None:
    modules = {path.stem: imported(path) for path in Path(app.__file__).parent.glob("*.py")}
    assert modules["families"] >= {"render"}
    assert tuple(TopologicalSorter(modules).static_order())
