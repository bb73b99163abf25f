"""Texts cut into words, all in numpy: folded so that spelling, marks and tricks do not hide that words are the same.

Letters are folded by case, accent, width and look-alike (Cyrillic "а" is "a"); invisible characters vanish; `z` is
`s`, so that "organize" is "organise"; the codebook's other spellings become one. An apostrophe within a word is no
boundary, a hyphen is one, and "U.S." is "us". Each word becomes a 32-bit number; its place in the text is kept.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from servanda.codebook import load_toml
from servanda.errors import CodebookError

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: Flags of a word.
QUOTED, OFFICIAL, BRITISH, AMERICAN, SOLEMN = 1, 2, 4, 8, 32

# Classes of characters.
_BREAK, _LETTER, _SOLO, _GONE, _APOSTROPHE, _DOT, _MARK, _STOP, _LINE = range(9)
_OPENING, _CLOSING, _STRAIGHT = "“«„‟", "”»", '"＂'
_TABLE = 0x20000
_LONGEST = 64
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

#: Letters of other scripts that look like Latin ones, beside what Unicode itself decomposes.
_LOOK_ALIKES = dict(
    zip(
        "аеорсухѕіјԁһӏԛԝкмнтвгαβεηικνορτυχωɡɑɩʏʀɪḷℓոսօѵʌ",
        "aeopcyxsijdhlqwkmhtbrabenikvoptuxwgaiyrillnuovv",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of one text: number, start and end in code points, flags. All arrays have one entry a word."""

    words: U32
    starts: U32
    ends: U32
    flags: U8


def _fold(char: str) -> str:
    """One character's plain letter or digit, or the character itself."""
    plain = unicodedata.normalize("NFKD", char).casefold()
    base = next((c for c in plain if not unicodedata.combining(c)), char)
    base = _LOOK_ALIKES.get(base, base)
    return "s" if base == "z" else base


def _class(char: str) -> int:
    category = unicodedata.category(char)
    if char in "'’‘ʼ＇`´":
        return _APOSTROPHE
    if char in _OPENING + _CLOSING + _STRAIGHT:
        return _MARK
    if char in ".．":
        return _DOT
    if char in "!?;:…。！？":
        return _STOP
    if char in "\n\r\v\f\x85\u2028\u2029":
        return _LINE
    if category in ("Cf", "Mn", "Me", "Cc") and char != "\t":
        return _GONE
    if 0x3040 <= ord(char) <= 0x30FF or 0x3400 <= ord(char) <= 0x9FFF or 0xF900 <= ord(char) <= 0xFAFF:
        return _SOLO
    return _LETTER if category[0] in "LN" or category == "Mc" else _BREAK


@cache
def _tables() -> tuple[U8, U32]:
    """Class and folded code point of every character below `_TABLE`; those above count as letters, unfolded."""
    classes, folded = np.full(_TABLE, _LETTER, np.uint8), np.arange(_TABLE, dtype=np.uint32)
    for code in [*range(0xD800), *range(0xE000, 0x10000), *range(0x1D400, 0x1D800), *range(0x1F130, 0x1F170)]:
        char = chr(code)
        classes[code] = _class(char)
        if classes[code] == _LETTER:
            folded[code] = ord(_fold(char))
    classes[0x1F000:0x1F130] = classes[0x1F170:_TABLE] = _BREAK
    return classes, folded


@cache
def _powers() -> U64:
    with np.errstate(over="ignore"):
        return np.cumprod(np.full(_LONGEST, _MULTIPLIER | np.uint64(1), np.uint64), dtype=np.uint64)


def mix(values: U64) -> U64:
    """Scatters 64-bit numbers over the whole range (the finaliser of splitmix64), so that order is chance."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scattered: U64 = values ^ (values >> np.uint64(31))
    return scattered


@dataclass(frozen=True, slots=True)
class _Listed:
    """The words that the codebook lists, as numbers in order; for each its flags and the number that stands for it.

    `British` and `American` are set for the forms that are one or the other; both for words in -ise and -ize, of
    which the letter decides. `low` says which lowest sixteen bits some listed word has.
    """

    numbers: U32
    flags: U8
    stand_in: U32
    low: Mask


@cache
def _listed() -> _Listed:
    book = load_toml("sources.toml")
    try:
        pairs = [(british, american) for british, american in book["spelling"]["pairs"]]
        ise = [w for stem in book["spelling"]["ise"] for w in _inflected(stem)]
        lists = [[b for b, _ in pairs], [a for _, a in pairs], ise, list(book["official"]["words"])]
    except (KeyError, TypeError, ValueError) as error:
        raise CodebookError("the lists of words are faulty", file="sources.toml", found=repr(error)) from None
    british, american, either, solemn = (_numbers(words) for words in lists)
    numbers = np.unique(np.concatenate((british, american, either, solemn)))
    flags, stand_in = np.zeros(len(numbers), np.uint8), numbers.copy()
    for listed, flag in ((british, BRITISH), (american, AMERICAN), (either, BRITISH | AMERICAN), (solemn, SOLEMN)):
        flags[np.searchsorted(numbers, listed)] |= flag
    stand_in[np.searchsorted(numbers, british)] = american
    low = np.zeros(1 << 16, bool)
    low[numbers & np.uint32(0xFFFF)] = True
    return _Listed(numbers, flags, stand_in, low)


def _inflected(stem: str) -> list[str]:
    """The forms of a verb in -ise: `organ` gives organise, organised, organisation and so on."""
    return [f"{stem}is{end}" for end in ("e", "es", "ed", "ing", "er", "ers", "ation", "ations")]


def _numbers(words: list[str]) -> U32:
    """The numbers of plain words, before any spelling is replaced."""
    return _word_numbers("\n".join(words))[0] if words else np.empty(0, np.uint32)


def within(values: NDArray[np.unsignedinteger], lists: NDArray[np.unsignedinteger]) -> tuple[Mask, Ints]:
    """Which values stand in a sorted list, and where."""
    if not len(lists):
        return np.zeros(len(values), bool), np.zeros(len(values), np.int64)
    place = np.minimum(np.searchsorted(lists, values), len(lists) - 1)
    return lists[place] == values, place


def _word_numbers(text: str) -> tuple[U32, Ints, Ints, U8, U32]:
    """Numbers, starts and ends of the words of a text; class and code point of its characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes_of, folded_of = _tables()
    small = codes if not len(codes) or int(codes.max()) < _TABLE else np.minimum(codes, _TABLE - 1)
    classes = classes_of[small]
    kind = _joined(classes)
    letter = kind == _LETTER
    solo = kind == _SOLO
    inside = letter | solo
    shown = np.flatnonzero(kind != _GONE)  # breaks and letters, without what vanishes
    is_in, is_solo = inside[shown], solo[shown]
    before = np.concatenate(([False], is_in[:-1]))
    solo_before = np.concatenate(([False], is_solo[:-1]))
    first = is_in & (~before | is_solo | solo_before)
    after = np.concatenate((is_in[1:], [False]))
    first_after = np.concatenate((first[1:], [False]))
    last = is_in & (~after | first_after)
    starts, ends = shown[first], shown[last] + 1
    if not len(starts):
        return np.empty(0, np.uint32), starts, ends, classes, codes
    letters = shown[is_in]
    word = np.cumsum(first[is_in]) - 1
    heads = np.flatnonzero(first[is_in])
    place = np.arange(len(letters)) - heads[word]
    with np.errstate(over="ignore"):
        folded = folded_of[small[letters]]
        if small is not codes:
            folded = np.where(codes[letters] < _TABLE, folded, codes[letters])
        terms = _powers()[place % _LONGEST]
        terms *= folded + np.uint32(1)
        numbers = mix(np.add.reduceat(terms, heads))
    return (numbers >> np.uint64(32)).astype(np.uint32), starts, ends, classes, codes


def _joined(classes: U8) -> U8:
    """Apostrophes and dots within a word (don't, U.S.) vanish; other marks are breaks."""
    kind = classes.copy()
    joiner = np.flatnonzero((classes == _APOSTROPHE) | (classes == _DOT))
    if len(joiner):
        letter = np.concatenate(([False, False], classes == _LETTER, [False]))
        between = letter[joiner + 1] & letter[joiner + 3]
        between &= (classes[joiner] == _APOSTROPHE) | ~letter[joiner]
        kind[joiner] = np.where(between, _GONE, _BREAK)
    kind[(kind > _GONE) & (kind != _LETTER)] = _BREAK
    return kind


def cut(text: str) -> Cut:
    """The words of a text with their flags (all but OFFICIAL, which `fingerprint` sets)."""
    numbers, starts, ends, classes, codes = _word_numbers(text)
    flags = np.zeros(len(numbers), np.uint8)
    if len(numbers):
        flags[_quoted(classes, codes, starts)] |= QUOTED
        numbers = _respelt(numbers, flags, starts, ends, codes)
    return Cut(numbers, starts.astype(np.uint32), ends.astype(np.uint32), flags)


def _respelt(numbers: U32, flags: U8, starts: Ints, ends: Ints, codes: U32) -> U32:
    """Sets the flags of house style and solemn words; gives the numbers with British spellings replaced."""
    listed = _listed()
    maybe = np.flatnonzero(listed.low[numbers & np.uint32(0xFFFF)])
    known, place = within(numbers[maybe], listed.numbers)
    words, place = maybe[known], place[known]
    found = listed.flags[place]
    either = np.flatnonzero((found & (BRITISH | AMERICAN)) == (BRITISH | AMERICAN))
    zed = np.concatenate(([0], np.cumsum((codes == ord("z")) | (codes == ord("Z")))))
    has_zed = zed[ends[words[either]]] > zed[starts[words[either]]]
    found[either] &= np.where(has_zed, ~np.uint8(BRITISH), ~np.uint8(AMERICAN))
    flags[words] |= found
    replaced = numbers.copy()
    replaced[words] = listed.stand_in[place]
    return replaced


def _quoted(classes: U8, codes: U32, starts: Ints) -> Mask:
    """Which words stand in quotation marks: the mark before opens, or, with none on the line, the mark after closes."""
    marks = np.flatnonzero(classes == _MARK)
    doubled = np.flatnonzero((classes[:-1] == _APOSTROPHE) & (classes[1:] == _APOSTROPHE))
    marks = np.union1d(marks, doubled)
    if not len(marks):
        return np.zeros(len(starts), bool)
    opens = _opens(marks, classes, codes)
    line = np.concatenate(([0], np.cumsum(classes == _LINE)))
    after = np.searchsorted(marks, starts)
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(marks) - 1)
    has_left = (after > 0) & (line[marks[left]] == line[starts])
    has_right = (after < len(marks)) & (line[marks[right]] == line[starts])
    return np.where(has_left, opens[left], has_right & ~opens[right])


def _opens(marks: Ints, classes: U8, codes: U32) -> Mask:
    """Which marks open a quotation: by their shape, else by a word that begins right after them."""
    padded = np.concatenate(([_BREAK], classes, [_BREAK, _BREAK])).astype(np.uint8)
    width = np.where(classes[marks] == _APOSTROPHE, 2, 1)
    word_after = (padded[marks + 1 + width] == _LETTER) | (padded[marks + 1 + width] == _SOLO)
    free_before = (padded[marks] == _BREAK) | (padded[marks] == _LINE)
    shape = codes[marks]
    opening = np.isin(shape, [ord(c) for c in _OPENING])
    closing = np.isin(shape, [ord(c) for c in _CLOSING])
    opens: Mask = opening | (~closing & word_after & free_before)
    return opens
