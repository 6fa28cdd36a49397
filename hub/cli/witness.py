"""`domicile witness …`: a department's own witness of a log. Needs no hub beside it, and is best run far from one."""

from typing import Annotated

import typer

from hub.cli import console

commands = typer.Typer(help="Witness a log: sign its checkpoints only while it forgets nothing.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="witness")


@commands.command()
def key(
    name: Annotated[
        str, typer.Option(help="What the witness is called, as `witness.city.example`. Default: one by chance.")
    ] = "",
) -> None:
    """Make this witness's key, and print the part of it which logs and residents need. Overwrites none."""
    import secrets

    from hub.settings import Settings
    from hub.witness import make_key

    signer = make_key(Settings().witness_folder, name or f"domicile-witness-{secrets.token_hex(4)}")
    typer.echo(str(signer.key))


@commands.command()
def serve(
    log: Annotated[
        list[str] | None,
        typer.Option(help="The key of a log to watch; may be given again. Default: DOMICILE_WITNESS_LOGS."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8090,
) -> None:
    """Sign the checkpoints of logs over HTTP (C2SP tlog-witness), each only when it continues the last."""
    import os

    from hub.cli.serve import check_address, run
    from hub.settings import Settings
    from hub.witness.app import open_cosigner

    if log:
        os.environ["DOMICILE_WITNESS_LOGS"] = ",".join(log)
    open_cosigner(Settings()).close()  # what fails in the server's own process is a trace, and here it is one line
    check_address(host, port)
    console.print(f"witnessing on http://{host}:{port}", soft_wrap=True)
    run("hub.witness.app:create", host, port)
