"""The engine against brute force: every outcome of every world, no more and no fewer, for all forms and edge days."""

import os
import random
from collections import Counter
from dataclasses import replace

import pytest
from scenes import FORMS, random_scene

from servanda.verdicts import worlds
from servanda.verdicts.scene import Happening, Scene
from servanda.verdicts.worlds import UNSEARCHED, difference, enumerate_all, possible

#: Scenes for each form; 17,000 gives the 102,000 of docs/verdicts.md.
SCENES = int(os.environ.get("SERVANDA_ORACLE_SCENES", "250"))


def cases(scene: Scene) -> list[Scene]:
    """The scene, or for a `repeat` one for each period."""
    if scene.duty.form != "repeat":
        return [scene]
    return [replace(scene, instance=k) for k in range(len(scene.duty.periods()))]


@pytest.mark.parametrize("form", FORMS)
def test_the_engine_agrees_with_the_enumeration_of_all_worlds(form: str) -> None:
    sizes: Counter[int] = Counter()
    for seed in range(SCENES):
        for scene in cases(random_scene(random.Random(f"{form} {seed}"), form)):
            found, expected = possible(scene), enumerate_all(scene)
            assert set(found) == set(expected), (seed, scene)
            assert all(scene.outcome(world) == outcome for outcome, world in found.items())
            sizes[len(expected)] += 1
    assert sizes[1] > sizes[2] > 0, "the scenes must hold hard and open ones"


@pytest.mark.parametrize("form", FORMS)
def test_worlds_are_possible(form: str) -> None:
    """Each world that is named puts every happening on one of its days, and leaves none out that is certain."""
    for seed in range(SCENES):
        for scene in cases(random_scene(random.Random(f"{form} {seed}"), form)):
            for world in possible(scene).values():
                for happening, day in zip(scene.happenings, world, strict=True):
                    assert (day is None and not happening.certain) or day in set(happening.days())


@pytest.mark.parametrize("form", FORMS)
def test_more_uncertainty_only_opens(form: str) -> None:
    """Widening a day to several, or a certain act to a possible one, keeps every outcome that was possible before."""
    for seed in range(SCENES):
        rng = random.Random(f"{form} {seed}")
        for scene in cases(random_scene(rng, form)):
            if not scene.happenings:
                continue
            place = rng.randrange(len(scene.happenings))
            old = scene.happenings[place]
            last = min(old.last + rng.randint(0, 4), scene.duty.as_of)
            wider = replace(
                old, ranges=((old.first - rng.randint(0, 4), last),), certain=old.certain and rng.random() < 0.5
            )
            happenings = (*scene.happenings[:place], wider, *scene.happenings[place + 1 :])
            assert set(possible(scene)) <= set(possible(replace(scene, happenings=happenings))), seed


@pytest.mark.parametrize("form", FORMS)
def test_order_of_the_record_does_not_matter(form: str) -> None:
    for seed in range(SCENES):
        rng = random.Random(f"{form} {seed}")
        for scene in cases(random_scene(rng, form)):
            shuffled = list(scene.happenings)
            rng.shuffle(shuffled)
            assert set(possible(scene)) == set(possible(replace(scene, happenings=tuple(shuffled))))


def test_beyond_the_search_s_bound_no_possible_outcome_is_ruled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "MAX_STATES", 1)
    unsearched = 0
    for seed in range(SCENES):
        for scene in cases(random_scene(random.Random(f"repeat {seed}"), "repeat")):
            found = possible(scene)
            assert set(enumerate_all(scene)) <= set(found), seed
            unsearched += UNSEARCHED in found.values() and len(scene.happenings) > 0
    assert unsearched > SCENES // 10


def test_the_difference_of_two_worlds_is_small() -> None:
    scene = random_scene(random.Random(0), "refrain")
    act = Happening("act", ((scene.duty.start, scene.duty.start),), certain=False)
    scene = replace(
        scene, happenings=(act, act, act), duty=replace(scene.duty, as_of=scene.duty.start + 3, suspended=())
    )
    day = scene.duty.start
    assert len(difference(scene, (None, None, None), (day, day, day))) == 1
