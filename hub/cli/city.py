"""The command `domicile city`: writes a synthetic city's files. See `docs/synthetic-city.md`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hub.cli import console
from hub.demo.city import DEMO_ISSUER
from hub.demo.city.generator import DEFAULT_TODAY, MANIFEST_NAME, generate
from hub.demo.city.plan import SCALES, Size
from hub.demo.city.sink import Format


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(name="city")(city)


def city(
    size: Annotated[Size, typer.Option(help="How many people: 2,000, 100,000 or 1,000,000.")],
    out: Annotated[Path, typer.Option(help="A new folder, or that of an earlier city, which is replaced.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same city, byte for byte.")] = 1,
    form: Annotated[Format, typer.Option("--format", help="The form of the files.")] = Format.CSV,
    today: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="The last day of the city; its facts run over the ten years before."),
    ] = datetime(DEFAULT_TODAY.year, DEFAULT_TODAY.month, DEFAULT_TODAY.day),  # noqa: DTZ001 a day of the calendar
    issuer: Annotated[
        str, typer.Option(help="Whose sign-ins its residents have: the name of your issuer. Default: the demo's.")
    ] = DEMO_ISSUER,
) -> None:
    """Write a synthetic city: one file a kind, and manifest.json."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("making persons", total=SCALES[size].residents)
        manifest = generate(
            size=size,
            seed=seed,
            out=out,
            today=today.date(),
            format=form,
            issuer=issuer,
            report=lambda _, persons: progress.update(task, completed=persons),
        )
    rows = sum(manifest.counts.values())
    console.print(
        f"{manifest.persons:,} persons in {rows:,} rows; start reading at {out / MANIFEST_NAME}", soft_wrap=True
    )
