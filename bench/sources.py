"""Measures the sources room on many made articles, against datasketch, rensa and a plain n-gram join.

    python bench/sources.py --texts FILE [--articles N] [--contenders NAME ...] [--place N]

FILE holds real texts, one JSON object with `text` a line, gzipped; `corpus.py` makes the articles from them. Every
contender runs in a process of its own on the same articles and is asked for the pairs that share a quarter of the
shorter one's words. Prints one JSON object a contender: seconds, processor seconds and peak memory (MB) of the whole
process, from the articles on disk to the pairs; recall and precision against what is known of how the articles were
made; for servanda also the passages, and the milliseconds in which one more article is placed. datasketch and rensa
are not among the project's dependencies: `pip install datasketch rensa`.
"""

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from corpus import Corpus, true_pairs

Found = tuple[set[tuple[str, str]], dict[str, object]]
_WORD = re.compile(r"\w+")
_LEAST = 0.25
_PERMUTATIONS, _BANDS = 128, 64
_JACCARD = 0.1  # of sets of runs of words; a quarter of the shorter one's words is about that


def articles(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article["id"], article["text"]


def grams(text: str, size: int) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[n : n + size]) for n in range(len(words) - size + 1)]


def servanda(path: Path, place: int) -> Found:
    from servanda.sources import Index, SourceText

    texts = [SourceText(name, text) for name, text in articles(path)]
    extra, texts = texts[len(texts) - place :], texts[: len(texts) - place]
    index = Index()
    started = time.perf_counter()
    index.add_all(texts)
    found, passages, pairs = set(), 0, 0
    for pair in index.each_pair():
        pairs += 1
        passages += len(pair.passages)
        if max(pair.share_a, pair.share_b) >= _LEAST:
            found.add((pair.a, pair.b))
    seconds = time.perf_counter() - started
    placed = []
    for text in extra:
        begun = time.perf_counter()
        found |= {(p.a, p.b) for p in index.add(text) if max(p.share_a, p.share_b) >= _LEAST}
        placed.append((time.perf_counter() - begun) * 1000)
    told: dict[str, object] = {
        "seconds without reading the file": round(seconds, 1),
        "pairs": pairs,
        "passages": passages,
    }
    if placed:
        placed.sort()
        told["ms to place one more"] = {
            "median": round(statistics.median(placed), 1),
            "95 %": round(placed[int(len(placed) * 0.95)], 1),
            "worst": round(placed[-1], 1),
        }
    return found, told


def datasketch(path: Path, place: int) -> Found:  # noqa: ARG001 - all contenders are called alike
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _PERMUTATIONS // _BANDS))
    found, hashes = set(), {}
    for name, text in articles(path):
        made = MinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update_batch([g.encode() for g in grams(text, 5)])
        for other in index.query(made):
            if made.jaccard(hashes[other]) >= _JACCARD:
                found.add((min(name, other), max(name, other)))
        index.insert(name, made)
        hashes[name] = made
    return found, {}


def rensa(path: Path, place: int) -> Found:  # noqa: ARG001
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    found, hashes, names = set(), [], []
    for number, (name, text) in enumerate(articles(path)):
        made = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update(grams(text, 5))
        for other in index.query(made):
            if made.jaccard(hashes[other]) >= _JACCARD:
                found.add((min(name, names[other]), max(name, names[other])))
        index.insert(number, made)
        hashes.append(made)
        names.append(name)
    return found, {}


def ngram_join(path: Path, place: int) -> Found:  # noqa: ARG001
    names, sizes, runs = [], [], []
    for name, text in articles(path):
        hashes = np.array([hash(g) for g in grams(text, 8)], np.int64)
        names.append(name)
        sizes.append(len(hashes))
        runs.append(np.unique(hashes))
    owners = np.repeat(np.arange(len(names), dtype=np.uint32), [len(r) for r in runs])
    joined = np.concatenate(runs)
    order = np.argsort(joined, kind="stable")
    joined, owners = joined[order], owners[order]
    heads = np.flatnonzero(np.concatenate(([True], joined[1:] != joined[:-1])))
    lengths = np.diff(np.concatenate((heads, [len(joined)])))
    counts: list[np.ndarray] = []
    for size in np.unique(lengths[(lengths > 1) & (lengths <= 256)]).tolist():
        members = owners[heads[lengths == size][:, None] + np.arange(size)].astype(np.uint64)
        first, second = np.triu_indices(size, 1)
        counts.append(((members[:, first] << np.uint64(32)) | members[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate([np.empty(0, np.uint64), *counts]), return_counts=True)
    a, b = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    enough = shared >= _LEAST * np.minimum(np.array(sizes)[a], np.array(sizes)[b])
    chosen = zip(a[enough].tolist(), b[enough].tolist(), strict=True)
    return {(min(names[x], names[y]), max(names[x], names[y])) for x, y in chosen}, {}


CONTENDERS: dict[str, Callable[[Path, int], Found]] = {
    "servanda": servanda,
    "n-gram join": ngram_join,
    "rensa": rensa,
    "datasketch": datasketch,
}


def measure(name: str, folder: Path, place: int) -> None:
    """Runs one contender in this process and prints its figures."""
    started = time.perf_counter()
    found, told = CONTENDERS[name](folder / "articles.jsonl", place)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    true = {tuple(p) for p in json.loads((folder / "true.json").read_text())}
    right = len(found & true)
    figures = {
        "contender": name,
        "seconds": round(seconds, 1),
        "processor seconds": round(time.process_time(), 1),
        "MB": round(memory),
        "recall": round(right / len(true), 4),
        "precision": round(right / max(len(found), 1), 4),
        **told,
    }
    print(json.dumps(figures), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--place", type=int, default=200, help="articles placed one by one at the end")
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        measure(options.contenders[0], options.folder, options.place)
        return
    if options.texts is None:
        parser.error("--texts is needed")
    with tempfile.TemporaryDirectory() as folder:
        made, words = [], 0
        with (Path(folder) / "articles.jsonl").open("w", encoding="utf-8") as out:
            for document in Corpus(options.texts).documents(options.articles):
                made.append((document.id, document.story, document.sentences, len(document.text.split())))
                words += made[-1][3]
                out.write(json.dumps({"id": document.id, "text": document.text}) + "\n")
        true = true_pairs(made, _LEAST)
        (Path(folder) / "true.json").write_text(json.dumps(sorted(true)))
        print(json.dumps({"articles": len(made), "words": words, "true pairs": len(true)}), flush=True)
        for name in options.contenders:
            arguments = ["--contenders", name, "--folder", folder, "--place", str(options.place)]
            subprocess.run([sys.executable, __file__, *arguments], check=True)


if __name__ == "__main__":
    main()
