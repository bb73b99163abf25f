"""Measures the sources room on many made articles, against plain joins, rensa and datasketch.

    python bench/sources.py --texts FILE [--articles N ...] [--contenders NAME ...] [--place N] [--folder FOLDER]
    python bench/sources.py --texts FILE --articles N ... --grow [--place N] [--folder FOLDER]

FILE holds real texts, one JSON object with `text` a line, gzipped; `corpus.py` makes the articles from them. Every
contender runs in a process of its own on the same articles and is asked for the pairs that share a quarter of the
shorter one's words. Prints one JSON object a contender and size: seconds, processor seconds and peak memory (MB) of
the whole process, from the articles on disk to the pairs; recall and precision against what is known of how the
articles were made; for servanda also the passages, and the milliseconds in which one more article is placed. With
--folder the articles are kept there and used again; with --grow it is one index of servanda that grows to these sizes,
with figures at each, and pairs at the last. The peers are not among the project's dependencies: `pip install
datasketch rensa pydivsufsort`.
"""

import argparse
import itertools
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from corpus import Corpus, true_pairs
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
#: Pairs as numbers, the lesser article in the upper half; what else there is to tell.
Found = tuple["array[int] | U64", dict[str, object]]
_WORD = re.compile(r"\w+")
_LEAST = 0.25
_PERMUTATIONS, _BANDS = 128, 64
_JACCARD = 0.1  # of sets of runs of words; a quarter of the shorter one's words is about that
_GRAM, _COMMON = 8, 256
_SAME = 45  # characters that two suffixes share: about eight words


def articles(path: Path, count: int) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, itertools.islice(lines, count))


def grams(text: str, size: int) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[n : n + size]) for n in range(len(words) - size + 1)]


def coded(one: int, other: int) -> int:
    return min(one, other) << 32 | max(one, other)


def usage(started: float) -> dict[str, object]:
    """What this process has used so far."""
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "processor seconds": round(time.process_time(), 1),
        "MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def servanda(path: Path, count: int, place: int, steps: Sequence[int] = ()) -> Found:
    from servanda.sources import Index, SourceText

    started = time.perf_counter()
    texts = (SourceText(str(n), text) for n, text in enumerate(articles(path, count)))
    index = Index()
    for step in steps:
        index.add_all(itertools.islice(texts, step - len(index)))
        next(index.each_pair(), None)  # so that all are compared
        print(json.dumps({"contender": "servanda, growing", "articles": step, **usage(started)}), flush=True)
    index.add_all(itertools.islice(texts, count - place - len(index)))
    found, passages, pairs = array("Q"), 0, 0
    for pair in index.each_pair():
        pairs += 1
        passages += len(pair.passages)
        if max(pair.share_a, pair.share_b) >= _LEAST:
            found.append(coded(int(pair.a), int(pair.b)))
    told: dict[str, object] = {"pairs": pairs, "passages": passages}
    placed = []
    for text in texts:
        begun = time.perf_counter(), time.process_time()
        new = index.add(text)
        placed.append(((time.perf_counter() - begun[0]) * 1000, (time.process_time() - begun[1]) * 1000))
        found.extend(coded(int(p.a), int(p.b)) for p in new if max(p.share_a, p.share_b) >= _LEAST)
    for name, times in zip(("ms", "processor ms"), zip(*placed, strict=True), strict=False):
        ordered = [round(t, 1) for t in sorted(times)]
        told[f"{name} to place one more"] = {
            "median": ordered[len(ordered) // 2],
            "95 %": ordered[int(len(ordered) * 0.95)],
            "worst": ordered[-1],
        }
    return found, told


def datasketch(path: Path, count: int, place: int) -> Found:  # noqa: ARG001 - all contenders are called alike
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _PERMUTATIONS // _BANDS))
    found, hashes = array("Q"), list[Any]()
    for number, text in enumerate(articles(path, count)):
        made = MinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update_batch([g.encode() for g in grams(text, 5)])
        found.extend(coded(n, number) for n in index.query(made) if made.jaccard(hashes[n]) >= _JACCARD)
        index.insert(number, made)
        hashes.append(made)
    return found, {}


def rensa(path: Path, count: int, place: int) -> Found:  # noqa: ARG001
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    found, hashes = array("Q"), list[Any]()
    for number, text in enumerate(articles(path, count)):
        made = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update(grams(text, 5))
        found.extend(coded(n, number) for n in index.query(made) if made.jaccard(hashes[n]) >= _JACCARD)
        index.insert(number, made)
        hashes.append(made)
    return found, {}


def ngram_join(path: Path, count: int, place: int) -> Found:  # noqa: ARG001
    runs = [np.unique(np.array([hash(g) for g in grams(text, _GRAM)], np.int64)) for text in articles(path, count)]
    sizes = np.array([len(r) for r in runs])
    owners = np.repeat(np.arange(count, dtype=np.uint32), sizes)
    joined = np.concatenate(runs)
    del runs
    order = np.argsort(joined, kind="stable")
    joined, owners = joined[order], owners[order]
    heads = np.flatnonzero(np.concatenate(([True], joined[1:] != joined[:-1])))
    return _joined(owners, heads, sizes), {}


def suffix_array(path: Path, count: int, place: int) -> Found:  # noqa: ARG001
    from pydivsufsort import divsufsort, kasai

    texts = [" ".join(_WORD.findall(t.lower())).encode("latin-1", "replace") for t in articles(path, count)]
    sizes = np.array([t.count(b" ") + 1 for t in texts])
    ends = np.cumsum([len(t) + 1 for t in texts])
    whole = np.frombuffer(bytearray(b"\n".join([*texts, b""])), np.uint8)
    del texts
    order = divsufsort(whole)
    apart = np.asarray(kasai(whole, order)) < _SAME  # whether a suffix and the next one in order part early
    word = np.concatenate(([True], (whole[:-1] == 32) | (whole[:-1] == 10)))[order]
    group = np.concatenate(([0], np.cumsum(apart[:-1], dtype=np.int32)))[word]
    owners = np.searchsorted(ends, order[word], side="right").astype(np.uint32)
    heads = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    return _joined(owners, heads, np.maximum(sizes - _GRAM + 1, 1)), {}


def _joined(owners: NDArray[np.uint32], heads: NDArray[np.int64], sizes: NDArray[np.int64]) -> U64:
    """The pairs of articles that stand in the same groups often enough; `sizes` are each article's runs of words."""
    lengths = np.diff(np.concatenate((heads, [len(owners)])))
    counts: list[U64] = []
    for size in np.unique(lengths[(lengths > 1) & (lengths <= _COMMON)]).tolist():
        members = np.sort(owners[heads[lengths == size][:, None] + np.arange(size)], axis=1).astype(np.uint64)
        first, second = np.triu_indices(size, 1)
        counts.append(((members[:, first] << np.uint64(32)) | members[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate([np.empty(0, np.uint64), *counts]), return_counts=True)
    a, b = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    enough: U64 = pairs[(a != b) & (shared >= _LEAST * np.minimum(sizes[a], sizes[b]))]
    return enough


CONTENDERS: dict[str, Callable[[Path, int, int], Found]] = {
    "servanda": servanda,
    "n-gram join": ngram_join,
    "suffix array": suffix_array,
    "rensa": rensa,
    "datasketch": datasketch,
}


def measure(name: str, folder: Path, counts: Sequence[int], place: int) -> None:
    """Runs one contender in this process and prints its figures for the last of the counts."""
    started, path, count = time.perf_counter(), folder / "articles.jsonl", counts[-1]
    pairs, told = servanda(path, count, place, counts[:-1]) if counts[:-1] else CONTENDERS[name](path, count, place)
    used = usage(started)
    true = np.load(folder / "true.npy")
    true = true[(true & np.uint64(0xFFFFFFFF)) < count]
    found = np.unique(np.asarray(pairs, np.uint64))
    right = len(np.intersect1d(found, true, assume_unique=True))
    figures = {
        "contender": name,
        "articles": count,
        **used,
        "recall": round(right / len(true), 4),
        "precision": round(right / max(len(found), 1), 4),
        **told,
    }
    print(json.dumps(figures), flush=True)


def make(texts: Path, count: int, folder: Path) -> dict[str, Any]:
    """Writes the articles and the pairs that are known to share text; gives the counts."""
    true, made, words = array("Q"), 0, 0
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
        for _, story in itertools.groupby(Corpus(texts).documents(count), key=lambda document: document.story):
            family = list(story)
            sizes = [len(document.text.split()) for document in family]
            true.extend((made + a) << 32 | (made + b) for a, b in true_pairs(family, sizes, _LEAST))
            out.writelines(json.dumps(document.text, ensure_ascii=False) + "\n" for document in family)
            made, words = made + len(family), words + sum(sizes)
    np.save(folder / "true.npy", np.unique(np.asarray(true, np.uint64)))
    return {"articles": made, "words": words, "true pairs": len(true)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--place", type=int, default=200, help="articles placed one by one at the end")
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--folder", type=Path, help="where the articles are kept")
    parser.add_argument("--grow", action="store_true", help="one index of servanda that grows")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        measure(options.contenders[0], options.folder, options.articles, options.place)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if not (folder / "true.npy").exists():
            if options.texts is None:
                parser.error("--texts is needed")
            print(json.dumps(make(options.texts, max(options.articles), folder)), flush=True)
        counts = sorted(options.articles)
        runs = [("servanda", counts)] if options.grow else itertools.product(options.contenders, ([n] for n in counts))
        for name, sizes in runs:
            arguments = ["--folder", str(folder), "--place", str(options.place), "--articles", *map(str, sizes)]
            subprocess.run([sys.executable, __file__, "--here", "--contenders", name, *arguments], check=True)


if __name__ == "__main__":
    main()
