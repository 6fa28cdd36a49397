"""The graph's constraints and indexes as numbered files, applied in order at start and recorded in the store.

A file that was released is never edited: a change is a new number.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.graph.driver import Graph
from model.errors import ConflictError, SetupError
from model.times import as_instant_text, now

_CYPHER = Path(__file__).resolve().parents[2] / "loaders" / "cypher"
MIGRATIONS_FOLDER = _CYPHER / "migrations"
STATEMENT_SECONDS_MAX = 60.0  # to make one constraint; filling an index goes on behind it
INDEX_SECONDS_MAX = 1800  # to fill the indexes of a large store

_FILE_NAME = re.compile(r"(\d{4})_[a-z_]+\.cypher")
_END_OF_STATEMENT = re.compile(r";[ \t]*$", re.MULTILINE)
_METADATA = {"operation": "migrate"}


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One file: its number, name, statements, and the SHA-256 (hexadecimal) of its bytes."""

    number: int
    name: str
    sha256: str
    statements: tuple[str, ...]


def read_migrations(folder: Path = MIGRATIONS_FOLDER) -> tuple[Migration, ...]:
    """All migrations in order. Raises `SetupError` when the numbers are not 1, 2, 3 and so on."""
    migrations = tuple(_read(path) for path in sorted(folder.glob("*.cypher")))
    if [migration.number for migration in migrations] != list(range(1, len(migrations) + 1)):
        raise SetupError(f"the migrations in `{folder}` are not numbered without a gap; install the hub again")
    return migrations


def _read(path: Path) -> Migration:
    match = _FILE_NAME.fullmatch(path.name)
    if match is None:
        raise SetupError(f"`{path}` is not called like a migration: `0001_what_it_does.cypher`")
    content = path.read_bytes()
    parts = (part.strip() for part in _END_OF_STATEMENT.split(content.decode()))
    return Migration(
        number=int(match[1]),
        name=path.stem,
        sha256=hashlib.sha256(content).hexdigest(),
        statements=tuple(part for part in parts if _has_statement(part)),
    )


def _has_statement(part: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("//") for line in part.splitlines())


async def migrate(
    graph: Graph, report: Callable[[str], None] = lambda _line: None, migrations: Sequence[Migration] | None = None
) -> int:
    """Bring the store to this code's version; returns how many migrations were applied. Safe to break off and repeat.

    Raises `SetupError` when the store is newer than the code, or was made by other files than the code's.
    """
    wanted = read_migrations() if migrations is None else migrations
    missing = await _missing(graph, wanted)
    for migration in missing:
        report(f"applying migration {migration.name}")
        await _apply(graph, migration)
    if missing:
        report("waiting for the indexes")
        await graph.write(
            [(_engine("await_indexes"), {"seconds": INDEX_SECONDS_MAX})],
            timeout_seconds=INDEX_SECONDS_MAX,
            metadata=_METADATA,
        )
    return len(missing)


async def _missing(graph: Graph, wanted: Sequence[Migration]) -> Sequence[Migration]:
    rows = await graph.read(_engine("read_versions"), {}, timeout_seconds=STATEMENT_SECONDS_MAX, metadata=_METADATA)
    applied = {int(number): str(sha256) for number, sha256 in rows.values}
    if applied and max(applied) > len(wanted):
        raise SetupError(
            f"the store is at schema version {max(applied)} and this hub knows only {len(wanted)}: "
            "run the hub which wrote it, or a newer one"
        )
    for migration in wanted:
        if applied.get(migration.number, migration.sha256) != migration.sha256:
            raise SetupError(
                f"the store was made with another file than `{migration.name}.cypher` of this hub: "
                "run the release which wrote it; a released migration is never edited"
            )
    return [migration for migration in wanted if migration.number not in applied]


async def _apply(graph: Graph, migration: Migration) -> None:
    """Each statement by itself (the schema and data can't change in one transaction), then the note that it is done."""
    for statement in migration.statements:
        await graph.write([(statement, {})], timeout_seconds=STATEMENT_SECONDS_MAX, metadata=_METADATA)
    note = {"number": migration.number, "sha256": migration.sha256, "appliedAt": as_instant_text(now())}
    try:
        await graph.write(
            [(_engine("record_version"), note)], timeout_seconds=STATEMENT_SECONDS_MAX, metadata=_METADATA
        )
    except ConflictError:
        return  # another hub, started at the same time, was quicker; its statements were the same


def _engine(name: str) -> str:
    return (_CYPHER / "engine" / f"{name}.cypher").read_text(encoding="utf-8")
