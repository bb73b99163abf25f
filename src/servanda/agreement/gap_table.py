"""What several texts leave out, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from servanda.agreement.gaps import LeftOut, elements, leaves_out
from servanda.agreement.model import Agreement


@dataclass(frozen=True, slots=True)
class Gaps:
    """What one text leaves out. Pledges made outside the text are not counted; a provision without an obligation counts
    as one."""

    agreement: str
    obligations: int
    left_out: tuple[LeftOut, ...]

    @classmethod
    def of(cls, agreement: Agreement) -> "Gaps":
        """The gaps of an agreement."""
        inside = [p for p in agreement.provisions if not p.outside_text]
        known = {p.id for p in inside}
        left = tuple(one for one in leaves_out(agreement) if one.provision in known)
        return cls(agreement.name, sum(max(1, len(p.obligations)) for p in inside), left)

    def missing(self, element: str) -> int:
        """In how many obligations an element is missing."""
        return sum(element in one.missing for one in self.left_out)

    def to_json(self) -> dict[str, Any]:
        """The gaps for programs: how often each element is missing, and where, with the reason."""
        return {
            "agreement": self.agreement,
            "obligations": self.obligations,
            "missing": {element: self.missing(element) for element in elements()},
            "left_out": [
                {
                    "provision": one.provision, "obligation": one.obligation, "party": one.party,
                    "missing": list(one.missing), "why": one.why,
                }
                for one in self.left_out
            ],
        }  # fmt: skip


def table(found: Iterable[Gaps]) -> list[list[str]]:
    """A header and a row for each element: in how many of its obligations each text leaves it out."""
    found = list(found)
    rows = [["", *(one.agreement for one in found)]]
    for element in elements():
        cells = []
        for one in found:
            gone = one.missing(element)
            cells.append("all" if gone == one.obligations and gone else f"{gone} of {one.obligations}" if gone else "-")
        rows.append([element, *cells])
    return rows
