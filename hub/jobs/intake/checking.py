"""The files of an import, checked: each as a whole, each row by itself, and the rows beside each other. Writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from hub.jobs.intake.columns import RowCheck
from hub.jobs.intake.encodings import UTF_8
from hub.jobs.intake.files import IntakeFile
from hub.jobs.intake.problems import Problem
from hub.jobs.intake.readers import check_file, read_rows
from hub.jobs.intake.survey import Survey
from loaders.intake import IntakeRow


@dataclass(frozen=True, kw_only=True)
class Form:
    """In what the files are written, and whether their `validTo` names the last day on which a fact holds."""

    encoding: str = UTF_8
    names_last_day: bool = False


AS_DOCUMENTED = Form()


@dataclass(frozen=True, slots=True)
class Checked:
    """A row that may go in, or none, with what is wrong with it or odd about it; and the bytes of its file read so far."""

    row: IntakeRow | None
    problems: list[Problem]
    read_bytes: int


@dataclass(frozen=True)
class CheckedFile:
    """One of the files. Its rows are read anew each time: an import is larger than memory."""

    file: IntakeFile
    check: RowCheck
    encoding: str
    between_rows: dict[int, list[Problem]] = field(
        default_factory=dict
    )  # by the row's number: what others have against it

    def rows(self) -> Iterator[Checked]:
        """Each row, or line that is none."""
        for raw, read_bytes in read_rows(self.file.path, self.check.layout, self.encoding):
            if isinstance(raw, Problem):
                yield Checked(None, [raw], read_bytes)
                continue
            checked = self.check.check(raw)
            if not isinstance(checked, IntakeRow):
                yield Checked(None, checked, read_bytes)
                continue
            between = self.between_rows.get(raw.number, [])
            is_in = all(problem.is_warning for problem in between)
            yield Checked(checked if is_in else None, between, read_bytes)


def checked(files: Iterable[IntakeFile], *, today: date | None = None, form: Form = AS_DOCUMENTED) -> list[CheckedFile]:
    """The files, with what their rows have against each other.

    `today` is the day after which nothing has happened yet, by default UTC's. Raises `ValidationFailedError` for a file whose columns or
    encoding do not fit, before a row of any other is looked at.
    """
    day = today or datetime.now(UTC).date()
    found = [
        CheckedFile(file, RowCheck(file.kind, day, names_last_day=form.names_last_day), form.encoding) for file in files
    ]
    for each in found:
        check_file(each.file.path, each.check.layout, each.encoding)
    with Survey() as survey:
        for each in found:
            for item in each.rows():
                if item.row is None:
                    continue
                kind, row = each.file.kind, item.row
                if problems := survey.conflicts(kind, row) or survey.warnings(kind, row):
                    each.between_rows[row.number] = problems
    return found
