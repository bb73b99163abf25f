"""Making cases."""

import os
from pathlib import Path

import pytest

from servanda.case import new_case, open_case, shipped_case, shipped_cases
from servanda.errors import CaseError


def test_the_template_is_a_case_that_opens(tmp_path: Path) -> None:
    with open_case(new_case(tmp_path / "deep" / "case")) as case:
        assert {o.form for o in case.agreement.obligations} >= {"refrain", "perform", "endeavour"}
    assert sorted(p.name for p in (tmp_path / "deep" / "case").iterdir()) == [
        "agreement.yaml", "articles", "case.toml", "facts",
    ]  # fmt: skip


def test_every_setting_that_the_template_offers_is_a_setting(tmp_path: Path) -> None:
    folder = new_case(tmp_path / "case")
    lines = (folder / "case.toml").read_text().splitlines()
    offered = [line[2:] if line.startswith(("# [", "# ")) and ("=" in line or "[" in line) else "" for line in lines]
    offered = [line for line in offered if line.startswith("[") or line.partition(" = ")[0].isidentifier()]
    (folder / "case.toml").write_text("\n".join(offered))
    with open_case(folder) as case:
        assert case.sites
        assert case.settings.sources
        assert case.lexicon.objects


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_give_agreement_and_settings_alone(tmp_path: Path, name: str) -> None:
    folder = new_case(tmp_path / "case", name)
    assert (folder / "agreement.yaml").read_bytes() == (shipped_case(name) / "agreement.yaml").read_bytes()
    assert list((folder / "articles").iterdir()) == list((folder / "facts").iterdir()) == []
    with open_case(folder) as case:
        assert case.agreement.obligations


@pytest.mark.parametrize("name", shipped_cases())
def test_a_whole_shipped_case_has_its_articles_and_facts_but_no_record(tmp_path: Path, name: str) -> None:
    folder = new_case(tmp_path / "case", name, whole=True)
    for part in ("articles", "facts"):
        shipped = shipped_case(name) / part
        expected = sorted(p.name for p in shipped.iterdir()) if shipped.is_dir() else []
        assert sorted(p.name for p in (folder / part).iterdir()) == expected
    assert not (folder / "record.db").exists()


def test_the_flagship_is_shipped_and_lies_where_the_checkout_says() -> None:
    assert "singapore-2018" in shipped_cases()
    checkout = Path(__file__).parents[2] / "cases" / "singapore-2018"
    assert checkout.resolve() == shipped_case("singapore-2018").resolve()


@pytest.mark.parametrize("name", ["", "nope", "..", "../cases/singapore-2018", "/etc"])
def test_unknown_shipped_cases(name: str) -> None:
    with pytest.raises(CaseError) as caught:
        shipped_case(name)
    assert caught.value.code == "SV307"


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("mine")
    (tmp_path / "b").write_text("mine")
    (tmp_path / "c").symlink_to(tmp_path / "nowhere")
    for name in "abc":
        with pytest.raises(CaseError) as caught:
            new_case(tmp_path / name)
        assert caught.value.code == "SV306"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["mine.txt"]
    (tmp_path / "d").mkdir()
    assert (new_case(tmp_path / "d") / "agreement.yaml").is_file()


@pytest.mark.parametrize("name", ["file/case", "n" * 300])
def test_a_folder_that_cannot_be_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CaseError) as caught:
        new_case(tmp_path / name)
    assert caught.value.code == "SV305"


def test_what_was_begun_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CaseError, match="cannot be written"):
        new_case(tmp_path / "case")
    assert not (tmp_path / "case").exists()
