"""An answer that surely came late is late, even where nobody watched: it was not given before."""

from datetime import UTC, date, datetime
from pathlib import Path

from accord import accord

from servanda.case import open_case, take
from servanda.verdicts import Verdict, judge

LIFT = (
    "{id: lift, party: B, form: respond, within: P60D,"
    " when: {party: A, type: RETREAT, mode: dismantle}, act: {type: CONCEDE, mode: lift sanctions}}"
)
HEAD = "id,holds_from,published,source,type,mode,actors\n"
CALL = "c1,2030-04-20,2030-04-21,Wire,RETREAT,dismantle,A\n"
LATE = "l1,2030-07-15,2030-07-16,Wire,CONCEDE,lift sanctions,B\n"
SECOND_CALL = "c2,2030-07-01,2030-07-02,Wire,RETREAT,dismantle,A\n"


def verdict(folder: Path, rows: str) -> Verdict:
    (folder / "facts").mkdir()
    (folder / "agreement.yaml").write_text(accord(LIFT))
    (folder / "facts" / "acts.csv").write_text(HEAD + rows)
    with open_case(folder) as case:
        take(case, recorded=datetime(2031, 1, 1, tzinfo=UTC))
        return judge(case.agreement, case.view(date(2030, 12, 31)), case.names).verdicts[0]


def test_a_late_answer_remedies(tmp_path: Path) -> None:
    found = verdict(tmp_path, CALL + LATE)
    assert found.verdict == "remedied"
    assert [i.verdict for i in found.instances] == ["remedied"]


def test_no_answer_that_nobody_would_have_seen_cannot_be_told(tmp_path: Path) -> None:
    assert verdict(tmp_path, CALL).verdict == "cannot tell"


def test_an_answer_after_a_second_call_may_be_that_one_s(tmp_path: Path) -> None:
    found = verdict(tmp_path, CALL + SECOND_CALL + LATE)
    assert [i.verdict for i in found.instances] == ["cannot tell", "fulfilled"]
