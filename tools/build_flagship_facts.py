"""Makes the flagship case's launch tables from two public tables: `missile_tests.csv` and `provocations.csv`.

    python tools/build_flagship_facts.py --launches nk_missile_tests.csv --provocations nk_provocations.csv --out DIR

The sources are the CNS North Korea Missile Test Database, by way of nk-missile-tests (Apache-2.0), and the Beyond
Parallel database, by way of north-korea-provocations (CC0). `flagship_launches.toml` holds the classes and the
corrections. Launches are gathered by local day and missile; a launch that both tables have gets one event key.
Same input, same bytes out.
"""

import argparse
import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

COLUMNS = (
    "id", "holds_from", "published", "source", "type", "mode", "actors", "object", "place", "lat", "lon",
    "certainty", "event", "url", "text",
)  # fmt: skip
FIRST_YEAR = "2017"
KOREAN_TIME = timedelta(hours=9)
CNS = "James Martin Center for Nonproliferation Studies"
BEYOND_PARALLEL = "Beyond Parallel"
ACTOR = "North Korea"
TEST_SITE = ("Punggye-ri nuclear test site", "41.28", "129.08")
BALLISTIC = frozenset({"srbm", "mrbm", "irbm", "icbm", "slbm", "unknown", "missile"})
VAGUE = frozenset({"unknown", "missile"})
SAME_DAY = ({"slv", "unknown"}, {"mlrs", "srbm"})
OUTCOMES = {"success": "succeeded", "failure": "failed", "unknown": "of unknown outcome"}
URL_DAYS = (
    re.compile(r"AEN(\d{4})(\d\d)(\d\d)"),
    re.compile(r"/(\d{4})/(\d\d)/(\d\d)/"),
    re.compile(r"[-/](\d{4})-(\d\d)-(\d\d)(?:/|$)"),
    re.compile(r"/(\d{4})(\d\d)(\d\d)/"),
    re.compile(r"ud=(\d{4})(\d\d)(\d\d)"),
)
URL_STAMP = re.compile(r"newstream/(\d{10})")
URL_MONTH = re.compile(r"/(\d{4})/(\d\d)/")


@dataclass
class Launches:
    """The launches of one missile on one local day, and the provocation that tells of them, if any."""

    day: date
    missile: str
    written: str
    kind: str
    rows: list[dict[str, str]] = field(default_factory=list)
    published: date | None = None

    @property
    def key(self) -> str:
        return f"launch-{self.day}-{self.missile}"


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def local_day(row: dict[str, str], rules: dict[str, Any]) -> date:
    """The Korean day of a launch, whose table gives UTC; the table's own day where it gives no time."""
    if known := rules["local_days"].get(f"{row['date']}/{row['time']}"):
        return date.fromisoformat(str(known))
    if not (clock := re.match(r"(\d\d):(\d\d) \(UTC\)", row["time"])):
        return date.fromisoformat(row["date"])
    moment = datetime.fromisoformat(f"{row['date']}T{clock[1]}:{clock[2]}")
    return (moment + KOREAN_TIME).date()


def gather_launches(rows: Iterable[dict[str, str]], rules: dict[str, Any]) -> list[Launches]:
    """One `Launches` for each local day and missile, by day. Rows without a time join the day of their series."""
    found: dict[tuple[date, str], Launches] = {}
    day_of_series: dict[tuple[str, str], date] = {}
    timed_first = sorted(rows, key=lambda row: (row["date"], row["time"] == "unknown"))
    for row in timed_first:
        if row["date"] < FIRST_YEAR or len(row["date"]) < 10:
            continue
        missile = rules["missile_corrections"].get(f"{row['date']}/{row['facility']}", row["missile"])
        day = day_of_series.get((row["date"], missile)) if row["time"] == "unknown" else None
        day = day or local_day(row, rules)
        day_of_series.setdefault((row["date"], missile), day)
        written, kind = rules["missiles"][missile]
        found.setdefault((day, missile), Launches(day, missile, written, kind)).rows.append(row)
    return [found[key] for key in sorted(found)]


def url_day(url: str) -> date | None:
    """The day that an address carries, or None."""
    if stamp := URL_STAMP.search(url):
        return datetime.fromtimestamp(int(stamp[1]), UTC).date()
    for pattern in URL_DAYS:
        if match := pattern.search(url):
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                continue
    return None


def fits(url: str, day: date, rules: dict[str, Any]) -> bool:
    """Whether an address can tell of an event of that day: its day, or at least its month, says so."""
    shifted = rules["shifted_urls"]
    if not url or url in rules["wrong_urls"]["urls"] or shifted["from"] <= day <= shifted["to"]:
        return False
    if told := url_day(url):
        return -1 <= (told - day).days <= 2
    if month := URL_MONTH.search(url):
        return (int(month[1]), int(month[2])) in {(d.year, d.month) for d in (day, day + timedelta(days=2))}
    return True


def published_day(url: str, day: date) -> date:
    """The day of the report where its address carries it, never before the event; else the day after the event."""
    told = url_day(url) if url else None
    return max(day, told) if told else day + timedelta(days=1)


def match(day: date, kind: str, launches: list[Launches]) -> Launches | None:
    """The launches that a provocation tells of: the same day comes before the next, the same class before another."""
    best: tuple[int, Launches] | None = None
    for group in launches:
        apart = abs((group.day - day).days)
        alike = kind == group.kind
        classes = {kind, group.kind}
        loose = (classes <= BALLISTIC and (apart == 0 or classes & VAGUE)) or (apart == 0 and classes in SAME_DAY)
        if apart > 1 or not (alike or loose) or group.published:
            continue
        cost = 2 * apart + (not alike)
        if best is None or cost < best[0]:
            best = (cost, group)
    return best[1] if best else None


def provocation_rows(
    rows: Iterable[dict[str, str]], launches: list[Launches], rules: dict[str, Any]
) -> list[dict[str, str]]:
    """The rows of provocations.csv; sets `published` of the launches that they tell of."""
    made: list[dict[str, str]] = []
    number: dict[date, int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: (row["date"], row["event"], row["source"])):
        name = f"{row['date']}/{row['event']}"
        left_out = row["event"] in rules["left_out"]["kinds"] or name in rules["second_listings"]["rows"]
        if row["date"] < FIRST_YEAR or left_out:
            continue
        correction = rules["provocation_corrections"].get(name, {})
        day = date.fromisoformat(str(correction.get("day", row["date"])))
        label = correction.get("kind", row["event"])
        kind_type, mode, kind, words = rules["provocations"][label]
        url = row["source"] if fits(row["source"], day, rules) else ""
        published = published_day(url, day)
        number[day] += 1
        group = match(day, kind, launches) if mode == "test" else None
        event = group.key if group else f"{mode}-{day}-{number[day]}"
        if group:
            group.published = published
        if kind == "nuclear":
            event = f"nuclear-test-{day}"
        place, lat, lon = TEST_SITE if kind == "nuclear" else ("", "", "")
        why = f" (day corrected from {row['date']}: {correction['why']})" if "day" in correction else ""
        made.append({
            "id": f"bp-{day}-{number[day]}", "holds_from": str(day), "published": str(published),
            "source": BEYOND_PARALLEL, "type": kind_type, "mode": mode, "actors": ACTOR,
            "object": rules["classes"].get(kind, kind), "place": place, "lat": lat, "lon": lon, "certainty": "3",
            "event": event, "url": url, "text": f"{ACTOR} {words}{why}.",
        })  # fmt: skip
    return made


def spread(rows: list[dict[str, str]], column: str, what: str) -> str:
    """The range of a column's figures in words ("distance 200 to 600 km"), or nothing where none is known."""
    figures = sorted({float(row[column]) for row in rows if re.fullmatch(r"[\d.]+", row[column])})
    if not figures:
        return ""
    low, high = f"{figures[0]:g}", f"{figures[-1]:g}"
    return f"; {what} {low} km" if low == high else f"; {what} {low} to {high} km"


def launch_row(group: Launches, rules: dict[str, Any]) -> dict[str, str]:
    """One row of missile_tests.csv."""
    facilities = sorted({row["facility"] for row in group.rows} - {"unknown"})
    names = {row["facility"]: rules["facility_names"].get(row["facility"], row["facility_name"]) for row in group.rows}
    single = next((row for row in group.rows if facilities == [row["facility"]]), None)
    outcomes = [row["outcome"] for row in group.rows]
    tally = ", ".join(f"{outcomes.count(o)} {word}" for o, word in OUTCOMES.items() if o in outcomes)
    tally = OUTCOMES[outcomes[0]] if len(outcomes) == 1 else tally
    count = "one missile" if len(outcomes) == 1 else f"{len(outcomes)} missiles"
    where = f" from {' and '.join(names[f] for f in facilities)}" if facilities else ""
    figures = spread(group.rows, "distance", "distance") + spread(group.rows, "apogee", "apogee")
    return {
        "id": f"cns-{group.day}-{group.missile}", "holds_from": str(group.day),
        "published": str(group.published or group.day + timedelta(days=1)), "source": CNS,
        "type": "MOBILIZE", "mode": "test", "actors": ACTOR, "object": rules["classes"][group.kind],
        "place": names[facilities[0]] if single else "", "lat": single["lat"] if single else "",
        "lon": single["lon"] if single else "", "certainty": "3", "event": group.key, "url": "",
        "text": f"{ACTOR} launches {count} ({group.written}){where}: {tally}{figures}.",
    }  # fmt: skip


def write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["holds_from"], row["id"])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--launches", type=Path, required=True, help="the table of launches")
    parser.add_argument("--provocations", type=Path, required=True, help="the table of provocations")
    parser.add_argument("--out", type=Path, required=True, help="the case's facts folder")
    arguments = parser.parse_args()
    rules = tomllib.loads(Path(__file__).with_name("flagship_launches.toml").read_text(encoding="utf-8"))
    launches = gather_launches(read_rows(arguments.launches), rules)
    provocations = provocation_rows(read_rows(arguments.provocations), launches, rules)
    write(arguments.out / "provocations.csv", provocations)
    write(arguments.out / "missile_tests.csv", (launch_row(group, rules) for group in launches))


if __name__ == "__main__":
    main()
