"""Every outcome that some possible world gives, with one world of each: the set semantics of docs/verdicts.md.

Each form has a few extremal worlds such that whatever outcome is possible at all shows in one of them. Each candidate
is judged by the kernel, so an outcome is never claimed without a world that gives it; that none is missed is tested
against an enumeration of all worlds.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from typing import Literal

from servanda.verdicts.duty import Duty
from servanda.verdicts.scene import Happening, Scene, World

#: Partial worlds that the search for a period's outcomes keeps at most.
MAX_STATES = 500
#: Stands for the world of an outcome that was not ruled out, because there are too many worlds to search.
UNSEARCHED: World = ()


class TooMany(Exception):
    """The search for a period's outcomes met more partial worlds than it keeps."""


def possible(scene: Scene) -> dict[str, World]:
    """Every outcome that some world gives, with a world that gives it. Never empty.

    Where there are too many worlds to search (`repeat` alone), every outcome that the calendar allows, UNSEARCHED.
    """
    if scene.under:
        return _over_entries(scene)
    idle = scene.duty.form == "repeat" and not 0 <= scene.instance < len(scene.duty.periods())
    if idle or all(h.certain and h.first == h.last for h in scene.happenings):
        world: World = tuple(h.first for h in scene.happenings)
        return {scene.outcome(world): world}
    found: dict[str, World] = {}
    try:
        for candidate in _CANDIDATES[scene.duty.form](scene):
            found.setdefault(scene.outcome(candidate), candidate)
    except TooMany:
        return dict.fromkeys(_by_calendar(scene), UNSEARCHED)
    return found


def _over_entries(scene: Scene) -> dict[str, World]:
    """The outcomes of every day of entry together."""
    found: dict[str, World] = {}
    for day, inner in scene.under.items():
        missing = (None,) * (len(scene.happenings) - 1 - len(inner.happenings))
        for outcome, world in possible(inner).items():
            whole: World = (*world, *missing, day) if world or not inner.happenings else UNSEARCHED
            found.setdefault(scene.outcome(whole) if whole else outcome, whole)
    return found


def _by_calendar(scene: Scene) -> list[str]:
    """What a period may come to as far as the calendar tells: nothing is known of its acts."""
    duty = scene.duty
    late = duty.as_of > duty.periods()[scene.instance][2]
    outcomes = ["fulfilled", *(["remedied", "broken" if duty.as_of > duty.end else "overdue"] if late else ["pending"])]
    refusable = "broken" not in outcomes and any(h.first <= duty.as_of for h in scene.happenings if h.role == "refused")
    return [*outcomes, "broken"] if refusable else outcomes


def enumerate_all(scene: Scene) -> dict[str, World]:
    """The same by brute force: every world is judged. For scenes of a few happenings on a few days."""
    options = [[*h.days(), *([] if h.certain else [None])] for h in scene.happenings]
    found: dict[str, World] = {}
    for world in product(*options):
        found.setdefault(scene.outcome(world), world)
    return found


def difference(scene: Scene, one: World, other: World) -> list[int]:
    """The fewest happenings, by a greedy search, in which `one` must change to come out as `other` does.

    What was reported is kept to rather than what went unreported.
    """
    wanted, at = scene.outcome(other), list(other)
    for i in sorted(range(len(one)), key=lambda place: scene.happenings[place].role != "unseen"):
        day = one[i]
        if at[i] != day:
            kept, at[i] = at[i], day
            if scene.outcome(tuple(at)) != wanted:
                at[i] = kept
    return [i for i, day in enumerate(one) if at[i] != day]


def _place(happening: Happening, wishes: Sequence[int | None]) -> int:
    """The first wish that is a day; else the happening's first day."""
    for day in wishes:
        if day is not None:
            return day
    return happening.first


def _refrain(scene: Scene) -> Iterator[World]:
    """All acts kept out and undone late; all acts inside and late, undone early; the acts inside early, undone late."""
    duty = scene.duty
    inside = [_bound_days(duty, h) for h in scene.happenings]

    def world(acts: Callable[[int], int | None], undone: Callable[[Happening], int | None]) -> World:
        return tuple(undone(h) if h.role == "undone" else acts(i) for i, h in enumerate(scene.happenings))

    def out(i: int) -> int | None:
        happening = scene.happenings[i]
        if not happening.certain:
            return None
        free = _free_day(duty, happening)
        return free if free is not None else _first(inside[i])

    def late(h: Happening) -> int | None:
        return h.last

    def early(h: Happening) -> int | None:
        return h.first if h.certain else None

    places = [i for i, h in enumerate(scene.happenings) if h.role in ("act", "unseen")]
    yield world(out, late)
    yield world(lambda i: span[1] if (span := inside[i]) else out(i), early)
    reachable = [i for i in places if inside[i]]
    if reachable:
        first = min(reachable, key=lambda i: _first(inside[i]))
        yield world(lambda i: _first(inside[i]) if i == first else out(i), late)


def _first(span: tuple[int, int] | None) -> int:
    return span[0] if span else 0


def _bound_days(duty: Duty, happening: Happening) -> tuple[int, int] | None:
    """The first and the last day of a happening on which the duty binds, up to the day of knowledge."""
    days = [
        day
        for first, last in _bound_ranges(duty)
        for day in (happening.earliest(first, last), happening.latest(first, last))
        if day is not None
    ]
    return (min(days), max(days)) if days else None


def _bound_ranges(duty: Duty) -> list[tuple[int, int]]:
    """The days on which the duty binds, up to the day of knowledge, as ranges."""
    ranges, first = [], duty.start
    for a, b in duty.suspended:
        if first <= min(a - 1, duty.last):
            ranges.append((first, min(a - 1, duty.last)))
        first = max(first, b + 1)
    if first <= duty.last:
        ranges.append((first, duty.last))
    return ranges


def _free_day(duty: Duty, happening: Happening) -> int | None:
    """A day of the happening on which the duty does not bind, or None."""
    at = 0
    for first, last in [*_bound_ranges(duty), (duty.last + 10**7, duty.last + 10**7)]:
        day = happening.earliest(at, first - 1)
        if day is not None:
            return day
        at = last + 1
    return None


def _perform(scene: Scene) -> Iterator[World]:
    """As much in time as can be; as much late as can be with too little in time; as little as can be."""
    duty = scene.duty
    due = duty.last if duty.due is None else min(duty.due, duty.last)
    options = []
    for h in scene.happenings:
        timely = h.earliest(duty.early, due)
        late = h.earliest(due + 1, duty.last)
        never = [h.earliest(0, duty.early - 1), h.earliest(duty.last + 1, 10**7)] if h.certain else [None]
        outside: int | Literal["no"] | None = "no"
        if not h.certain:
            outside = None
        elif any(day is not None for day in never):
            outside = _place(h, never)
        options.append((timely, late, outside))

    def fill(wish: Sequence[int], refused: bool) -> World:
        world: list[int | None] = []
        for h, option in zip(scene.happenings, options, strict=True):
            if h.role == "refused":
                world.append(h.first if refused else h.last if h.certain else None)
                continue
            chosen = next(option[w] for w in wish if option[w] is not None or w == 2)
            world.append(next(o for o in option if o not in (None, "no")) if chosen == "no" else chosen)  # type: ignore[arg-type]
        return tuple(world)

    yield fill((0, 1, 2), True)
    best = _most_late(scene, options)
    if best:
        yield best
    for refused in (True, False):
        yield _least(scene, options, fill, refused)


def _least(scene: Scene, options: Sequence[tuple[object, ...]], fill: Callable[..., World], refused: bool) -> World:
    """The world with as little done as can be, and of that as little in time."""
    world = list(fill((0, 1, 2), refused))
    for i, (h, (_, late, outside)) in enumerate(zip(scene.happenings, options, strict=True)):
        if h.role != "refused" and outside != "no":
            world[i] = outside  # type: ignore[call-overload]
        elif h.role != "refused" and late is not None:
            world[i] = late  # type: ignore[call-overload]
    return tuple(world)


def _most_late(scene: Scene, options: Sequence[tuple[object, ...]]) -> World | None:
    """Of the worlds with too little done in time, one with as much as can be done in all; None where there is none."""
    need = scene.duty.need
    best: dict[float, tuple[float, tuple[object, ...]]] = {0.0: (0.0, ())}
    for h, (timely, late, outside) in zip(scene.happenings, options, strict=True):
        weight = h.weight if h.role == "act" else need
        choices: list[tuple[object, float, float]] = []
        if h.role == "refused":
            choices = [(h.last if h.certain else None, 0.0, 0.0)]
        else:
            choices += [(timely, weight, weight)] if timely is not None else []
            choices += [(late, 0.0, weight)] if late is not None else []
            choices += [(outside, 0.0, 0.0)] if outside != "no" else []
        grown: dict[float, tuple[float, tuple[object, ...]]] = {}
        for in_time, (total, path) in best.items():
            for day, more_in_time, more in choices:
                key = round(in_time + more_in_time, 6)
                if key < need and (key not in grown or grown[key][0] < total + more):
                    grown[key] = (total + more, (*path, day))
        best = dict(sorted(grown.items(), key=lambda item: -item[1][0])[:MAX_STATES])
    if not best:
        return None
    return max(best.values(), key=lambda pair: pair[0])[1]  # type: ignore[return-value]


def _limit(scene: Scene) -> Iterator[World]:
    """Values above kept out or superseded; a value above last; each value above within, with one under it last."""
    duty, far = scene.duty, 10**7
    over = {i for i, h in enumerate(scene.happenings) if h.role == "unseen" or h.weight > duty.at_most}

    def gone(h: Happening) -> int | None:
        if not h.certain:
            return None
        return _place(h, [h.earliest(duty.last + 1, far), h.first])

    def under_first(h: Happening) -> int | None:
        return _place(h, [h.latest(0, duty.start), h.first])

    def under_last(h: Happening) -> int | None:
        return _place(h, [h.latest(0, duty.last), h.first])

    def under_gone(h: Happening) -> int | None:
        if not h.certain:
            return None
        return _place(h, [h.earliest(duty.last + 1, far), h.first])

    def under_apart(h: Happening) -> int | None:
        if not h.certain:
            return None
        return _place(h, [h.latest(duty.start + 1, far), h.first])

    def over_last(h: Happening) -> int | None:
        return _place(h, [h.latest(0, duty.last), h.first])

    def world(of_over: Callable[[Happening], int | None], of_under: Callable[[Happening], int | None]) -> World:
        return tuple(of_over(h) if i in over else of_under(h) for i, h in enumerate(scene.happenings))

    for of_under in (under_first, under_last, under_gone, under_apart):
        yield world(gone, of_under)
        yield world(over_last, of_under)
    unders = [h for i, h in enumerate(scene.happenings) if i not in over]
    ends = sorted({day for h in unders for day in (h.latest(0, duty.last),) if day is not None}, reverse=True)
    marks = {duty.start, duty.last, *ends}
    for i in sorted(over):
        h = scene.happenings[i]
        wishes = {h.first, h.latest(0, duty.start), h.latest(0, duty.start - 1), h.earliest(duty.start, duty.last)}
        wishes |= {h.latest(0, mark - 1) for mark in marks} | {
            h.latest(0, duty.last),
            None if not h.certain else h.first,
        }
        for day in sorted(d for d in wishes if d is not None):
            for of_under in (under_first, under_last, under_gone, under_apart):
                base = list(world(gone, of_under))
                base[i] = day
                yield tuple(base)
                for j, other in enumerate(scene.happenings):
                    last = other.latest(0, duty.last) if j not in over else None
                    if last is not None:
                        yield (*base[:j], last, *base[j + 1 :])


def _answer(scene: Scene) -> Iterator[World]:
    """For each day of the call: answered in time, late, or not, and refused or not."""
    duty, far = scene.duty, 10**7
    place = scene.places("call")[0]
    call = scene.happenings[place]
    days: list[int | None] = [*call.days()] if call.ranges else []
    if not call.certain:
        days.append(None)
    seen: set[tuple[object, ...]] = set()
    for called in days:
        if called is None or not duty.bound(called):
            key: tuple[object, ...] = ("not called",)
            if key not in seen:
                seen.add(key)
                yield tuple(called if i == place else h.first for i, h in enumerate(scene.happenings))
            continue
        due = duty.answer_due(called)
        final = min(duty.force_end, max(due if due is not None else duty.end, duty.end))
        last = min(duty.as_of, final)
        in_time = last if due is None else min(due, last)
        rows: list[tuple[int | None, int | None, object]] = []
        shape: list[tuple[bool, ...]] = []
        for h in scene.happenings:
            if h.role == "refused":
                ends = min(duty.as_of, duty.force_end)
                aside = [h.latest(0, called - 1), h.earliest(ends + 1, far)]
                clear = _place(h, aside) if h.certain else None
                rows.append((_place(h, [h.earliest(called, ends)]), None, clear))
                shape.append((h.earliest(called, ends) is None, h.certain and aside == [None, None]))
                continue
            avoid = [h.latest(0, called - 1), h.earliest(last + 1, far)]
            can_avoid = not h.certain or any(day is not None for day in avoid)
            absent: int | Literal["no"] | None = "no"
            if can_avoid:
                absent = _place(h, avoid) if h.certain else None
            timely, late = h.earliest(called, in_time), h.earliest(in_time + 1, last)
            rows.append((timely, late, absent))
            shape.append((timely is None, late is None, absent == "no"))
        passed = due is not None and duty.as_of > due
        key = (passed, duty.as_of > final, due is None or due > duty.force_end, *shape)
        if key in seen:
            continue
        seen.add(key)
        yield from _answers(scene, place, called, rows)


def _answers(
    scene: Scene, place: int, called: int, rows: Sequence[tuple[int | None, int | None, object]]
) -> Iterator[World]:
    """The worlds of one day of the call, given each happening's day in time, late and out of the way."""

    def world(wish: Sequence[int], refused: bool) -> World:
        days: list[int | None] = []
        for i, (h, row) in enumerate(zip(scene.happenings, rows, strict=True)):
            if i == place:
                days.append(called)
            elif h.role == "refused":
                days.append(row[0] if refused else row[2])  # type: ignore[arg-type]
            else:
                chosen = next(row[w] for w in wish if row[w] != "no" and (w == 2 or row[w] is not None))
                days.append(chosen)  # type: ignore[arg-type]
        return tuple(days)

    yield world((0, 1, 2), True)
    yield world((1, 2, 0), True)
    yield world((2, 1, 0), True)
    yield world((2, 1, 0), False)


def _repeat(scene: Scene) -> Iterator[World]:
    """Every way in which the acts can fall on the stretches of days that matter to one period, each once.

    Earlier periods matter only through acts in a grace that overlaps the next period.
    """
    duty, k = scene.duty, scene.instance
    periods = duty.periods()
    acts = [h for h in scene.happenings if h.role == "act"]
    begin = k
    while begin and any(h.earliest(periods[begin][0], periods[begin - 1][2]) is not None for h in acts):
        begin -= 1
    cells: list[tuple[int, int]] = []
    for j in range(begin, k + 1):
        first = max(periods[j][0], periods[j - 1][2] + 1) if j else periods[j][0]
        if j > begin:
            cells.append((periods[j][0], periods[j - 1][2]))
        cells.append((first, periods[j + 1][0] - 1 if j + 1 < len(periods) else periods[j][2]))
    if k + 1 < len(periods):
        cells.append((periods[k + 1][0], periods[k][2]))
    cells.append((periods[k][2] + 1, duty.last))
    cells = [cell for cell in cells if cell[0] <= cell[1]]
    whole = [(periods[k][0], periods[k][2]), (periods[k][2] + 1, duty.last)]
    shared = {(b[0], a[2]) for a, b in pairwise(periods)}
    enough = [2 if cell in shared else 1 for cell in cells]  # more acts there change nothing
    states: dict[tuple[int, ...], tuple[int | None, ...]] = {(0,) * len(cells): ()}
    for h in scene.happenings:
        grown: dict[tuple[int, ...], tuple[int | None, ...]] = {}
        choices = [*_choices(h, whole if h.role == "unseen" else cells)]
        for counts, path in states.items():
            for cell, day in choices:
                state = counts
                if h.role == "act" and cell is not None:
                    state = (*counts[:cell], min(enough[cell], counts[cell] + 1), *counts[cell + 1 :])
                elif cell is not None or h.role != "act":
                    state = (*counts, day if day is not None else 0)
                grown.setdefault(state, (*path, day))
        if len(grown) > MAX_STATES:
            raise TooMany
        states = grown
    yield from states.values()


def _choices(h: Happening, cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int | None, int | None]]:
    """The cells in which a happening may fall, each with a day; None for a day that matters to no cell."""
    if h.role == "refused":
        yield 0, h.first
        if not h.certain:
            yield None, None
        return
    for i, (first, last) in enumerate(cells):
        day = h.earliest(first, last)
        if day is not None:
            yield i, day
    if not h.certain:
        yield None, None
        return
    at = 0
    for first, last in [*cells, (10**7, 10**7)]:
        day = h.earliest(at, first - 1)
        if day is not None:
            yield None, day
            return
        at = last + 1


_CANDIDATES: dict[str, Callable[[Scene], Iterator[World]]] = {
    "refrain": _refrain,
    "perform": _perform,
    "limit": _limit,
    "repeat": _repeat,
    "admit": _answer,
    "respond": _answer,
}
