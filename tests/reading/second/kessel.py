"""An article about a launch near Kessel, and what a good server says of it."""

from typing import Any

from servanda.reading.lexicon import Actor, Lexicon, Named

TEXT = (
    "PORT ARL, May 3 (Example Wire) - Borland’s army tested a ballistic missile  near Kessel on Tuesday, "
    "Arland's defence ministry said.\n\n"
    "“We will answer the launch,” Foreign Minister Ada Example told reporters. It is not known how far the missile flew."
    "\n\nThe accord sets no deadline for talks. He may visit Port Bor in June."
)
LEXICON = Lexicon(
    actors=(
        Actor("Arland", "state", ("Port Arl",), party="A"),
        Actor("Borland", "state", ("Port Bor",), party="B"),
        Actor("Ada Example", "person", ("Minister Example",), state="Arland", surname="Example"),
    ),
    objects=(Named("ballistic missile", ("long-range missile",)),),
    places=(Named("Kessel"),),
    modes={"COOPERATE": ("return remains",)},
    agreement_names=("the accord",),
)
TEST: dict[str, Any] = {
    "quote": "Borland's army tested a ballistic missile near Kessel on Tuesday",
    "head": "tested", "type": "MOBILIZE", "mode": "test", "actors": ["Borland"], "recipients": [],
    "object": "ballistic missile", "place": "Kessel", "holds_from": "2033-05-03", "holds_to": "2033-05-03",
    "tense": "past", "certainty": 3, "speaker": "Arland's defence ministry", "cue": "said",
}  # fmt: skip
ANSWER: dict[str, Any] = {
    "statements": [TEST],
    "unknowns": [{"quote": "It is not known how far the missile flew.", "about": "how far the missile flew"}],
    "gaps": [{"quote": "The accord sets no deadline for talks.", "about": "deadline"}],
    "coverage": [],
}
