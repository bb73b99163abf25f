"""The same log and policy as bench/verdicts.py, judged by what the package index offers: clingo, rtamt, Declare4Py.

    python bench/verdicts.py --keep FOLDER
    python -m venv peers && peers/bin/pip install clingo rtamt Declare4Py
    peers/bin/python bench/verdicts_peers.py FOLDER [--rtamt-keys 200] [--declare-events 100000]

Runs in an environment of its own: Servanda needs none of these. Each peer prints its time and how many requests were
not answered within 30 days, each key and day once, to be compared with the count that bench/verdicts.py prints. Where a
peer is too slow for the whole log it gets the first keys, and the count of those is printed beside.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

BEGIN, END, LIMIT = date(2019, 1, 1).toordinal(), date(2023, 12, 31).toordinal(), 30
#: The window of the forbidden act and the deadline of the promised one, in days from the first: first and last day.
FORBIDDEN, DUE = (100, 129), 89
Rows = list[tuple[str, int, int]]


def read(path: Path) -> Rows:
    """Kind, key and day of every row up to the last day."""
    days: dict[str, int] = {}
    rows = []
    for line in path.open(encoding="ascii"):
        text = line[10:20]
        day = days.get(text) or days.setdefault(text, date.fromisoformat(text).toordinal())
        if day <= END:
            rows.append((line[0], int(line[2:9]), day))
    return rows


def windows_by_hand(rows: Rows) -> tuple[int, int]:
    """Of the keys: how many have an act in the forbidden window, and how many have none by the deadline."""
    acts = {(key, day) for kind, key, day in rows if kind == "A"}
    keys = {key for _, key, _ in rows}
    broken = {key for key, day in acts if FORBIDDEN[0] <= day - BEGIN <= FORBIDDEN[1]}
    return len(broken), len(keys - {key for key, day in acts if 0 <= day - BEGIN <= DUE})


def by_hand(rows: Rows) -> int:
    """The count by definition, to hold every peer to."""
    acts: dict[int, set[int]] = defaultdict(set)
    for kind, key, day in rows:
        if kind == "A":
            acts[key].add(day)
    calls = {(key, day) for kind, key, day in rows if kind == "C" and day + LIMIT < END}
    return sum(not any(day + n in acts[key] for n in range(LIMIT + 1)) for key, day in calls)


def with_clingo(rows: Rows) -> int:
    import clingo

    with tempfile.NamedTemporaryFile("w", suffix=".lp", delete=False) as program:
        program.writelines(f"{'c' if kind == 'C' else 'a'}({key},{day}).\n" for kind, key, day in rows)
        program.write(f"ok(K,D) :- c(K,D), a(K,E), D <= E, E <= D+{LIMIT}.\n")
        program.write(f"late(K,D) :- c(K,D), not ok(K,D), D+{LIMIT} < {END}.\n#show late/2.\n")
    control = clingo.Control(["--warn=none"])
    control.load(program.name)
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        count = sum(len(model.symbols(shown=True)) for model in handle)
    Path(program.name).unlink()
    return count


def windows_with_clingo(rows: Rows) -> tuple[int, int]:
    import clingo

    control = clingo.Control(["--warn=none"])
    facts = "".join(f"key({key}). " + (f"a({key},{day - BEGIN}). " if kind == "A" else "") for kind, key, day in rows)
    rules = f"broken(K) :- a(K,D), {FORBIDDEN[0]} <= D, D <= {FORBIDDEN[1]}. done(K) :- a(K,D), 0 <= D, D <= {DUE}."
    control.add("base", [], f"{facts}{rules} missed(K) :- key(K), not done(K). #show broken/1. #show missed/1.")
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        shown = [str(symbol.name) for model in handle for symbol in model.symbols(shown=True)]
    return shown.count("broken"), shown.count("missed")


def windows_with_rtamt(rows: Rows) -> tuple[int, int]:
    import rtamt

    counts = []
    for formula in (f"always[{FORBIDDEN[0]}:{FORBIDDEN[1]}] (act < 0)", f"eventually[0:{DUE}] (act > 0)"):
        series = {key: [-1.0] * (END - BEGIN + 1) for _, key, _ in rows}
        for kind, key, day in rows:
            if kind == "A":
                series[key][day - BEGIN] = 1.0
        wrong = 0
        for acts in series.values():
            spec = rtamt.StlDiscreteTimeSpecification()
            spec.declare_var("act", "float")
            spec.spec = formula
            spec.parse()
            wrong += spec.evaluate({"time": list(range(len(acts))), "act": acts})[0][1] < 0
        counts.append(wrong)
    return counts[0], counts[1]


def with_rtamt(rows: Rows) -> int:
    """Robustness of the policy day by day for each key: the series of a key has one sample a day."""
    import rtamt

    begin = min(day for _, _, day in rows)
    series: dict[int, tuple[list[float], list[float]]] = {}
    for kind, key, day in rows:
        calls, acts = series.setdefault(key, ([-1.0] * (END - begin + 1), [-1.0] * (END - begin + 1)))
        (calls if kind == "C" else acts)[day - begin] = 1.0
    late = 0
    for calls, acts in series.values():
        spec = rtamt.StlDiscreteTimeSpecification()
        spec.declare_var("call", "float")
        spec.declare_var("act", "float")
        spec.spec = f"(call > 0) implies (eventually[0:{LIMIT}] (act > 0))"
        spec.parse()
        found = spec.evaluate({"time": list(range(len(calls))), "call": calls, "act": acts})
        late += sum(1 for day, value in found if value < 0 and calls[int(day)] > 0 and begin + day + LIMIT < END)
    return late


def with_declare(rows: Rows) -> int:
    """MP-Declare conformance: one trace a key; a key and day counts once, so doubled rows are taken out first."""
    import pandas as pd
    import pm4py
    from Declare4Py.D4PyEventLog import D4PyEventLog
    from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
    from Declare4Py.ProcessModels.DeclareModel import DeclareModel

    kept = sorted({r for r in rows if r[0] == "A" or r[2] + LIMIT < END}, key=lambda r: (r[1], r[2], r[0] == "A"))
    frame = pd.DataFrame(kept, columns=["concept:name", "case:concept:name", "time:timestamp"])
    frame["concept:name"] = frame["concept:name"].map({"C": "call", "A": "act"})
    frame["case:concept:name"] = frame["case:concept:name"].astype(str)
    frame["time:timestamp"] = pd.to_datetime(frame["time:timestamp"].map(date.fromordinal), utc=True)
    log = D4PyEventLog(case_name="case:concept:name")
    log.log = pm4py.convert_to_event_log(frame)
    log.log_length = len(log.log)
    log.timestamp_key, log.activity_key = "time:timestamp", "concept:name"
    model = DeclareModel().parse_from_string(f"activity call\nactivity act\nResponse[call, act] | | | 0,{LIMIT},d\n")
    result = MPDeclareAnalyzer(log=log, declare_model=model, consider_vacuity=False).run()
    return int(result.get_metric(metric="num_violations").fillna(0).to_numpy().sum())


def measure(name: str, judge: Callable[[Rows], int], rows: Rows, expected: int) -> None:
    """Prints a peer's time and count; a peer that is not installed, or fails, is named with the reason."""
    began, worked = time.perf_counter(), time.process_time()
    try:
        count = judge(rows)
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {str(error)[:200]}")
        return
    spent, work = time.perf_counter() - began, time.process_time() - worked
    print(
        f"{name}: {len(rows)} events, {spent:.2f} s ({work:.2f} s of processor), {len(rows) / work:.0f} events/s; "
        f"late {count}, by hand {expected}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rtamt-keys", type=int, default=200)
    parser.add_argument("--declare-events", type=int, default=100_000)
    options = parser.parse_args()
    began = time.perf_counter()
    rows = read(options.folder / "crisp.csv")
    print(f"read in {time.perf_counter() - began:.2f} s")
    measure("clingo", with_clingo, rows, by_hand(rows))
    first = [row for row in rows if row[1] < options.rtamt_keys]
    measure("rtamt", with_rtamt, first, by_hand(first))
    windows = windows_by_hand(first)
    for name, judge in (("clingo", windows_with_clingo), ("rtamt", windows_with_rtamt)):
        found = judge(first)
        same = "as by hand" if found == windows else f"by hand {windows}"
        print(f"{name}, forbidden in a window and promised by a day, {options.rtamt_keys} keys: {found}, {same}")
    share = options.declare_events / len(rows)
    keys = max(key for _, key, _ in rows) * share
    some = [row for row in rows if row[1] < keys]
    measure("Declare4Py", with_declare, some, by_hand(some))


if __name__ == "__main__":
    main()
