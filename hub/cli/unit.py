"""`domicile unit …`: what administrative units are called, once no file says so any more. See docs/operators.md."""

from typing import Annotated

import typer

from hub.cli.changing import Token, change
from hub.cli.signed import Signed

commands = typer.Typer(help="Rename administrative units.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="unit")


@commands.callback()
def _root() -> None:
    """Rename administrative units."""  # keeps the one command a sub-command


@commands.command()
def rename(
    code: Annotated[str, typer.Argument(help="The unit's code.")],
    name: Annotated[str | None, typer.Option(help="Another name, as it is written there.")] = None,
    latin_name: Annotated[str | None, typer.Option(help="Another name in Latin letters.")] = None,
    signed: Signed = None,
    token: Token = "",
) -> None:
    """Give a unit another name. Addresses read as they were written.

    Without --signed and a token: print the statement that two operators sign.
    """
    change(lambda staffing: staffing.rename_unit(code, name=name, latin_name=latin_name), signed, token)
