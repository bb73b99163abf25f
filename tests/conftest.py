"""A small invented case that the tests of brief, show, app and command line share."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda.case import Case, open_case, take

RECORDED = datetime(2031, 6, 1, 12, tzinfo=UTC)

AGREEMENT = """\
servanda: 1
name: Engine site accord
signed: 2030-01-10
in_force: {from: 2030-02-01, to: null}
parties:
  A: {name: Arland, aliases: [Arlandic government]}
  B: {name: Borland, aliases: [Borlandic government]}
provisions:
  - id: "1"
    text: Arland will not launch ballistic missiles while talks continue.
    obligations:
      - id: no-launch
        party: A
        form: refrain
        act: {type: MOBILIZE, mode: test, object: ballistic missile}
        until: 2031-02-01
        seen_by: [launch-warning]
  - id: "2"
    text: Arland will dismantle the Kessel engine stand within ninety days.
    obligations:
      - id: dismantle-kessel
        party: A
        form: perform
        act: {type: RETREAT, mode: dismantle, object: Kessel engine stand}
        within: P90D
        seen_by: [satellite]
  - id: "6"
    text: Both sides will work towards a region free of such weapons.
    obligations:
      - id: free-region
        party: [A, B]
        form: endeavour
        end: region free of weapons
        readings:
          - {by: A, end: withdrawal of bombers first}
means:
  launch-warning: {sees: [{type: MOBILIZE, mode: test}], power: 0.99, delay: P1D}
  satellite: {sees: [{type: RETREAT, mode: dismantle}], power: 0.8, delay: P10D}
"""

SETTINGS = """\
title = "Arland and Borland"

[[sites]]
id = "kessel"
name = "Kessel engine stand"
kind = "engine test stand"
lat = 10.5
lon = 20.25

[[actors]]
name = "Anna Arlen"
kind = "person"
state = "Arland"
party = "A"
"""

FACTS = """\
id,holds_from,published,source,type,mode,actors,recipients,object,place,value,unit,quantity,certainty,event,speaker,url,text
a1,2030-03-01,2030-03-02,Northern Wire,RETREAT,dismantle,A,,Kessel engine stand,Kessel engine stand,,,,3,kessel,,,Crews took the roof off the Kessel engine stand
a2,2030-03-01,2030-03-03,Sky Survey,RETREAT,dismantle,A,,Kessel engine stand,Kessel engine stand,,,,3,kessel,,,The Kessel engine stand is down to its foundation
a3,2030-04-10,2030-04-11,Northern Wire,CONCEDE,ease sanctions,B,A,coal embargo,,,,,3,,,,Borland let one coal ship pass
a4,2030-05-02,2030-05-03,Southern Post,CONSULT,meet,A;B,,,Port Arl,,,,3,,,,Envoys of both sides met in Port Arl
a5,2030-09-15,2030-09-16,Northern Wire,MOBILIZE,test,A,,ballistic missile,,,,,3,launch,,,Arland launched a ballistic missile
a6,2030-09-15,2030-09-17,Sky Survey,MOBILIZE,test,A,,ballistic missile,,,,,3,launch,,,A missile rose from Arland's east coast
a7,2030-10-01,2030-10-02,Southern Post,SANCTION,impose,B,A,fuel,,,,,3,,,,Borland stopped fuel sales to Arland
a8,2030-06-01,2030-06-02,Northern Wire,MOBILIZE,build,A,,missile base,,,,,3,,,,Arland began a new missile base
"""

WIRE = """\
PORT ARL (Northern Wire) - Arland said on 4 May 2030 that it will declare its engine sites by the end of June 2030.

"We keep our word," said Anna Arlen, the Arlandic envoy.

It is not clear how many engine stands Arland still has.
"""

COPY = """\
Arland said on 4 May 2030 that it will declare its engine sites by the end of June 2030.

"We keep our word," said Anna Arlen, the Arlandic envoy.

It is not clear how many engine stands Arland still has. <script>alert(1)</script> \x1b[31mRed\x1b[0m.

(with Northern Wire inputs)
"""


def make_arland(folder: Path) -> Path:
    """Writes the invented case, unread, and returns its folder."""
    (folder / "articles").mkdir(parents=True)
    (folder / "facts").mkdir()
    (folder / "agreement.yaml").write_text(AGREEMENT)
    (folder / "case.toml").write_text(SETTINGS)
    (folder / "facts" / "chronology.csv").write_text(FACTS)
    head = "---\ntitle: {}\npublisher: {}\npublished: {}\n---\n"
    (folder / "articles" / "wire.md").write_text(head.format("A word kept", "Northern Wire", "2030-05-04") + WIRE)
    (folder / "articles" / "copy.md").write_text(head.format("Word kept", "Southern Post", "2030-05-05") + COPY)
    return folder


@pytest.fixture(scope="session")
def arland_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented case, read once for the whole session; do not write to it."""
    folder = make_arland(tmp_path_factory.mktemp("cases") / "arland")
    with open_case(folder) as case:
        report = take(case, recorded=RECORDED)
        assert not report.refused, report.refused
    return folder


@pytest.fixture
def arland(arland_folder: Path) -> Case:
    """The invented case, opened."""
    case = open_case(arland_folder)
    yield case  # type: ignore[misc]
    case.close()
