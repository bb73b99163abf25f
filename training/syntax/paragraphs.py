"""Cuts unlabelled texts into paragraphs, sentences and words as the shipped layer does, for the teacher to label.

    python paragraphs.py OUT.jsonl TEXTS.jsonl.gz [...]

TEXTS has a `text` in each line. Out: a line for each paragraph, a pair [words, spaces] for each of its sentences; a
paragraph that occurs twice is written once.
"""

import argparse
import gzip
import json
from pathlib import Path
from typing import TextIO

from servanda.reading import furniture, syntax

#: Words that a paragraph has at least and at most.
SHORTEST, LONGEST = 5, 400
#: Sets that are no news: answers of students, web text that is in the treebanks.
LEFT_OUT = ("clough-stevenson", "uds-ih2")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    given = parser.parse_args()
    seen: set[str] = set()
    with given.out.open("w", encoding="utf-8") as out:
        for path in given.texts:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    document = json.loads(line)
                    if document.get("text") and document.get("set") not in LEFT_OUT:
                        _write(out, syntax.sound(document["text"]), seen)


def _write(out: TextIO, text: str, seen: set[str]) -> None:
    fresh = []
    for span in furniture.prose(text, furniture.find(text)):
        words = span.of(text).strip()
        if words and words not in seen:
            seen.add(words)
            fresh.append(span)
    for block in syntax.parse(text, fresh):
        if SHORTEST <= len(block.doc) <= LONGEST:
            cut = [[[t.text for t in s], [bool(t.whitespace_) for t in s]] for s in block.doc.sents]
            out.write(json.dumps(cut, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
