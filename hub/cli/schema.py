"""`domicile schema`: the contract as SDL."""

from pathlib import Path
from typing import Annotated

import typer

SDL_FILE = Path(__file__).resolve().parents[2] / "schema" / "schema.graphql"


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(name="schema")(print_schema)


def print_schema(
    write: Annotated[bool, typer.Option("--write", help="Write the committed file instead of printing.")] = False,
) -> None:
    """Print the API's schema (SDL), each field with its field group."""
    import schema

    if write:
        SDL_FILE.write_text(schema.sdl(), encoding="utf-8")
    else:
        typer.echo(schema.sdl(), nl=False)
