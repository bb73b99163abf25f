"""Labels texts for the network to learn from: python training/attribution/teacher.py ATTRIBUTION.jsonl.gz MODEL OUT.npz
TEXTS.jsonl.gz ...

The teacher is the network of `network` with one more input, the vectors of a pretrained encoder (MODEL, a folder that
transformers can read; used for training alone), whose upper layers learn along. Every other article of `polnear-train`
teaches it. It labels the articles that it has not seen, and the texts of the other files that share no more than a
fifth of their words, in runs of 12, with the articles or with each other. OUT has, for each token, what teacher and
network make of it between them. On one core it takes some twelve minutes.
"""

import argparse
import copy
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from data import Article, article_of, articles
from network import Case, Net, case_of, known_of, loss_of, train
from silver import Labelled, mixed, write
from torch import nn
from transformers import AutoModel, AutoTokenizer

from servanda.reading.attribution.network import Network

#: Layers of the encoder that stay as they are, and pieces of words that it sees at a time.
FROZEN, WINDOW = 4, 224
EPOCHS, RATE, ENCODER_RATE = 3, 3e-3, 2e-4
RUN, SHARED = 12, 0.2
#: Sets that are no news: answers of students.
LEFT_OUT = ("clough-stevenson",)


class Encoder:
    """The pretrained encoder over windows that end with paragraphs; its lower layers stay as they are."""

    def __init__(self, folder: Path) -> None:
        self.tokens = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model = AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True).eval()
        self.model.requires_grad_(False)
        for module in self.model.modules():  # dropout is in the network alone
            if isinstance(module, nn.Dropout):
                module.p = 0.0
            elif hasattr(module, "dropout_prob"):
                module.dropout_prob = 0.0

    def upper(self) -> nn.ModuleList:
        """A copy of the layers that learn."""
        return copy.deepcopy(self.model.encoder.layer[FROZEN:]).requires_grad_(True)

    def lower(self, article: Article) -> tuple[torch.Tensor, torch.Tensor, np.ndarray, np.ndarray]:
        """Output of the frozen layers by window and place, which places count, window and place of each token."""
        pieces, first, cuts = self._pieces(article)
        windows = list(_windows(cuts, len(pieces)))
        widest = max(end - begin for begin, end in windows) + 2
        ids = torch.full((len(windows), widest), self.tokens.pad_token_id)
        row, column = np.zeros(len(pieces), int), np.zeros(len(pieces), int)
        for number, (begin, end) in enumerate(windows):
            inside = [self.tokens.cls_token_id, *pieces[begin:end], self.tokens.sep_token_id]
            ids[number, : len(inside)] = torch.tensor(inside)
            row[begin:end], column[begin:end] = number, np.arange(1, end - begin + 1)
        count = ids != self.tokens.pad_token_id
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            state = through(self.model.encoder.layer[:FROZEN], self.model.embeddings(input_ids=ids), count)
        return state.to(torch.bfloat16), count, row[first], column[first]

    def _pieces(self, article: Article) -> tuple[list[int], np.ndarray, list[int]]:
        """The pieces of a text, a mark between paragraphs; where each token's begin; where windows may."""
        g = article.grid
        words = [article.text[s:e] for s, e in zip(g.start.tolist(), g.end.tolist(), strict=True)]
        pieces: list[int] = []
        first, cuts = [], [0]
        for number, own in enumerate(self.tokens(words, add_special_tokens=False)["input_ids"]):
            if number and g.block[number] != g.block[number - 1]:
                cuts.append(len(pieces))
                pieces.append(self.tokens.sep_token_id)
            first.append(len(pieces))
            pieces += own or [self.tokens.unk_token_id]
        return pieces, np.array(first), cuts


def _windows(cuts: list[int], size: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for cut, following in zip(cuts, [*cuts[1:], size], strict=True):
        if following - begin > WINDOW and cut > begin:
            yield begin, cut
            begin = cut
        while following - begin > WINDOW:
            yield begin, begin + WINDOW
            begin += WINDOW
    if begin < size:
        yield begin, size


def through(layers: nn.ModuleList, state: torch.Tensor, count: torch.Tensor) -> torch.Tensor:
    """What some layers of the encoder make of a state, places that do not count left out."""
    mask = torch.zeros(count.shape).masked_fill(~count, -1e4)[:, None, None].to(torch.bfloat16)
    for layer in layers:
        state = layer(state, mask)[0]
    return state


class Teacher(nn.Module):
    """The network with the encoder's vectors among what it is given."""

    def __init__(self, encoder: Encoder, known: dict[str, np.ndarray], vector: int) -> None:
        super().__init__()
        width = encoder.model.config.hidden_size
        self.upper = encoder.upper()
        self.norm = nn.LayerNorm(width)
        self.net = Net({name: len(keys) for name, keys in known.items()}, vector + width)

    def forward(self, case: Case, lower: tuple[torch.Tensor, torch.Tensor, np.ndarray, np.ndarray]) -> torch.Tensor:
        state, count, row, column = lower
        with torch.autocast("cpu", dtype=torch.bfloat16):
            state = through(self.upper, state, count)
        vectors = self.norm(state[row, column].float())
        scores: torch.Tensor = self.net(replace(case, plain=torch.cat([case.plain, vectors], 1)))
        return scores


def taught(encoder: Encoder, some: list[Article], known: dict[str, np.ndarray], seed: int = 0) -> Teacher:
    """The teacher that some articles teach."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    order = np.random.default_rng(seed)
    cases, lower = [case_of(a, known) for a in some], [encoder.lower(a) for a in some]
    teacher = Teacher(encoder, known, some[0].grid.vectors.shape[1])
    rest = [*teacher.net.parameters(), *teacher.norm.parameters()]
    groups = [
        {"params": teacher.upper.parameters(), "full": ENCODER_RATE, "weight_decay": 0.01},
        {"params": rest, "full": RATE, "weight_decay": 1e-4},
    ]
    optimizer = torch.optim.AdamW(groups)
    steps, step = EPOCHS * len(some), 0
    for epoch in range(EPOCHS):
        teacher.train()
        total = 0.0
        for number in order.permutation(len(some)):
            for group in optimizer.param_groups:
                group["lr"] = group["full"] * min(1, (step + 1) / 50) * (1 - step / steps)
            loss = loss_of(teacher(cases[number], lower[number]), cases[number])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 5.0)
            optimizer.step()
            total += loss.item()
            step += 1
        print(f"  teacher, epoch {epoch + 1}: loss {total / len(some):.3f}", flush=True)
    return teacher.eval()


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def texts(attribution: Path, others: list[Path]) -> Iterator[Article]:
    """The texts of the other files that are no copies of an article or of each other."""
    seen: set[tuple[str, ...]] = set()
    for number, path in enumerate([attribution, *others]):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                document = json.loads(line)
                if "text" not in document or document["set"] in LEFT_OUT:
                    continue
                own = runs(document["text"])
                if number and len(own & seen) > SHARED * len(own):
                    continue
                seen |= own
                if number and own:
                    yield article_of({**document, "gold": {"attributions": []}})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="*")
    given = parser.parse_args()
    learned = list(articles(given.data, "polnear-train"))
    shown, kept_back = learned[::2], learned[1::2]
    known = known_of(shown)
    encoder = Encoder(given.model)
    teacher = taught(encoder, shown, known)

    def labelled(some: Iterable[Article], network: Network) -> Iterator[Labelled]:
        for a in some:
            with torch.no_grad():
                own = teacher(case_of(a, known), encoder.lower(a)).numpy()
            yield Labelled(a.id, a.text, a.grid.start, mixed(own, network.scores(a.grid)))

    found = [*labelled(kept_back, train(shown)), *labelled(texts(given.data, given.texts), train(learned))]
    write(given.out, found)
    print(f"wrote {given.out}: {len(found)} texts, {sum(len(one.start) for one in found)} tokens")


if __name__ == "__main__":
    main()
