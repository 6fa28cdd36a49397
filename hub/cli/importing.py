"""The command `domicile import`: brings files into the register, through the gate. See `docs/import.md`."""

import asyncio
import getpass
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from hub.cli import console
from hub.cli.tokens import caller_of, token_option
from hub.settings import Settings

if TYPE_CHECKING:
    from hub.jobs.intake.checking import Form
    from hub.jobs.intake.files import IntakeFile
    from hub.jobs.intake.pipeline import FileReport
    from hub.jobs.intake.pipeline import Progress as Done

SOMETHING_STAYED_OUT = 3  # exit code
_NAMES_SHOWN_MAX = 20
_SHORTEST_SECONDS = 0.001  # the shortest time that a rate is reckoned with


class ValidTo(StrEnum):
    """What the end of a fact names in a file."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


def register(app: typer.Typer) -> None:
    """Add `import`."""
    app.command("import")(import_)


def import_(
    path: Annotated[Path, typer.Argument(help="A folder of KIND.csv and KIND.ndjson files, or one such file.")],
    token: Annotated[
        str,
        token_option("An officer's of the city office; none for a register without staff."),
    ] = "",
    rejects: Annotated[
        Path | None, typer.Option(help="Where refused rows are listed; default: a folder of its own in the home.")
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="What the files are written in, such as `gb18030`; default: UTF-8.")
    ] = "utf-8",
    valid_to: Annotated[
        ValidTo,
        typer.Option(
            help="Whether `validTo` is the first day on which a fact no longer holds, or the last on which it does."
        ),
    ] = ValidTo.EXCLUSIVE,
    check_only: Annotated[
        bool,
        typer.Option(
            "--check-only",
            help="Say what would be refused, and write nothing to the register: takes no token, and no graph.",
        ),
    ] = False,
) -> None:
    """Bring files into the register. Refused rows are listed in a file, and the rest goes in (exit code 3)."""
    from hub.jobs.intake.checking import Form
    from hub.jobs.intake.encodings import named
    from hub.jobs.intake.files import files_of, left_over
    from hub.jobs.intake.pipeline import check_files

    settings = Settings()
    folder = rejects or settings.home / "imports" / datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    form = Form(encoding=named(encoding), names_last_day=valid_to is ValidTo.INCLUSIVE)
    if check_only:
        today = datetime.now(ZoneInfo(settings.time_zone)).date()
        reports = check_files(files_of(path), rejects=folder, today=today, form=form)
    else:
        reports = asyncio.run(bring_in(settings, files_of(path), token=token, rejects=folder, form=form))
    console.print(_table(reports))
    refused = sum(report.rejected for report in reports)
    if refused:
        console.print(
            f"[bold yellow]{refused:,} {'row was' if refused == 1 else 'rows were'} refused[/]: see {folder}",
            soft_wrap=True,
        )
    if warnings := sum(report.warnings for report in reports):
        console.print(
            f"[bold yellow]{warnings:,} {'row is' if warnings == 1 else 'rows are'} in, and should be looked at[/]: see {folder}",
            soft_wrap=True,
        )
    if unread := left_over(path):
        shown = escape(", ".join(unread[:_NAMES_SHOWN_MAX]) + (" …" if len(unread) > _NAMES_SHOWN_MAX else ""))
        console.print(f"[bold yellow]not read[/], since no kind's file is named so: {shown}", soft_wrap=True)
    if refused or unread:
        raise typer.Exit(SOMETHING_STAYED_OUT)


async def bring_in(
    settings: Settings, files: Sequence["IntakeFile"], *, token: str, rejects: Path, form: "Form | None" = None
) -> list["FileReport"]:
    """Bring `files` in with visible progress: as the officer of `token`, or as the first operator without one."""
    from hub.jobs.intake.batches import authorise, check_intake, import_batch, operator
    from hub.jobs.intake.checking import AS_DOCUMENTED
    from hub.jobs.intake.pipeline import import_files
    from hub.opening import open_ports

    time_zone = ZoneInfo(settings.time_zone)
    async with open_ports(settings) as ports:
        caller = await caller_of(settings, token) if token else await operator(ports, getpass.getuser())
        await authorise(ports, caller, time_zone=time_zone)
        await check_intake(ports, caller, {file.kind.label for file in files})
        write = partial(import_batch, ports, caller, time_zone=time_zone)
        with _progress() as shown:
            return await import_files(
                files,
                write=write,
                rejects=rejects,
                on_progress=_Bars(shown).show,
                today=datetime.now(time_zone).date(),
                form=form or AS_DOCUMENTED,
            )


def _progress() -> Progress:
    columns: tuple[ProgressColumn, ...] = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f}/s"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


class _Bars:
    """One bar a file: bytes read, rows settled, rows a second since the file began."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._tasks: dict[str, tuple[TaskID, float]] = {}

    def show(self, done: "Done") -> None:
        name, now = done.file.path.name, time.monotonic()
        if name not in self._tasks:
            task = self._shown.add_task(name, total=max(done.file.size_bytes, 1), rows=0, rate=0.0)
            self._tasks[name] = task, now
        task, start = self._tasks[name]
        rate = done.rows / max(now - start, _SHORTEST_SECONDS)
        self._shown.update(task, completed=done.read_bytes, rows=done.rows, rate=rate)


def _table(reports: Sequence["FileReport"]) -> Table:
    """What became of each file. Kinds that depend on people have no `created`: it could tell who is in the register."""
    table = Table("file", *(Column(name, justify="right") for name in ("accepted", "refused", "created", "unchanged")))
    for report in reports:
        counts = (report.accepted, report.rejected, report.created, report.unchanged)
        table.add_row(report.name, *("" if count is None else f"{count:,}" for count in counts))
    return table
