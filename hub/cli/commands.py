"""Which file holds which command. A new noun is one file beside this one, and one line here."""

import typer

from hub.cli import token


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    token.register(app)
