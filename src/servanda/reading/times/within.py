"""Looks up quickly whether a span lies within one of many spans that do not overlap."""

from bisect import bisect_right
from collections.abc import Iterable

from servanda.spans import Span


class Within:
    """Spans without overlaps, to be asked by place."""

    __slots__ = ("_spans", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def holds(self, span: Span) -> bool:
        """Whether one of the spans contains it."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and self._spans[at].contains(span)

    def meeting(self, span: Span) -> list[Span]:
        """Those of the spans that share a character with it, in order."""
        at = max(0, bisect_right(self._starts, span.start) - 1)
        met = []
        while at < len(self._spans) and self._spans[at].start < span.end:
            if self._spans[at].overlaps(span):
                met.append(self._spans[at])
            at += 1
        return met
