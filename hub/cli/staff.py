"""`domicile staff …`: who works at which office, from when to when, once no file says so any more. See docs/operators.md."""

from typing import Annotated

import typer

from hub.cli.changing import Day, Token, change, day_of
from hub.cli.signed import Signed

commands = typer.Typer(help="Say who works at which office, from when to when.", no_args_is_help=True)
_Officer = Annotated[str, typer.Argument(help="The officer, by their sign-in: the token's `sub`.")]
_Office = Annotated[str, typer.Argument(help="The office, by its code.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="staff")


@commands.command()
def start(officer: _Officer, office: _Office, on: Day = "", signed: Signed = None, token: Token = "") -> None:
    """Let an officer work at an office. Without --signed and a token: print the statement that two operators sign."""
    change(lambda staffing: staffing.start_staff(officer, office, day_of(on)), signed, token)


@commands.command("change")
def change_(
    officer: _Officer,
    office: _Office,
    to: Annotated[str, typer.Option(help="The office of the same department where they work then, by its code.")],
    on: Day = "",
    signed: Signed = None,
    token: Token = "",
) -> None:
    """Let an officer work at another office. Their open cases stay, and are named.

    Without --signed and a token: print the statement that two operators sign.
    """
    change(lambda staffing: staffing.change_staff(officer, office, to, day_of(on)), signed, token)


@commands.command()
def end(officer: _Officer, office: _Office, on: Day = "", signed: Signed = None, token: Token = "") -> None:
    """End an officer's work at an office: today binds their next request. Their open cases are named.

    Without --signed and a token: print the statement that two operators sign.
    """
    change(lambda staffing: staffing.end_staff(officer, office, day_of(on)), signed, token)
