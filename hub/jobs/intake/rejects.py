"""The reject file of one kind: made when the first row is refused or warned of, in the order of the rows. Mode 0600."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from hub.jobs.intake.problems import Problem

HEADER = ("row", "column", "code", "reason")
_WARNING = "WARNING"  # in place of a code: the row is in


class RejectFile:
    """`FOLDER/KIND.rejects.csv`; a context manager. An import without a refused row leaves no file."""

    def __init__(self, folder: Path, stem: str) -> None:
        self.path = folder / f"{stem}.rejects.csv"
        self.rows = 0
        self.warnings = 0
        self._stream: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    def write(self, problems: Iterable[Problem]) -> None:
        """Add `problems`, sorted by row; a row counts once, however much is wrong with it."""
        ordered = sorted(problems, key=lambda problem: problem.row)
        if not ordered:
            return
        writer = csv.writer(self._open(), lineterminator="\n")
        writer.writerows(
            (each.row, each.column, _WARNING if each.is_warning else each.code.value, each.reason) for each in ordered
        )
        self.rows += len({each.row for each in ordered if not each.is_warning})
        self.warnings += sum(each.is_warning for each in ordered)

    def _open(self) -> TextIO:
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._stream = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
            csv.writer(self._stream, lineterminator="\n").writerow(HEADER)
        return self._stream
