"""An article in pieces: nothing of the text is lost, marks that overlap are all kept."""

from httpx import Client

from servanda.show.app.article import grade, marked
from servanda.statement import Statement

TEXT = "Arland said on Monday that it will stop."


def said(start: int, end: int, certainty: float = 3.0) -> Statement:
    return Statement("d", "Wire", start=start, end=end, quote=TEXT[start:end], certainty=certainty)


def test_the_pieces_are_the_text() -> None:
    display = {
        "times": [{"start": 12, "end": 21, "value": "2030-05-06", "from": "2030-05-06", "to": "2030-05-06"}],
        "attributions": [{"speaker": "Arland", "source": [{"start": 0, "end": 6}], "cue": [{"start": 7, "end": 11}],
                          "content": [{"start": 22, "end": 39}]}],
    }  # fmt: skip
    pieces = marked(TEXT, [said(0, 40), said(27, 39, 1.0)], display)
    assert "".join(p.text for p in pieces) == TEXT
    by_text = {p.text: p for p in pieces}
    assert "source" in by_text["Arland"].classes
    assert "time" in by_text["on Monday"].classes
    assert "2030-05-06" in by_text["on Monday"].note
    assert by_text["it will stop"].classes[-1] == "possible"
    assert len(by_text["it will stop"].statements) == 2


def test_spans_outside_the_text_are_passed_over() -> None:
    display = {"furniture": [{"start": -1, "end": 3}, {"start": 5, "end": 999}, {"start": "x", "end": None}]}
    assert "".join(p.text for p in marked(TEXT, [said(30, 40)], display)) == TEXT


def test_the_underline_grades_the_least_sure_statement() -> None:
    assert [grade([said(0, 5, c)]) for c in (3.0, -3.0, 2.0, 1.0, 0.0)] == [
        "sure",
        "sure",
        "likely",
        "possible",
        "open",
    ]


def test_an_article_is_inert(reader: Client) -> None:
    page = reader.get("/article/articles/copy.md").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
