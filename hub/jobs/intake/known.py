"""What came in so far in this import, on disk: so that a reference to a person is never looked up in the register.

An import's answer may not depend on who is in the register. Only kinds that depend on people are kept, each with the
persons behind it, which is what the log needs of a row that names a role or a case.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.jobs.intake.problems import Problem
from loaders.intake import ORGANISATION_BACKED, PERSON_BOUND, UNIQUE, IntakeRow, is_own_only
from model.errors import Code
from model.graph import KINDS, Edge, Kind
from model.ids import PersonId
from resolvers.register import FLOOR_RULE, PLACE_RULE

_CACHE_KIBIBYTES = 8 * 1024
_TARGETS = frozenset(label for kind in KINDS for edge in kind.edges for label in edge.targets) & PERSON_BOUND
_LABELS = sorted(_TARGETS)
_NUMBER_OF_LABEL = {label: number for number, label in enumerate(_LABELS)}
_PERSON_BOUND_EDGES = {
    kind.label: tuple(edge for edge in kind.edges if PERSON_BOUND.intersection(edge.targets)) for kind in KINDS
}
_PLACE_RULES = {"unitCode": PLACE_RULE, "floor": FLOOR_RULE}  # what the graph looks at beside a known place
_RECENT_MAX = 20_000  # ids remembered in memory: a person's facts stand close together in most files
_Found = tuple[str, Sequence[PersonId]]  # a label, and the persons behind the node
_SCHEMA = (
    "CREATE TABLE known (id BLOB, label INTEGER, subjects TEXT, PRIMARY KEY (id, label)) WITHOUT ROWID",
    "CREATE TABLE claims (value BLOB PRIMARY KEY, id BLOB) WITHOUT ROWID",
)


class Known:
    """The ids of this import. A context manager; its file is deleted at the end. Used by one thread at a time."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="domicile-import-")
        self._database = sqlite3.connect(
            Path(self._folder.name) / "known.sqlite", isolation_level=None, check_same_thread=False
        )
        self._recent: dict[str, Sequence[_Found]] = {}
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIBIBYTES}"):
            self._database.execute(f"PRAGMA {pragma}")
        for statement in _SCHEMA:
            self._database.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, kind: Kind, rows: Iterable[IntakeRow]) -> None:
        """Remember rows that went in, if others may refer to their kind."""
        number = _NUMBER_OF_LABEL.get(kind.label)
        if number is None:
            return
        values = [(_blob(row.properties[kind.key]), number, " ".join(row.subjects)) for row in rows]
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", values)
        self._database.execute("COMMIT")

    def resolve(self, kind: Kind, row: IntakeRow) -> IntakeRow | list[Problem]:
        """`row` with its own columns and its subjects, or what it refers to that did not come in."""
        subjects = {PersonId(row.properties["id"])} if kind.label == "Person" else set()
        own: set[str] = set()
        problems: list[Problem] = []
        for edge in _PERSON_BOUND_EDGES[kind.label]:
            ids = row.edges.get(edge.column)
            if not ids:
                continue
            found = [self._find(edge, target) for target in ids]
            if None not in found:
                own.add(edge.column)
                subjects.update(subject for item in found if item is not None for subject in item)
            elif is_own_only(edge):
                problems.append(Problem(row.number, edge.column, missing_reason(edge)))
        if kind.label in UNIQUE and not problems:
            problems = self._claim(kind, row)
        if problems:
            return problems
        if not own and not subjects:
            return row
        return IntakeRow(  # `dataclasses.replace` takes three times as long
            number=row.number,
            properties=row.properties,
            edges=row.edges,
            sealed=row.sealed,
            own=frozenset(own),
            subjects=tuple(sorted(subjects)),
        )

    def _claim(self, kind: Kind, row: IntakeRow) -> list[Problem]:
        """Remember what only one node may hold; a problem when an earlier row of this import holds it."""
        columns = UNIQUE[kind.label]
        given = {**row.properties, **{name: text for group in row.sealed.values() for name, text in group.items()}}
        value = hashlib.sha256("\0".join((kind.label, *(given[column] for column in columns))).encode()).digest()
        own = _blob(row.properties[kind.key])
        self._database.execute("INSERT OR IGNORE INTO claims VALUES (?, ?)", (value, own))
        (holder,) = self._database.execute("SELECT id FROM claims WHERE value = ?", (value,)).fetchone()
        if holder == own:
            return []
        return [Problem(row.number, columns[-1], "must not be that of an earlier row", Code.CONFLICT)]

    def _find(self, edge: Edge, target: str) -> Sequence[PersonId] | None:
        """The persons behind `target` (itself, when it is one); None when it did not come in."""
        found = self._recent.get(target)
        if found is None:
            found = self._look_up(target)
        for label, subjects in found:
            if label in edge.targets:
                return subjects
        return None

    def _look_up(self, target: str) -> Sequence[_Found]:
        rows = self._database.execute("SELECT label, subjects FROM known WHERE id = ?", (_blob(target),)).fetchall()
        found = [(_LABELS[number], [PersonId(subject) for subject in subjects.split()]) for number, subjects in rows]
        if found:  # what did not come in yet may still come
            if len(self._recent) >= _RECENT_MAX:
                self._recent.clear()
            self._recent[target] = found
        return found


def refusal(kind: Kind, row: int, column: str) -> Problem:
    """Why the graph left row number `row` out: `column` leads nowhere, or another node holds its value."""
    for edge in kind.edges:
        if edge.column == column:
            return Problem(row, column, missing_reason(edge))
    if rule := _PLACE_RULES.get(column):
        return Problem(row, column, f"must {rule}", Code.CONFLICT)
    return Problem(row, column, f"must not be that of another `{kind.label}` in the register", Code.CONFLICT)


def was_erased(row: int) -> Problem:
    """Why row number `row` was left out: it would bring back a record that was erased, under the same id."""
    return Problem(row, "id", "must not be that of a record that was erased: register the person anew", Code.CONFLICT)


def missing_reason(edge: Edge) -> str:
    """What to say of a reference that leads nowhere. It speaks of the import, never of who is in the register."""
    stored = [label for label in edge.targets if label not in PERSON_BOUND]
    backed = [label for label in edge.targets if label in ORGANISATION_BACKED]
    own = [label for label in edge.targets if label in PERSON_BOUND and label not in ORGANISATION_BACKED]
    places = []
    if stored:
        places.append(f"{_joined(stored)} in the register")
    if backed:
        places.append(f"{_joined(backed)} in this import or, with an organisation behind it, in the register")
    if own:
        places.append(f"{_joined(own)} in this import")
    return f"must lead to {', or '.join(places)}"


def _joined(labels: Iterable[str]) -> str:
    return " or ".join(f"`{label}`" for label in labels)


def _blob(identifier: str) -> bytes:
    return bytes.fromhex(identifier.replace("-", ""))
