"""No false headline: what no sentence says happened is no asserted act, however close its words come."""

import pytest
from acts import firm, said

from servanda.statement import Statement


def _tested(statement: Statement) -> bool:
    """Whether a statement says for sure that Norland, or nobody by name, has tested something."""
    return statement.mode == "test" and firm(statement) and (not statement.actors or "Norland" in statement.actors)


NOT_SAID = """
The North denied testing a missile.
Norland has no plans to test a missile, its foreign minister said.
Reports that Norland tested a missile on Monday were wrong, the South's military said.
There is no evidence that Norland has tested a missile, the South said.
The South's minister refused to say whether Norland had tested a missile.
A missile test by Norland is likely within weeks, analysts said.
Norland is preparing to test a missile, the South's military said.
Norland threatened to test a missile on Tuesday.
Norland appears ready to test a missile, satellite images suggest.
Sudland urged Norland not to test a missile.
Sudland warned Norland against testing a missile.
The treaty bans Norland from testing missiles.
Norland pledged not to test missiles.
Norland's moratorium on missile tests remains in place.
Fears of a missile test by Norland grew on Tuesday.
Speculation about a missile test by Norland grew on Tuesday.
Norland cancelled a missile test on Tuesday.
Norland called off a missile test that had been set for Tuesday.
Norland halted missile tests in May.
Norland stopped testing missiles in May.
Norland came close to testing a missile on Tuesday.
Norland almost tested a missile on Tuesday, a defector said.
What would happen if Norland tested a missile?
Did Norland test a missile on Tuesday?
Nobody knows whether Norland tested a missile on Tuesday.
The North may have tested a missile on Tuesday.
Norland might soon test a missile.
Norland could test a missile at any time, the minister said.
A novel in which Norland tests a missile won a prize.
Sudland simulated a Norland missile test in a drill on Tuesday.
Norland wants to test a missile, a defector said.
Norland is capable of testing a missile, the report said.
Sudland would view a missile test by Norland as a breach.
The ban on Norland's missile tests was renewed on Tuesday.
Sudland called on Norland to abandon missile tests.
Sudland said any missile test by Norland would end the talks.
Norland has yet to test a missile.
Norland has refrained from testing missiles.
It is not true that Norland tested a missile, the minister said.
Norland vowed to test a missile unless sanctions were lifted.
Norland's ambassador said his country had not tested a missile.
Norland has the right to test missiles, its ambassador said.
The agreement was meant to prevent Norland from testing missiles.
Norland promised an end to missile tests.
Sudland demanded an end to Norland's missile tests.
Had Norland tested a missile, Sudland would have left the talks.
Norland would never test a missile, its envoy said.
Norland's supposed missile test on Tuesday was in fact a rocket fired by Borland.
Sudland tested a missile on Tuesday and Norland condemned it.
Norland condemned a missile test by Sudland on Tuesday.
Norland accused Sudland of testing a missile on Tuesday.
Norland condemned Sudland for testing a missile on Tuesday.
Norland watched as Sudland tested a missile.
Norland said Sudland had tested a missile on Tuesday.
Sudland, not Norland, tested a missile on Tuesday.
The missile test by Sudland angered Norland.
Norland's neighbour tested a missile on Tuesday.
A former adviser to Norland's leader said the country should test a missile.
""".strip().split("\n")

SAID = """
Norland tested a missile on Tuesday.
Norland test-fired a missile on Tuesday, the South said.
Norland on Tuesday conducted a missile test.
A missile test was carried out by Norland on Tuesday.
Norland fired a ballistic missile into the sea on Tuesday.
Norland's missile test on Tuesday broke the agreement, the South said.
Sudland condemned Norland's missile test on Tuesday.
Sudland condemned Norland for testing a missile on Tuesday.
Norland confirmed that it had tested a missile on Tuesday.
Norland admitted testing a missile on Tuesday.
Norland launched two missiles on Tuesday, Sudland's military said.
After Norland tested a missile on Tuesday, Sudland left the talks.
Norland ignored warnings and tested a missile on Tuesday.
Norland went ahead with a missile test on Tuesday.
Norland, which had promised not to, tested a missile on Tuesday.
Sudland accused Norland of testing a missile on Tuesday.
Norland's leader oversaw a missile test on Tuesday.
State media said Norland had successfully tested a missile on Tuesday.
Norland carried out its first missile test in a year on Tuesday.
Two missiles were fired by Norland on Tuesday, Sudland's military said.
Sudland's military said it had detected a missile launch by Norland on Tuesday.
Norland resumed missile tests on Tuesday.
The missile that Norland tested on Tuesday flew 400 kilometres.
""".strip().split("\n")


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_is_not_said_to_have_happened_is_not_asserted(text: str) -> None:
    assert not [s for s in said(text) if _tested(s)]


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_to_have_happened_is_asserted(text: str) -> None:
    assert [s for s in said(text) if _tested(s)]


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("lift sanctions", "Sudland refused to lift sanctions on Norland."),
        ("lift sanctions", "Norland called for sanctions to be lifted by Sudland."),
        ("lift sanctions", "The lifting of sanctions is not on the table, Sudland said."),
        ("lift sanctions", "Sudland offered to lift sanctions in return for the closing of the site."),
        ("lift sanctions", "Talks on lifting sanctions broke down on Tuesday."),
        ("dismantle", "The dismantling of the test site by Norland has stalled."),
        ("dismantle", "Norland claims to be ready to dismantle its test site."),
        ("dismantle", "Inspectors could not confirm that Norland had dismantled its test site."),
        ("dismantle", "Sudland doubts that Norland has dismantled its test site."),
        ("exercise", "Norland demanded that Sudland end its joint exercises."),
        ("exercise", "Sudland has held no joint exercise since May."),
        ("return remains", "Talks about returning the remains of soldiers went on."),
        ("inspect", "Sudland demanded that Norland admit inspectors."),
    ],
)
def test_no_gift_is_told_that_nobody_gave(mode: str, text: str) -> None:
    assert not [s for s in said(text) if s.mode == mode and firm(s)]
