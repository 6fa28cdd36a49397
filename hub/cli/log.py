"""`domicile log …`: the access log of this home. Checks it; shows nobody's entries."""

import typer

from hub.cli import console

commands = typer.Typer(help="Check the access log of this home.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="log")


@commands.command()
def verify() -> None:
    """Check every entry: numbers, commitments, chains, and the outcomes of writes. Reads no names and needs no key.

    A running hub is not disturbed. Exit code 1 when something is wrong.
    """
    from hub.ledger import verify as verify_log
    from hub.settings import Settings

    with console.status("checking every entry …"):
        found = verify_log(Settings())
    for problem in found.problems:
        typer.echo(problem)
    for write in found.open_writes:
        console.print(f"write {write}: open, to be settled at the next start", soft_wrap=True)
    state = "whole" if found.is_whole else f"not whole: {len(found.problems)} problems"
    typer.echo(f"{found.entries} entries, the log is {state}")
    if not found.is_whole:
        raise typer.Exit(1)
