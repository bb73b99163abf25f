"""What is shown of a case's last day, kept beside the record: of a large case it shows before the record is read."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from servanda.case.new import AGREEMENT, SETTINGS
from servanda.case.open import within
from servanda.record.kept import CODEBOOKS, Kept, program
from servanda.sources import keeping as sources

if TYPE_CHECKING:
    from servanda.case import Case

#: What has a hand in it beside the record, the agreement and the settings.
_ROOMS = ("sources", "record", "agreement", "case", "verdicts", "brief", "show", "show/app")
_CODEBOOKS = (*CODEBOOKS, *sources.CODEBOOKS, "brief.toml", "gaps.toml", "gravity.toml")


class Beside:
    """Keeps what follows from a whole case, by kind, while record, agreement, settings and program stay the same."""

    def __init__(self, case: "Case") -> None:
        self._case = case

    def load(self, kind: str) -> Any:
        """What was kept of the case as it is now; None where nothing was."""
        return self._kept().load(kind).get(self._name(self._case.record.key()[1]))

    def keep(self, kind: str, state: tuple[int, ...], value: object) -> None:
        """Keeps something of JSON, unless the record is no longer in the state that it follows from."""
        now, key = self._case.record.key()
        if now == state:
            self._kept().save(kind, {self._name(key): value})

    def _kept(self) -> Kept:
        return self._case.record.kept(lambda: program(_ROOMS, _CODEBOOKS))

    def _name(self, key: str) -> str:
        files = [within(self._case.folder, name) for name in (AGREEMENT, SETTINGS)]
        told = [key, *(sha256(path.read_bytes()).hexdigest() if path.exists() else "" for path in files)]
        return sha256(repr(told).encode()).hexdigest()
