"""What sequences of token classes are time expressions. Classes are the letters of words.py.

A rule is a name and a pattern over classes; all that fit at a place are candidates, the longest first. What they
mean, and whether the words bear them out, is for `resolve` to say.
"""

import re
from functools import lru_cache

#: No expression is longer than this many tokens: reading stays linear.
LONGEST = 22

_NUM = r"(?:a?[ndy](?:[-A]?[nd]){0,4}(?:-?A-?a?-?v)?|a?v)"
_RANGE = rf"(?:{_NUM}(?:(?:-?[R<]-?|A){_NUM})?)"
_VAGUE = r"(?:a?q[nf]{0,2})"
_ABOUT = r"(?:0?m\?|@L|><|b)"
_SO = r"(?:RN)"
_UNIT = r"[UV]"
_YEAR = r"(?:,?f?y)"
_EARLY = r"(?:e-?)"
_EDGE = r"(?:T?[ze]f)"
_MONTH_DAY = r"M[do](?:,?y(?!Z))?"
_DAY_MONTH = r"T?[do]f?M(?![d])(?:,?y)?"
_DAY = rf"(?:W,?(?:{_MONTH_DAY}|{_DAY_MONTH})|{_MONTH_DAY}|{_DAY_MONTH}|[hl]?W|t|I|J)"
_CLOCK = r"(?:C-?X?|[dn]-?X|[dn]K|[dn](?=iTP)|Q)(?:iTP|hP)?Z?(?:,?Z)?"

_RULES: dict[str, str] = {
    "duration": rf"(?:{_ABOUT}|q)?{_RANGE}-?m?j{{0,2}}-?{_UNIT}(?:Aa?v|{_SO}|R{_NUM})?",
    "vague_duration": rf"(?:m\?)?{_VAGUE}m?j?{_UNIT}",
    "a_duration": rf"{_ABOUT}?aj?U(?:Aav|{_SO}|R{_NUM})?",
    "half_unit": rf"{_ABOUT}?(?:va|a?v-?)U",
    "bare_units": r"V",
    "word_duration": r"G",
    "ago": rf"{_ABOUT}?(?:{_RANGE}|{_VAGUE}|a|va)-?m?j?-?{_UNIT}(?:Aav|{_SO})?-?[gk]",
    "year_ago": r"T?U-[gk](?:-?o?-?U|u)?",
    "quarter_ago": r"TUaUg",
    "year_before": r"T?c[Uu]f?(?:lU|aU[gk])",
    "span_of": rf"T?h?[lc](?:{_RANGE}|{_VAGUE})j?{_UNIT}{_SO}?",
    "first_units": rf"T?o(?:{_RANGE}|{_VAGUE}){_UNIT}(?:f(?:F?y|[hl]U|My?))?",
    "the_plural": r"TV",
    "the_units": rf"T{_NUM}j?V",
    "span_of_units": r"(?:T|h)?[lq]V",
    "the_early_units": r"TeV",
    "relative_unit": rf"(?:{_EDGE}|k(?:iT)?|{_EARLY}|k)?T?[hl]?[hlc]j?F?U{_SO}?",
    "relative_quarter": r"(?:T?[hlc]{1,2}j?Us)T?F?-?o?-?[UuS]",
    "relative_month": rf"(?:{_EDGE}|k|{_EARLY})?T?[hl]?[hlc]M",
    "relative_seasons": r"T?[lc](?:n|d|q)S",
    "definite_unit": rf"(?:{_EDGE}|k?iT|{_EDGE}T)?Tj?F?UB?|{_EDGE}TU|kiTU|TU",
    "unit_before": rf"UB{_DAY}",
    "week_of": rf"T?Uf(?:{_MONTH_DAY}|{_DAY_MONTH})",
    "year_end": r"(?:[hl]?Us?-?z)",
    "period": r"Tc?[lcy]?u|Ty-?u|T?[hl]u",
    "this_moment": r"(?:h|T)x?j?u",
    "day": rf"{_ABOUT}?W?,?(?:{_MONTH_DAY}|{_DAY_MONTH})",
    "ordinal_day": r"To",
    "day_range": r"Md-d(?:,?y)?|d-df?M(?:,?y)?",
    "month_of": rf"{_EARLY}?Mf?[hl]U",
    "month": rf"(?:{_EDGE}|{_EARLY}|k)?(?:T{_EARLY})?M{_YEAR}?|wM",
    "month_in_words": r"M,?n-?n(?:-?n)?",
    "year": rf"(?:{_EDGE}|T?{_EARLY})?F?y|TUy",
    "year_in_words": r"(?:TU)?n-?n(?:-?n){0,2}",
    "fiscal": rf"(?:{_EDGE})?F-?(?:Uy|y)",
    "year_span": r"y-d",
    "decade": rf"T?{_EARLY}?T?E",
    "century": rf"T?{_EARLY}?T?o-?U",
    "quarter": rf"{_EDGE}?T?(?:F-?)?(?:y)?(?:F-?)?o-?(?:F-?)?(?:U|v)(?:f(?:F?y|[hl]U|TU)|(?:F?y)|[hl]U)?",
    "coded_quarter": r"4(?:,?f?F?y)?|F?y4",
    "unit_long": r"[UV]-",
    "year_quarter": r"TyF?U",
    "ordinal_part": r"T?o-?Uf(?:My?|y|[hl]U|TU)",
    "weekday": rf"(?:{_EARLY}|k)?[hlcw]?W",
    "weekday_part": rf"(?:{_EARLY}|k)?(?:[hlw]?W|t),?(?:{_EARLY})?-?P",
    "date_part": rf"(?:{_EARLY})?P(?:f|O)?(?:{_MONTH_DAY}|{_DAY_MONTH})|(?:{_MONTH_DAY})P",
    "part_of": rf"T?(?:{_EARLY})?-?Pf?O?{_DAY}",
    "relative_part": rf"(?:{_EARLY}|k)?T?[hl]?[hlc](?:{_EARLY})?P",
    "the_part": rf"iT(?:{_EARLY})?P",
    "every": r"w(?:[nd]|o|2|c)?(?:U|V|W|P|S|M)",
    "frequency": r"D",
    "so_often": r"(?:5|[ndq]6)(?:[ap]U|w(?:[nd]|2)?[UV])",
    "all_of": r"7U",
    "per_unit": r"pU",
    "clock": rf"{_ABOUT}?{_CLOCK}",
    "clock_zone": rf"[ny]Z(?:O?{_DAY})?",
    "clock_day": rf"{_ABOUT}?{_CLOCK},?\(?(?:x|O)?{_DAY}(?:P)?",
    "clock_part": rf"{_ABOUT}?{_CLOCK}[hl]P",
    "day_clock": rf"{_DAY}P?,?@{_CLOCK}|{_DAY},?{_CLOCK}",
    "today": rf"(?:{_EARLY}|k)?t",
    "season": rf"(?:{_EDGE}|{_EARLY})?(?:T{_EARLY}?)?S(?:f?y|f[hl]U)?",
    "relative_season": rf"(?:{_EDGE}|{_EARLY}|k)?T?[hl]?[hlcw]S",
    "named_day": rf"{_EARLY}?[hlw]?H(?:,?y)?",
    "iso": r"I",
    "numeric": r"J",
    "reference": r"r",
    "current": r"c",
}
_COMPILED = [(name, re.compile(pattern)) for name, pattern in _RULES.items()]


@lru_cache(maxsize=1 << 15)
def candidates(tail: str) -> tuple[tuple[str, int], ...]:
    """The rules that fit at the start of a string of classes and how many tokens each takes, the longest first."""
    found = ((name, len(match.group())) for name, pattern in _COMPILED if (match := pattern.match(tail)))
    return tuple(sorted(found, key=lambda item: -item[1]))
