"""`domicile office …`: start, change and end offices, once no file may any more. See docs/operators.md."""

from typing import Annotated

import typer

from hub.cli.changing import Token, change
from hub.cli.signed import Signed

commands = typer.Typer(help="Start, change and end offices.", no_args_is_help=True)
_Code = Annotated[str, typer.Argument(help="The office's code.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="office")


@commands.command()
def start(  # noqa: PLR0917 - what an office is
    code: _Code,
    client: Annotated[str, typer.Option(help="Its department, by the client.")],
    name: Annotated[str, typer.Option(help="What it is called.")],
    unit: Annotated[str, typer.Option(help="The unit that it serves, by its code: how far its officers see.")],
    address: Annotated[str, typer.Option(help="Where it is: the id of an address.")],
    signed: Signed = None,
    token: Token = "",
) -> None:
    """Start an office. Without --signed and a token: print the statement that two operators sign."""
    change(
        lambda staffing: staffing.start_office(code, client=client, name=name, unit=unit, address=address),
        signed,
        token,
    )


@commands.command("change")
def change_(
    code: _Code,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    unit: Annotated[str | None, typer.Option(help="Another unit, by its code: how far its officers see.")] = None,
    address: Annotated[str | None, typer.Option(help="Another address, by its id.")] = None,
    signed: Signed = None,
    token: Token = "",
) -> None:
    """Change an office's name, unit or address. Without --signed and a token: print the statement that two operators sign."""
    change(lambda staffing: staffing.change_office(code, name=name, unit=unit, address=address), signed, token)


@commands.command()
def end(code: _Code, signed: Signed = None, token: Token = "") -> None:
    """End an office today, with everybody's work there. Its open cases are named.

    Without --signed and a token: print the statement that two operators sign.
    """
    change(lambda staffing: staffing.end_office(code), signed, token)
