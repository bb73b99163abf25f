"""Writes docs/reference/commands.md from the program itself, to standard output."""

import typer

from servanda.cli.app import app


def main() -> None:
    """One section for each command, in the order of the help: its text, arguments and options."""
    group = typer.main.get_command(app)
    context = typer.Context(group, info_name="servanda")
    print(
        "# Commands\n\nMade by `tools/commands_reference.py` from the program; `servanda COMMAND --help` says the same."
    )
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        below = typer.Context(command, info_name=f"servanda {name}", parent=None)
        usage = " ".join(command.collect_usage_pieces(below))
        print(f"\n## servanda {name}\n\n    servanda {name} {usage}\n\n{command.help}\n")
        for parameter in command.params:
            record = parameter.get_help_record(below)
            if record:
                print(f"- `{record[0].strip()}`: {record[1]}")


if __name__ == "__main__":
    main()
