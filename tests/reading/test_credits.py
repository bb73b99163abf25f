"""Credits: wire credits where an agency is credited, reports where the text goes by an outlet, nothing else."""

import pytest

from servanda.reading import credits as owed
from servanda.reading import furniture


def found(text: str) -> list[tuple[str, str]]:
    return [(c.name, c.kind) for c in owed.find(text, furniture.find(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PORT ARL (AP) — Arland will stop launching.", "Associated Press"),
        ("PORT ARL, March 3 (UPI) — Arland will stop launching.", "United Press International"),
        ("Mar 3 (Reuters) - Arland will stop launching.", "Reuters"),
        ("Port Arl (AFP) – Arland will stop launching.", "Agence France-Presse"),
        ("Arland will stop launching.\n\n(with IANS inputs)", "Indo-Asian News Service"),
        ("Arland will stop launching. (With inputs from PTI)", "Press Trust of India"),
        ("Arland will stop launching.\n\nThe Associated Press contributed to this report.", "Associated Press"),
        ("By Ann Brook, Associated Press\n\nArland will stop launching.", "Associated Press"),
        ("Arland will stop launching.\n\n© 2031 AFP. All rights reserved.", "Agence France-Presse"),
        ("Arland will stop launching.\n\n(Reporting by Ann Brook; Editing by Jo Marsh)", "Reuters"),
        ("Arland will stop launching.\n\nWith agency inputs", "agencies"),
    ],
)
def test_wire_credits(text: str, name: str) -> None:
    assert found(text) == [(name, "wire")]


@pytest.mark.parametrize(
    "text",
    [
        "The minister met editors of the Associated Press and Reuters at lunch.",
        "Mr Stone used to work for Reuters (he left in 2019) — and for AFP.",
        "A Reuters/Ipsos poll put the two level.",
        "The stand is gone. (Jo Marsh/AFP/Getty Images) Nobody says why it was taken down.",
        "Jo Marsh / Reuters.\n\nArland will stop launching.",
    ],
)
def test_an_agency_named_otherwise_is_no_wire_credit(text: str) -> None:
    assert [kind for _, kind in found(text) if kind == "wire"] == []


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("The two met on Friday, the BBC reported.", "BBC", "the BBC reported"),
        ("According to Yonhap, the stand is gone.", "Yonhap", "According to Yonhap"),
        ("“It is gone,” he told CNN on Monday.", "CNN", "told CNN"),
        ("The visit was first reported by MSNBC.", "MSNBC", "first reported by MSNBC"),
        ("The Washington Post reported that it is gone.", "Washington Post", "The Washington Post reported"),
        ("It is gone, BBC correspondent Ann Brook reports.", "BBC", "BBC correspondent Ann Brook reports"),
        ("The Arland Herald said the stand is gone.", "Arland Herald", "The Arland Herald said"),
    ],
)
def test_reports(text: str, name: str, words: str) -> None:
    ours = owed.find(text, furniture.find(text))
    assert [(c.name, c.kind, c.span.of(text)) for c in ours] == [(name, "report", words)]


def test_an_agency_may_be_credited_and_quoted_at_once() -> None:
    text = "PORT ARL (AP) — The stand is gone, the envoy told the Associated Press."
    assert found(text) == [("Associated Press", "wire"), ("Associated Press", "report")]
