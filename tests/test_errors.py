"""The exception tree and its codes."""

import re

import pytest

from servanda import errors
from servanda.errors import CODES, AgreementError, Faults, InputError, ServandaError


def tree(base: type[ServandaError]) -> list[type[ServandaError]]:
    return [base, *(below for child in base.__subclasses__() for below in tree(child))]


def test_every_class_has_a_registered_code_of_its_own_hundred() -> None:
    hundreds = {InputError: "1", AgreementError: "2", errors.CaseError: "3", errors.RecordError: "4"}
    hundreds |= {errors.CodebookError: "5", errors.UsageError: "6"}
    for kind in tree(ServandaError):
        assert kind.default_code in CODES
        if kind in hundreds:
            assert kind.default_code[2] == hundreds[kind]


def test_codes_are_of_one_form_and_described() -> None:
    assert all(re.fullmatch(r"SV[1-6]\d\d", code) and meaning for code, meaning in CODES.items())
    assert len(set(CODES.values())) == len(CODES)


def test_message_names_file_place_found_and_expected() -> None:
    error = AgreementError("a value is wrong", file="agreement.yaml", place="line 3", found="'x'", expected="a day")
    assert str(error) == "SV204 agreement.yaml, line 3: a value is wrong; found 'x'; expected a day"
    assert error.to_json()["place"] == "line 3"


def test_unregistered_codes_are_refused() -> None:
    with pytest.raises(ValueError, match="SV999"):
        ServandaError("no", code="SV999")


def test_faults_tell_all_and_must_have_one() -> None:
    faults = Faults([InputError("one", file="a"), InputError("two", file="b")])
    assert str(faults).splitlines() == ["SV102 a: one", "SV102 b: two"]
    with pytest.raises(ValueError, match="at least one"):
        Faults([])
