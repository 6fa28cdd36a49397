"""`domicile demo`: from nothing to a served small city with six questions to ask. `--check` asks them itself."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from hub.cli import console
from hub.cli.questions import Question, ask, code_for, questions
from hub.errors import SetupError
from hub.settings import Settings

DISK_MEBIBYTES_MIN = 1500  # jars 176 MB, store and logs of the small city, room to work
MEMORY_MEBIBYTES_MIN = 1200  # the graph 600 MB, the hub 150 MB, the import's peak
_SEED = 1
_CITY_DAY = date(2026, 11, 1)  # the synthetic city's `today`
_READY_SECONDS = 300.0  # a busy machine may take minutes
_MEBIBYTE = 1024 * 1024


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(demo)


def demo(
    check: Annotated[
        bool, typer.Option("--check", help="Ask the six questions, print an answer a line, leave nothing running.")
    ] = False,
) -> None:
    """Start a hub with a small synthetic city, and print six questions to ask it."""
    settings = Settings()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was started is stopped
    _check_machine(settings)
    with _running_graph(settings):
        manifest = _load(settings)
        with _serving(settings):
            if check:
                _check(settings, manifest)
            else:
                _show(settings, manifest)


def _check_machine(settings: Settings) -> None:
    """Raises `SetupError` when disk or memory are too small; says what is needed."""
    import shutil

    import psutil

    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    free = shutil.disk_usage(settings.home).free // _MEBIBYTE
    memory = psutil.virtual_memory().available // _MEBIBYTE
    console.print(
        f"needs {DISK_MEBIBYTES_MIN} MiB of disk ({free} free), {MEMORY_MEBIBYTES_MIN} MiB of memory ({memory} free)"
    )
    if free < DISK_MEBIBYTES_MIN:
        raise SetupError(f"only {free} MiB of disk are free: make room, or set DOMICILE_HOME to another disk")
    if memory < MEMORY_MEBIBYTES_MIN:
        raise SetupError(f"only {memory} MiB of memory are free: close something first")


@contextmanager
def _running_graph(settings: Settings) -> Iterator[None]:
    """The graph, started if it wasn't; what was started here is stopped again."""
    from hub.graph import EmbeddedServer

    if settings.neo4j_uri:
        yield
        return
    server = EmbeddedServer(settings)
    with _progress("starting Neo4j") as (progress, task):
        server.start(
            report=lambda line: progress.update(task, description=line),
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    try:
        yield
    finally:
        if server.is_started_here:
            console.print("stopping Neo4j …")
            server.stop()


@contextmanager
def _progress(description: str) -> Iterator[tuple[Progress, Any]]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield progress, progress.add_task(description, total=None)


def _load(settings: Settings) -> dict[str, Any]:
    """Keys, migrations and the small city; what is there already stays. Returns the city's manifest."""
    import json

    from hub.identity.development import DevelopmentIssuer
    from hub.vault import Vault

    Vault.create(settings).close()
    DevelopmentIssuer.create(settings)
    folder = settings.home / "city"
    if not (folder / "manifest.json").exists():
        _make_city(folder)
    if not (folder / "loaded").exists() or not _has_staff(settings):
        _bring_in(settings, folder)
        (folder / "loaded").touch()
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _make_city(folder: Path) -> None:
    from hub.city.generator import generate
    from hub.city.plan import Size
    from hub.city.sink import Format

    with console.status("making a small city …"):
        generate(
            size=Size.SMALL,
            seed=_SEED,
            out=folder,
            today=_CITY_DAY,
            format=Format.CSV,
            report=lambda _name, _rows: None,
        )


def _has_staff(settings: Settings) -> bool:
    """Whether the register knows any officer: an empty one is brought in by whoever runs the command."""
    import asyncio

    from hub.errors import UnauthenticatedError
    from hub.gate.intake import operator
    from hub.gate.ports import open_ports

    async def asked() -> bool:
        async with open_ports(settings) as ports:
            try:
                await operator(ports, "demo")
            except UnauthenticatedError:
                return True
            return False

    return asyncio.run(asked())


def _bring_in(settings: Settings, folder: Path) -> None:
    """Import the city and take its snapshot. One that broke off goes on as an officer of the city's office."""
    import asyncio

    from hub.cli.importing import bring_in
    from hub.gate.ports import open_ports
    from hub.gate.snapshot import take_snapshot
    from hub.intake.files import files_of

    async def whole() -> None:
        token = _city_officer_token(settings, folder) if staffed else ""
        reports = await bring_in(settings, files_of(folder), token=token, rejects=folder / "rejects")
        if any(report.rejected for report in reports):
            raise SetupError(f"rows of the synthetic city were refused: see {folder / 'rejects'}")
        async with open_ports(settings) as ports:
            await take_snapshot(ports, _CITY_DAY)

    staffed = _has_staff(settings)
    asyncio.run(whole())


def _city_officer_token(settings: Settings, folder: Path) -> str:
    """A token of an officer at the city's registration office, out of the city's files."""
    from hub.city.reading import read_city
    from hub.identity.development import DevelopmentIssuer

    city = read_city(folder)
    offices = [row for row in city["office"] if row["client"] == "registration"]
    office = min(offices, key=lambda row: len(row["unitCode"]))
    members = [row for row in city["staff_member"] if row["worksAt"] == office["id"]]
    staff = next(row for row in members if not row["validTo"] and not row["recordedTo"])
    return DevelopmentIssuer.open(settings).token(
        client="registration", subject=staff["subject"], office=office["code"]
    )


@contextmanager
def _serving(settings: Settings) -> Iterator[None]:
    """The hub in a process of its own, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hub.cli", "serve"], cwd=Path(__file__).resolve().parents[2], start_new_session=True
    )
    try:
        with console.status("starting the hub …"):
            _await_ready(settings, process)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_ready(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SetupError(f"the hub stopped with exit code {process.returncode}: see the lines above")
        try:
            if httpx.get(f"{_base(settings)}/health/ready", timeout=5).status_code == 200:  # noqa: PLR2004 - HTTP's
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise SetupError(f"the hub was not ready after {_READY_SECONDS:.0f} seconds")


def _base(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"


def _check(settings: Settings, manifest: dict[str, Any]) -> None:
    """Ask the six questions; raises `typer.Exit(1)` unless every answer is right."""
    wrong = 0
    for question in questions(settings, manifest):
        said, is_right = ask(_base(settings), question)
        wrong += not is_right
        typer.echo(f"{question.number}. {'right' if is_right else 'WRONG'}: {said}")
    if wrong:
        raise typer.Exit(1)


def _show(settings: Settings, manifest: dict[str, Any]) -> None:
    """Print the questions, and wait for Ctrl-C."""
    typer.echo(f"\nThe API is at {_base(settings)}/graphql. Its data lies in {settings.home}.")
    typer.echo("Tokens last eight hours; start `demo` again for new ones. Six first questions:\n")
    for question in questions(settings, manifest):
        typer.echo(_curl(settings, question) + "\n")
    typer.echo("Stop with Ctrl-C. `domicile graph wipe` and removing the folder above start anew.")
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()
    typer.echo("stopping …")


def _curl(settings: Settings, question: Question) -> str:
    import json
    import shlex

    if question.needs_code:
        question = code_for(_base(settings), question)
    body = json.dumps({"query": question.compact(), "variables": question.variables}, ensure_ascii=False)
    purpose = f" \\\n  -H 'Domicile-Purpose: {question.purpose}'" if question.purpose else ""
    return (
        f"# {question.number}. {question.title}\n"
        f"curl -s {_base(settings)}/graphql -H 'Content-Type: application/json' \\\n"
        f"  -H 'Authorization: Bearer {question.token}'{purpose} \\\n"
        f"  -d {shlex.quote(body)}"
    )
