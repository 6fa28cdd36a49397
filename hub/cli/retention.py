"""`domicile retention`: lock and erase what is past its term, by the schedule that ships with the code."""

from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from hub.cli.tokens import caller_of, token_option

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from hub.jobs.retention import Due
    from hub.settings import Settings

_UNDER = 10  # persons: fewer are not told apart, none included (design §6)
_STEP = 5  # to which the rest is rounded


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(retention)


def retention(
    token: Annotated[str, token_option("An officer's of the city's registration office.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, by the row; nothing goes.")] = False,
) -> None:
    """Erase what is past its term by the retention schedule. Safe to break off and run again.

    Numbers are of persons, never names: under 10 are not told apart, others are rounded to 5.
    """
    import asyncio

    from hub.settings import Settings

    settings = Settings()
    asyncio.run(_report(settings, token, dry_run=dry_run))
    if not dry_run:
        _sweep(settings)


async def _report(settings: "Settings", token: str, *, dry_run: bool) -> None:
    verb = "would go" if dry_run else "erased"
    async with aclosing(_each(settings, token, dry_run=dry_run)) as found:
        async for due in found:
            term = f"{due.row.erased_after.text} from {due.row.starts.value.lower().replace('_', ' ')}"
            typer.echo(f"{due.row.id}: {verb}, {_shown(due.persons)} persons ({term})")


def _sweep(settings: "Settings") -> None:
    """The embedded graph's transaction logs hold what went: they go, too. Those of another server are its operator's."""
    from hub.graph import EmbeddedServer

    if settings.neo4j_uri or not EmbeddedServer(settings).sweep():
        typer.echo("the transaction logs of your own Neo4j still hold what went: rotate them (docs/retention.md)")


async def _each(settings: "Settings", token: str, *, dry_run: bool) -> "AsyncGenerator[Due]":
    from hub.jobs.retention import count_due, erase_due
    from hub.opening import open_ports

    time_zone = ZoneInfo(settings.time_zone)
    async with open_ports(settings) as ports:
        caller = await caller_of(settings, token)
        if dry_run:
            for due in await count_due(ports, caller, time_zone=time_zone):
                yield due
            return
        async for due in erase_due(ports, caller, time_zone=time_zone):
            yield due


def _shown(persons: int) -> str:
    """A number of persons as it may be told."""
    return f"under {_UNDER}" if persons < _UNDER else f"about {_STEP * round(persons / _STEP):,}"
