"""The opening page as the app last made it, kept beside the record: it shows at once while a large record is read."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from servanda.show.beside import Beside

if TYPE_CHECKING:
    from servanda.case import Case

_KIND = "opening"
#: What every opening page has.
PARTS = frozenset({"empty", "tally", "uncovered", "nowhere", "points", "ahead"})


@dataclass(frozen=True, slots=True)
class Glance:
    """The opening page's content, with the last day of the record and the days on which it learned something."""

    day: date
    days: tuple[date, ...]
    opening: dict[str, Any]


class FirstView:
    """Keeps a glance of a case, and gives it back as long as record, agreement, settings and program are the same."""

    def __init__(self, case: "Case") -> None:
        self._beside = Beside(case)

    def load(self) -> Glance | None:
        """What was kept of the case as it is now; None where nothing was, or nothing that can be used."""
        try:
            held = self._beside.load(_KIND)
            found = Glance(
                date.fromisoformat(held["day"]), tuple(map(date.fromisoformat, held["days"])), dict(held["opening"])
            )
        except (ValueError, LookupError, TypeError):
            return None
        return found if found.opening.keys() == PARTS else None

    def keep(self, state: tuple[int, ...], glance: Glance) -> None:
        """Keeps a glance of a state of the record; a folder that cannot be written to keeps none."""
        told = {"day": str(glance.day), "days": list(map(str, glance.days)), "opening": glance.opening}
        self._beside.keep(_KIND, state, told)
