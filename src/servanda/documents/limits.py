"""How much is read at most. A limit that is passed gives an error (SV103, SV105); the input around it is kept."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes.

    `document`: one text, Markdown or HTML file, one line of JSON, one record of a web archive, unpacked.
    `archive`: one .jsonl, .warc or .warc.gz file as it lies on the disk. `unpacked`: all that one archive unpacks to.
    `page_elements` and `page_depth`: an HTML page beyond these is not analysed, only stripped of its tags.
    """

    document: int = 16 * MIB
    archive: int = 2048 * MIB
    unpacked: int = 4096 * MIB
    page_elements: int = 50_000
    page_depth: int = 200


DEFAULT = Limits()
