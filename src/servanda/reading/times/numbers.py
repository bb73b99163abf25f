"""Numbers of time expressions, in digits and words: "twenty-four", "two and a half", "5 1/2", "a dozen", "1,200"."""

from servanda.reading.times.words import words as codebook

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def first_number(words: list[str]) -> float | None:
    """The number that the words begin with; of a range such as "two to six", the first. None where there is none."""
    total, current, seen, last = 0.0, 0.0, False, 0.0
    known = codebook().numbers
    for i, word in enumerate(words):
        value = _plain(word)
        if value is not None:
            if seen:
                break
            return value + (0.5 if _and_a_half([w for w in words[i + 1 :] if w != "-"]) else 0)
        if word in known:
            size = known[word]
            if size in (12, 100, 1000) and word not in ("twelve",):
                current = (current or 1) * size
                if size == 1000:
                    total, current = total + current, 0.0
            elif not seen or last in (100, 1000) or (last >= 20 > size and size < 10):
                current += size
            else:
                break
            seen, last = True, 12 if word == "dozen" else size
        elif word == "half":
            return total + current + 0.5
        elif word in ("a", "an") and not seen:
            if i + 1 < len(words) and words[i + 1] not in known:
                current, seen = 1.0, True
        elif word == "and" and _and_a_half([w for w in words[i:] if w != "-"]):
            return total + current + 0.5
        elif (word not in ("-", "–", "and", "of") or not seen) and seen:
            break
    return total + current if seen else None


def _and_a_half(words: list[str]) -> bool:
    return words[:3] in (["and", "a", "half"], ["and", "one", "half"])


def _plain(word: str) -> float | None:
    """A number in digits, with a fraction or commas."""
    if word in _FRACTIONS:
        return _FRACTIONS[word]
    if not word[:1].isdigit():
        return None
    whole, _, part = word.partition(" ")
    try:
        if part:
            return float(whole) + _ratio(part)
        return _ratio(word) if "/" in word else float(word.replace(",", ""))
    except ValueError:
        return None


def _ratio(text: str) -> float:
    top, _, bottom = text.partition("/")
    if float(bottom) == 0:
        raise ValueError(text)
    return float(top) / float(bottom)


def year_in_words(words: list[str]) -> int | None:
    """ "nineteen ninety-six", "two thousand and eight", "twenty eighteen" as a year, or None."""
    known = codebook().numbers
    sizes = [known[t] for t in words if t in known]
    if len(sizes) < 2:
        return None
    if sizes[:2] == [2, 1000]:
        return 2000 + sum(sizes[2:])
    century, rest = sizes[0], sizes[1:]
    if not 14 <= century <= 20 or 100 in rest or 1000 in rest:
        return None
    if (len(rest) == 1 and 10 <= rest[0] <= 90) or (len(rest) == 2 and rest[0] >= 20 and 0 < rest[1] <= 9):
        return century * 100 + sum(rest)
    return None
