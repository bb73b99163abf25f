"""What is allowed and yet looks wrong."""

from pathlib import Path

import pytest

from servanda.agreement import lint, load


def found(folder: Path, text: str) -> list[str]:
    path = folder / "agreement.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(f) for f in lint(load(path))]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("within: P90D", "by: 2030-01-20", "line 16: `stand`: it is due on 2030-01-20, before it binds on 2030-02-01"),
        ("within: P90D", "outside_text: false", "`stand`: it can never be overdue: no deadline"),
        (", within: P14D", "", "`access`: it can never be overdue: no time to answer"),
        ("to: null}", "to: 2030-03-01}", "`report`: it never falls due"),
        ("form: refrain", "form: refrain, until: 2030-01-20", "`no-test`: it never binds"),
        ("type: RETREAT, mode: dismantle}", "type: CONCEDE}", ""),
        ("when: {party: A, type: RETREAT, mode: dismantle}", "when: {party: B, type: CONCEDE}", "calls for itself"),
        ("power: 0.99", "power: 0.5", "`no-test`: its silence never counts: the means that see it have a combined power of 0.5"),
        ("sees: [{type: MOBILIZE", "sees: [{type: ASSAULT}, {type: MOBILIZE", ""),
        ("form: perform, act: {type: RETREAT, mode: dismantle, object: engine stand}",
         "form: perform, act: {type: MOBILIZE, mode: test, object: ballistic missile}", "it forbids what `stand` demands"),
    ],
)  # fmt: skip
def test_findings(tmp_path: Path, text: str, old: str, new: str, says: str) -> None:
    assert old in text
    findings = found(tmp_path, text.replace(old, new, 1))
    assert any(says in finding for finding in findings), findings


def test_a_means_that_sees_nothing_asked(tmp_path: Path, text: str) -> None:
    findings = found(tmp_path, text + "  drone: {sees: [{type: AID}], power: 0.5}\n")
    assert "the means `drone` sees no obligation's act; widen `sees`, or take it out" in findings
    assert not any("radar" in finding for finding in findings)
