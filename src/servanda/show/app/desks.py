"""One desk for all who read, and one for each coder who codes blind beside others."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from servanda.show.app.coding import Bench, Board
from servanda.show.app.desk import Desk
from servanda.show.app.first import FirstView

if TYPE_CHECKING:
    from servanda.case import Case

#: Coders whose own desks are kept in memory at a time.
KEPT = 3


@dataclass(frozen=True, slots=True)
class Seat:
    """What a reader's pages come from. `alone` is the coder whose decisions alone they show, empty for everybody's."""

    desk: Desk
    bench: Bench
    alone: str = ""


class Desks:
    """The desks of the app. A coder who is not the only one sees no page that knows of other coders' decisions."""

    def __init__(self, case: "Case", clock: Callable[[], datetime], *, keep: bool = False) -> None:
        """With `keep`, the opening page is kept beside the record for the next start."""
        self.case, self.clock = case, clock
        self._board = Board()
        desk = Desk(case, clock, FirstView(case) if keep else None)
        self.common = Seat(desk, Bench(desk, self._board))
        self._own: OrderedDict[str, Seat] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, coder: str) -> Seat:
        """Where somebody sits who codes under this name; empty for who only reads."""
        if not coder or not any(name != coder for name in self.case.record.coders()):
            return self.common
        with self._lock:
            found = self._own.get(coder)
            if found is None:
                desk = Desk(self.case.as_coded_by(coder), self.clock)
                found = self._own[coder] = Seat(desk, Bench(desk, self._board), coder)
                while len(self._own) > KEPT:
                    self._own.popitem(last=False)
            self._own.move_to_end(coder)
            return found
