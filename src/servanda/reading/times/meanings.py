"""Which meaning belongs to which rule of rules.py; and what single references mean."""

from servanda.days import Period
from servanda.reading.times import clock, durations, points, relative
from servanda.reading.times.reader import Found, Meaning, Reader


def reference(r: Reader, a: int, _b: int) -> Found | None:
    """ "now", "recently", "the future"."""
    word = r.word(a)
    if word == "the present" and r.next_word(a):
        return None
    if word == "these days" or word in r.known.phrase_values:
        return Found("DATE", r.known.phrase_values[word], a, a, _side(r, r.known.phrase_values[word]))
    value = r.known.references.get(word) or "PRESENT_REF"
    return Found("DATE", value, a, a, _side(r, value))


def _side(r: Reader, value: str) -> Period:
    """The days that a reference can mean: today, up to today or from today on."""
    if r.published is None:
        return Period()
    return {
        "PRESENT_REF": Period.of(r.published),
        "PAST_REF": Period(None, r.published),
        "FUTURE_REF": Period(r.published, None),
    }[value]


def current(r: Reader, a: int, _b: int) -> Found | None:
    if r.word(a) != "current" or (r.scan.text[r.scan.starts[a]].isupper() and r.previous_word(a)):
        return None
    return Found("DATE", "PRESENT_REF", a, a, _side(r, "PRESENT_REF"))


MEANINGS: dict[str, Meaning] = {
    "duration": durations.duration,
    "vague_duration": durations.vague_duration,
    "a_duration": durations.a_duration,
    "half_unit": durations.half_unit,
    "bare_units": durations.bare_units,
    "word_duration": durations.word_duration,
    "ago": relative.ago,
    "year_ago": relative.year_ago,
    "quarter_ago": relative.quarter_ago,
    "year_before": relative.year_before,
    "span_of": durations.span_of,
    "first_units": durations.first_units,
    "the_plural": durations.the_plural,
    "the_units": durations.the_units,
    "span_of_units": durations.span_of_units,
    "the_early_units": durations.the_early_units,
    "relative_unit": relative.relative_unit,
    "relative_quarter": relative.relative_quarter,
    "relative_month": relative.relative_month,
    "relative_seasons": relative.relative_seasons,
    "definite_unit": relative.definite_unit,
    "unit_before": relative.unit_before,
    "week_of": relative.week_of,
    "year_end": relative.year_end,
    "period": relative.period,
    "this_moment": relative.this_moment,
    "day": points.day,
    "ordinal_day": points.ordinal_day,
    "day_range": points.day_range,
    "month_of": relative.month_of,
    "month": points.month,
    "month_in_words": points.month_in_words,
    "year": points.year,
    "year_in_words": points.year_in_words_found,
    "fiscal": points.fiscal,
    "year_span": points.year_span,
    "decade": points.decade,
    "century": points.century,
    "quarter": relative.quarter,
    "coded_quarter": relative.coded_quarter,
    "unit_long": durations.unit_long,
    "year_quarter": relative.year_quarter,
    "ordinal_part": relative.ordinal_part,
    "weekday": points.weekday,
    "weekday_part": clock.weekday_part,
    "date_part": clock.date_part,
    "part_of": clock.part_of,
    "relative_part": clock.relative_part,
    "the_part": clock.the_part,
    "every": durations.every,
    "frequency": durations.frequency,
    "so_often": durations.so_often,
    "all_of": durations.all_of,
    "per_unit": durations.per_unit,
    "clock": clock.clock,
    "clock_zone": clock.clock_zone,
    "clock_day": clock.clock_day,
    "clock_part": clock.clock_part,
    "day_clock": clock.clock_day,
    "today": points.today,
    "season": points.season,
    "relative_season": relative.relative_season,
    "named_day": points.named_day,
    "iso": points.iso,
    "numeric": points.numeric,
    "reference": reference,
    "current": current,
}
