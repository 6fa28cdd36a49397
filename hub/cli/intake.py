"""`domicile intake …`: when files may bring a register in. Two operators say so. See docs/import.md."""

from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.signed import Signed
from hub.operators import Operation

if TYPE_CHECKING:
    from hub.audit_log import Ledger

commands = typer.Typer(help="Open the register for files, and close it.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="intake")


@commands.command("open")
def open_(
    again: Annotated[bool, typer.Option("--again", help="After one was closed, which else is final.")] = False,
    signed: Signed = None,
) -> None:
    """Let files bring a register in, until it is closed. Without --signed: print the statement that two operators sign."""
    from hub.cli.operator import carry_out, print_statement, read_note
    from hub.jobs.intake.openings import open_intake, opening

    if signed is None:
        print_statement(Operation.OPEN_INTAKE, opening(again=again))
        return
    note = read_note(signed)
    carry_out(lambda ledger, _vault: open_intake(ledger, note, again=again))
    typer.echo("the intake is open")


@commands.command()
def close(signed: Signed = None) -> None:
    """End the intake: from then on no file brings people, proofs, staff or offices. Without --signed: print the statement."""
    from hub.cli.operator import carry_out, print_statement, read_note
    from hub.jobs.intake.openings import close_intake

    if signed is None:
        print_statement(Operation.CLOSE_INTAKE, [])
        return
    note = read_note(signed)
    carry_out(lambda ledger, _vault: close_intake(ledger, note))
    typer.echo("the intake is closed")


@commands.command()
def status() -> None:
    """Print whether an intake is open."""
    from hub.cli.operator import carry_out
    from hub.jobs.intake.openings import intake_of

    async def say(ledger: "Ledger") -> None:
        intake = await intake_of(ledger)
        word = "none yet" if intake is None else "open" if intake.is_open else "closed"
        typer.echo(word)

    carry_out(lambda ledger, _vault: say(ledger))
