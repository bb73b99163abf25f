"""The one exception tree. Every error has a stable code and names the file, the place, what was found and expected.

    ServandaError
    ├── InputError        SV1xx   a document, an input line or a path
    ├── AgreementError    SV2xx   agreement.yaml
    ├── CaseError         SV3xx   a case folder, case.toml, facts/*.csv
    ├── RecordError       SV4xx   record.db
    ├── CodebookError     SV5xx   the codebooks that the package or a case brings
    └── UsageError        SV6xx   what the caller asked for

`CODES` is the registry; a code once published keeps its meaning.
"""

CODES: dict[str, str] = {
    "SV101": "the input is empty",
    "SV102": "the input is no text (binary)",
    "SV103": "the input is larger than the limit",
    "SV104": "the input's encoding cannot be told or is broken",
    "SV105": "a compressed input is truncated, damaged or unpacks to more than the limit",
    "SV106": "the path leads out of the case, is no regular file or cannot be read",
    "SV107": "the kind of file is not one that is read",
    "SV108": "a line is no JSON object",
    "SV109": "a field of an input line is missing or of the wrong type",
    "SV110": "the page holds no article text",
    "SV111": "the reader failed on a document, which is a fault of the program",
    "SV120": "the second reader is not set up, or its key is missing",
    "SV121": "the second reader's server cannot be reached or broke off",
    "SV122": "the second reader's server did not answer in time",
    "SV123": "the second reader's server refused the request or redirected it",
    "SV124": "the second reader's answer is larger than the limit or was cut short",
    "SV125": "the second reader declined to answer",
    "SV126": "the second reader's answer is not of the form that was asked for",
    "SV127": "the limit of cost for one run of the second reader is reached",
    "SV128": "the document is too long for the second reader",
    "SV201": "agreement.yaml cannot be parsed as YAML",
    "SV202": "a key is unknown",
    "SV203": "a required key is missing",
    "SV204": "a value is of the wrong type, misspelt or out of range",
    "SV205": "values contradict each other or name something undefined",
    "SV301": "the folder is no case",
    "SV302": "case.toml is faulty",
    "SV303": "a row of a facts table is faulty",
    "SV304": "a facts table is faulty as a whole",
    "SV305": "the case cannot be written",
    "SV306": "the case exists already",
    "SV307": "no shipped case has that name",
    "SV401": "the record was written by a version that this one cannot read",
    "SV402": "the record is no SQLite database or is damaged",
    "SV403": "the record is locked by another process",
    "SV404": "the record cannot be written (disk full or no permission)",
    "SV405": "a statement's quote does not stand at its span",
    "SV406": "no such statement, document or event",
    "SV407": "an imported file is faulty",
    "SV408": "there is no record yet",
    "SV409": "a statement's id is taken by another document",
    "SV501": "a codebook is faulty",
    "SV601": "an argument is faulty",
    "SV602": "the day is no day",
}


class ServandaError(Exception):
    """Base of all errors that Servanda raises on purpose.

    `message` is one sentence; `file`, `place` (line, row or key), `found` and `expected` are given where known.
    """

    default_code = "SV601"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        file: str | None = None,
        place: str | None = None,
        found: str | None = None,
        expected: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code or self.default_code
        if self.code not in CODES:
            raise ValueError(f"unregistered error code {self.code}")
        self.message, self.file, self.place, self.found, self.expected = message, file, place, found, expected

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        parts = [f"{self.code} {where}: {self.message}" if where else f"{self.code} {self.message}"]
        if self.found is not None:
            parts.append(f"found {self.found}")
        if self.expected is not None:
            parts.append(f"expected {self.expected}")
        return "; ".join(parts)

    def to_json(self) -> dict[str, str | None]:
        """The error as the reading contract's `error` object, with the parts that are known."""
        known = {"file": self.file, "place": self.place, "found": self.found, "expected": self.expected}
        return {"code": self.code, "message": self.message, **{k: v for k, v in known.items() if v is not None}}


class InputError(ServandaError):
    """A document, an input line or a path cannot be used."""

    default_code = "SV102"


class AgreementError(ServandaError):
    """agreement.yaml is faulty."""

    default_code = "SV204"


class CaseError(ServandaError):
    """A case folder, its settings or its facts are faulty."""

    default_code = "SV301"


class RecordError(ServandaError):
    """The record cannot be opened, read or written."""

    default_code = "SV402"


class CodebookError(ServandaError):
    """A codebook is faulty."""

    default_code = "SV501"


class UsageError(ServandaError):
    """The caller asked for something that does not exist or makes no sense."""

    default_code = "SV601"


class Faults(ServandaError):
    """Several faults found at once; `faults` holds them all, in the order of their places."""

    def __init__(self, faults: list[ServandaError]) -> None:
        if not faults:
            raise ValueError("Faults needs at least one fault")
        self.faults = faults
        first = faults[0]
        super().__init__(f"{len(faults)} fault(s)", code=first.code, file=first.file)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
