"""How `domicile office`, `staff` and `unit` go: by what two operators signed, or by the coordination office's own sign-in."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli import console
from hub.cli.tokens import token_option

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from hub.jobs.changes import Change
    from hub.jobs.staffing import Staffing
    from hub.settings import Settings
    from tlog.notes import Note

Token = Annotated[str, token_option("An officer's of the city's coordination office, in place of two operators.")]
Day = Annotated[str, typer.Option("--on", help="The first day of it, YYYY-MM-DD. Default: today.")]


def change(read: "Callable[[Staffing], Awaitable[Change]]", signed: Path | None, token: str) -> None:
    """Make the change that `read` puts together, and say so; with neither signatures nor a token, print what operators sign.

    Open cases that nobody holds then are named either way, by their numbers.
    """
    import asyncio

    from hub.cli.operator import read_note
    from hub.settings import Settings

    note = None if signed is None else read_note(signed)
    made, statement = asyncio.run(_change(Settings(), read, note, token))
    if statement:
        typer.echo(statement, nl=False)
        for number in made.cases:
            console.print(f"open case {number}: hand it over first", soft_wrap=True, markup=False)
        return
    typer.echo(f"done: {made.operation} {' '.join(made.arguments)}")
    for number in made.cases:
        typer.echo(f"open case {number}: nobody holds it now")


def day_of(text: str) -> date | None:
    """A day of the calendar; None for no text. Raises `ValidationFailedError`."""
    from model.errors import ValidationFailedError

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationFailedError(f"`{text[:40]}` is no day: write YYYY-MM-DD") from None


async def _change(
    settings: "Settings", read: "Callable[[Staffing], Awaitable[Change]]", note: "Note | None", token: str
) -> "tuple[Change, str]":
    """The change, and the statement for it where it was not made."""
    import getpass
    from zoneinfo import ZoneInfo

    from filelock import FileLock

    from hub.cli.tokens import caller_of
    from hub.jobs.changes import change_by_coordination, change_by_operators, log_cases
    from hub.jobs.operations import origin
    from hub.jobs.staffing import Staffing
    from hub.opening import open_ports
    from hub.operators import Statement
    from model.times import now

    time_zone = ZoneInfo(settings.time_zone)
    caller = await caller_of(settings, token) if token and note is None else None
    async with open_ports(settings) as ports:
        with FileLock(settings.private_folder / "operators.lock", mode=0o600):  # what is read holds until it is done
            made = await read(Staffing(ports, today=now().astimezone(time_zone).date()))
            if note is not None:
                await change_by_operators(ports, made, note)
            elif caller is not None:
                await change_by_coordination(ports, made, caller, time_zone=time_zone)
            else:
                await log_cases(ports, made, getpass.getuser())
                return made, Statement.new(origin(ports.ledger), made.operation, made.arguments, now()).text
    return made, ""
