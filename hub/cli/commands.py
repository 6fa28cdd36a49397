"""Which file holds which command. A new noun is one file beside this one, and one line here."""

import typer

from hub.cli import city, demo, graph, importing, log, plan, policy, schema, serve, testing, token


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    for noun in (demo, serve, graph, city, importing, log, plan, policy, token, schema, testing):
        noun.register(app)
