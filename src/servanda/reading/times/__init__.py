"""Time expressions by rule: TIMEX3 spans, types, values, and the days they mean."""

from servanda.reading.times.tagger import tag

__all__ = ["tag"]
