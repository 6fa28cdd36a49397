"""`domicile notices …`: tell residents, by the channel of their choice, that there is news in their record."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from hub.cli import console
from hub.cli.tokens import caller_of, token_option

if TYPE_CHECKING:
    from hub.jobs.delivery import Delivered
    from hub.settings import Settings

commands = typer.Typer(help="Tell residents that there is news in their record.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="notices")


@commands.callback()
def _root() -> None:
    """Tell residents that there is news in their record."""  # keeps the one command a sub-command


@commands.command()
def send(
    token: Annotated[str, token_option("An officer's of the city's registration office.")],
    export: Annotated[
        Path | None,
        typer.Option(help="The file for the gateway of short messages and letters; default: a new one in the home."),
    ] = None,
) -> None:
    """Send what waits: e-mail by the server of DOMICILE_SMTP_URL, the rest as a file for the city's own gateway."""
    import asyncio

    from hub.settings import Settings

    settings = Settings()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    path = export or settings.home / "notices" / f"{stamp}.ndjson"
    mailed, exported = asyncio.run(deliver_all(settings, token, path))
    if mailed is None:
        console.print("no e-mail was sent: DOMICILE_SMTP_URL is not set", soft_wrap=True)
    else:
        typer.echo(f"e-mail: {mailed.sent} sent, {mailed.failed} to be tried again")
    typer.echo(f"gateway: {exported.sent} written" + (f" to {path}" if exported.sent else ""))
    if mailed is not None and mailed.failed:
        raise typer.Exit(1)


async def deliver_all(settings: "Settings", token: str, path: Path) -> tuple["Delivered | None", "Delivered"]:
    """What became of the e-mails (None: no server is set), and of the lines in the file at `path`."""
    from hub.jobs.delivery import Delivered, deliver
    from hub.jobs.letters import deliver_letters
    from hub.jobs.message_transports import Export, Smtp
    from hub.opening import open_ports
    from model.states import NoticeChannel

    time_zone = ZoneInfo(settings.time_zone)
    url = settings.smtp_url.get_secret_value()
    smtp = Smtp(url, settings.smtp_sender) if url else None
    async with open_ports(settings) as ports:
        caller = await caller_of(settings, token)
        by_gateway = [NoticeChannel.SMS, NoticeChannel.LETTER]
        gateway = Export(path)
        exported = await deliver(ports, caller, by_gateway, gateway.send, time_zone=time_zone)
        letters = await deliver_letters(ports, caller, gateway.send, time_zone=time_zone)
        exported = Delivered(sent=exported.sent + letters.sent, failed=exported.failed + letters.failed)
        if smtp is None:
            return None, exported
        return await deliver(ports, caller, [NoticeChannel.EMAIL], smtp.send, time_zone=time_zone), exported
