"""A small agreement that uses all seven forms, as text."""

import pytest
from accord import TOP

TEXT = (
    TOP
    + """\
provisions:
  - id: "1"
    text: Arland will not test ballistic missiles.
    obligations:
      - {id: no-test, party: A, form: refrain, act: {type: MOBILIZE, mode: test, object: ballistic missile}, seen_by: [radar]}
  - id: "2"
    text: Arland will dismantle the stand within ninety days and report each quarter.
    obligations:
      - {id: stand, party: A, form: perform, act: {type: RETREAT, mode: dismantle, object: engine stand}, within: P90D}
      - {id: report, party: A, form: repeat, act: {type: COOPERATE, mode: declare}, every: P3M, grace: P15D}
      - {id: stock, party: A, form: limit, act: {quantity: uranium}, at_most: 300, unit: kg}
  - id: "3"
    text: Arland will admit inspectors; Borland will lift its embargo once the stand is gone.
    obligations:
      - {id: access, party: A, form: admit, who: B, act: {type: COOPERATE, mode: inspect}, within: P14D, asked_by: {type: REQUEST, mode: inspect}}
      - {id: lift, party: B, form: respond, when: {party: A, type: RETREAT, mode: dismantle}, act: {type: CONCEDE, mode: lift sanctions}, within: P60D, same: [place]}
  - id: "4"
    text: Both will work towards a quiet lake.
    obligations:
      - id: quiet
        party: [A, B]
        form: endeavour
        end: quiet lake
        readings:
          - {by: B, act: {type: RETREAT, mode: withdraw}, until: 2031-01-01}
means:
  radar: {sees: [{type: MOBILIZE, mode: test}], power: 0.99, delay: P1D}
"""
)


@pytest.fixture
def text() -> str:
    return TEXT
