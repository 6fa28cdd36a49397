"""`domicile serve`: the hub on granian. Makes no keys and no data: what is missing is said in one line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hub.settings import Settings

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

    from hub.cli import console
    from hub.pages import explorer_folder
    from hub.settings import Settings

    if host:
        os.environ["DOMICILE_HOST"] = host
    if port:
        os.environ["DOMICILE_PORT"] = str(port)
    settings = Settings()
    _check(settings)
    if explorer_folder() is not None:
        console.print(f"the explorer: {settings.public_origin}/")
    run("hub.app:create", settings.host, settings.port)


def _check(settings: "Settings") -> None:
    """Open everything once, before a worker starts: what fails there is a trace, and here it is one line."""
    import asyncio

    from hub.app import create
    from hub.errors import SetupError
    from hub.gate.ports import open_ports

    async def open_once() -> None:
        async with open_ports(settings):
            pass

    if settings.home.exists() and not settings.home.is_dir():
        raise SetupError(f"the home `{settings.home}` is no folder: set DOMICILE_HOME to one")
    check_address(settings.host, settings.port)
    asyncio.run(open_once())
    create(settings)  # a wrong setting is said by the application itself


def check_address(host: str, port: int) -> None:
    """Raises `SetupError` when nobody can listen there."""
    import socket

    from hub.errors import SetupError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind(address)
            probe.listen()  # two may bind to one port, and only one may listen
    except OSError as error:
        raise SetupError(
            f"can't listen on `{host}` port {port}: {error.strerror}; choose another by --port or DOMICILE_PORT"
        ) from None


def run(target: str, host: str, port: int) -> None:
    """Serve the application that `target` makes, until it is stopped."""
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    from hub.frames import FromRoomyFrame

    class Server(Granian):  # type: ignore[misc,valid-type] # granian chooses its class by the platform
        """Its workers start in a frame of their own where processes are not forked (macOS), so they are given a roomy one."""

        def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
            return super()._spawn_worker(idx, FromRoomyFrame(target), callback_loader)

    root = Path(__file__).resolve().parents[2]
    Server(
        target,
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
