"""Import files for tests: rows by the kind's file name, written with every column of the kind."""

import csv
import uuid
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.demo.city.sink import COLUMNS
from hub.jobs.intake.batches import Operator, import_batch
from hub.jobs.intake.files import files_of
from hub.jobs.intake.pipeline import FileReport, import_files
from tests.support.hub import Hub

Row = dict[str, str]


def write_files(folder: Path, files: Mapping[str, Iterable[Row]]) -> Path:
    """One CSV file a kind; what a row leaves out is empty."""
    folder.mkdir()
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS[name], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def bring_in(hub: Hub, folder: Path, rows: Mapping[str, Iterable[Row]]) -> list[FileReport]:
    """Write the rows to a new `folder` and import them; what was refused is in its `rejects`."""
    write_files(folder, rows)
    write = partial(import_batch, hub.ports, Operator(name="tests"), time_zone=ZoneInfo("Asia/Shanghai"))
    work = import_files(files_of(folder), write=write, rejects=folder / "rejects", on_progress=lambda _: None)
    return hub.run(work)


def fact(**values: str) -> Row:
    """A dated fact that holds since 2024, with an id of its own."""
    return {
        "fact": str(uuid.uuid4()),
        "version": "1",
        "validFrom": "2024-01-01",
        "recordedFrom": "2024-01-02T08:00:00.000Z",
        "source": "RESIDENT",
        "state": "CONFIRMED",
        "recordedBy": "registration-9901",
        **values,
    }
