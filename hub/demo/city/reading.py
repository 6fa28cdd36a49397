"""Reads a city's files back into memory, as text: for tests and for a reference that answers from Python."""

import csv
from pathlib import Path

import orjson

from hub.demo.city.sink import COLUMNS

Rows = dict[str, list[dict[str, str]]]


def read_city(path: Path) -> Rows:
    """Every kind's rows by the kind's file name, each row by column; absent values are empty texts.

    The whole city is in memory then: mean it for the small one.
    """
    return {name: _rows(path, name) for name in COLUMNS}


def _rows(path: Path, name: str) -> list[dict[str, str]]:
    file = path / f"{name}.csv"
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    lines = (path / f"{name}.ndjson").read_bytes().splitlines()
    return [dict.fromkeys(COLUMNS[name], "") | orjson.loads(line) for line in lines]
