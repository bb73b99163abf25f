"""The parts that events are made of: trees, frames, things, triggers, times, roots."""

from datetime import date

import pytest

from servanda.codebook import load_toml, plover
from servanda.days import Period
from servanda.documents import Document
from servanda.errors import CodebookError
from servanda.reading import Reader
from servanda.reading.certainty import CertaintyRules
from servanda.reading.events import Events, roots, tense
from servanda.reading.events.frames import Frames
from servanda.reading.events.roots import Setting, features, hashed, likeliest
from servanda.reading.events.things import Things
from servanda.reading.events.triggers import NO_ACT, _compile, triggers
from servanda.reading.lexicon import Lexicon, Named
from servanda.reading.syntax import parse
from servanda.reading.tree import Tree
from servanda.spans import Span


def tree(text: str) -> Tree:
    """The tree of one block."""
    (block,) = parse(text, [Span(0, len(text))])
    return block.tree


def words(parsed: Tree, tokens: list[int]) -> list[str]:
    return [parsed.words[i] for i in tokens]


def test_every_trigger_has_a_known_type_mode_and_class() -> None:
    objects = set(load_toml("objects.toml")) | {"person", "place", "state", "organisation"}
    for held in triggers().values():
        for trigger in held:
            assert trigger.mode is None or plover()[trigger.type].has_mode(trigger.mode)
            assert set(trigger.needs) | set(trigger.subject) <= objects


def test_all_plover_types_have_triggers() -> None:
    assert {t.type for held in triggers().values() for t in held} - {NO_ACT} == set(plover())


@pytest.mark.parametrize("pattern", ["", "[talks]", "lift [sanctions", "a ] b"])
def test_a_faulty_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(CodebookError):
        _compile(pattern, "verbs", "CONCEDE", None)


def test_a_pattern_is_taken_apart() -> None:
    head, trigger = _compile("pull out of [agreement]", "verbs", "REJECT", "withdraw from agreement")
    assert (head, trigger.words, trigger.needs, trigger.by) == ("pull", ("out", "of"), ("agreement",), "of")
    head, trigger = _compile("[talks] stall", "verbs", "REJECT", "break off")
    assert (head, trigger.subject, trigger.needs) == ("stall", ("talks",), ())


def test_passives_and_shared_subjects_are_undone() -> None:
    parsed = tree("The envoy was expelled by Borland. France signed and ratified the treaty.")
    frames = Frames(parsed)
    expelled = frames.of(parsed.words.index("expelled"))
    assert words(parsed, expelled.subjects) == ["Borland"]
    assert words(parsed, expelled.objects) == ["envoy"]
    ratified = frames.of(parsed.words.index("ratified"))
    assert words(parsed, ratified.subjects) == ["France"]
    assert words(parsed, ratified.objects) == ["treaty"]


def test_a_wrong_lemma_is_mended() -> None:
    parsed = tree("The envoy was expelled by Borland.")
    at = parsed.words.index("expelled")
    parsed.lemmas[at] = "expell"
    found = Events().find("The envoy was expelled by Borland.", [parsed], [], (), (), None)
    assert [e.type for e in found if e.span.start == parsed.start[at]] == ["SANCTION"]


def test_control_tells_who_would_act() -> None:
    parsed = tree("France urged the rebels to leave the city. The minister agreed to meet them.")
    frames = Frames(parsed)
    assert words(parsed, frames.of(parsed.words.index("leave")).subjects) == ["rebels"]
    assert words(parsed, frames.of(parsed.words.index("meet")).subjects) == ["minister"]


def test_a_noun_takes_over_the_roles_of_its_light_verb() -> None:
    parsed = tree("The president held talks with the king.")
    talks = Frames(parsed).of(parsed.words.index("talks"))
    assert words(parsed, talks.subjects) == ["president"]
    assert words(parsed, talks.obliques["with"]) == ["king"]
    assert talks.light == parsed.words.index("held")


@pytest.mark.parametrize(
    ("phrase", "head", "name"),
    [
        ("an intercontinental ballistic missile", "missile", "icbm"),
        ("a nuclear testing site", "site", "test site"),
        ("a key missile engine facility", "facility", "engine test stand"),
        ("guard posts", "posts", "guard post"),
        ("three missile bases", "bases", "missile base"),
    ],
)
def test_things_are_named_by_the_longest_words_that_fit(phrase: str, head: str, name: str) -> None:
    parsed = tree(f"The army closed {phrase} in May.")
    assert Things().name(parsed, parsed.words.index(head)) == name


def test_a_case_object_wins_and_takes_its_kind_from_its_words() -> None:
    things = Things(Lexicon(objects=(Named("Kessel engine stand", ("Kessel stand",)),)))
    parsed = tree("They tore down the Kessel engine stand.")
    at = parsed.words.index("stand")
    assert things.name(parsed, at) == "Kessel engine stand"
    assert {"engine test stand", "site"} <= things.classes("Kessel engine stand")


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("They met in Oslo.", "met", "past"),
        ("They have met in Oslo.", "met", "past"),
        ("They will meet in Oslo.", "meet", "future"),
        ("They are to meet in Oslo.", "meet", "future"),
        ("They could meet in Oslo.", "meet", "future"),
        ("They meet every year.", "meet", "present"),
    ],
)
def test_tense_is_that_of_the_verb_and_its_auxiliaries(text: str, word: str, told: str) -> None:
    parsed = tree(text)
    assert tense(parsed, parsed.words.index(word)) == told


def alone(parsed: Tree) -> Setting:
    """A tree without names or other triggers."""
    return Setting(parsed, frozenset(), {})


def test_the_model_gives_a_root_with_odds() -> None:
    parsed = tree("Police arrested dozens of students.")
    at = parsed.words.index("arrested")
    root, odds = likeliest(alone(parsed), at, Frames(parsed).of(at), [], CertaintyRules(parsed).of(at))
    assert root == "COERCE"
    assert 0 < odds <= 1


def test_features_are_hashed_the_same_each_time() -> None:
    parsed = tree("Police arrested dozens of students.")
    at = parsed.words.index("arrested")
    found = features(alone(parsed), at, Frames(parsed).of(at), [], CertaintyRules(parsed).of(at))
    assert hashed(found) == hashed(list(reversed(found)))


def test_events_are_found_without_any_name_or_time() -> None:
    parsed = tree("The talks collapsed.")
    found = Events().find("The talks collapsed.", [parsed], [], (), (), date(2031, 1, 1))
    assert [(e.type, e.mode, e.period) for e in found if e.mode == "break off"] == [("REJECT", "break off", Period())]


def coded(text: str) -> list[tuple[str | None, str | None, list[str]]]:
    """Type, mode and actors of the coded events of a text, by the codebook where it has a say."""
    events = [e.instead or e for e in Reader().read(Document("one", text)).events]
    return [(e.type, e.mode, [p.name for p in e.actors]) for e in events if e.type]


@pytest.mark.parametrize(
    "text",
    ["North Korea promised not to resume missile tests.", "Russia is ready to promise an end to nuclear tests."],
)
def test_tests_that_are_forsworn_are_no_tests(text: str) -> None:
    found = coded(text)
    assert any(type_ == "CONCEDE" and mode == "pledge" for type_, mode, _ in found)
    assert all(type_ != "MOBILIZE" for type_, _, _ in found)


def test_tests_that_were_not_resumed_did_not_happen() -> None:
    events = [
        e.instead or e for e in Reader().read(Document("one", "North Korea has not resumed missile tests.")).events
    ]
    assert [e.certainty <= -2 for e in events if e.mode == "test"] == [True]


def test_who_carries_a_letter_did_not_write_it() -> None:
    found = coded("Sergei Lavrov delivered a letter from Vladimir Putin to Donald Trump.")
    assert ("CONSULT", "letter", ["Sergei Lavrov"]) in found


def test_a_copula_is_a_mention() -> None:
    events = Reader().read(Document("one", "The talks were no success.")).events
    assert "were" in {e.span.of("The talks were no success.") for e in events}


@pytest.mark.parametrize(("odds", "told"), [(0.95, "REJECT"), (0.3, "MOBILIZE")])
def test_a_sure_guess_goes_before_a_clear_trigger_which_stays_beside_it(
    monkeypatch: pytest.MonkeyPatch, odds: float, told: str
) -> None:
    monkeypatch.setattr(roots, "likeliest", lambda *_: ("REJECT", odds))
    events = Reader().read(Document("one", "North Korea tested a ballistic missile in March.")).events
    found = next(e for e in events if e.type is not None)
    own = found.instead or found
    assert (found.type, found.guessed) == (told, told == "REJECT")
    assert (own.type, own.mode, own.object) == ("MOBILIZE", "test", "ballistic missile")
    codebook = {"type": "MOBILIZE", "mode": "test", "certainty": own.certainty} if found.guessed else None
    written = found.to_json()
    assert (written["guessed"], written["codebook"]) == (found.guessed, codebook)


def test_the_verb_of_a_headline_is_an_event_though_it_looks_like_a_noun() -> None:
    text = "Acme unveils new plane."
    assert [e.span.of(text) for e in Reader().read(Document("a", text)).events] == ["unveils"]
