"""Reads documents so that what goes wrong costs one document and no other; imports nothing of the record."""

from typing import TYPE_CHECKING, Protocol

from servanda.documents import Document
from servanda.errors import InputError
from servanda.reading.lexicon import Lexicon

if TYPE_CHECKING:
    from servanda.reading.model import Reading


class Reads(Protocol):
    """What reads documents: `reading.Reader`, or a stand-in."""

    def read(self, document: Document) -> "Reading":
        """What the document says."""
        ...


def read_safely(reader: Reads, document: Document) -> "Reading | InputError":
    """What the document says; a fault of the reader costs that document and no other (SV111)."""
    try:
        return reader.read(document)
    except InputError as error:
        return error
    except Exception as error:  # whatever goes wrong within: the documents after this one are still read
        found = f"{type(error).__name__}: {error}"[:200]
        return InputError(
            "the reader failed on the document", code="SV111", file=document.path, place=document.id, found=found
        )


def warm_reader(lexicon: Lexicon) -> Reads:
    """A reader with its models loaded, so that processes forked from here share them."""
    from servanda.reading import Reader

    reader = Reader(lexicon)
    reader.read(Document("warm", "The envoys met on Friday."))
    return reader


def lost(item: Document | InputError) -> InputError:
    """What is said of a document whose reading process died."""
    file = item.path if isinstance(item, Document) else item.file
    place = item.id if isinstance(item, Document) else None
    return InputError("the process that read the document died", code="SV111", file=file, place=place)
