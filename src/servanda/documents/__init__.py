"""Documents out of files: text, Markdown, HTML, JSON lines and web archives, within limits."""

from servanda.documents.model import Document

__all__ = ["Document"]
