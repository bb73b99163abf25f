"""`servanda sources`: trees, JSON, comparison and JSON lines."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from servanda.case import new_case, open_case, take
from servanda.cli.app import app
from servanda.documents import Document
from servanda.reading.model import Published, Reading

FIRST = (
    "The two ministers met on the bridge at noon and spoke for an hour without interpreters. "
    "Neither side would say what had become of the list of stores that was promised in the spring. "
    "A spokesman for the northern side called the weather excellent and the soup even better than that."
)
ADDED = "An old ferryman who watched them said that he had seen longer talks end in shorter peace."
ALONE = "Somewhere else entirely a shepherd counted his flock twice and found it one lamb short each time."


class _Plain:
    """Reads no more than the day that is given."""

    def read(self, document: Document) -> Reading:
        return Reading(document.id, Published(document.published, "given" if document.published else "unknown"))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = new_case(tmp_path / "case")
    articles = {
        "first": ("2031-05-01", "Bridge Post", FIRST),
        "later": ("2031-05-02", "River Mail", FIRST.replace("excellent", "splendid") + " " + ADDED),
        "alone": ("2031-05-03", "Hill Sheet", ALONE + " \x1b[2J<script>alert(1)</script>"),
    }
    for name, (day, publisher, text) in articles.items():
        head = f"---\npublished: {day}\npublisher: {publisher}\n---\n"
        (folder / "articles" / f"{name}.md").write_text(head + text)
    with open_case(folder) as opened:
        report = take(opened, recorded=datetime(2031, 6, 1, tzinfo=UTC), reader=_Plain())
    assert len(report.read) >= 3
    return folder


def run(*arguments: object, given: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["sources", *map(str, arguments)], input=given)
    return result.exit_code, result.output


def test_the_tree_shows_what_a_copy_added_and_changed(case: Path) -> None:
    status, told = run(case)
    assert status == 0
    words = " ".join(told.split())
    assert "Bridge Post one origin, 2 documents" in words
    assert "+ An old ferryman who watched" in words
    assert "excellent → splendid" in words
    assert "3 documents: 1 family of 2, and 1 of no family." in words
    assert "\x1b" not in told


def test_a_shared_quotation_is_told_of_and_makes_no_family(tmp_path: Path) -> None:
    folder = new_case(tmp_path / "case")
    quote = (
        '"We shall go on building this bridge until the last of our stones and the first of theirs have met," said he.'
    )
    for name, text in (("one", FIRST.partition(".")[0]), ("two", ALONE), ("three", ADDED), ("four", "He was late.")):
        (folder / "articles" / f"{name}.txt").write_text(f"{text} {quote}")
    with open_case(folder) as opened:
        take(opened, recorded=datetime(2031, 6, 1, tzinfo=UTC), reader=_Plain())
    words = " ".join(run(folder)[1].split())
    assert "4 documents: none has its text from another." in words
    assert "one.txt (undated); has a quotation in common with four.txt, three.txt and 1 more" in words


def test_as_of_a_day_only_what_was_out_by_then(case: Path) -> None:
    assert "1 document: none has its text from another." in run(case, "--as-of", "2031-05-01")[1]


def test_json(case: Path) -> None:
    told = json.loads(run(case, "--json")[1])
    (family,) = told["families"]
    (pair,) = told["pairs"]
    assert family["origin"] == "Bridge Post"
    assert [m["parent"] for m in family["members"]] == [None, family["root"]]
    assert pair[pair["origin"]] == family["root"]
    assert len(told["alone"]) == 1


def test_comparison(case: Path, tmp_path: Path) -> None:
    names = ("articles/first.md", "articles/later.md")
    status, told = run(case, "--compare", *names)
    assert status == 0
    assert "[copy, edited] The two ministers met" in told
    page = tmp_path / "both.html"
    assert run(case, "--compare", *names, "--html", page)[0] == 0
    html = page.read_text()
    assert "<mark>excellent</mark>" in html
    assert "<mark>splendid</mark>" in html
    assert "://" not in html
    assert "share no text" in run(case, "--compare", names[0], "articles/alone.md")[1]


def test_documents_of_one_file_are_compared_by_their_ids(case: Path) -> None:
    lines = [{"id": name, "text": FIRST, "publisher": name} for name in ("x", "y")]
    (case / "articles" / "two.jsonl").write_text("\n".join(map(json.dumps, lines)))
    with open_case(case) as opened:
        take(opened, recorded=datetime(2031, 6, 1, tzinfo=UTC), reader=_Plain())
    assert run(case, "--compare", "x", "y")[0] == 0
    assert run(case, "--compare", "articles/two.jsonl", "y")[0] != 0, "the file does not say which of the two is meant"


@pytest.mark.parametrize("arguments", [["--jsonl"], ["--html", "x.html"], ["--compare", "articles/first.md", "nobody"]])
def test_faulty_arguments_are_refused(case: Path, arguments: list[str]) -> None:
    assert run(case, *arguments)[0] != 0


def test_json_lines() -> None:
    lines = [
        json.dumps({"id": "x", "text": FIRST, "published": "2031-05-01"}),
        "no JSON",
        json.dumps({"id": "y", "text": FIRST + ADDED, "published": "2031-05-02"}),
        json.dumps({"id": "x", "text": ALONE}),
        json.dumps({"id": "z", "text": ALONE}),
    ]
    status, told = run("--jsonl", given="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in told.splitlines()]
    assert status == 1
    assert [a["error"]["code"] for a in answers[:2]] == ["SV108", "SV109"]
    (pair,) = answers[2:]
    assert (pair["a"], pair["b"], pair["origin"]) == ("x", "y", "a")
    assert pair["share_a"] == 1.0
    assert 0.6 < pair["share_b"] < 1
    for passage in pair["passages"]:
        assert FIRST[passage["a"]["start"] : passage["a"]["end"]] in FIRST + ADDED
