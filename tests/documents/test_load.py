"""Files, folders and patterns."""

import os
from pathlib import Path

import pytest

from servanda.documents import Document, Limits, count, load
from servanda.errors import InputError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    articles = tmp_path / "case" / "articles"
    (articles / "sub").mkdir(parents=True)
    (articles / "b.txt").write_text("Second.")
    (articles / "a.md").write_text("---\npublished: 2019-01-18\n---\nFirst.")
    (articles / "sub" / "c.jsonl").write_text('{"id": "line-1", "text": "Third."}\n')
    return tmp_path / "case"


def ids(source: Path, home: Path | None = None) -> list[str]:
    return [i.id if isinstance(i, Document) else i.code for i in load(source, home=home)]


def only_error(source: Path, home: Path | None = None, limits: Limits | None = None) -> InputError:
    (found,) = load(source, home=home, limits=limits or Limits())
    assert isinstance(found, InputError)
    return found


def test_own_articles_are_named_by_path_in_order(home: Path) -> None:
    assert ids(home / "articles", home) == ["articles/a.md", "articles/b.txt", "line-1"]
    assert count(home / "articles", home=home) == 3


def test_relative_paths_name_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.parent)
    assert ids(Path("case/articles"), Path("case")) == ["articles/a.md", "articles/b.txt", "line-1"]


def test_other_files_are_named_by_content_wherever_they_lie(tmp_path: Path, home: Path) -> None:
    (tmp_path / "x.txt").write_text("Elsewhere.")
    (tmp_path / "y.txt").write_text("Elsewhere.")
    (one,), (other,) = ids(tmp_path / "x.txt", home), ids(tmp_path / "y.txt", home)
    assert one == other
    assert one.startswith("d")


def test_text_is_exactly_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("  One\r\n\r\ntwo \u2028 end\n".encode())
    (found,) = load(tmp_path / "x.txt")
    assert isinstance(found, Document)
    assert found.text == "  One\r\n\r\ntwo \u2028 end\n"


def test_patterns(home: Path) -> None:
    assert ids(home / "articles" / "*.txt", home) == ["articles/b.txt"]
    assert ids(home / "articles" / "**" / "*.jsonl", home) == ["line-1"]
    assert only_error(home / "articles" / "*.nothing").code == "SV106"


def test_a_name_with_brackets_is_no_pattern(home: Path) -> None:
    (home / "articles" / "d[1].txt").write_text("Brackets.")
    assert ids(home / "articles" / "d[1].txt", home) == ["articles/d[1].txt"]


def test_hidden_files_are_passed_over_and_other_kinds_told(home: Path) -> None:
    (home / "articles" / ".hidden.txt").write_text("x")
    (home / "articles" / "z.docx").write_text("x")
    assert ids(home / "articles", home)[-1] == "SV107"
    assert len(ids(home / "articles", home)) == 4


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "SV101"), (b"---\ntitle: x\n---\n \n", "SV101"), (b"a\0b", "SV102"), (b"\xff\xfea", "SV104")],
)
def test_faulty_files_do_not_stop_the_others(home: Path, data: bytes, code: str) -> None:
    (home / "articles" / "aa.md").write_bytes(data)
    assert ids(home / "articles", home) == ["articles/a.md", code, "articles/b.txt", "line-1"]


def test_200_mb_are_refused_without_reading_them(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert only_error(tmp_path / "big.txt").code == "SV103"
    (tmp_path / "small.txt").write_text("Words." * 100)
    assert only_error(tmp_path / "small.txt", limits=Limits(document=100)).code == "SV103"


def test_an_endless_line_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("word " * 1_000_000)
    assert len(ids(tmp_path / "x.txt")) == 1


def test_links_out_of_the_case_are_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret.")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "s.txt").write_text("Secret.")
    (home / "articles" / "c.txt").symlink_to(tmp_path / "secret.txt")
    (home / "articles" / "d").symlink_to(tmp_path / "outside")
    (home / "articles" / "e.txt").symlink_to(home / "articles" / "b.txt")
    assert ids(home / "articles", home) == [
        "articles/a.md",
        "articles/b.txt",
        "SV106",
        "SV106",
        "articles/e.txt",
        "line-1",
    ]
    assert only_error(home / "articles" / "c.txt", home).code == "SV106"


def test_links_out_of_any_folder_are_refused_and_a_named_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Words.")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "l.txt").symlink_to(tmp_path / "x.txt")
    assert ids(tmp_path / "folder") == ["SV106"]
    assert len(ids(tmp_path / "folder" / "l.txt")) == 1
    assert "SV106" not in ids(tmp_path / "folder" / "l.txt")


def test_a_case_folder_that_is_a_link_to_elsewhere(home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    (home / "articles").rename(outside)
    (home / "articles").symlink_to(outside)
    assert ids(home / "articles", home) == ["SV106"]


def test_circles_of_links_end(home: Path) -> None:
    (home / "articles" / "loop").symlink_to(home / "articles")
    (home / "articles" / "self.txt").symlink_to(home / "articles" / "self.txt")
    found = ids(home / "articles", home)
    assert found.count("SV106") == 1
    assert len(found) == 4


def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert only_error(tmp_path / "pipe.txt").code == "SV106"
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    assert only_error(tmp_path / "zero.txt").code == "SV106"


def test_missing_files_are_told(tmp_path: Path) -> None:
    assert only_error(tmp_path / "none.txt").code == "SV106"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission_are_told(home: Path) -> None:
    (home / "articles" / "b.txt").chmod(0)
    assert ids(home / "articles", home) == ["articles/a.md", "SV106", "line-1"]


def test_names_that_are_no_utf8(home: Path) -> None:
    (home / "articles" / os.fsdecode(b"caf\xe9.txt")).write_text("Words.")
    assert "articles/caf\\xe9.txt" in ids(home / "articles", home)
