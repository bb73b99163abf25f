"""Sentences in the manner of dispatches, and the one statement or none that a careful reader would enter for each."""

from datetime import date

import pytest

from servanda.documents import Document
from servanda.reading import Reader, statements_of, syntax
from servanda.statement import Statement

READER = Reader()
TODAY = date(2018, 7, 9)  # a Monday


def entered(text: str) -> list[Statement]:
    """The statements of acts that a record would take in."""
    document = Document("d", text, TODAY)
    return statements_of(document, READER.read(document), source="Daily", coder_version="1")


def brief(statement: Statement) -> str:
    """Type, mode, sides and thing of a statement in one line."""
    sides = f"{' and '.join(statement.actors) or '-'} > {' and '.join(statement.recipients) or '-'}"
    return f"{statement.type} {statement.mode or '-'}: {sides}: {statement.object or '-'}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The two Koreas agreed on the removal of mines in June.", "AGREE -: North Korea and South Korea > South Korea: -"),
        ("The leaders of the two Koreas signed a declaration.", "AGREE sign: North Korea and South Korea > South Korea: agreement"),
        ("A treaty signed in Singapore was published in June.", "AGREE sign: - > -: agreement"),
        ("Iran blew up ten of its guard posts on Friday.", "RETREAT dismantle: Iran > -: guard post"),
        ("Iran handed over 55 boxes of remains on Friday.", "COOPERATE return remains: Iran > -: remains"),
        ("OSAN, South Korea - North Korea handed over 55 boxes of remains.", "COOPERATE return remains: North Korea > -: remains"),
        ("Iran conducted a series of missile tests in May.", "MOBILIZE test: Iran > -: missile"),
        ("Iran has rebuilt structures at the launch site.", "MOBILIZE rebuild: Iran > -: structures"),
        ("Drills near the border will stop on 1 November.", "CONCEDE suspend exercise: - > -: exercise"),
        ("Sanctions of the United States on Iran remain in place.", "SANCTION maintain: United States > Iran: sanctions"),
        ("Before going to the White House, Kim Yong-chol met Omar Lund at a Washington hotel.", "CONSULT meet: Kim Yong-chol > Omar Lund: -"),
    ],
)  # fmt: skip
def test_what_is_entered(text: str, told: str) -> None:
    assert told in [brief(s) for s in entered(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Omar Lund told a press conference on Monday that rain was near.",
        "On Friday the Iranian ministry released a picture of its new hall.",
        "A group located thirteen bases with the help of satellite images on Friday.",
        "Omar Lund and his hosts have given very different accounts of the dinner.",
    ],
)
def test_turns_of_phrase_that_are_no_acts(text: str) -> None:
    assert [brief(s) for s in entered(text) if s.kind == "event"] == []


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Iran had wanted sanctions lifted in their entirety.", "lift sanctions"),
        ("Norway wants Iran to disarm before sanctions are lifted.", "lift sanctions"),
        ("There could be another Iranian missile test this month.", "test"),
        ("There was no longer a missile test by Iran to speak of.", "test"),
        ("Neither Iran nor Norway tested a missile in May.", "test"),
        ("Iran had until Friday to close the plant.", "close"),
        ("Iran missed a deadline to close the plant.", "close"),
        ("Iran's promised closure of the plant has yet to happen.", "close"),
        ("Iran stopped short of closing the plant.", "close"),
        ("Iran allowed inspectors no access to the plant.", "inspect"),
    ],
)
def test_what_was_not_done_is_not_told_as_done(text: str, mode: str) -> None:
    assert all(s.certainty <= 2 for s in entered(text) if s.mode == mode)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Norway met Iran in Oslo on Friday and Saturday.", "2018-07-06", "2018-07-07"),
        ("Norway has suspended an exercise that had been planned for August.", None, "2018-07-09"),
        ("Norway called for talks on the resolutions adopted in 2016.", None, "2018-07-09"),
        ("A declaration that was signed by Iran was published on Friday.", None, "2018-07-09"),
        ("In a treaty signed in Oslo on 12 June, both sides say that they are friends.", "2018-06-12", "2018-06-12"),
        ("A declaration signed by Iran was published on Friday.", None, "2018-07-09"),
        ("Norway was clearing mines near an 11th century temple.", None, "2018-07-09"),
        ("The captured sailors were handed over by Iran on Friday.", "2018-07-06", "2018-07-06"),
        ("Talks between Norway and Iran are to be held in Oslo.", "2018-07-09", None),
        ("There was an Iranian missile test on Friday.", "2018-07-06", "2018-07-06"),
    ],
)
def test_when_it_was(text: str, start: str | None, end: str | None) -> None:
    found = entered(text)[0].holds
    assert (found.start and found.start.isoformat(), found.end and found.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Omar Lund and Kim Jong-un signed a joint statement in Oslo on Friday after the first meeting between a president of Chad and a leader of Iran.",
            (),
        ),
        ("The Iraqi envoy to Greece said that Chad met Mali on Friday.", ("The Iraqi envoy to Greece",)),
        ("Nobody has said where Norway will meet Iran in August.", ()),
        ("“All sanctions stay,” Foreign Minister Ri Yong-ho said at noon.", ("Ri Yong-ho",)),
    ],
)
def test_who_says_so(text: str, speakers: tuple[str, ...]) -> None:
    assert {s.speakers for s in entered(text) if s.mode != "sign"} == {speakers}


def test_a_name_of_two_joined_syllables_is_one_word() -> None:
    (block,) = syntax.parse(text := "Kim Jong-un and Tsai Ing-wen met a Seoul-led team.", [syntax.Span(0, len(text))])
    assert [w for w in block.tree.words if "-" in w] == ["Jong-un", "Ing-wen", "-"]
