"""Which file holds which command. A new noun is one file beside this one, and one line here."""

import typer

from hub.cli import demo, graph, schema, serve, testing, token


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    demo.register(app)
    serve.register(app)
    graph.register(app)
    token.register(app)
    schema.register(app)
    testing.register(app)
