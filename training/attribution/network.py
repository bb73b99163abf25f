"""Trains the network of `servanda.reading.attribution.network` with torch, on one core.

The same input and seed give the same weights on the same machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from data import Article
from torch import nn
from torch.nn import functional

from servanda.reading.attribution.grid import DEPENDENTS
from servanda.reading.attribution.network import COLUMNS, OUTPUTS, Layer, Network, Ties, columns, dependents, ties
from servanda.reading.attribution.spread import CONTENT

WIDTH, LAYERS = 64, 2
EPOCHS, RATE, DECAY, DROP = 6, 2e-3, 1e-4, 0.3
#: How often each text that a teacher has labelled is seen.
PASSES = 3
#: The share of words that are hidden from the network while it learns, so that it looks at the rest as well.
HIDDEN = 0.25
#: The weight of words in others' content as no heads of cues: there, heads are not annotated.
INNER = 0.15
#: How wide the rows of each column are, and how often a key must occur to have one of its own.
WIDE = {
    "tag": 16,
    "dep": 16,
    "group": 16,
    "marker": 12,
    "subject": 8,
    "lemma": 32,
    "lower": 16,
    "quoted": 8,
    "place": 4,
}
OFTEN = {"tag": 5, "dep": 5, "group": 1, "marker": 20, "subject": 5, "lemma": 3, "lower": 20, "quoted": 1, "place": 1}


@dataclass
class Case:
    """An article as tensors: rows of known keys, vectors, dependents, ties, heads of cues, parts, a teacher's chances;
    whether it is annotated, or labelled by the teacher alone.
    """

    rows: torch.Tensor
    plain: torch.Tensor
    ties: Ties
    heads: torch.Tensor
    parts: torch.Tensor
    chances: torch.Tensor | None
    annotated: bool


def known_of(articles: list[Article]) -> dict[str, np.ndarray]:
    """The keys of each column that have rows of their own, sorted."""
    found = {}
    every = [columns(a.grid) for a in articles]
    for name in COLUMNS:
        keys, counts = np.unique(np.concatenate([c[name] for c in every]), return_counts=True)
        found[name] = keys[counts >= OFTEN[name]]
    return found


def case_of(article: Article, known: dict[str, np.ndarray], *, annotated: bool = True) -> Case:
    g = article.grid
    rows = []
    for name, keys in columns(g).items():
        at = np.minimum(np.searchsorted(known[name], keys), len(known[name]) - 1)
        rows.append(np.where(known[name][at] == keys, at + 1, 0))
    heads = np.zeros(len(g), np.float32)
    heads[article.heads] = 1
    parts = np.zeros(len(g), np.int64)
    for row in article.roles:
        parts[row > 0] = row[row > 0]
    plain = np.concatenate([dependents(g), g.vectors], axis=1)
    chances = None if article.chances is None else torch.tensor(article.chances)
    given = (torch.tensor(x) for x in (np.stack(rows, 1), plain))
    return Case(*given, ties(g), torch.tensor(heads), torch.tensor(parts), chances, annotated)


def loss_of(scores: torch.Tensor, case: Case) -> torch.Tensor:
    """How far outputs are from the annotation, from the teacher's chances, or half from either where there are both."""
    losses = []
    if case.annotated:
        weight = torch.where((case.parts == CONTENT) & (case.heads == 0), INNER, 1.0)
        loss = functional.binary_cross_entropy_with_logits(scores[:, 0], case.heads, weight=weight, reduction="sum")
        losses.append(loss + functional.cross_entropy(scores[:, 1:], case.parts, reduction="sum"))
    if case.chances is not None:
        head, parts = case.chances[:, 0], case.chances[:, 1:]
        loss = functional.binary_cross_entropy_with_logits(scores[:, 0], head, reduction="sum")
        losses.append(loss + functional.cross_entropy(scores[:, 1:], parts, reduction="sum"))
    return torch.stack(losses).mean() / len(case.heads) * 10


class Net(nn.Module):
    """The same sums as in `Network`, with dropout and hidden words."""

    def __init__(self, sizes: dict[str, int], vector: int) -> None:
        super().__init__()
        self.rows = nn.ModuleList([nn.Embedding(sizes[name] + 1, WIDE[name]) for name in COLUMNS])
        for table in self.rows:
            nn.init.normal_(table.weight, std=0.3)
        wide = sum(WIDE.values()) + DEPENDENTS + vector
        self.inside = nn.Linear(wide, WIDTH)
        self.around = nn.ModuleList([nn.Linear(5 * WIDTH, WIDTH) for _ in range(LAYERS)])
        self.sentence = nn.ModuleList([nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(LAYERS)])
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(LAYERS + 1)])
        self.out = nn.Linear(WIDTH + wide, OUTPUTS)
        self.drop = nn.Dropout(DROP)

    def forward(self, case: Case) -> torch.Tensor:
        rows = case.rows
        if self.training:
            rows = rows.clone()
            for name in ("lemma", "lower"):
                rows[torch.rand(len(rows)) < HIDDEN, COLUMNS.index(name)] = 0
        embedded = [table(rows[:, i]) for i, table in enumerate(self.rows)]
        given = self.drop(torch.cat([*embedded, case.plain], 1))
        state = self.norms[0](functional.relu(self.inside(given)))
        tied = case.ties
        count = int(tied.sentence[-1]) + 1
        sentence = torch.tensor(tied.sentence)
        above = torch.tensor(tied.above)
        for around, pool, norm in zip(self.around, self.sentence, self.norms[1:], strict=True):
            padded = torch.cat([state, state.new_zeros(1, WIDTH)])
            below = torch.zeros_like(padded).index_add_(0, above, state)[:-1]
            taken = [state, padded[tied.before], padded[tied.after], padded[tied.above], below]
            most = torch.zeros(count, WIDTH).index_reduce_(0, sentence, state, "amax", include_self=False)
            added = around(self.drop(torch.cat(taken, 1))) + pool(most)[sentence]
            state = norm(state + self.drop(functional.relu(added)))
        return self.out(torch.cat([state, given], 1))


def train(articles: list[Article], labelled: Sequence[Article] = (), seed: int = 0) -> Network:
    """The network that some articles teach, and texts that a teacher has labelled."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    order = np.random.default_rng(seed)
    known = known_of([*articles, *labelled])
    cases = [case_of(a, known) for a in articles]
    more = [case_of(a, known, annotated=False) for a in labelled]
    net = Net({name: len(keys) for name, keys in known.items()}, articles[0].grid.vectors.shape[1])
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    each = len(more) * PASSES // EPOCHS
    steps, step = EPOCHS * (len(cases) + each), 0
    turns = np.concatenate([order.permutation(len(more)) for _ in range(PASSES)])
    for epoch in range(EPOCHS):
        net.train()
        total = 0.0
        now = [*cases, *(more[n] for n in turns[epoch * each : (epoch + 1) * each])]
        for number in order.permutation(len(now)):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / 100) * (1 - step / steps)
            loss = loss_of(net(now[number]), now[number])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            total += loss.item()
            step += 1
        print(f"  epoch {epoch + 1}: loss {total / len(now):.3f}", flush=True)
    return exported(net, known)


def exported(net: Net, known: dict[str, np.ndarray]) -> Network:
    """The trained network as arrays, embeddings multiplied out."""
    with torch.no_grad():
        inside = torch.cat([net.inside.weight, net.out.weight[:, WIDTH:]]).T  # what is given, by width and outputs
        bias = torch.cat([net.inside.bias, net.out.bias])
        rows, at = {}, 0
        for name, table in zip(COLUMNS, net.rows, strict=True):
            rows[name] = (table.weight @ inside[at : at + WIDE[name]]).numpy()
            at += WIDE[name]
        plain = inside[at:].numpy()
        layers = tuple(
            Layer(a.weight.T.numpy(), a.bias.numpy(), p.weight.T.numpy(), n.weight.numpy(), n.bias.numpy())
            for a, p, n in zip(net.around, net.sentence, net.norms[1:], strict=True)
        )
        first = net.norms[0]
        return Network(
            known, rows, plain[DEPENDENTS:], plain[:DEPENDENTS], bias.numpy(), first.weight.numpy(), first.bias.numpy(),
            layers, net.out.weight[:, :WIDTH].T.numpy(),
        )  # fmt: skip
