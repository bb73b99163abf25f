"""Opening cases."""

from pathlib import Path

import pytest

from servanda.case import open_case
from servanda.errors import CaseError, Faults, InputError, RecordError


def test_an_opened_case_knows_its_parts(folder: Path) -> None:
    (folder / "case.toml").write_text(
        'title = "Two banks"\n[[actors]]\nname = "Northbank"\nkind = "state"\naliases = ["the North Bank"]\n'
        '[[sites]]\nid = "m"\nname = "Mill Range"\n[sources."NNA"]\nparty = "A"\ngrade = "C"\nkind = "state media"\n'
        '[means.radar]\nsees = [{type = "MOBILIZE"}]\npower = 0.5\n'
    )
    with open_case(folder) as case:
        assert (case.name, case.title) == ("case", "Two banks")
        party = case.lexicon.actors[0]
        assert (party.name, party.party, party.aliases) == (
            "Northbank",
            "A",
            ("Northbank government", "the North Bank"),
        )
        assert [a.name for a in case.lexicon.actors] == ["Northbank", "Southbank"]
        assert case.lexicon.places[0].name == "Mill Range"
        assert "Riverbank accord" in case.lexicon.agreement_names
        assert [m.id for m in case.means] == ["launch-warning", "press", "radar"]
        assert case.names.party_of("the North Bank") == "A"
        assert case.sites[0].id == "m"


def test_the_reader_is_told_what_the_acts_are_done_with(folder: Path) -> None:
    with open_case(folder) as case:
        acts = [o.act for o in case.agreement.obligations if o.act and o.act.type and o.act.object]
        assert acts
        assert {(a.type, a.mode, a.object) for a in acts} <= {(k.type, k.mode, k.object) for k in case.lexicon.acts}


def test_without_settings_the_agreement_names_the_case(folder: Path) -> None:
    (folder / "case.toml").unlink()
    with open_case(folder) as case:
        assert case.title == "Riverbank accord"


def test_means_of_the_settings_may_be_named_in_the_agreement(folder: Path) -> None:
    agreement = folder / "agreement.yaml"
    agreement.write_text(agreement.read_text().replace("[launch-warning, press]", "[radar, press]"))
    (folder / "case.toml").write_text('[means.radar]\nsees = [{type = "MOBILIZE"}]\npower = 0.5\n')
    with open_case(folder) as case:
        assert case.agreement.obligations[0].seen_by == ("radar", "press")


def test_before_anything_was_read_there_is_no_record(folder: Path) -> None:
    with open_case(folder) as case, pytest.raises(RecordError) as caught:
        case.knowledge_days()
    assert caught.value.code == "SV408"
    assert not (folder / "record.db").exists()


@pytest.mark.parametrize("make", ["nothing", "file", "empty"])
def test_what_is_no_case(tmp_path: Path, make: str) -> None:
    if make == "file":
        (tmp_path / "x").write_text("")
    elif make == "empty":
        (tmp_path / "x").mkdir()
    with pytest.raises(CaseError) as caught:
        open_case(tmp_path / "x")
    assert caught.value.code == "SV301"


@pytest.mark.parametrize("name", ["agreement.yaml", "case.toml"])
def test_files_that_lead_out_of_the_case(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)
    with pytest.raises(InputError) as caught:
        open_case(folder)
    assert caught.value.code == "SV106"


def test_a_record_that_leads_out_of_the_case(folder: Path, tmp_path: Path) -> None:
    (folder / "record.db").symlink_to(tmp_path / "elsewhere.db")
    with open_case(folder) as case, pytest.raises(InputError):
        case.open_record(create=True)
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "servanda: 1\nnmae: x\n",
        "[" * 100_000,
        "a: !!python/object/apply:os.system [true]\n",
        "\0",
    ],
    ids=["bomb", "unknown key", "nesting", "tag", "nul"],
)
def test_faulty_agreements_are_refused_with_a_code(folder: Path, text: str) -> None:
    (folder / "agreement.yaml").write_text(text)
    with pytest.raises(Faults) as caught:
        open_case(folder)
    assert all(fault.code.startswith("SV2") for fault in caught.value.faults)
