"""The evidence record: an append-only table of statements, events with standing, as-of views."""

from servanda.record.agreement_between_coders import FieldAgreement, agreement_between_coders
from servanda.record.decided import Decided
from servanda.record.difference import Moved, Step, moved
from servanda.record.events import group
from servanda.record.ledger import Entry, Record
from servanda.record.model import Event, SourceDocument, Standing, View
from servanda.record.standing import NO_INTERESTS, RULES, Interests, judge, told
from servanda.record.view import RecordView
from servanda.record.writing import Counts

__all__ = [
    "NO_INTERESTS",
    "RULES",
    "Counts",
    "Decided",
    "Entry",
    "Event",
    "FieldAgreement",
    "Interests",
    "Moved",
    "Record",
    "RecordView",
    "SourceDocument",
    "Standing",
    "Step",
    "View",
    "agreement_between_coders",
    "group",
    "judge",
    "moved",
    "told",
]
