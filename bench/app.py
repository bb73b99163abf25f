"""How fast the app answers: every page of a shipped case, and of a large one of 5,000 articles.

    python bench/app.py [--articles N] [--statements N] [--runs N] [--keep FOLDER]

Prints for each page the first answer after the start (cold), the quickest of the next (warm), its size, and the same by
processor time, which other work on the machine does not change; then what decisions on the bench cost. The large
case is made up by program, the same each time: 100,000 statements, half of them from a table. Its articles go into the
record with statements of the program's own, as reading 5,000 articles takes minutes and is measured elsewhere. `--keep`
leaves it in a folder, to be used again. The history of verdicts, worked out in the background, is timed by itself.
"""

import argparse
import platform
import random
import re
import resource
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from spine import ACTS, PROGRAM, ROOT, make_case, once, program

from servanda.brief import QUESTIONS
from servanda.case import Case, kin_of, open_case, take
from servanda.days import Period
from servanda.documents import Document
from servanda.show.app import build
from servanda.show.app.desk import Desk
from servanda.sources import Index
from servanda.sources.model import SourceText
from servanda.statement import Statement

if TYPE_CHECKING:
    from starlette.testclient import TestClient

RECORDED = datetime(2031, 1, 1, tzinfo=UTC)
FLAGSHIP, LARGE = 0.150, 0.500
Get = Callable[[str], int]


def fill(case: Case, articles: int, statements: int) -> None:
    """Adds articles, each with its share of the statements; every tenth repeats the text of the one before it."""
    chance = random.Random(7)
    words = [f"word{n}" for n in range(4000)]
    share = max(1, statements // articles)
    text = ""
    for number in range(articles):
        if number % 10 != 9:
            said = [" ".join(chance.choices(words, k=14)).capitalize() + "." for _ in range(share)]
            text = " ".join(said)
        day = date(2020, 1, 1) + timedelta(number * 3600 // articles)
        name, source = f"articles/{number:05}.txt", f"Paper {number % 40}"
        document = Document(
            name, text, path=name, title=f"Report {number}", published=day, publisher=source,
            sha256=sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        case.record.add(
            document, day, "given", list(_statements(document, source, day, chance)), recorded=RECORDED,
            fingerprint=_print(document, source, day), origin=source, reader_version="bench",
        )  # fmt: skip


def _statements(document: Document, source: str, day: date, chance: random.Random) -> Iterator[Statement]:
    at = 0
    for sentence in document.text.split(". "):
        end = min(at + len(sentence) + 1, len(document.text))
        kind, mode, what = ACTS[chance.randrange(len(ACTS))]
        actors = ("Arland", "Borland") if chance.random() < 0.5 else ("Borland", "Arland")
        yield Statement(
            document.id, source, start=at, end=end, quote=document.text[at:end], type=kind, mode=mode,
            actors=actors[:1], recipients=actors[1:], object=what or None, published=day, coder_version="bench",
            holds=Period.of(day - timedelta(chance.randrange(20))),
        )  # fmt: skip
        at = end + 1


def _print(document: Document, source: str, day: date) -> bytes:
    index = Index()
    index.add_all([SourceText(document.id, document.text, published=day, publisher=source)])
    return index.dump()[document.id]


def large(folder: Path, articles: int, statements: int) -> None:
    """Makes the large case: half of its statements come from a table, half from articles."""
    make_case(folder, statements // 2)
    with open_case(folder) as case:
        take(case, recorded=RECORDED)
        fill(case, articles, statements - statements // 2)


def pages(desk: Desk) -> list[str]:
    """An address of every page, those of one thing with the thing of most statements."""
    answers = desk.answers(desk.last_day())
    verdict = max(answers.material.judgement.verdicts, key=lambda v: len(v.evidence_for) + len(v.evidence_against))
    event = max(answers.events.values(), key=lambda e: (len(e.statements), e.id))
    found = ["/", *(f"/q/{key}" for key in QUESTIONS), "/timeline", "/data/timeline.json", "/map", "/data/map.json"]
    found += [f"/event/{event.id}", f"/obligation/{verdict.provision}/{verdict.obligation}/{verdict.party}"]
    found.append(f"/origin/{max(answers.by_origin, key=lambda o: (len(answers.by_origin[o]), o))}")
    if answers.documents:
        found += [f"/article/{max(answers.documents, key=lambda d: (len(answers.by_document.get(d, ())), d))}"]
        found.append("/families")
        pairs = kin_of(desk.case, answers.view).pairs or ()
        found += [f"/compare?{urlencode({'a': pair.a, 'b': pair.b})}" for pair in pairs[:1]]
    return [*found, "/search?q=word7", "/data/changes.json"]


def measure(folder: Path, target: float, runs: int) -> None:
    """Prints how long each page of a case takes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # starlette would rather be used with another client
        from starlette.testclient import TestClient
    with open_case(folder) as case:
        begun = time.perf_counter()
        app = build(case, lambda: RECORDED)
        app.app.state.desks.common.desk.past = lambda *_, **__: None  # type: ignore[attr-defined]
        client = TestClient(app, base_url="http://127.0.0.1")
        own = time.process_time()
        first = client.get("/")
        taken, own = time.perf_counter() - begun, time.process_time() - own
        assert first.status_code == 200
        desk: Desk = app.app.state.desks.common.desk  # type: ignore[attr-defined]
        view = desk.answers(desk.last_day()).view
        head = f"{folder.name}: {len(view.documents()):,} articles, {len(view.statements()):,} statements"
        print(
            f"\n{head}; target {target * 1000:.0f} ms\n"
            f"first page after the start {taken:.2f} s, {own:.2f} s of processor time\n"
        )
        print(f"{'':52} {'cold':>7} {'warm':>7} {'cold':>10} {'warm':>7} of processor time, in ms")
        for path in pages(desk):
            times = [timed(lambda: client.get(path)) for _ in range(runs + 1)]  # noqa: B023
            answer = client.get(path)
            assert answer.status_code == 200, path
            (cold, cold_own), (warm, warm_own) = times[0], min(times[1:])
            mark = "  OVER" if warm_own > target else ""
            told = f"{cold * 1000:7.0f} {warm * 1000:7.0f} {cold_own * 1000:10.0f} {warm_own * 1000:7.0f}"
            print(f"{path[:52]:52} {told} {len(answer.content):11,} bytes{mark}")
        decisions(client)
        begun = time.perf_counter()
        Desk.past(desk, wait=None)
        print(f"{'history of all verdicts, in the background':52} {time.perf_counter() - begun:10.1f} s")


def first_view(folder: Path) -> None:
    """Prints how long `servanda serve` takes from its start to the opening page, by the clock and of processor time."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command: list[str | Path] = [PROGRAM, "serve", folder, "--no-open", "--port", address.rpartition(":")[2]]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        taken = 0.0
        while not taken:
            try:
                urlopen(f"http://{address}/", timeout=60).read()
                taken = time.perf_counter() - begun
            except URLError:
                time.sleep(0.02)
        running.kill()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    name = f"{folder.name}: serve, from its start to the opening page"
    print(f"{name} {taken:.2f} s, {own:.2f} s of processor time")


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds that something takes, by the clock and of processor time."""
    begun, own = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begun, time.process_time() - own


def decisions(client: "TestClient", number: int = 4) -> None:
    """Prints what a decision on the bench and the page after it cost, what moved included; the first also prepares."""
    client.headers.update({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"})
    assert client.post("/bench/coder", data={"coder": "Bench"}, follow_redirects=False).status_code == 303
    page = client.get("/bench?by=any").text
    for count in range(number):
        found = re.search(r'name="statement" value="([^"]+)"', page)
        assert found
        form = {"statement": found[1], "decision": ("reject", "confirm")[count % 2]}
        answers: list[Any] = []

        def decide(form: dict[str, str] = form, answers: list[Any] = answers) -> None:
            answers.append(client.post("/bench/decide?by=any", data=form, follow_redirects=False))

        taken, own = timed(decide)
        after, own_after = timed(lambda: answers.append(client.get(answers[0].headers["location"])))  # noqa: B023
        page = answers[1].text
        told = f"{taken * 1000:7.0f} {after * 1000:7.0f} {own * 1000:10.0f} {own_after * 1000:7.0f}"
        print(f"{form['decision'] + ' on the bench, and the next page':52} {told}")


def main() -> None:
    """Measures both cases."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}; cold, best of {given.runs}")
    with tempfile.TemporaryDirectory() as scratch:
        flagship = Path(scratch, "singapore-2018")
        shutil.copytree(
            ROOT / "src" / "servanda" / "cases" / "singapore-2018",
            flagship,
            ignore=shutil.ignore_patterns("record.db*"),
        )
        with open_case(flagship) as case:
            take(case, recorded=RECORDED)
        measure(flagship, FLAGSHIP, given.runs)
        folder = given.keep or Path(scratch, "large")
        if not (folder / "record.db").exists():
            large(folder, given.articles, given.statements)
        # As `servanda read` leaves a case: families, opening page and outline are kept.
        print(f"read again, nothing new: {once(lambda: program('read', folder))[1]:.1f} s of processor time")
        for _ in range(given.runs):
            first_view(folder)
        measure(folder, LARGE, given.runs)


if __name__ == "__main__":
    main()
