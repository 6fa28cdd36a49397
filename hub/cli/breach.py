"""`domicile breach …`: tell everybody whom a breach of their data touches, without learning who they are."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from hub.cli import console
from hub.cli.tokens import caller_of, token_option

if TYPE_CHECKING:
    from hub.jobs.breach import Breach
    from hub.settings import Settings
    from model.states import Band

commands = typer.Typer(help="Tell residents of a breach.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="breach")


@commands.callback()
def _root() -> None:
    """Tell residents of a breach."""  # keeps the one command a sub-command


@commands.command()
def notify(  # noqa: PLR0913, PLR0917 - the facts that GDPR art. 34 asks for
    client: Annotated[str, typer.Option(help="The department whose accesses are concerned, by its client.")],
    since: Annotated[str, typer.Option(help="From when, an instant: 2026-11-24T08:00:00Z.")],
    until: Annotated[str, typer.Option(help="Up to when, an instant; not later than now.")],
    happened: Annotated[str, typer.Option(help="What happened, in plain words.")],
    consequences: Annotated[str, typer.Option(help="What may follow from it for a resident.")],
    measures: Annotated[str, typer.Option(help="What was done, and what a resident can do.")],
    contact: Annotated[str, typer.Option(help="Where to ask.")],
    token: Annotated[str, token_option("An officer's of the city's data-protection office.")],
    office: Annotated[str | None, typer.Option(help="One office's accesses alone, by its code.")] = None,
) -> None:
    """Put a notice into the record of everybody with an entry of that department in that time; run it again to go on.

    Prints how many they are as a band, and nothing of who they are.
    """
    import asyncio

    from hub.jobs.breach import Breach
    from hub.settings import Settings
    from model.ids import ClientId, OfficeCode

    breach = Breach(
        client=ClientId(client),
        office=None if office is None else OfficeCode(office),
        since=_instant(since),
        until=_instant(until),
        happened=happened,
        consequences=consequences,
        measures=measures,
        contact=contact,
    )
    with console.status("telling everybody whom it touches …"):
        band = asyncio.run(notify_all(Settings(), token, breach))
    typer.echo(f"told: {band.value}")


async def notify_all(settings: "Settings", token: str, breach: "Breach") -> "Band":
    """How many were told."""
    from hub.jobs.breach import notify
    from hub.opening import open_ports

    async with open_ports(settings) as ports:
        caller = await caller_of(settings, token)
        return await notify(ports, caller, breach, time_zone=ZoneInfo(settings.time_zone))


def _instant(text: str) -> datetime:
    """Raises `ValidationFailedError` for what is no instant with its offset."""
    from model.errors import ValidationFailedError

    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValidationFailedError(f"`{text[:40]}` is not an instant: write YYYY-MM-DDTHH:MM:SSZ")
    return instant.astimezone(UTC)
