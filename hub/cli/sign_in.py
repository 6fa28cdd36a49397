"""`domicile sign-in …`: what becomes of residents' sign-ins when their issuer's address changes. See docs/sign-in.md."""

from typing import Annotated

import typer

from hub.cli.signed import Signed
from hub.operators import Operation

commands = typer.Typer(help="Keep residents' sign-ins when their issuer moves.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="sign-in")


@commands.callback()
def _root() -> None:
    """Keep residents' sign-ins when their issuer moves."""  # typer shows it; it keeps one lone command a sub-command


@commands.command()
def move(
    before: Annotated[str, typer.Argument(help="The issuer's former address, as it stood in tokens' `iss`.")],
    address: Annotated[str, typer.Argument(help="Its address now: one of this hub's issuers.")],
    signed: Signed = None,
) -> None:
    """Let what was linked at an issuer's former address count at its new one. Without --signed: print the statement."""
    from hub.cli.operator import carry_out, print_statement, read_note
    from hub.identity import issuers_of
    from hub.jobs.issuer_moves import check_move, move_sign_ins
    from hub.settings import Settings

    issuers = issuers_of(Settings())
    if signed is None:
        check_move(before, address, issuers=issuers)
        print_statement(Operation.MOVE_SIGN_INS, [before, address])
        return
    note = read_note(signed)
    carry_out(lambda ledger, _vault: move_sign_ins(ledger, note, before, address, issuers=issuers))
    typer.echo("what was linked there counts here")
