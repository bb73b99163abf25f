"""The brief for a terminal, coloured where the terminal can. Text of articles is made harmless first."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from servanda.brief import Brief, Claim, phrase
from servanda.show.evidence import by_origin, chosen, credit
from servanda.show.safe import terminal as safe

#: A mark and a colour for each standing and verdict; the word always stands beside them.
MARKS = {
    "established": ("●", "green"),
    "reported": ("○", "cyan"),
    "claimed": ("◌", "yellow"),
    "disputed": ("◑", "magenta"),
    "planned": ("▷", "blue"),
    "speculated": ("?", "blue"),
    "denied": ("✗", "yellow"),
    "fulfilled": ("✓", "green"),
    "kept so far": ("✓", "green"),
    "pending": ("…", "blue"),
    "overdue": ("!", "yellow"),
    "broken": ("✗", "red"),
    "remedied": ("↺", "green"),
    "cannot tell": ("?", "magenta"),
    "not measurable": ("∅", "yellow"),
    "not in force": ("-", "dim"),
}
#: How many claims of a section are printed, those of the agreement's text and the verdicts aside.
MOST = 12


def show(brief: Brief, console: Console, most: int | None = MOST) -> None:
    """Prints the brief: ten sections, of each the `most` weightiest claims (None: all) beside text and verdicts."""
    console.print(Rule(style="dim"))
    console.print(Text(f"{safe(brief.agreement.name)}", style="bold"))
    console.print(f"What the record shows as of [bold]{phrase.day(brief.as_of)}[/bold]")
    for number, section in enumerate(brief.sections, 1):
        console.print()
        console.print(Text(f"{number}. {section.question}", style="bold underline"))
        console.print(Padding(Text(safe(section.summary)), (0, 0, 0, 3)))
        settled = [c for c in section.claims if c.word or c.from_agreement]
        told = set(map(id, settled))
        open_ended = [c for c in section.claims if id(c) not in told]
        told.update(map(id, chosen(open_ended, most)))
        for group, claims in section.groups():
            _print_group(group, [c for c in claims if id(c) in told], console)
        if left := len(section.claims) - len(told):
            rest = f"and {left:,} more; --all shows them"
            console.print(Padding(Text(rest, style="dim italic"), (1, 0, 0, 3)))
    console.print()


def _print_group(group: str, claims: list[Claim], console: Console) -> None:
    if group and claims:
        told = " (from the agreement's text)" if claims[0].from_agreement and not claims[0].word else ""
        console.print(Padding(Text(safe(group) + told, style="bold dim"), (1, 0, 0, 3)))
    for claim in claims:
        _print_claim(claim, console)


def _print_claim(claim: Claim, console: Console) -> None:
    word = claim.word or claim.standing or ""
    mark, colour = MARKS.get(word, ("·", "dim"))
    line = Text.assemble((f"{mark} ", colour), safe(claim.text))
    notes = [claim.standing] if claim.standing and not claim.word else []  # the text of a verdict has its word
    if claim.when and (claim.when.start or claim.when.end):
        notes.append(phrase.period(claim.when))
    witnesses = by_origin(claim.statements)
    if witnesses:
        notes.append(credit(witnesses[0].first))
        if len(witnesses) > 1:
            notes.append(f"{len(witnesses)} independent origins")
        if copies := sum(len(w.copies) for w in witnesses):
            notes.append(f"{copies} further {'statement' if copies == 1 else 'statements'} of the same origin")
    elif claim.against:
        notes.append(f"against: {credit(claim.against[0])}")
    console.print(Padding(line, (0, 0, 0, 5)))
    if notes:
        console.print(Padding(f"[dim]{escape(safe('; '.join(notes)))}[/dim]", (0, 0, 0, 7)))
