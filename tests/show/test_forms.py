"""The brief as terminal text, Markdown, HTML and JSON: complete, and harmless whatever articles say."""

import json
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest

from servanda.brief import QUESTIONS, Brief, make
from servanda.case import Case
from servanda.show import files
from servanda.show.outline import outline_of

DAY = date(2030, 12, 31)
Render = Callable[[str], str]


@pytest.fixture
def brief(arland: Case) -> Brief:
    return make(arland, DAY)


@pytest.fixture
def render(arland: Case, brief: Brief) -> Render:
    texts = arland.view(DAY).text
    return lambda form: files.as_text(outline_of(brief, None)) if form == "text" else files.render(brief, form, texts)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_question_and_verdict_is_shown(render: Render, form: str) -> None:
    shown = render(form)
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown)) if form == "html" else re.sub(r"\s+", " ", shown)
    for question in QUESTIONS.values():
        assert question in plain
    for word in ("broken", "fulfilled", "not measurable", "established"):
        assert word in plain


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_text_of_articles_can_neither_run_nor_steer(render: Render, form: str) -> None:
    shown = render(form)
    assert "\x1b" not in shown
    assert "<script" not in shown


class Links(HTMLParser):
    """Everything in a page that would make a browser ask for something, and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "action", "data", "poster") or (name == "href" and tag in ("link", "image")):
                self.asked.append((tag, value or ""))


def test_the_page_asks_for_nothing_and_runs_nothing(render: Render) -> None:
    page = render("html")
    seen = Links()
    seen.feed(page)
    assert seen.asked == []
    assert "script" not in seen.tags
    assert "@import" not in page
    assert "url(" not in page.split("</style>")[0]


def test_the_page_marks_the_sentence_in_its_context_and_folds_copies(render: Render) -> None:
    page = render("html")
    assert "<mark>It is not clear how many engine stands Arland still has.</mark>" in page
    assert "more of the same origin" in page
    assert page.count("<svg") == 2


def test_json_is_the_brief(render: Render, brief: Brief) -> None:
    assert json.loads(render("json")) == json.loads(json.dumps(brief.to_json()))


def test_forms_are_the_same_bytes_each_time(render: Render) -> None:
    for form in ("text", "markdown", "html", "json"):
        assert render(form) == render(form)
