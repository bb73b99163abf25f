"""Adding articles: names, limits, what became of each file, and that nothing leaves or overwrites."""

import csv
import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_app import NOW, Live, copied, serving

from servanda.case import open_case
from servanda.documents import Document
from servanda.errors import CaseError, InputError, ServandaError, UsageError
from servanda.reading.model import Published, Reading
from servanda.show.app import adding
from servanda.show.app.adding import Adding, pasted, put, tidy

TEXT = "PORT ARL - Arland tested a missile on 3 January 2031, the ministry said.\n"


@pytest.fixture
def live(arland_folder: Path, tmp_path: Path) -> Iterator[Live]:
    with serving(copied(arland_folder, tmp_path / "case")) as running:
        yield running


def settled(client: Any) -> dict[str, Any]:
    for _ in range(400):
        now: dict[str, Any] = client.get("/add/progress").json()
        if not now["running"]:
            return now
        time.sleep(0.05)
    raise AssertionError("the reading does not end")


def upload(client: Any, *files: tuple[str, bytes]) -> dict[str, Any]:
    answer = client.post("/add/files", files=[("files", file) for file in files])
    assert answer.status_code == 303, answer.text
    return settled(client)


def test_files_are_saved_read_and_shown_and_the_faulty_ones_told(live: Live) -> None:
    with live.client() as client:
        now = upload(
            client, ("new.txt", TEXT.encode()), ("bad.pdf", b"%PDF-1.7"), ("broken.txt", b"%PDF-1.7 no text"),
            ("empty.md", b""), ("../../escape.txt", TEXT.replace("3", "4").encode()),
        )  # fmt: skip
        state = {f["name"]: (f["state"], f["told"]) for f in now["files"]}
        rows = list(csv.DictReader(io.StringIO(client.get("/export/csv/add").text)))
        assert {r["name"]: (r["state"], r["told"]) for r in rows} == state
        assert client.get("/export/json/add").json()["content"] == now
        assert 'href="/export/csv/add' in client.get("/add").text
        assert state["new.txt"][0] == "read"
        assert state["escape.txt"][0] == "read"
        assert "SV107" in state["bad.pdf"][1]
        assert state["broken.txt"][0] == "refused"
        assert "SV102" in state["broken.txt"][1]
        assert "SV101" in state["empty.md"][1]
        assert now["statements"] > 0
        assert not now["failed"]
        page = client.get("/add").text
        assert "/article/articles/new.txt" in page
        assert client.get("/article/articles/new.txt").status_code == 200
        again = upload(client, ("new.txt", TEXT.encode()))
        assert {f["name"]: f["state"] for f in again["files"]}["new.txt"] == "there already"
    assert not [p for p in live.folder.parent.iterdir() if p != live.folder]
    assert not list(live.folder.glob("*.txt"))
    assert not list((live.folder / "articles").glob(".*"))


def test_a_pasted_text_is_an_article_with_its_header(live: Live) -> None:
    with live.client() as client:
        fields = {
            "title": 'A "test"',
            "publisher": "Northern Wire",
            "published": "2031-01-04",
            "url": "https://wire.example/1",
        }
        answer = client.post("/add/text", data={**fields, "text": TEXT.replace("\n", "\r\n")}, files={})
        assert answer.status_code == 303
        now = settled(client)
        (file,) = now["files"]
        assert file["state"] == "read", file
        known = live.case.record.document(file["path"])
        assert known is not None
        assert (known.title, known.publisher, str(known.published), known.url) == (
            'A "test"', "Northern Wire", "2031-01-04", "https://wire.example/1",
        )  # fmt: skip
        assert live.case.record.text(file["path"]) == TEXT + "\n"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": " "}, "there is no text"),
        ({"published": "2031-02-30"}, "no day"),
        ({"url": "javascript:alert(1)"}, "no web address"),
    ],
)
def test_a_faulty_paste_comes_back_with_what_was_typed(live: Live, fields: dict[str, str], told: str) -> None:
    with live.client() as client:
        answer = client.post("/add/text", data={"title": "<i>Kept</i>", "text": TEXT, **fields})
        assert answer.status_code == 422
        assert told in answer.text
        assert "&lt;i&gt;Kept" in answer.text
    assert len(list((live.folder / "articles").iterdir())) == 2


def test_too_many_files_and_too_many_bytes_are_refused(live: Live) -> None:
    with live.client() as client:
        many = [("files", (f"{n}.txt", b"words")) for n in range(adding.MOST_FILES + 1)]
        assert client.post("/add/files", files=many).status_code == 400

        def endless() -> Iterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
            for _ in range(adding.LARGEST_SENDING // adding.MIB + 1):
                yield b"a" * adding.MIB

        headers = {"content-type": "multipart/form-data; boundary=x"}
        assert client.post("/add/files", content=endless(), headers=headers).status_code == 413
        assert client.get("/add/progress").json()["files"] == []
    assert len(list((live.folder / "articles").iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\secret\\a.md", "a.md"),
        (".hidden.txt", "hidden.txt"),
        ("..", ""),
        ("a b\x00\n\u202e.txt", "a-b-.txt"),
        ("Übersicht 1.html", "Übersicht-1.html"),
        ("-rf.txt", "rf.txt"),
    ],
)
def test_names_are_tidied(name: str, expected: str) -> None:
    assert tidy(name) == expected


def test_another_file_of_the_name_is_left_alone(tmp_path: Path) -> None:
    assert put(tmp_path, "a.txt", io.BytesIO(b"one")) == (tmp_path / "articles/a.txt", True)
    assert put(tmp_path, "a.txt", io.BytesIO(b"two")) == (tmp_path / "articles/a-2.txt", True)
    assert put(tmp_path, "a.TXT", io.BytesIO(b"one")) == (tmp_path / "articles/a.txt", False)
    assert (tmp_path / "articles/a.txt").read_bytes() == b"one"
    path, _ = put(tmp_path, "é" * 300 + ".txt", io.BytesIO(b"three"))
    assert len(path.name.encode()) <= adding.LONGEST_NAME


def test_links_are_not_followed_out_of_the_case(tmp_path: Path) -> None:
    outside, case = tmp_path / "outside", tmp_path / "case"
    outside.mkdir()
    case.mkdir()
    (case / "articles").symlink_to(outside)
    with pytest.raises(InputError, match="SV106"):
        put(case, "a.txt", io.BytesIO(b"one"))
    (case / "articles").unlink()
    (case / "articles").mkdir()
    (case / "articles/a.txt").symlink_to(outside / "a.txt")
    assert put(case, "a.txt", io.BytesIO(b"one")) == (case / "articles/a-2.txt", True)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "code"), [("a.exe", b"x", "SV107"), ("", b"x", "SV107"), ("a.md", b"", "SV101")]
)
def test_what_cannot_be_an_article_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    with pytest.raises(ServandaError) as raised:
        put(tmp_path, name, io.BytesIO(content))
    assert raised.value.code == code
    assert not list(tmp_path.rglob("*.*"))


def test_a_file_beyond_the_limit_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "LARGEST_FILE", 1000)
    with pytest.raises(InputError, match="SV103"):
        put(tmp_path, "a.txt", io.BytesIO(b"x" * 1001))
    assert list((tmp_path / "articles").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "articles").write_text("a file where the folder should be")
    with pytest.raises(CaseError, match="SV305"):
        put(tmp_path, "a.txt", io.BytesIO(b"x"))


def test_a_header_cannot_be_broken_out_of() -> None:
    name, content = pasted(
        title="a\n---\npublisher: Forged", publisher="", published="", url="", text="---\nurl: x\n---\nWords"
    )
    assert name == "a-publisher-Forged.md".lower()
    assert content.decode() == '---\ntitle: "a --- publisher: Forged"\n---\n---\nurl: x\n---\nWords\n'
    with pytest.raises(UsageError):
        pasted(title="", publisher="", published="", url="", text="\n")


class Slow:
    """A reader that waits until it is told to go on."""

    def __init__(self) -> None:
        self.go, self.seen, self.most = threading.Event(), 0, 0
        self._inside = 0

    def read(self, document: Document) -> Reading:
        self._inside += 1
        self.most = max(self.most, self._inside)
        self.go.wait(10)
        self.seen += 1
        self._inside -= 1
        if "burst" in document.text:
            raise RuntimeError("burst")
        return Reading(document.id, Published(None, "unknown"))


def test_one_run_at_a_time_and_what_comes_meanwhile_is_read_after(arland_folder: Path, tmp_path: Path) -> None:
    folder, reader = copied(arland_folder, tmp_path / "case"), Slow()
    with open_case(folder) as case:
        work = Adding(case, lambda: NOW, reader)
        work.save("a.txt", io.BytesIO(b"first"))
        work.start()
        for _ in range(200):
            if work.progress()["present"] == "articles/a.txt":
                break
            time.sleep(0.02)
        assert work.progress()["running"]
        work.save("b.txt", io.BytesIO(b"second, burst"))
        work.start()
        reader.go.set()
        work.wait(20)
        now = work.progress()
    assert not now["running"]
    assert (reader.seen, reader.most) == (2, 1)
    assert {f["name"]: f["state"] for f in now["files"]} == {"a.txt": "read", "b.txt": "refused"}
    assert "SV111" in now["files"][0]["told"]


def test_a_record_that_cannot_be_used_is_told_and_the_next_run_goes(
    arland_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import servanda.case

    reader = Slow()
    reader.go.set()
    with open_case(copied(arland_folder, tmp_path / "case")) as case:
        work = Adding(case, lambda: NOW, reader)
        with monkeypatch.context() as patch:
            patch.setattr(servanda.case, "take", lambda *_, **__: 1 / 0)
            work.save("a.txt", io.BytesIO(b"first"))
            work.start()
            work.wait(20)
            now = work.progress()
            assert "ZeroDivisionError" in now["failed"]
            assert now["files"][0]["state"] == "refused"
            assert not now["running"]
        work.save("a.txt", io.BytesIO(b"first"))
        work.start()
        work.wait(20)
        assert [f["state"] for f in work.progress()["files"]] == ["read"]
