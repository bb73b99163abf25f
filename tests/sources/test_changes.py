"""What one document did to another's words, and what lies between the words of its prose."""

from harbour import WIRE, text_of

from servanda.sources import Index, SourceText
from servanda.sources.changes import changes, gaps
from servanda.sources.fingerprint import take_print
from servanda.spans import Span


def test_words_put_in_left_out_and_changed() -> None:
    old = SourceText("old", text_of(*WIRE[:2]))
    new = SourceText(
        "new", old.text.replace("steel gantry", "tall steel gantry").replace("the fuel lines", "fuel lines")
    )
    index = Index()
    index.add_all([old, new])
    (pair,) = index.pairs()
    added, dropped, changed = changes(index.print_of("new"), index.print_of("old"), [(p.a, p.b) for p in pair.passages])
    assert [s.of(new.text) for s in added] == ["tall"]
    assert [s.of(old.text) for s in dropped] == ["the"]
    assert changed == ()


def test_nothing_shared_is_all_added_and_all_dropped() -> None:
    one, other = take_print(SourceText("a", "Old words.")), take_print(SourceText("b", "New ones."))
    assert changes(one, other, []) == ((Span(0, 9),), (Span(0, 8),), ())


def test_gaps_are_furniture_and_no_mere_marks() -> None:
    text = "The gantry was cut. - ...\n Image caption \n Nobody was hurt."
    begin = text.index("Nobody")
    printed = take_print(SourceText("x", text, (Span(0, 19), Span(begin, len(text)))))
    (gap,) = gaps(printed, text)
    assert gap.of(text).endswith("Image caption")
    assert gaps(take_print(SourceText("x", text)), text) == []
