"""Two invented reports of one event: a wire's, and another in other words."""

from datetime import date

import pytest
from harbour import OTHER, WIRE, text_of

from servanda.sources import SourceText


@pytest.fixture
def wire() -> SourceText:
    return SourceText("wire", text_of(*WIRE), published=date(2030, 4, 2), publisher="Coast Wire")


@pytest.fixture
def other() -> SourceText:
    return SourceText("other", text_of(*OTHER), published=date(2030, 4, 3), publisher="Hill Post")
