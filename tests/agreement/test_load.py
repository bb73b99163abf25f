"""agreement.load: what is right comes out whole, and every fault is named with its line and cure."""

from datetime import date
from pathlib import Path

import pytest

from servanda.agreement import Act, load
from servanda.days import Duration, Period
from servanda.errors import Faults


def write(folder: Path, text: str) -> Path:
    path = folder / "agreement.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        load(write(folder, text))
    return [str(fault) for fault in caught.value.faults]


def test_all_forms_come_out(tmp_path: Path, text: str) -> None:
    agreement = load(write(tmp_path, text))
    assert [(o.id, o.party, o.form) for o in agreement.obligations] == [
        ("no-test", "A", "refrain"), ("stand", "A", "perform"), ("report", "A", "repeat"), ("stock", "A", "limit"),
        ("access", "A", "admit"), ("lift", "B", "respond"), ("quiet", "A", "endeavour"), ("quiet", "B", "endeavour"),
    ]  # fmt: skip
    by_id = {o.id: o for o in agreement.obligations}
    assert by_id["stand"].within == Duration(days=90)
    assert by_id["stand"].provision == "2"
    assert by_id["report"].grace == Duration(days=15)
    assert by_id["stock"].at_most == 300
    assert by_id["access"].asked_by == Act("REQUEST", "inspect")
    assert by_id["lift"].when == Act("RETREAT", "dismantle", party="A")
    assert by_id["lift"].same == ("place",)
    assert agreement.in_force == Period(date(2030, 2, 1), None)
    assert agreement.means[0].delay == Duration(days=1)


def test_a_reading_changes_what_it_names(tmp_path: Path, text: str) -> None:
    quiet = load(write(tmp_path, text)).obligations[-1]
    (reading,) = quiet.readings
    assert reading.by == "B"
    assert reading.changed == ("act", "until")
    assert reading.as_read is not None
    assert reading.as_read.form == "perform"
    assert reading.as_read.party == "B"
    assert reading.as_read.window.end == date(2031, 1, 1)


def test_a_reading_keeps_the_deadline_it_does_not_change(tmp_path: Path, text: str) -> None:
    dated = text.replace("within: P90D", "by: 2030-06-01, readings: [{by: B, act: {type: RETREAT, mode: disarm}}]")
    stand = load(write(tmp_path, dated)).obligations[1]
    as_read = stand.readings[0].as_read
    assert as_read is not None
    assert (as_read.by, as_read.act) == (date(2030, 6, 1), Act("RETREAT", "disarm"))
    longer = dated.replace("mode: disarm}}]", "mode: disarm}, within: P1Y}]")
    as_read = load(write(tmp_path, longer)).obligations[1].readings[0].as_read
    assert as_read is not None
    assert (as_read.by, as_read.within) == (None, Duration(months=12))


def test_without_in_force_the_signature_counts(tmp_path: Path, text: str) -> None:
    agreement = load(write(tmp_path, text.replace("in_force: {from: 2030-02-01, to: null}\n", "")))
    assert agreement.in_force == Period(date(2030, 1, 10), None)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ("servanda: 1", "servanda: 2", "SV204", 1, "version"),
        ("name: Lake", "nmae: Lake", "SV202", 2, "`name`?"),
        ("signed: 2030-01-10", "signed: 2030-02-30", "SV204", 3, "2018-06-12"),
        ("to: null}", "to: 2029-01-01}", "SV205", 4, "before"),
        ("B: {name: Borland, aliases", "B: {name: Arland, aliases", "SV205", 7, "two parties"),
        ("party: A, form: refrain", "party: C, form: refrain", "SV205", 12, "`C` is not defined"),
        ("form: refrain", "form: refrian", "SV204", 12, "`refrain`?"),
        ("type: MOBILIZE, mode: test, object", "type: MOBILISE, mode: test, object", "SV204", 12, "`MOBILIZE`?"),
        ("mode: dismantle, object", "mode: dismantel, object", "SV205", 16, "`dismantle`?"),
        ("seen_by: [radar]", "seen_by: [radra]", "SV205", 12, "`radar`?"),
        ("within: P90D", "within: 90 days", "SV204", 16, "ISO 8601"),
        ("within: P90D", "within: P90D, by: 2030-05-01", "SV205", 16, "both"),
        ("within: P90D", "within: P90D, every: P1M", "SV202", 16, "does not belong"),
        ("within: P90D", "by: 2030-05-01, until: 2030-04-01", "SV205", 16, "outside the window"),
        ("within: P90D", "from: 2030-05-01, until: 2030-04-01", "SV205", 16, "before"),
        ("every: P3M", "every: P0D", "SV204", 17, "at least P1D"),
        ("grace: P15D", "grace: P4M", "SV205", 17, "no shorter"),
        ("at_most: 300", "at_most: -1", "SV204", 18, "0 or more"),
        ("at_most: 300", "at_most: nan", "SV204", 18, "0 or more"),
        ("at_most: 300", "at_most: inf", "SV204", 18, "0 or more"),
        ("aliases: [Port Arl]", "plural: yes", "SV204", 6, "true or false"),
        ("[Port Arl]", '""', "SV204", 6, "list of words"),
        ("quantity: uranium", "object: uranium", "SV203", 18, "quantity"),
        ("same: [place]", "same: [colour]", "SV204", 23, "object, place, actors"),
        ("id: lift", "id: access, id: lift", "SV205", 23, "twice"),
        ("id: stand, ", "", "SV203", 16, "`id` is missing"),
        ("power: 0.99", "power: 99", "SV204", 34, "from 0 to 1"),
        ("until: 2031-01-01}", "until: soon}", "SV204", 32, "2018-06-12"),
        ("until: 2031-01-01}", "every: P1M}", "SV202", 32, "every"),
        ('id: "4"', 'id: "3"', "SV205", 24, "same id"),
        ("[Port Arl]", "[null]", "SV204", 6, "list of words"),
    ],
)  # fmt: skip
def test_a_fault_names_line_and_cure(
    tmp_path: Path, text: str, old: str, new: str, code: str, line: int, says: str
) -> None:
    assert old in text
    found = faults(tmp_path, text.replace(old, new, 1))
    assert any(f.startswith(f"{code} agreement.yaml, line {line}:") and says in f for f in found), found


def test_every_fault_is_reported_in_order(tmp_path: Path, text: str) -> None:
    broken = text.replace("power: 0.99", "power: 2").replace("name: Lake", "nmae: Lake").replace("P60D", "60")
    lines = [int(f.split("line ")[1].split(":")[0]) for f in faults(tmp_path, broken)]
    assert lines == sorted(lines)
    assert {2, 23, 34} <= set(lines)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("a: &x [1]\nb: *x\n", "anchors"),
        ("a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n", "anchors"),
        ("a: !!python/object:os.system {}\n", "tags"),
        ("[" * 5000, "nested too deeply"),
        ("a: [1\nb: 2\n", "no YAML"),
        ("- 1\n", "no table"),
        ("", "no table"),
        ("servanda: 1\n---\nservanda: 1\n", "more than one document"),
        ("a: \x00\n", "no YAML"),
        ("x: " + "y" * (1 << 20), "too large"),
        ("? [a]\n: b\n", "no word"),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, broken: str, says: str) -> None:
    assert any(says in fault for fault in faults(tmp_path, broken))


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "agreement.yaml"
    with pytest.raises(Faults, match="cannot be read"):
        load(path)
    path.write_bytes(b"name: \xff\xfe\n")
    with pytest.raises(Faults, match="line 1: the file is no UTF-8 text"):
        load(path)


def test_norway_is_a_word(tmp_path: Path, text: str) -> None:
    """YAML reads NO as false; a party's id stays what is written."""
    agreement = load(write(tmp_path, text.replace("B: {name", "NO: {name").replace("party: B", "party: NO")
        .replace("[A, B]", "[A, NO]").replace("by: B", "by: NO").replace("who: B", "who: NO")))  # fmt: skip
    assert [p.id for p in agreement.parties] == ["A", "NO"]


def test_means_of_the_case_are_known(tmp_path: Path, text: str) -> None:
    agreement = load(write(tmp_path, text.replace("[radar]", "[radar, drone]")), known_means=["drone"])
    assert agreement.obligations[0].seen_by == ("radar", "drone")


@pytest.mark.parametrize(
    ("written", "accounts"),
    [
        ("2030-02-01", []),
        ("2030-02-01/2030-02-20", [("2030-02-01", "2030-02-20", None)]),
        ("2030-02", [("2030-02-01", "2030-02-28", None)]),
        ("[2030-03-01, 2030-02-05]", [("2030-03-01", "2030-03-01", None), ("2030-02-05", "2030-02-05", None)]),
        ("[{from: 2030-02-05, by: A}, {from: null, by: B}]", [("2030-02-05", "2030-02-05", "A"), (None, None, "B")]),
    ],
)
def test_the_day_of_entry_may_be_open(
    tmp_path: Path, text: str, written: str, accounts: list[tuple[str | None, str | None, str | None]]
) -> None:
    agreement = load(write(tmp_path, text.replace("{from: 2030-02-01, to: null}", f"{{from: {written}, to: null}}")))
    found = [
        (str(e.days.start) if e.days else None, str(e.days.end) if e.days else None, e.by) for e in agreement.entries
    ]
    assert found == accounts
    assert agreement.in_force.start == min(
        (date.fromisoformat(a[0]) for a in accounts if a[0]), default=date(2030, 2, 1)
    )


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("from: 2030-02-01/..", "`from` is not what it must be"),
        ("from: [2030-02-01]", "a list of accounts needs two at least"),
        ("from: [2030-02-01, soon]", "an account of the entry into force is not what it must be"),
        ("from: [2030-02-01, {from: 2030-02-05}]", "the key `by` is missing"),
        ("from: [2030-02-01, {by: B}]", "the key `from` is missing"),
        ("from: 2030/2034", "the entry into force is too vague: it may lie on 1826 days"),
        ("from: 2030-02-01/2030-03-01, to: 2030-02-20", "`to` is before `from`"),
    ],
)
def test_faults_of_the_entry_into_force(tmp_path: Path, text: str, written: str, fault: str) -> None:
    (found,) = faults(tmp_path, text.replace("{from: 2030-02-01, to: null}", f"{{{written}}}"))
    assert fault in found
    assert "line 4" in found
