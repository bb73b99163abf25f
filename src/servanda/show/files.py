"""The brief in each of its forms, and writing a form to a file or to standard output."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from servanda.brief import Brief
from servanda.errors import CaseError
from servanda.show.evidence import Texts

if TYPE_CHECKING:
    from servanda.show.outline import Outline

TEXT_WIDTH = 110


def render(brief: Brief, form: str, texts: Texts) -> str:
    """The brief as `markdown`, `html` or `json`."""
    if form == "markdown":
        from servanda.show import markdown

        return markdown.show(brief)
    if form == "html":
        from servanda.show import page

        return page.show(brief, texts)
    from servanda.show.as_json import dump

    return dump(brief.to_json())


def as_text(outline: "Outline") -> str:
    """The brief as text, TEXT_WIDTH characters wide."""
    from rich.console import Console

    from servanda.show import terminal

    console = Console(file=io.StringIO(), width=TEXT_WIDTH, highlight=False, color_system=None)
    terminal.show(outline, console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def write(text: str, out: Path | None) -> None:
    """Writes UTF-8 to the file, making its folder, or to standard output. Raises CaseError (SV305)."""
    data = text.encode("utf-8", "replace")
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data)
    except OSError as error:
        raise CaseError("the file cannot be written", code="SV305", file=str(out), found=error.strerror) from error
