"""The opening page as the app last made it, kept beside the record: it shows at once while a large record is read."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from servanda.case.new import AGREEMENT, RECORD, SETTINGS
from servanda.case.open import within
from servanda.errors import InputError
from servanda.version import VERSION

if TYPE_CHECKING:
    from servanda.case import Case

#: Counts up when what is kept changes its form.
FORMAT = 1
NAME = RECORD + "-opening"


@dataclass(frozen=True, slots=True)
class Glance:
    """The opening page's content, with the last day of the record and the days on which it learned something."""

    day: date
    days: tuple[date, ...]
    opening: dict[str, Any]


class FirstView:
    """Keeps a glance of a case, and gives it back as long as record, agreement, settings and program are the same."""

    def __init__(self, case: "Case") -> None:
        self.case = case

    def load(self, state: tuple[int, ...]) -> Glance | None:
        """What was kept of this state of the record; None where nothing was, or nothing that can be used."""
        try:
            held = json.loads(within(self.case.folder, NAME).read_bytes())
            if held["of"] != self._of(state):
                return None
            days = tuple(map(date.fromisoformat, held["days"]))
            return Glance(date.fromisoformat(held["day"]), days, dict(held["opening"]))
        except (OSError, InputError, ValueError, KeyError, TypeError):
            return None

    def keep(self, state: tuple[int, ...], glance: Glance) -> None:
        """Keeps a glance of a state; a folder that cannot be written to keeps none."""
        told = {
            "of": self._of(state), "day": str(glance.day), "days": list(map(str, glance.days)),
            "opening": glance.opening,
        }  # fmt: skip
        with suppress(OSError, InputError):
            target = within(self.case.folder, NAME)
            making = target.with_name(f"{NAME}.{os.getpid()}")
            making.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            making.replace(target)

    def _of(self, state: tuple[int, ...]) -> list[object]:
        files = [within(self.case.folder, name) for name in (AGREEMENT, SETTINGS)]
        digests = [sha256(path.read_bytes()).hexdigest() if path.exists() else "" for path in files]
        return [FORMAT, VERSION, list(state), digests]
