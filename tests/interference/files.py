"""Import files for tests: rows by the kind's file name, written with every column of the kind."""

import csv
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from hub.city.sink import COLUMNS

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
