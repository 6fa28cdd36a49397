"""`domicile schema`: the contract as SDL, and the graph's model as a picture."""

from pathlib import Path
from typing import Annotated

import typer

SDL_FILE = Path(__file__).resolve().parents[2] / "schema" / "schema.graphql"


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(name="schema")(print_schema)


def print_schema(
    write: Annotated[bool, typer.Option("--write", help="Write the committed file instead of printing.")] = False,
    graph: Annotated[bool, typer.Option("--graph", help="Print the graph's model, as a Mermaid diagram.")] = False,
) -> None:
    """Print the API's schema (SDL), each field with its field group."""
    import schema

    if graph:
        typer.echo(diagram())
    elif write:
        SDL_FILE.write_text(schema.sdl(), encoding="utf-8")
    else:
        typer.echo(schema.sdl(), nl=False)


def diagram() -> str:
    """The graph's model as a Mermaid flow chart: each relationship once; what is about a person has rounded corners."""
    from model.graph import KINDS

    lines = ["flowchart LR"]
    for kind in KINDS:
        left, right = ("(", ")") if kind.is_personal else ("[", "]")
        lines.append(f"    {kind.label}{left}{kind.label}{right}")
    for kind in KINDS:
        for edge in kind.edges:
            targets = " & ".join(edge.targets)
            lines.append(f"    {kind.label} -->|{edge.type}| {targets}")
    return "\n".join(lines)
