"""A teacher for the syntax layer: a biaffine parser and a tagger over a pretrained encoder. Used for training alone.

    python teacher.py learn TEACHER.pt ENCODER TREEBANK.conllu.gz [...] [--dev TREEBANK.conllu.gz] [--leave-out DOC]
    python teacher.py label TEACHER.pt ENCODER PARAGRAPHS.jsonl SILVER.jsonl

ENCODER is a folder that transformers can read. A line of PARAGRAPHS is a paragraph: a pair [words, spaces] for each
sentence, as `paragraphs.py` writes them; in SILVER each has [words, spaces, heads, relations, tags], heads counted
from 1 within the sentence, 0 for its root. Trees are the best ones with one root (Chu, Liu and Edmonds).
"""

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from convert import curly, sentences
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

ARC, LABEL, DROP = 384, 64, 0.3
#: Words and room for words in a batch; how fast encoder and heads learn; how long they warm up, in steps.
ROOM, ENCODER_RATE, RATE, WARM = 1400, 1.5e-4, 1.5e-3, 200
#: Roots that are tried where the best tree has several.
ROOTS = 4


@dataclass(frozen=True)
class Sentence:
    """Words, heads (from 1; 0 is the root), relations and tags."""

    words: list[str]
    heads: list[int]
    relations: list[str]
    tags: list[str]


def shape(word: str) -> int:
    """How a word is written; the encoder sees small letters only."""
    if word.islower():
        return 0
    if word.istitle():
        return 1
    if word.isupper() and len(word) > 1:
        return 2
    return 3 if any(c.isdigit() for c in word) else 4 if any(c.isupper() for c in word) else 5


class Teacher(nn.Module):
    """Scores of heads, relations and tags for batches of sentences."""

    def __init__(self, encoder: Path, relations: Sequence[str], tags: Sequence[str]) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder, add_pooling_layer=False, local_files_only=True)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.pieces = AutoTokenizer.from_pretrained(encoder, local_files_only=True)
        self.relations, self.tags = list(relations), list(tags)
        self.written = nn.Embedding(6, 32)
        width = 2 * self.encoder.config.hidden_size + 32
        self.layers = nn.Parameter(torch.zeros(4))
        self.drop = nn.Dropout(DROP)
        self.arc_head, self.arc_dep = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.label_head, self.label_dep = nn.Linear(width, LABEL), nn.Linear(width, LABEL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label = nn.Parameter(torch.randn(len(self.relations), LABEL + 1, LABEL + 1) * 0.02)
        self.tag = nn.Sequential(nn.Linear(width, 256), nn.GELU(), nn.Dropout(DROP), nn.Linear(256, len(self.tags)))
        self.root = nn.Parameter(torch.randn(width) * 0.02)

    def vectors(self, batch: list[list[str]]) -> torch.Tensor:
        """First and last piece of each word and how it is written; before them the root's own."""
        given = self.pieces(
            batch, is_split_into_words=True, padding=True, truncation=True, max_length=510, return_tensors="pt"
        )
        states = self.encoder(
            input_ids=given["input_ids"], attention_mask=given["attention_mask"], output_hidden_states=True
        ).hidden_states[-4:]
        share = torch.softmax(self.layers, 0)
        mixed = sum(share[i] * states[i] for i in range(4))
        longest = max(map(len, batch))
        first = torch.zeros(len(batch), longest, dtype=torch.long)
        last, written = torch.zeros_like(first), torch.zeros_like(first)
        for i, words in enumerate(batch):
            for at, word in enumerate(given.word_ids(i)):
                if word is not None:
                    first[i, word] = first[i, word] or at
                    last[i, word] = at
            written[i, : len(words)] = torch.tensor([shape(word) for word in words])
        rows = torch.arange(len(batch))[:, None]
        known = torch.cat([mixed[rows, first], mixed[rows, last], self.written(written)], -1)
        return self.drop(torch.cat([self.root.expand(len(batch), 1, -1), known], 1))

    def forward(self, batch: list[list[str]]) -> tuple[torch.Tensor, ...]:
        """Scores of heads (sentence, token, head), what relations are scored from, scores of tags."""
        x = self.vectors(batch)
        lengths = torch.tensor([len(words) for words in batch])
        there = torch.arange(x.shape[1])[None] <= lengths[:, None]
        arc_head, arc_dep, label_head, label_dep = (
            self.drop(functional.leaky_relu(layer(x), 0.1))
            for layer in (self.arc_head, self.arc_dep, self.label_head, self.label_dep)
        )
        one = x.new_ones(*x.shape[:2], 1)
        heads = torch.cat([arc_dep, one], -1) @ self.arc @ arc_head.transpose(1, 2)
        heads = heads.masked_fill(~there[:, None, :] | torch.eye(x.shape[1], dtype=torch.bool)[None], -1e4)
        return heads, torch.cat([label_head, one], -1), torch.cat([label_dep, one], -1), self.tag(x)

    def labels(self, head: torch.Tensor, dep: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """Scores of relations to the given heads."""
        chosen = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        return torch.einsum("bni,kij,bnj->bnk", dep, self.label, chosen)

    @torch.no_grad()
    def annotate(self, batch: list[list[str]]) -> list[Sentence]:
        """The best tree, relations and tags of each sentence."""
        self.eval()
        scores, head, dep, tags = self(batch)
        scores = functional.log_softmax(scores, -1)
        heads = torch.zeros(scores.shape[:2], dtype=torch.long)
        for i, words in enumerate(batch):
            n = len(words) + 1
            heads[i, :n] = torch.tensor(best_tree(scores[i, :n, :n].double().numpy())).clamp(min=0)
        relations, root = self.labels(head, dep, heads), self.relations.index("ROOT")
        relations[..., root] = relations[..., root].masked_fill(heads != 0, -1e4)
        named, tagged = relations.argmax(-1), tags.argmax(-1)
        named[heads == 0] = root
        return [
            Sentence(
                words,
                heads[i, 1 : len(words) + 1].tolist(),
                [self.relations[k] for k in named[i, 1 : len(words) + 1]],
                [self.tags[k] for k in tagged[i, 1 : len(words) + 1]],
            )
            for i, words in enumerate(batch)
        ]


def best_tree(scores: np.ndarray) -> np.ndarray:
    """The heads of the best tree with one root, by scores of (token, head); token 0 heads the root and has -1."""
    heads = scores.argmax(1)
    heads[0] = -1
    n = len(scores)
    if (heads[1:] == 0).sum() == 1 and _cycle(heads) is None:
        return heads
    likely = sorted(range(1, n), key=lambda i: scores[i, 1:].max() - scores[i, 0])[:ROOTS] if n > 5 else range(1, n)
    found = []
    for root in likely:
        only = scores.copy()
        only[1:, 0] = -1e6
        only[root, 0], only[root, 1:] = 0, -1e6
        tree = _spanning(only)
        found.append((sum(scores[i, tree[i]] for i in range(1, n)), -root, tree))
    return max(found, key=lambda one: one[:2])[2]


def _cycle(heads: np.ndarray) -> list[int] | None:
    state = [0] * len(heads)
    for i in range(1, len(heads)):
        path, at = [], i
        while at > 0 and state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
            if at > 0 and state[at] == 1:
                return path[path.index(at) :]
        for k in path:
            state[k] = 2
    return None


def _spanning(scores: np.ndarray) -> np.ndarray:
    heads = scores.argmax(1)
    heads[0] = -1
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    rest = [i for i in range(len(scores)) if i not in set(cycle)]
    place, last = {token: k for k, token in enumerate(rest)}, len(rest)
    small = np.full((last + 1, last + 1), -1e9)
    whole = sum(scores[i, heads[i]] for i in cycle)
    into, out = {}, {}
    for token in rest:
        for head in rest:
            small[place[token], place[head]] = scores[token, head]
        out[token] = max(cycle, key=lambda k, t=token: scores[t, k])
        small[place[token], last] = scores[token, out[token]]
        into[token] = max(cycle, key=lambda k, h=token: scores[k, h] - scores[k, heads[k]])
        small[last, place[token]] = whole + scores[into[token], token] - scores[into[token], heads[into[token]]]
    np.fill_diagonal(small, -1e9)
    tree, result = _spanning(small), heads.copy()
    for token in rest[1:]:
        above = tree[place[token]]
        result[token] = out[token] if above == last else rest[above]
    entered = rest[tree[last]]
    result[into[entered]] = entered
    return result


def treebank(paths: Sequence[Path], leave_out: Sequence[str] = ()) -> list[Sentence]:
    """The sentences of treebanks, without those of some documents."""
    found = []
    for path in paths:
        names, name = [], ""
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# newdoc"):
                    name = line.split("=")[1].strip()
                elif line == "\n":
                    names.append(name)
        for name, (_, tokens) in zip(names, sentences(path), strict=True):
            if name not in leave_out:
                heads = [0 if t["dep"] == "ROOT" else int(t["head"]) + 1 for t in tokens]
                found.append(
                    Sentence([t["form"] for t in tokens], heads, [t["dep"] for t in tokens], [t["tag"] for t in tokens])
                )
    return found


def batches(lengths: Sequence[int], room: int, chance: random.Random | None = None) -> list[list[int]]:
    """Numbers of sentences of about one length each; shuffled where there is chance."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + (chance.random() * 3 if chance else 0))
    found: list[list[int]] = [[]]
    for i in order:
        if found[-1] and (len(found[-1]) + 1) * (lengths[i] + 2) > room:
            found.append([])
        found[-1].append(i)
    if chance:
        chance.shuffle(found)
    return found


def accuracy(teacher: Teacher, data: list[Sentence]) -> dict[str, float]:
    """UAS, LAS and tags on gold words and sentences, without punctuation."""
    right = np.zeros(3)
    count = 0
    for numbers in batches([len(s.words) for s in data], 4000):
        for i, made in zip(numbers, teacher.annotate([data[i].words for i in numbers]), strict=True):
            gold = data[i]
            for k, relation in enumerate(gold.relations):
                if relation != "punct":
                    head = made.heads[k] == gold.heads[k]
                    count += 1
                    right += (head, head and made.relations[k] == relation, made.tags[k] == gold.tags[k])
    return dict(zip(("uas", "las", "tags"), (right / count).round(4).tolist(), strict=True))


def learn(given: argparse.Namespace) -> None:
    """Teaches the teacher and writes it."""
    torch.manual_seed(given.seed)
    torch.set_num_threads(1)
    chance = random.Random(given.seed)
    data = treebank(given.treebanks, given.leave_out)
    relations, tags = (sorted({x for s in data for x in getattr(s, name)}) for name in ("relations", "tags"))
    number = {name: {x: i for i, x in enumerate(some)} for name, some in (("relations", relations), ("tags", tags))}
    teacher = Teacher(given.encoder, relations, tags)
    inner = {id(p) for p in teacher.encoder.parameters()}
    learning = [p for p in teacher.parameters() if p.requires_grad]
    groups: list[dict[str, Any]] = [
        {"params": [p for p in learning if id(p) in inner], "most": ENCODER_RATE},
        {"params": [p for p in learning if id(p) not in inner], "most": RATE},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
    lengths = [len(s.words) for s in data]
    steps, step = len(batches(lengths, ROOM)) * given.epochs, 0
    for epoch in range(given.epochs):
        for numbers in batches(lengths, ROOM, chance):
            teacher.train()
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * min(1.0, step / WARM) * max(0.02, 1 - step / steps)
            words = [curly(data[i].words) if chance.random() < 0.3 else data[i].words for i in numbers]
            scores, head, dep, tagged = teacher(words)
            shown = torch.full((3, len(numbers), scores.shape[1]), -100)
            for row, i in enumerate(numbers):
                one, n = data[i], len(data[i].words) + 1
                shown[0, row, 1:n] = torch.tensor(one.heads)
                shown[1, row, 1:n] = torch.tensor([number["relations"][x] for x in one.relations])
                shown[2, row, 1:n] = torch.tensor([number["tags"][x] for x in one.tags])
            named = teacher.labels(head, dep, shown[0].clamp(min=0))
            losses = [
                functional.cross_entropy(made.flatten(0, 1), right.flatten())
                for made, right in zip((scores, named, tagged), shown, strict=True)
            ]
            loss = losses[0] + losses[1] + losses[2] / 2
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            step += 1
        print("epoch", epoch + 1, [accuracy(teacher, treebank([path])) for path in given.dev], flush=True)
    torch.save({"state": teacher.state_dict(), "relations": relations, "tags": tags}, given.teacher)


def label(given: argparse.Namespace) -> None:
    """Writes what the teacher makes of paragraphs."""
    torch.set_num_threads(1)
    kept = torch.load(given.teacher)
    teacher = Teacher(given.encoder, kept["relations"], kept["tags"])
    teacher.load_state_dict(kept["state"])
    with given.paragraphs.open(encoding="utf-8") as lines, given.out.open("w", encoding="utf-8") as out:
        for line in lines:
            paragraph = json.loads(line)
            for one, made in zip(paragraph, teacher.annotate([words for words, _ in paragraph]), strict=True):
                one += [made.heads, made.relations, made.tags]
            out.write(json.dumps(paragraph, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, does in (("learn", learn), ("label", label)):
        command = commands.add_parser(name)
        command.set_defaults(does=does)
        command.add_argument("teacher", type=Path)
        command.add_argument("encoder", type=Path)
        if name == "learn":
            command.add_argument("treebanks", type=Path, nargs="+")
            command.add_argument("--dev", type=Path, nargs="*", default=[])
            command.add_argument("--leave-out", nargs="*", default=[])
            command.add_argument("--epochs", type=int, default=2)
            command.add_argument("--seed", type=int, default=1)
        else:
            command.add_argument("paragraphs", type=Path)
            command.add_argument("out", type=Path)
    given = parser.parse_args()
    given.does(given)


if __name__ == "__main__":
    main()
