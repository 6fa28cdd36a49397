"""Which file holds which command. A new noun is one file beside this one, and one line here."""

import typer

from hub.cli import graph, token


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    graph.register(app)
    token.register(app)
