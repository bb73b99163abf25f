"""Softmax regression over hashed features, by Adagrad in small batches. Same input and seed, same weights."""

import numpy as np


def learn(
    tables: np.ndarray, labels: np.ndarray, classes: int, bits: int, *, epochs: int, rate: float = 0.15,
    l2: float = 1e-6, drop: float = 0.1, batch: int = 256, seed: int = 0, weigh: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Weights (places by classes) and bias, averaged over the last epochs."""
    rng = np.random.default_rng(seed)
    weights = np.zeros((1 << bits, classes), np.float32)
    bias = np.zeros(classes, np.float32)
    squares = np.full((1 << bits, classes), 1e-3, np.float32)
    bias_squares = np.full(classes, 1e-3, np.float32)
    total, total_bias, counted = np.zeros_like(weights), np.zeros_like(bias), 0
    target = np.eye(classes, dtype=np.float32)[labels]
    for epoch in range(epochs):
        order = rng.permutation(len(labels))
        loss = 0.0
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            places = tables[rows].astype(np.int64)
            kept = (rng.random(places.shape) >= drop).astype(np.float32) / (1 - drop)
            scores = np.einsum("bfc,bf->bc", weights[places], kept) + bias
            scores -= scores.max(axis=1, keepdims=True)
            p = np.exp(scores)
            p /= p.sum(axis=1, keepdims=True)
            loss -= float(np.log(p[np.arange(len(rows)), labels[rows]] + 1e-9).sum())
            error = p - target[rows]
            if weigh is not None:
                error *= weigh[rows][:, None]
            flat = places.ravel()
            push = (error[:, None, :] * kept[:, :, None]).reshape(-1, classes)
            unique, inverse = np.unique(flat, return_inverse=True)
            gradient = np.stack([np.bincount(inverse, push[:, c], len(unique)) for c in range(classes)], axis=1)
            gradient = gradient.astype(np.float32) + l2 * len(rows) * weights[unique]
            squares[unique] += gradient**2
            weights[unique] -= rate * gradient / np.sqrt(squares[unique])
            whole = error.sum(axis=0)
            bias_squares += whole**2
            bias -= rate * whole / np.sqrt(bias_squares)
        print(f"  epoch {epoch + 1}: loss {loss / len(labels):.4f}", flush=True)
        if epoch >= epochs // 2:
            total += weights
            total_bias += bias
            counted += 1
    return total / counted, total_bias / counted
