"""`domicile serve`: the hub on uvicorn. Makes no keys and no data: what is missing is said in one line."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hub.http.connections import ConnectionLimits
    from hub.settings import Settings

_BACKLOG = 1024  # connections that wait to be accepted
_FILES = 256  # that are no client's: the log's, the graph's driver, the pages
_STOP_SECONDS = 20  # for requests that run when it is stopped


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on. Default: DOMICILE_HOST, 127.0.0.1.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port. Default: DOMICILE_PORT, 8080.")] = 0,
) -> None:
    """Serve the API. Needs a graph (`domicile graph start`, or NEO4J_URI) and keys (`domicile init`, or `demo`)."""
    import os

    from hub.cli import console
    from hub.http.pages import explorer_folder
    from hub.settings import Settings

    if host:
        os.environ["DOMICILE_HOST"] = host
    if port:
        os.environ["DOMICILE_PORT"] = str(port)
    settings = Settings()
    _check(settings)
    if explorer_folder() is not None:
        console.print(f"the explorer: {settings.public_origin}/")
    run("hub.application:create", settings.host, settings.port)


def _check(settings: "Settings") -> None:
    """Open everything once, before a worker starts: what fails there is a trace, and here it is one line."""
    import asyncio

    from hub.application import create
    from hub.cli import console
    from hub.jobs.operations import operators_of
    from hub.opening import open_ports
    from model import limits
    from model.errors import SetupError

    async def open_once() -> int:
        async with open_ports(settings) as ports:
            return len(await operators_of(ports.ledger))

    if settings.home.exists() and not settings.home.is_dir():
        raise SetupError(f"the home `{settings.home}` is no folder: set DOMICILE_HOME to one")
    check_address(settings.host, settings.port)
    _check_issuers(settings)
    operators = asyncio.run(open_once())
    create(settings)  # a wrong setting is said by the application itself
    if operators < limits.OPERATORS_MIN:  # whoever comes to the machine first makes themselves one
        console.print(
            f"[yellow]warning[/] {operators} of {limits.OPERATORS_MIN} operators are registered, and nobody's word is needed "
            "to add them: register them now (`docs/operators.md`)",
            soft_wrap=True,
        )


def _check_issuers(settings: "Settings") -> None:
    """An issuer that is another one than was meant is a wrong setting; one that does not answer now may come."""
    import asyncio

    from hub.cli import console
    from hub.identity.examination import Verdict, examine_issuers, setting_of
    from model.errors import SetupError

    for name, findings in asyncio.run(examine_issuers(settings)).items():
        setting = setting_of(name, settings)
        for each in findings:
            if each.verdict is Verdict.WRONG:
                raise SetupError(
                    f"{setting} is not the issuer's: {each.what}: {each.said}; see `domicile issuer check`"
                )
            if each.verdict is Verdict.SILENT:
                console.print(
                    f"[yellow]warning[/] {setting}: {each.said}: nobody can sign in until it does",
                    soft_wrap=True,
                    highlight=False,
                )


def check_address(host: str, port: int) -> None:
    """Raises `SetupError` when nobody can listen there."""
    import socket

    from model.errors import SetupError

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
    import functools
    import signal

    import uvicorn

    from hub.frames import from_roomy_frame
    from hub.http.connections import Guard, GuardedProtocol
    from hub.settings import Settings

    limits = _connection_limits(Settings())
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(
            ending, lambda *_: None
        )  # uvicorn raises them again when it has stopped: it has been asked, and did
    configuration = uvicorn.Config(
        target,
        factory=True,
        host=host,
        port=port,
        interface="asgi3",
        http=functools.partial(GuardedProtocol, guard=Guard(limits)),  # type: ignore[arg-type] # it is called only
        ws="none",
        loop="asyncio",
        lifespan="on",
        backlog=_BACKLOG,
        timeout_keep_alive=int(limits.idle_seconds),
        timeout_graceful_shutdown=_STOP_SECONDS,
        log_level="warning",
        access_log=False,  # a log of addresses would be a second, unprotected log of people
        proxy_headers=False,  # the guard reads the one hop's
        server_header=False,
        env_file=None,
    )
    from_roomy_frame(uvicorn.Server(configuration).run)


def _connection_limits(settings: "Settings") -> "ConnectionLimits":
    """As set; and the process may open as many files as the system allows it, most of which are connections."""
    import resource

    from hub.http.connections import ConnectionLimits
    from model import limits

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = settings.connections_max + _FILES
    files = files if most == resource.RLIM_INFINITY else min(files, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, files), most))
    return ConnectionLimits(
        connections=files - _FILES,
        connections_of_an_address=settings.connections_of_an_address_max,
        requests=settings.requests_max,
        requests_of_an_address=settings.requests_of_an_address_max,
        header_seconds=limits.HEADER_SECONDS_MAX,
        body_seconds=limits.BODY_SECONDS_MAX,
        idle_seconds=limits.IDLE_SECONDS_MAX,
        taking_seconds=limits.TAKING_SECONDS_MAX,
        header_bytes=limits.HEADER_BYTES_MAX,
        proxy=str(settings.proxy or ""),
    )
