"""`domicile graph …`: the embedded Neo4j of this home."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from hub.cli import console
from hub.cli.tokens import token_option

if TYPE_CHECKING:
    from hub.graph.jars import Progress as JarProgress
    from hub.graph.server import EmbeddedServer
    from hub.settings import Settings

commands = typer.Typer(help="Start, find, check, stop and wipe the graph of this home.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="graph")


def _server() -> "EmbeddedServer":
    from hub.graph.server import EmbeddedServer
    from hub.settings import Settings

    return EmbeddedServer(Settings())


@contextmanager
def jar_progress(title: str) -> Iterator["JarProgress"]:
    """A progress bar that shows itself only once something has to be fetched."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=done < total)

        yield show


@commands.command()
def start(
    new_indexes: Annotated[
        bool, typer.Option("--new-indexes", help="Make the indexes anew: no page of them holds what was erased.")
    ] = False,
) -> None:
    """Start the graph, or find it running; it goes on after this command ends."""
    server = _server()
    if new_indexes:
        server.drop_indexes()
    with jar_progress("fetching jars") as progress:
        connection = server.start(console.print, progress)
    console.print(f"{'started' if server.is_started_here else 'already running'}: {connection.uri}")
    console.print(f"stop it with `domicile graph stop`; its log is {server.log}", soft_wrap=True)


@commands.command()
def stop() -> None:
    """Stop the graph of this home; nothing is lost."""
    console.print("stopped" if _server().stop() else "no graph was running in this home")


@commands.command()
def status() -> None:
    """Say whether the graph runs, and where everything lies. Exit code 3 when it does not run."""
    now = _server().status()
    table = Table(show_header=False, box=None)
    rows = {
        "state": now.phase or "stopped",
        "address": now.uri or "",
        "process": str(now.pid or ""),
        "since": now.started_at.isoformat(timespec="seconds") if now.started_at else "",
        "store": f"{now.store_bytes / 1024 / 1024:.1f} MiB in {now.folder}",
        "log": str(now.log),
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, value)
    console.print(table, soft_wrap=True)
    if not now.phase:
        raise typer.Exit(3)


@commands.command()
def wipe(*, yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False) -> None:
    """Stop the graph and remove all that it stored. There is no way back."""
    server = _server()
    if not yes:
        typer.confirm(f"remove everything in {server.folder}?", abort=True)
    server.wipe()
    console.print(f"removed what was in {server.folder}", soft_wrap=True)


@commands.command()
def check(
    token: Annotated[str, token_option("An officer's of the city's registration office.")],
) -> None:
    """Say what in the graph does not hold together, by the rules of the import. Exit code 3 when something does not.

    A line each: the kind, the id, what is wrong. It changes nothing. Facts are named by their ids, people never; whoever's fact is named
    has an entry on their log.
    """
    import asyncio

    from hub.settings import Settings

    if asyncio.run(_check(Settings(), token)):
        raise typer.Exit(3)


async def _check(settings: "Settings", token: str) -> int:
    """How many conflicts there are; each is printed."""
    from zoneinfo import ZoneInfo

    from hub.cli.tokens import caller_of
    from hub.jobs.intake.checked_pages import Checking
    from hub.jobs.intake.graph_check import GraphCheck
    from hub.opening import open_ports

    async with open_ports(settings) as ports:
        caller = await caller_of(settings, token)
        this = GraphCheck(Checking(ports=ports, caller=caller, time_zone=ZoneInfo(settings.time_zone)))
        async for found in this.run():
            version = "" if found.version is None else f" version {found.version}"
            warning = "warning: " if found.problem.is_warning else ""
            typer.echo(
                f"{warning}{found.kind.file_name} {found.key}{version}: `{found.problem.column}` {found.problem.reason}"
            )
    more = "; more were not looked for" if this.is_cut else ""
    console.print(f"{this.nodes:,} looked at: {this.conflicts:,} conflicts, {this.warnings:,} warnings{more}")
    return this.conflicts


@commands.command(hidden=True)
def lock() -> None:
    """Resolve Neo4j's jars anew and write `hub/graph/jars.lock`; for maintainers."""
    from hub.graph.lock import write_lock
    from hub.settings import Settings

    with jar_progress("resolving and hashing jars") as progress:
        count = write_lock(Settings(), progress)
    console.print(f"pinned {count} jars; review the difference before you commit it")
