"""Which documents of a case share text. Of large cases it is kept beside the record, so that it is found once."""

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from servanda.case.open import Case
from servanda.case.origins import index_of
from servanda.record import View
from servanda.record.kept import Kept, program

if TYPE_CHECKING:
    from servanda.sources import Family, Index, Pair
    from servanda.sources.fingerprint import Print
    from servanda.sources.keeping import Kin

#: What fewer documents than this come to is not kept: it is worked out in no time.
WORTH_KEEPING = 500
#: The most pairs that are kept.
MOST_PAIRS = 20_000
_KIND = "kin"


def kin_of(case: Case, view: View) -> "Kin":
    """The families of the documents that a view knows, the largest first, and their pairs."""
    from servanda.sources.keeping import unpack

    known = {d.id for d in view.documents()}
    if len(known) >= WORTH_KEEPING:
        kept, key = _kept(case).load(_KIND), _key(case, known)
        with suppress(LookupError, TypeError, ValueError):
            return unpack(kept[key], known)
    return keep_kin(case, view, index_of(case, view))


def keep_kin(case: Case, view: View, index: "Index") -> "Kin":
    """The same out of an index of the view's documents; kept where the record has no others."""
    from servanda.sources.keeping import Kin, pack

    pairs = tuple(islice(index.each_pair(), MOST_PAIRS + 1))
    kin = Kin(tuple(index.families()), pairs if len(pairs) <= MOST_PAIRS else None)
    known = {d.id for d in view.documents()}
    if len(known) >= WORTH_KEEPING and known.issuperset(case.record.fingerprints()):
        kept, key = _kept(case), _key(case, known)
        if key not in kept.load(_KIND):
            kept.save(_KIND, {key: pack(kin)})
    return kin


def families_of(case: Case, view: View) -> "tuple[Family, ...]":
    """The families of the documents that a view knows, the largest first; none where no two share an origin."""
    origins = [d.origin for d in view.documents()]
    return kin_of(case, view).families if len(set(origins)) < len(origins) else ()


def pair_of(case: Case, view: View, kin: "Kin", a: str, b: str) -> "Pair | None":
    """What two documents share, None for nothing."""
    wanted = (min(a, b), max(a, b))
    pairs = index_of(case, view).each_pair() if kin.pairs is None else kin.pairs
    return next((p for p in pairs if (p.a, p.b) == wanted), None)


def print_of(case: Case, document: str) -> "Print":
    """What the index of sources keeps of a document. Raises KeyError where it keeps nothing of it."""
    from servanda.sources.fingerprint import Print

    return Print.from_bytes(case.record.fingerprints([document])[document])


def _key(case: Case, known: set[str]) -> str:
    from servanda.sources.keeping import key_of

    prints = case.record.fingerprints()
    official = [provision.text for provision in case.agreement.provisions]
    return key_of({name: data for name, data in prints.items() if name in known}, official)


def _kept(case: Case) -> Kept:
    from servanda.sources.keeping import CODEBOOKS

    return case.record.kept(lambda: program(("sources",), CODEBOOKS))
