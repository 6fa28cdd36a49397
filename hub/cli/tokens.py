"""Where a command's token comes from: the environment or standard input, and never the command line, which every process sees."""

import sys
from contextlib import aclosing
from getpass import getpass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from hub.settings import Settings
    from model.callers import Caller

_VARIABLE = "DOMICILE_TOKEN"


def token_option(whose: str) -> Any:
    """The option `--token` of a command: `-`, or nothing and the variable. `whose` says in words who has to ask."""
    return typer.Option(
        "--token",
        envvar=_VARIABLE,
        metavar="-",
        callback=_taken,
        help=f"{whose} In {_VARIABLE}, or `--token -` and a line on standard input.",
    )


async def caller_of(settings: "Settings", token: str) -> "Caller":
    """Whose token it is, as the hub reads it from a request. Raises `UnauthenticatedError`, `SetupError`."""
    from hub.identity import open_verifier
    from hub.policy import has_offices

    async with aclosing(open_verifier(settings, has_offices)) as verifier:
        return await verifier.caller(f"Bearer {token}")


def _taken(context: typer.Context, parameter: typer.CallbackParam, value: str) -> str:
    if value == "-":
        return getpass("token: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    source = context.get_parameter_source(parameter.name or "")
    if source is not None and source.name == "COMMANDLINE":
        raise typer.BadParameter(
            f"every process on this machine sees a command line: put the token into {_VARIABLE}, or write `--token -`"
        )
    return value
