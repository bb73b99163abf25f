"""Twenty readers and a writer at once on one case: no error, and no decision is lost."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_app import Live, copied, serving

from servanda.brief import Material
from servanda.case import open_case
from servanda.record import Event
from servanda.show.app.desk import Answers, Lasting
from servanda.show.app.docket import Docket

READERS = 20
PATHS = (
    "/",
    "/q/since",
    "/q/verdicts",
    "/search?q=Arland",
    "/bench?state=all&by=any",
    "/article/articles/wire.md",
    "/add/progress",
)


@pytest.fixture
def live(arland_folder: Path, tmp_path: Path) -> Iterator[Live]:
    with serving(copied(arland_folder, tmp_path / "case")) as running:
        yield running


def test_twenty_readers_and_a_writer(live: Live) -> None:
    view = live.case.view(live.case.knowledge_days()[-1])
    statements = [s.id for s in view.statements() if s.coder in ("reader", s.document)]
    faults: list[str] = []
    seen: Counter[int] = Counter()
    stop = threading.Event()

    def read(number: int) -> None:
        with live.client() as client:
            while not stop.is_set():
                path = PATHS[number % len(PATHS)]
                number += 1
                answer = client.get(path)
                seen[answer.status_code] += 1
                if answer.status_code != 200:
                    faults.append(f"{path}: {answer.status_code} {answer.text[-400:]}")

    def write(coder: str, rounds: int) -> None:
        with live.client(coder) as client:
            for n in range(rounds):
                id_ = statements[n % len(statements)]
                data = {"statement": id_, "decision": ("confirm", "reject")[n % 2], "why": f"{coder} {n}"}
                answer = client.post("/bench/decide", data=data)
                if answer.status_code != 303:
                    faults.append(f"{coder} {n}: {answer.status_code} {answer.text[-300:]}")

    readers = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
    writers = [threading.Thread(target=write, args=(coder, 12)) for coder in ("Ann", "Bo")]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join(120)
    stop.set()
    for thread in readers:
        thread.join(30)
    assert not faults, faults[:3]
    assert set(seen) == {200}
    assert sum(seen.values()) >= READERS
    kept = [(d.coder, d.why) for d in live.case.record.decided()]
    assert sorted(kept) == sorted((coder, f"{coder} {n}") for coder in ("Ann", "Bo") for n in range(12))


def test_what_is_made_and_what_is_asked_for_never_wait_for_each_other(arland_folder: Path) -> None:
    with open_case(arland_folder) as case:
        answers = Answers(case, case.knowledge_days()[-1], Docket(case), Lasting())
        making = threading.Event()
        got: list[tuple[Material, dict[str, Event]]] = []

        def make() -> None:
            making.set()
            time.sleep(0.2)  # the other thread has asked by now, and waits
            got.append((answers.material, answers.events))

        def ask() -> None:
            making.wait(30)
            got.append((answers.material, answers.events))

        threads = [threading.Thread(target=answers.kept, args=("slow", make), daemon=True)]
        threads.append(threading.Thread(target=ask, daemon=True))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
    assert got[0][0] is got[1][0]
    assert got[0][1] is got[1][1]


def test_reading_goes_on_while_articles_come_in(live: Live) -> None:
    with live.client() as client:
        text = "Arland tested a missile on 3 January 2031, the ministry said in Port Arl.\n"
        files = [("files", (f"{n}.txt", f"{text} {n}".encode())) for n in range(3)]
        assert client.post("/add/files", files=files).status_code == 303
        statuses = Counter()  # type: Counter[int]
        for _ in range(400):
            statuses[client.get("/bench").status_code] += 1
            if not client.get("/add/progress").json()["running"]:
                break
        assert set(statuses) == {200}
        assert {f["state"] for f in client.get("/add/progress").json()["files"]} == {"read"}
