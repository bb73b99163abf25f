"""The cases that ship besides the flagship: that they load and read whole, keep to the rules of facts, and come to the
verdicts that docs/cases.md compares with what was found in public."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

import servanda
from servanda.agreement import FORMS, lint
from servanda.case import new_case, open_case, shipped_cases, take
from servanda.case.facts import OPTIONAL, REQUIRED, Coding, read_table
from servanda.case.settings import read_settings
from servanda.verdicts import Court, rule

CASES = Path(servanda.__file__).parent / "cases"
FLAGSHIP = "singapore-2018"  # has tests of its own
NAMES = tuple(name for name in shipped_cases() if name != FLAGSHIP)
SEEN_HOSTS = frozenset({  # of pages that were seen
    "airforcemag.cloudapp.net", "armscontrol.org", "articles.chicagotribune.com", "c-r.org", "china.org.cn",
    "cm.asiae.co.kr", "demo.asia-ajar.org", "en.people.cn", "english.almayadeen.net", "gao.justia.com",
    "habkorea.net", "iaea.org", "jawawa.id", "kedo.org", "learningindonesiannews.blogspot.com", "m-en.yna.co.kr",
    "m.koreatimes.co.kr", "meduza.io", "mid.ru", "news.bbc.co.uk", "newsmax.com", "russianforces.org",
    "thefrontierpost.com", "world.kbs.co.kr", "www.abc.net.au", "www.aljazeera.com", "www.armscontrol.org",
    "www.asia-pacific-solidarity.net", "www.chinadaily.com.cn", "www.daytondailynews.com", "www.defensedaily.com",
    "www.fas.org", "www.gao.gov", "www.iaea.org", "www.indoleft.org", "www.irishexaminer.com",
    "www.japantimes.co.jp", "www.korea.net", "www.koreaherald.com", "www.mnd.go.kr", "www.nknews.org",
    "www.northkoreatimes.com", "www.scoop.co.nz", "www.theguardian.com", "www.thejakartapost.com", "www.upi.com",
    "www.voanews.com", "www.wionews.com", "www.worldwatch.org",
})  # fmt: skip

#: How the tables below write verdicts of more than one word.
WORDS = {"kept": "kept so far", "open": "cannot tell", "vague": "not measurable", "none": "not in force"}
#: What each obligation comes to as of days; `by` names the party whose reading it is.
PINNED = {
    "aceh-2005": """
        obligation                  2006-12-15  2017-12-31
        governing-law RI            remedied    remedied
        local-parties RI            fulfilled   fulfilled
        election-of-governor RI     remedied    remedied
        election-of-legislature RI  pending     fulfilled
        human-rights-court RI       pending     pending
        truth-commission RI         pending     fulfilled
        amnesty RI                  fulfilled   fulfilled
        release-prisoners RI        remedied    remedied
        claims-commission RI        pending     pending
        claims-commission GAM       pending     pending
        reintegration RI            vague       vague
        no-violence RI              broken      broken
        no-violence GAM             broken      broken
        demobilise GAM              fulfilled   fulfilled
        hand-over-arms GAM          fulfilled   fulfilled
        withdraw-troops RI          fulfilled   fulfilled
        withdraw-police RI          remedied    remedied
        stage-for-stage RI          fulfilled   fulfilled
        soldiers-remaining RI       kept        kept
        police-remaining RI         kept        kept
        let-monitors-move RI        kept        fulfilled
        let-monitors-move GAM       kept        fulfilled
    """,
    "agreed-framework-1994": """
        obligation                    2002-09-30  2004-01-31  2006-12-31
        reactors US                   pending     overdue     broken
        supply-contract US            remedied    remedied    remedied
        supply-contract DPRK          remedied    remedied    remedied
        first-oil US                  open        open        open
        yearly-oil US                 open        overdue     overdue
        freeze DPRK                   fulfilled   fulfilled   fulfilled
        no-operation DPRK             kept        open        broken
        no-reprocessing DPRK          kept        broken      broken
        let-inspectors-work DPRK      broken      broken      broken
        no-expulsion DPRK             kept        broken      broken
        can-spent-fuel US             fulfilled   fulfilled   fulfilled
        can-spent-fuel DPRK           fulfilled   fulfilled   fulfilled
        dismantle DPRK                pending     pending     pending
        ease-trade US                 open        open        open
        ease-trade US by DPRK         overdue     overdue     overdue
        liaison-offices US            pending     pending     pending
        liaison-offices DPRK          pending     pending     pending
        assurances US                 pending     pending     pending
        joint-declaration DPRK        vague       vague       vague
        joint-declaration DPRK by US  open        open        open
        dialogue-with-south DPRK      vague       vague       vague
        stay-in-treaty DPRK           kept        broken      broken
        routine-inspections DPRK      fulfilled   fulfilled   fulfilled
        full-safeguards DPRK          pending     pending     pending
    """,
    "inter-korean-military-2018": """
        obligation                 2018-12-31  2022-12-31  2024-07-31
        no-attack DPRK             kept        broken      broken
        no-attack ROK              kept        broken      broken
        no-drill-on-land DPRK      kept        kept        kept
        no-drill-on-land ROK       kept        kept        kept
        no-fire-at-sea DPRK        kept        broken      broken
        no-fire-at-sea ROK         kept        kept        broken
        no-flight DPRK             kept        kept        broken
        no-flight ROK              kept        kept        broken
        remove-posts ROK           fulfilled   fulfilled   fulfilled
        remove-posts DPRK          fulfilled   fulfilled   fulfilled
        verify-posts ROK           fulfilled   fulfilled   fulfilled
        verify-posts DPRK          fulfilled   fulfilled   fulfilled
        no-rebuilt-posts DPRK      none        kept        open
        no-rebuilt-posts ROK       none        kept        kept
        clear-mines-of-area ROK    fulfilled   fulfilled   fulfilled
        clear-mines-of-area DPRK   fulfilled   fulfilled   fulfilled
        disarm-area ROK            fulfilled   fulfilled   fulfilled
        disarm-area DPRK           fulfilled   fulfilled   fulfilled
        no-arms-in-area ROK        kept        kept        kept
        no-arms-in-area DPRK       kept        kept        broken
        guards-in-area ROK         kept        kept        kept
        guards-in-area DPRK        kept        kept        kept
        clear-mines-of-ridge ROK   fulfilled   fulfilled   fulfilled
        clear-mines-of-ridge DPRK  fulfilled   fulfilled   fulfilled
        exchange-lists ROK         pending     open        open
        exchange-lists DPRK        pending     overdue     broken
        recover-together ROK       pending     overdue     overdue
        recover-together DPRK      pending     overdue     broken
        survey-river ROK           fulfilled   fulfilled   fulfilled
        survey-river DPRK          fulfilled   fulfilled   fulfilled
        joint-committee ROK        pending     pending     pending
        joint-committee DPRK       pending     pending     broken
        zone-of-peace ROK          vague       vague       vague
        zone-of-peace DPRK         vague       vague       vague
    """,
    "new-start-2010": """
        obligation                          2022-09-30  2023-01-31  2025-01-31  2026-03-01
        deployed-carriers US                kept        kept        kept        fulfilled
        deployed-carriers RU                kept        kept        kept        fulfilled
        deployed-warheads US                kept        kept        kept        fulfilled
        deployed-warheads RU                kept        kept        open        open
        launchers US                        open        open        open        open
        launchers RU                        kept        kept        kept        fulfilled
        no-bases-abroad US                  kept        kept        kept        fulfilled
        no-bases-abroad RU                  kept        kept        kept        fulfilled
        data-exchange US                    pending     pending     overdue     broken
        data-exchange US by RU              pending     fulfilled   fulfilled   fulfilled
        data-exchange US by US              pending     fulfilled   fulfilled   fulfilled
        data-exchange RU                    pending     pending     overdue     broken
        data-exchange RU by RU              pending     fulfilled   fulfilled   fulfilled
        data-exchange RU by US              pending     fulfilled   fulfilled   fulfilled
        no-interference US                  kept        kept        kept        fulfilled
        no-interference RU                  kept        kept        kept        fulfilled
        admit-american-inspectors RU        pending     pending     overdue     broken
        admit-american-inspectors RU by RU  none        none        open        open
        admit-russian-inspectors US         pending     pending     pending     none
        refuse-no-inspection US             kept        kept        broken      broken
        refuse-no-inspection RU             broken      broken      broken      broken
        meet-in-commission RU               pending     broken      broken      broken
        consider-extension US               vague       vague       vague       vague
        consider-extension RU               vague       vague       vague       vague
    """,
}
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[tuple[str, Row], ...]:
    """Every row of a case with its table."""
    found = []
    for path in sorted((CASES / name / "facts").iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            found += [(path.name, row) for row in csv.DictReader(file, strict=True)]
    return tuple(found)


def pinned(name: str) -> Iterator[tuple[str, str, str]]:
    """(obligation, day, verdict) of a case's table above."""
    head, *lines = (re.split(r"  +", line.strip()) for line in PINNED[name].strip().splitlines())
    for obligation, *verdicts in lines:
        assert len(verdicts) == len(head) - 1, obligation
        yield from ((obligation, day, WORDS.get(v, v)) for day, v in zip(head[1:], verdicts, strict=True))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[tuple[str, str], str]]:
    """For each case the verdicts by (obligation, day), as a case that was read anew gives them."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for name in NAMES:
        folder = new_case(tmp_path_factory.mktemp("shipped") / name, name, whole=True)
        verdicts: dict[tuple[str, str], str] = {}
        with open_case(folder) as case:
            report = take(case, recorded=datetime(2030, 1, 1, tzinfo=UTC))
            assert [str(error) for error in report.refused] == []
            assert report.statements == len(rows(name))
            court = Court.of(case.agreement, case.names, case.settings.threshold, case.settings.means)
            for day in dict.fromkeys(day for _, day, _ in pinned(name)):
                events = case.view(date.fromisoformat(day)).events()
                for one in court.cases():
                    verdict = rule(court.hear(one, events, date.fromisoformat(day)))
                    by = f" by {verdict.reading}" if verdict.reading else ""
                    verdicts[f"{verdict.obligation} {verdict.party}{by}", day] = verdict.verdict
        found[name] = verdicts
    return found


def test_the_cases_of_the_plan_are_there() -> None:
    assert set(NAMES) == set(PINNED)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_read_and_every_verdict_is_the_pinned_one(
    name: str, judged: dict[str, dict[tuple[str, str], str]]
) -> None:
    assert judged[name] == {(obligation, day): verdict for obligation, day, verdict in pinned(name)}


@pytest.mark.parametrize("name", NAMES)
def test_a_case_uses_several_forms_and_its_findings_are_of_missing_deadlines_alone(name: str) -> None:
    with open_case(CASES / name) as case:
        forms = {o.form for o in case.agreement.obligations}
        findings = lint(case.agreement, threshold=case.settings.threshold)
    assert len(forms) >= 4
    assert [str(f) for f in findings if "it can never be overdue" not in f.message] == []


def test_the_cases_use_all_forms_together() -> None:
    assert {o.form for name in NAMES for o in open_case(CASES / name).agreement.obligations} == set(FORMS)


@pytest.mark.parametrize("name", NAMES)
def test_every_obligation_rests_on_words_of_its_provision(name: str) -> None:
    for provision in open_case(CASES / name).agreement.provisions:
        for obligation in provision.obligations:
            assert obligation.words, obligation.id
            assert obligation.words in provision.text, obligation.id


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_strict_utf8_with_unix_lines_and_known_columns(name: str) -> None:
    case = open_case(CASES / name)
    coding = Coding(case.agreement, read_settings(CASES / name / "case.toml").settings(case.agreement), case.lexicon)
    for path in sorted((CASES / name / "facts").iterdir()):
        data = path.read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")
        lines = list(csv.reader(data.decode("utf-8").splitlines(), strict=True))
        assert {len(line) for line in lines} == {len(lines[0])}
        assert set(lines[0]) <= {*REQUIRED, *OPTIONAL}
        statements, faults = read_table(data, f"facts/{path.name}", coding)
        assert [str(fault) for fault in faults] == []
        assert len(statements) == len(lines) - 1


@pytest.mark.parametrize("name", NAMES)
def test_there_are_facts_enough_and_their_ids_differ(name: str) -> None:
    ids = [row["id"] for _, row in rows(name)]
    assert len(ids) >= 25
    assert all(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
def test_days_are_sane_and_sources_and_actors_are_listed(name: str) -> None:
    case = open_case(CASES / name)
    settings = read_settings(CASES / name / "case.toml").file
    sources = {known for source, entry in settings.sources.items() for known in (source, *entry.aliases)}
    parties = {party.name for party in case.agreement.parties}
    actors = {actor.name for actor in case.lexicon.actors} | parties
    signed = case.agreement.signed
    assert signed is not None
    for table, row in rows(name):
        place = f"{table} {row['id']}"
        start, published = date.fromisoformat(row["holds_from"]), date.fromisoformat(row["published"])
        end = date.fromisoformat(row.get("holds_to") or row["holds_from"])
        assert signed <= start <= end, place
        assert start <= published or float(row["certainty"]) < 3, place  # only what is expected lies ahead
        assert row["source"] in sources, place
        assert not (speaker := row.get("speaker")) or speaker in sources | actors, place
        assert len(row["text"]) > 10, place
        assert not any(value.startswith(("=", "+", "-", "@")) for column, value in row.items() if column != "certainty")


@pytest.mark.parametrize("name", NAMES)
def test_addresses_are_of_pages_that_were_seen(name: str) -> None:
    for _, row in rows(name):
        if url := row.get("url"):
            host = re.fullmatch(r"https?://([\w.-]+)/\S+", url)
            assert host, url
            assert host[1] in SEEN_HOSTS, url


@pytest.mark.parametrize("name", NAMES)
def test_some_events_have_two_origins_and_the_rows_of_one_event_agree_on_what_it_is(name: str) -> None:
    origins: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for _, row in rows(name):
        origins[row["event"]].add(row.get("origin") or row["source"])
        kinds[row["event"]].add((row["type"], row["mode"], row["actors"], row.get("quantity", "")))
    assert sum(1 for found in origins.values() if len(found) >= 2) >= 8
    assert {event for event, found in kinds.items() if len(found) > 1} == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_tells_of_every_table(name: str) -> None:
    text = (CASES / name / "README.md").read_text(encoding="utf-8")
    for path in sorted((CASES / name / "facts").iterdir()):
        assert f"`facts/{path.name}`" in text


@pytest.mark.parametrize("name", NAMES)
def test_docs_compare_every_obligation_and_quote_pinned_verdicts(name: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")
    section = text.split(f"Case `{name}`", 1)[1].split("\n## ", 1)[0]
    came_to = defaultdict(set)
    for key, _, verdict in pinned(name):
        came_to[key.split()[0]].add(verdict)
    told = set()
    for line in re.findall(r"^\| `.*$", section, re.M):
        obligations, ours = (re.findall(r"`([^`]+)`", cell) for cell in line.split("|")[1:3])
        told |= set(obligations)
        assert ours, line
        assert set(ours) <= set.union(*(came_to[obligation] for obligation in obligations)), line
    assert told == set(came_to)


def test_docs_count_their_own_comparisons() -> None:
    text = (Path(__file__).parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")
    kinds = ("same", "open here", "decided here, open there", "different")
    told = [[int(cell) for cell in line.split("|")[2:7]] for line in re.findall(r"^\| \[.*$", text, re.M)]
    counted = []
    for section in text.split("\n## ")[1:]:
        judged = [line.split("|")[4].strip() for line in re.findall(r"^\| `.*$", section, re.M)]
        assert set(judged) <= set(kinds)
        if judged:
            counted.append([len(judged), *(judged.count(kind) for kind in kinds)])
    assert told == counted
