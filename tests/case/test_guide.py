"""What the guide shows of case.toml and of an article's header is what the program takes."""

import re
from pathlib import Path

from pydantic import BaseModel

from servanda.agreement import FORMS, lint, load
from servanda.case import settings
from servanda.case.facts import OPTIONAL, REQUIRED
from servanda.case.new import new_case
from servanda.case.settings import read_settings
from servanda.documents.markdown import KEYS

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "cases.md").read_text(encoding="utf-8")


def test_the_settings_shown_are_settings(tmp_path: Path) -> None:
    folder = new_case(tmp_path / "case")
    (shown,) = re.findall(r"```toml\n(.*?)```", GUIDE, flags=re.S)
    (folder / "case.toml").write_text(shown)
    found = read_settings(folder / "case.toml")
    settings = found.settings(load(folder / "agreement.yaml", known_means=found.means))
    assert settings.actors
    assert settings.sites
    assert settings.means


def test_the_agreement_shown_loads_without_a_warning_and_has_every_form(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.S)
    (tmp_path / "agreement.yaml").write_text(shown)
    agreement = load(tmp_path / "agreement.yaml")
    assert {o.form for o in agreement.obligations} == set(FORMS)
    assert [str(f) for f in lint(agreement)] == []


def test_every_column_and_header_key_is_told() -> None:
    table = GUIDE[GUIDE.index("## Facts") :]
    assert set(re.findall(r"`(\w+)`", table)) >= set(REQUIRED + OPTIONAL)
    assert all(f"`{key}`" in GUIDE for key in KEYS)


def test_every_key_of_the_settings_is_shown() -> None:
    shown = GUIDE[GUIDE.index("## case.toml") : GUIDE.index("## Facts")]
    act = {"type", "mode", "object", "place", "quantity"}  # docs/reference/agreement.md
    models = [m for m in vars(settings).values() if isinstance(m, type) and issubclass(m, BaseModel) and m.model_fields]
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}
    assert len(keys) > 30
    assert [key for key in sorted(keys - act) if not re.search(rf"\b{key}\b", shown)] == []
