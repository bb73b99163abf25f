"""Documents out of files: text, Markdown, HTML, JSON lines and web archives, within limits."""

from servanda.documents.limits import DEFAULT, Limits
from servanda.documents.lines import BadLine, read_line, read_lines
from servanda.documents.load import KINDS, count, leads_out, load, load_lines, shown
from servanda.documents.model import Document

__all__ = [
    "DEFAULT",
    "KINDS",
    "BadLine",
    "Document",
    "Limits",
    "count",
    "leads_out",
    "load",
    "load_lines",
    "read_line",
    "read_lines",
    "shown",
]
