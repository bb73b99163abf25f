"""The command line. Every command has a module of its own here; what is heavy is imported when a command runs."""

from servanda.cli.app import main

__all__ = ["main"]
