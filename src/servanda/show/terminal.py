"""The brief for a terminal, coloured where the terminal can. Text of articles is made harmless first."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from servanda.brief import phrase
from servanda.show.outline import Line, Outline
from servanda.show.safe import terminal as safe
from servanda.show.wording import MARKS


def show(outline: Outline, console: Console) -> None:
    """Prints the ten sections."""
    console.print(Rule(style="dim"))
    console.print(Text(f"{safe(outline.agreement)}", style="bold"))
    console.print(f"What the record shows as of [bold]{phrase.day(outline.day)}[/bold]")
    for number, answer in enumerate(outline.answers, 1):
        console.print()
        console.print(Text(f"{number}. {answer.question}", style="bold underline"))
        console.print(Padding(Text(safe(answer.summary)), (0, 0, 0, 3)))
        for part in answer.parts:
            if part.heading:
                console.print(Padding(Text(safe(part.heading), style="bold dim"), (1, 0, 0, 3)))
            for line in part.lines:
                _print_line(line, console)
        if answer.left:
            rest = f"and {answer.left:,} more; --all shows them"
            console.print(Padding(Text(rest, style="dim italic"), (1, 0, 0, 3)))
    console.print()


def _print_line(line: Line, console: Console) -> None:
    mark, colour = MARKS.get(line.word, ("·", "dim"))
    console.print(Padding(Text.assemble((f"{mark} ", colour), safe(line.text)), (0, 0, 0, 5)))
    if line.note:
        console.print(Padding(f"[dim]{escape(safe(line.note))}[/dim]", (0, 0, 0, 7)))
    if line.after:
        console.print(Padding(f"[dim]{escape(safe(line.after))}[/dim]", (0, 0, 0, 7)))
