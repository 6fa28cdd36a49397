"""`domicile serve`: the hub on granian. Makes no keys and no data: what is missing is said in one line."""

from pathlib import Path
from typing import Annotated

import typer

_BACKLOG = 1024  # connections that wait to be accepted
_STOP_SECONDS = 20  # for requests that run when it is stopped


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on. Default: DOMICILE_HOST, 127.0.0.1.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port. Default: DOMICILE_PORT, 8080.")] = 0,
) -> None:
    """Serve the API. Needs a graph (`domicile graph start`, or NEO4J_URI) and the keys which `domicile demo` makes."""
    import os

    from hub.graph import connection
    from hub.settings import Settings
    from hub.vault import Vault

    if host:
        os.environ["DOMICILE_HOST"] = host
    if port:
        os.environ["DOMICILE_PORT"] = str(port)
    settings = Settings()
    if connection(settings) is None:
        from hub.errors import SetupError

        raise SetupError("no graph is running: `domicile graph start`, or set NEO4J_URI")
    Vault.open(settings).close()  # a lost or wrong key is said here, before a worker starts
    _run(settings.host, settings.port)


def _run(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    root = Path(__file__).resolve().parents[2]
    Granian(
        "hub.app:create",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        workers=1,  # one process holds the log's writer
        backlog=_BACKLOG,
        workers_kill_timeout=_STOP_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # an access log of addresses would be a second, unprotected log of people
        respawn_failed_workers=False,
        env_files=None,
        working_dir=root,
    ).serve()
