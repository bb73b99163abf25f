"""Answers kept in the case's folder, one file each, by what was asked: the same question is not paid for twice."""

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from servanda.errors import CaseError
from servanda.reading.second.prompt import PROMPT

_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A server's words, and what they had taken."""

    content: str
    tokens_in: int
    tokens_out: int


def key_of(model: str, system: str, user: str) -> str:
    """What names an answer: the model, the version of the question, the instructions and the article."""
    return sha256("\0".join((model, PROMPT, system, user)).encode("utf-8", "surrogatepass")).hexdigest()


class Cache:
    """A folder of answers; made when the first is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Kept | None:
        """The answer that was kept; None where there is none, or the file is damaged."""
        path = self._path(key)
        try:
            if path.is_symlink() or path.stat().st_size > _LARGEST:
                return None
            raw = json.loads(path.read_text(encoding="utf-8"))
            kept = Kept(raw["content"], raw["tokens_in"], raw["tokens_out"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        numbers = all(type(n) is int and n >= 0 for n in (kept.tokens_in, kept.tokens_out))
        return kept if isinstance(kept.content, str) and numbers else None

    def put(self, key: str, kept: Kept) -> None:
        """Keeps an answer, whole or not at all. Raises CaseError (SV305)."""
        temporary: str | None = None
        try:
            self._folder.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(kept), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(self._path(key))
        except OSError as error:
            if temporary is not None:
                with suppress(OSError):
                    Path(temporary).unlink()
            raise CaseError(
                "the case cannot be written", code="SV305", file=self._folder.name, found=error.strerror,
                expected="free space and permission to write",
            ) from None  # fmt: skip

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"
