"""Prints docs/reference/errors.md from the registry of error codes."""

from servanda.errors import CODES

HEAD = """# Error codes

Every error that Servanda raises on purpose has a code that keeps its meaning. A message reads

    SV303 facts/tests.csv, line 7, holds_from: the date is no date; found '2019-02-30'; expected an EDTF date ...

that is: code, file, place, what is wrong, what was found and what was expected. With `--json`, and in the lines of
`servanda read --jsonl`, an error is an object with `code`, `message` and, where known, `file`, `place`, `found`,
`expected`. The exit status is 1 where some input was refused and the rest was used, 2 where a command could not be
carried out.
"""
GROUPS = {
    "1": ("Documents and input lines", "InputError"),
    "2": ("The agreement", "AgreementError"),
    "3": ("The case, its settings and its facts", "CaseError"),
    "4": ("The record", "RecordError"),
    "5": ("Codebooks", "CodebookError"),
    "6": ("What was asked for", "UsageError"),
}


def reference() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for digit, (title, kind) in GROUPS.items():
        rows = [f"| `{code}` | {meaning} |" for code, meaning in sorted(CODES.items()) if code[2] == digit]
        parts.append("\n".join([f"## {title} (`{kind}`)", "", "| code | meaning |", "| --- | --- |", *rows, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    print(reference(), end="")
