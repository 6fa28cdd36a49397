"""An import from files to the gate: read, check, gather into batches, write, keep what was refused.

The gate is handed in as one function, so this runs without a graph. Results are taken in the order of the file: a reject
file never depends on which batch was quicker.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hub.jobs.intake.batches import BatchOutcome
from hub.jobs.intake.checking import AS_DOCUMENTED, Checked, CheckedFile, Form, checked
from hub.jobs.intake.files import IntakeFile
from hub.jobs.intake.known import Known, refusal, was_erased
from hub.jobs.intake.limits import BATCH_BYTES_MAX, BATCH_ROWS, BATCHES_IN_FLIGHT
from hub.jobs.intake.problems import Problem
from hub.jobs.intake.rejects import RejectFile
from loaders.intake import PERSON_BOUND, IntakeRow
from model.graph import Kind

WriteBatch = Callable[[Kind, Sequence[IntakeRow]], Awaitable[BatchOutcome]]
OnProgress = Callable[["Progress"], None]


@dataclass(frozen=True)
class Progress:
    """How far one file is: rows settled (in or refused) and bytes read."""

    file: IntakeFile
    rows: int
    read_bytes: int


@dataclass(frozen=True)
class FileReport:
    """What became of one file's rows. `created` and `unchanged` are None where they could tell who is in the register."""

    name: str
    accepted: int
    rejected: int
    warnings: int
    created: int | None
    unchanged: int | None
    rejects: Path | None


@dataclass
class _Batch:
    rows: list[IntakeRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    raw_rows: int = 0
    start_bytes: int = 0
    end_bytes: int = 0

    @property
    def is_full(self) -> bool:
        return self.raw_rows >= BATCH_ROWS or self.end_bytes - self.start_bytes >= BATCH_BYTES_MAX


@dataclass
class _Counts:
    accepted: int = 0
    created: int = 0
    rows: int = 0


async def import_files(
    files: Iterable[IntakeFile],
    *,
    write: WriteBatch,
    rejects: Path,
    on_progress: OnProgress,
    today: date | None = None,
    form: Form = AS_DOCUMENTED,
) -> list[FileReport]:
    """Bring `files` in, in the order given; refused rows go to `rejects/KIND.rejects.csv`.

    All are checked before anything is written. `today` and `form` are `checked`'s. Raises what that does, and whatever `write` raises.
    """
    ready = await asyncio.to_thread(checked, files, today=today, form=form)
    with Known() as known:
        return [
            await _FileImport(each, known, write=write, rejects=rejects, on_progress=on_progress).run()
            for each in ready
        ]


def check_files(
    files: Iterable[IntakeFile], *, rejects: Path, today: date | None = None, form: Form = AS_DOCUMENTED
) -> list[FileReport]:
    """What an import would refuse of `files` by what they say themselves; writes the reject files, and nothing else.

    What they lead to in the register is not looked at. Raises `ValidationFailedError`, as `import_files` does.
    """
    reports = []
    for each in checked(files, today=today, form=form):
        rows = 0
        with _reject_file(rejects, each.file) as refused:
            for item in each.rows():
                rows += 1
                refused.write(item.problems)
        reports.append(_report(each.file, refused, accepted=rows - refused.rows, created=None))
    return reports


def _reject_file(folder: Path, file: IntakeFile) -> RejectFile:
    return RejectFile(folder, file.path.name.removesuffix(".csv"))


def _report(file: IntakeFile, refused: RejectFile, *, accepted: int, created: int | None) -> FileReport:
    return FileReport(
        name=file.path.name,
        accepted=accepted,
        rejected=refused.rows,
        warnings=refused.warnings,
        created=created,
        unchanged=None if created is None else accepted - created,
        rejects=refused.path if refused.rows or refused.warnings else None,
    )


class _FileImport:
    """One file on its way."""

    def __init__(
        self, ready: CheckedFile, known: Known, *, write: WriteBatch, rejects: Path, on_progress: OnProgress
    ) -> None:
        self._ready = ready
        self._file = ready.file
        self._kind = ready.file.kind
        self._known = known
        self._write = write
        self._on_progress = on_progress
        self._rejects = _reject_file(rejects, ready.file)
        self._counts = _Counts()
        self._in_flight: deque[tuple[_Batch, asyncio.Task[BatchOutcome]]] = deque()
        self._reading: asyncio.Future[_Batch | None] | None = None

    async def run(self) -> FileReport:
        limit = 1 if _refers_to_itself(self._kind) else BATCHES_IN_FLIGHT
        self._on_progress(Progress(self._file, 0, 0))
        with self._rejects:
            try:
                batches = self._batches()
                while batch := await self._next(batches):
                    while len(self._in_flight) >= limit:
                        await self._settle_first()
                    self._in_flight.append((batch, asyncio.create_task(self._write_rows(batch.rows))))
                while self._in_flight:
                    await self._settle_first()
            finally:
                # After a failure: what is on its way ends first, so that the log knows its outcome.
                underway = [task for _, task in self._in_flight]
                await asyncio.gather(*underway, *([self._reading] if self._reading else []), return_exceptions=True)
        tells = self._kind.label not in PERSON_BOUND
        counts = self._counts
        return _report(self._file, self._rejects, accepted=counts.accepted, created=counts.created if tells else None)

    async def _next(self, batches: Iterator[_Batch]) -> _Batch | None:
        """The next batch, read in a thread: in this one, what is on its way would wait for the reader.

        Nothing else touches `known` or the rejects meanwhile: `run` settles a batch only when none is being read.
        """
        self._reading = asyncio.get_running_loop().run_in_executor(None, next, batches, None)
        return await asyncio.shield(self._reading)

    async def _write_rows(self, rows: Sequence[IntakeRow]) -> BatchOutcome:
        return await self._write(self._kind, rows) if rows else BatchOutcome(created=0)

    async def _settle_first(self) -> None:
        batch, task = self._in_flight[0]
        outcome = await task
        self._in_flight.popleft()
        refused = {batch.rows[position].number for position, _ in outcome.unresolved}
        refused |= {batch.rows[position].number for position in outcome.erased}
        problems = [
            refusal(self._kind, batch.rows[position].number, column)
            for position, names in outcome.unresolved
            for column in names
        ]
        problems += [was_erased(batch.rows[position].number) for position in outcome.erased]
        accepted = [row for row in batch.rows if row.number not in refused]
        self._known.add(self._kind, accepted)
        self._rejects.write([*batch.problems, *problems])
        self._counts.accepted += len(accepted)
        self._counts.created += outcome.created
        self._counts.rows += batch.raw_rows
        self._on_progress(Progress(self._file, self._counts.rows, batch.end_bytes))

    def _batches(self) -> Iterator[_Batch]:
        """The file's rows, checked, in batches. A row that refers to one of its own batch starts the next."""
        own_columns = [edge.column for edge in self._kind.edges if self._kind.label in edge.targets]
        batch = _Batch()
        keys: set[str] = set()
        for item in self._ready.rows():
            if item.row is not None and own_columns:
                if any(target in keys for column in own_columns for target in item.row.edges.get(column, ())):
                    yield batch
                    batch, keys = _Batch(start_bytes=batch.end_bytes), set()
                keys.add(item.row.properties[self._kind.key])
            self._add(batch, item)
            batch.raw_rows += 1
            batch.end_bytes = item.read_bytes
            if batch.is_full:
                yield batch
                batch, keys = _Batch(start_bytes=batch.end_bytes), set()
        yield batch

    def _add(self, batch: _Batch, item: Checked) -> None:
        batch.problems.extend(item.problems)
        if item.row is None:
            return
        resolved = self._known.resolve(self._kind, item.row)
        if isinstance(resolved, IntakeRow):
            batch.rows.append(resolved)
        else:
            batch.problems.extend(resolved)


def _refers_to_itself(kind: Kind) -> bool:
    return any(kind.label in edge.targets for edge in kind.edges)
