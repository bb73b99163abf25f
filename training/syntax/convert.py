"""Turns CoNLL-U treebanks into spaCy training files, one Doc for each paragraph.

    python convert.py OUT.spacy TREEBANK.conllu.gz [TREEBANK.conllu.gz ...] [--curly SHARE] [--seed N]

Articles are read a paragraph at a time, so the pipeline is trained that way. A share of the paragraphs is given the
typographic quotation marks that news uses and web text does not.
"""

import argparse
import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

Sentence = list[dict[str, str]]


def sentences(path: Path) -> Iterator[tuple[bool, Sentence]]:
    """Yields (starts a paragraph, tokens) for each sentence of a CoNLL-U file."""
    starts, tokens = True, []
    surface_end, no_space = 0, False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if tokens:
                    yield starts, tokens
                starts, tokens, surface_end = False, [], 0
            elif line.startswith("#"):
                starts |= line.startswith(("# newdoc", "# newpar"))
            else:
                columns = line.split("\t")
                if "." in columns[0]:
                    continue
                if "-" in columns[0]:
                    surface_end = int(columns[0].split("-")[1])
                    no_space = "SpaceAfter=No" in columns[9]
                    continue
                number = int(columns[0])
                inside = number < surface_end
                spaced = not inside and "SpaceAfter=No" not in columns[9]
                if number == surface_end:
                    spaced = not no_space
                head = number - 1 if columns[6] == "0" else int(columns[6]) - 1
                tokens.append({
                    "form": columns[1], "lemma": columns[2], "tag": columns[4],
                    "head": str(head), "dep": "ROOT" if columns[6] == "0" else columns[7], "space": str(spaced),
                })  # fmt: skip


def paragraphs(path: Path, longest: int = 12) -> Iterator[list[Sentence]]:
    """Groups of sentences that stand in one paragraph, cut after `longest` sentences."""
    group: list[Sentence] = []
    for starts, tokens in sentences(path):
        if group and (starts or len(group) >= longest):
            yield group
            group = []
        group.append(tokens)
    if group:
        yield group


def curly(words: list[str]) -> list[str]:
    """The words with typographic quotation marks; opening and closing alternate."""
    made, is_open = [], False
    for word in words:
        if word in ('"', "''", "``"):
            word, is_open = ("”" if is_open else "“"), not is_open
        made.append(word.replace("'", "’"))
    return made


def doc(vocab: spacy.vocab.Vocab, group: list[Sentence], typographic: bool) -> Doc:
    """One spaCy Doc with gold annotation from the sentences of a paragraph."""
    words, spaces, tags, lemmas, heads, deps, starts = [], [], [], [], [], [], []
    for tokens in group:
        offset = len(words)
        for n, token in enumerate(tokens):
            words.append(token["form"])
            spaces.append(token["space"] == "True" or n == len(tokens) - 1)
            tags.append(token["tag"])
            lemmas.append(token["lemma"])
            heads.append(offset + int(token["head"]))
            deps.append(token["dep"])
            starts.append(n == 0)
    if typographic:
        words = curly(words)
    return Doc(vocab, words=words, spaces=spaces, tags=tags, lemmas=lemmas, heads=heads, deps=deps, sent_starts=starts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("treebanks", type=Path, nargs="+")
    parser.add_argument("--curly", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    chance, vocab = random.Random(given.seed), spacy.blank("en").vocab
    made = DocBin(attrs=["ORTH", "SPACY", "TAG", "LEMMA", "HEAD", "DEP", "SENT_START"])
    count = 0
    for path in given.treebanks:
        for group in paragraphs(path):
            made.add(doc(vocab, group, chance.random() < given.curly))
            count += 1
    made.to_disk(given.out)
    print(f"{given.out}: {count} paragraphs")


if __name__ == "__main__":
    main()
