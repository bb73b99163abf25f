"""What people decided, each decision with the coding that it speaks of and what it would have in its place."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from servanda.record.rows import SELECTED, Decoder
from servanda.statement import Statement


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands. `statement` is the machine's or table's coding that it goes back to.

    `result` is the coding as the coder would have it, None where it was rejected; `number` is the ledger's, in order of
    arrival; `current` is False where a newer reading or table, or a withdrawal, has taken the coding away.
    """

    number: int
    statement: Statement
    coder: str
    decision: str
    changes: Mapping[str, Any]
    why: str
    recorded: str
    result: Statement | None
    current: bool


def decided(connection: sqlite3.Connection) -> tuple[Decided, ...]:
    """Every decision that was not taken back, in order of arrival."""
    rows = connection.execute(
        "SELECT seq, statement, coder, decision, changes, why, recorded FROM standing_decisions ORDER BY seq"
    ).fetchall()
    if not rows:
        return ()
    decoder, statements = Decoder(), {}
    makers: dict[int, int] = {}
    made: dict[int, Statement] = {}
    for seq, maker, *values in connection.execute(
        f"SELECT seq, decision, {SELECTED} FROM statements"
        " WHERE decision IS NOT NULL OR seq IN (SELECT statement FROM decisions) ORDER BY seq"
    ):
        statements[seq] = decoder.statement(values)
        if maker is not None:
            makers[seq] = maker
            made[maker] = statements[seq]
    targets = dict(connection.execute("SELECT seq, statement FROM decisions"))
    gone = {seq for (seq,) in connection.execute("SELECT statement FROM withdrawals")}
    found = []
    for number, target, coder, decision, changes, why, recorded in rows:
        root = target
        while root in makers:
            root = targets[makers[root]]
        result = {"confirm": statements[target], "reject": None, "correct": made.get(number)}[decision]
        found.append(
            Decided(
                number, statements[root], coder, decision, json.loads(changes), why, recorded, result,
                current=root not in gone,
            )
        )  # fmt: skip
    return tuple(found)
