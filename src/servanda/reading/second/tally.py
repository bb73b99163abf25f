"""What a run of the second reader came to: requests, tokens, cost, what was thrown away, what was refused."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts of one run. `tokens_in`, `tokens_out` and `cost` are of this run's requests, not of kept answers.

    `estimated` counts answers whose tokens the server did not tell. `thrown` counts what was thrown away, by reason;
    `refused` the documents that were not read, by error code.
    """

    model: str
    documents: int = 0
    kept_answers: int = 0
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: int = 0
    cost: float = 0.0
    statements: int = 0
    thrown: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "model": self.model,
            "documents": self.documents,
            "kept_answers": self.kept_answers,
            "requests": self.requests,
            "tokens_in": self.tokens_in,
            "tokens_out": self.tokens_out,
            "estimated": self.estimated,
            "cost": round(self.cost, 6),
            "statements": self.statements,
            "thrown_away": dict(sorted(self.thrown.items())),
            "refused": dict(sorted(self.refused.items())),
        }

    def in_words(self) -> str:
        """Two lines or three for people."""
        guessed = f" ({self.estimated} estimated)" if self.estimated else ""
        lines = [
            f"Second reader {self.model}: {self.documents} read, {self.kept_answers} of them from kept answers; "
            f"{self.requests} requests, {self.tokens_in} tokens in, {self.tokens_out} out{guessed}, "
            f"cost {self.cost:.4f}.",
            f"{self.statements} statements hold; thrown away: {_list(self.thrown)}.",
        ]
        if self.refused:
            lines.append(f"Documents that it did not read: {_list(self.refused)}.")
        return "\n".join(lines)


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) or "nothing"
