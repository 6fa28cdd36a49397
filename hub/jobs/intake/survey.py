"""What all rows say together: those of an import before anything is written, or those that the graph has.

Takes the rows in the order in which they would go in, so of two that exclude each other the later one is at fault. Rules stand in
`resolvers.register`; here is only who meets whom. Kept on disk: an import may be larger than memory.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.jobs.intake.problems import Problem
from loaders.intake import IntakeRow
from model.errors import Code
from model.graph import KINDS, LIES, Kind
from model.groups import FieldGroup
from model.states import AdminUnitLevel, FactState, ResidenceRole
from model.text import typed
from model.times import OPEN_INSTANT, as_instant_text
from resolvers.register import FLOOR_RULE, PLACE_RULE, Version, home_trouble, is_above, unit_trouble, version_trouble

_CACHE_KIBIBYTES = 16 * 1024
_SCHEMA = (
    """CREATE TABLE versions (fact BLOB, version INTEGER, subjects TEXT, validFrom TEXT, validTo TEXT, recordedFrom TEXT,
        recordedTo TEXT, PRIMARY KEY (fact, version)) WITHOUT ROWID""",
    "CREATE TABLE homes (person BLOB, fact BLOB, version INTEGER, PRIMARY KEY (person, fact, version)) WITHOUT ROWID",
    "CREATE TABLE places (id BLOB PRIMARY KEY, unit TEXT, storeys INTEGER) WITHOUT ROWID",
    "CREATE TABLE units (id BLOB PRIMARY KEY, level TEXT, code TEXT) WITHOUT ROWID",
    """CREATE TABLE documents (value BLOB, fact BLOB, version INTEGER, person TEXT, validFrom TEXT, validTo TEXT,
        PRIMARY KEY (value, fact, version)) WITHOUT ROWID""",
    "CREATE TABLE claims (value BLOB PRIMARY KEY, holder BLOB) WITHOUT ROWID",
)
# What no two of a kind share: the columns, of which the last is named.
_ONCE = {
    "Address": ("unitCode", "thoroughfare", "postCode", "locatorDesignator"),
    "Room": ("in", "designator"),
    "LandlordLicence": ("number",),
}
_STILL = as_instant_text(OPEN_INSTANT)
# By kind, the columns that lead to one person each.
_SUBJECTS = {
    kind.label: tuple(
        edge.column for edge in kind.edges if edge.targets == ("Person",) and not edge.is_many and edge.is_required
    )
    for kind in KINDS
}
_GONE = frozenset({FactState.WITHDRAWN.value})  # states of a fact that says nothing about where somebody lives


class Survey:
    """The rows so far. A context manager; its file is deleted at the end."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="domicile-survey-")
        self._database = sqlite3.connect(
            Path(self._folder.name) / "survey.sqlite", isolation_level=None, check_same_thread=False
        )
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIBIBYTES}"):
            self._database.execute(f"PRAGMA {pragma}")
        for statement in _SCHEMA:
            self._database.execute(statement)
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._folder.cleanup()

    def conflicts(self, kind: Kind, row: IntakeRow) -> list[Problem]:
        """What is wrong with a row beside those before it, which came in without a conflict. It is one of them from now on."""
        found = list(self._conflicts(kind, row))
        if not found:
            self._remember(kind, row)
        return found

    def warnings(self, kind: Kind, row: IntakeRow) -> list[Problem]:
        """What should be looked at, and keeps no row out."""
        if kind.label == "IdentityDocument":
            return list(self._doubled(kind, row))
        if kind.label == "AdminUnit":
            return list(self._odd_code(row))
        return []

    # ── what excludes what ───────────────────────────────────────────────────────────────────────────────────────────
    def _conflicts(self, kind: Kind, row: IntakeRow) -> Iterator[Problem]:
        if kind.is_fact:
            new = _version(kind, row)
            if trouble := version_trouble(new, self._versions(_fact(kind, row))):
                yield _conflict(row, "version", trouble)
            elif _is_home(kind, row) and (trouble := home_trouble(new, self._homes(kind, row))):
                yield _conflict(row, "validFrom", trouble)
        if kind.label == "AdminUnit":
            yield from self._wrong_tree(row)
        if kind.label in LIES:
            yield from self._wrong_place(kind, row)
        if kind.label in _ONCE and self._holder(kind, row) not in {None, _key(kind, row)}:
            yield _conflict(row, _ONCE[kind.label][-1], f"not be that of another `{kind.label}`")

    def _remember(self, kind: Kind, row: IntakeRow) -> None:
        values = row.properties
        if kind.is_fact:
            new = _version(kind, row)
            self._database.execute(
                "INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)",
                (_fact(kind, row), new.version, " ".join(new.subjects), *new.valid, *new.recorded),
            )
            if _is_home(kind, row):
                key = (_blob(row.edges["of"][0]), _fact(kind, row), new.version)
                self._database.execute("INSERT OR IGNORE INTO homes VALUES (?, ?, ?)", key)
        elif kind.label == "AdminUnit":
            self._database.execute(
                "INSERT OR IGNORE INTO units VALUES (?, ?, ?)", (_blob(values["id"]), values["level"], values["code"])
            )
        elif kind.label in {"Address", "Building"}:
            self._database.execute(
                "INSERT OR IGNORE INTO places VALUES (?, ?, ?)",
                (_blob(values["id"]), self._unit_code(kind, row), values.get("storeys")),
            )
        if kind.label in _ONCE:
            self._database.execute(
                "INSERT OR IGNORE INTO claims VALUES (?, ?)", (self._claimed(kind, row), _key(kind, row))
            )

    def _versions(self, fact: bytes) -> list[Version]:
        return self._read("SELECT * FROM versions WHERE fact = ?", fact)

    def _homes(self, kind: Kind, row: IntakeRow) -> list[Version]:
        """The main residences of a row's person that are other facts."""
        return self._read(
            "SELECT versions.* FROM homes JOIN versions USING (fact, version) WHERE person = ? AND fact <> ?",
            _blob(row.edges["of"][0]),
            _fact(kind, row),
        )

    def _read(self, question: str, *ids: bytes) -> list[Version]:
        rows = self._database.execute(question, ids).fetchall()
        return [
            Version(version, tuple(subjects.split()), (valid_from, valid_to), (recorded_from, recorded_to))
            for _, version, subjects, valid_from, valid_to, recorded_from, recorded_to in rows
        ]

    def _wrong_tree(self, row: IntakeRow) -> Iterator[Problem]:
        level = AdminUnitLevel(row.properties["level"])
        above = self._unit(row.edges.get("partOf", ("",))[0])
        if trouble := unit_trouble(level, AdminUnitLevel(above[0]) if above else None):
            yield _conflict(row, "partOf", trouble)
        if level is AdminUnitLevel.CITY:
            others = self._database.execute(
                "SELECT 1 FROM units WHERE level = ? AND id <> ?", (level.value, _blob(row.properties["id"]))
            )
            if others.fetchone():
                yield _conflict(row, "level", "not be a second city")

    def _wrong_place(self, kind: Kind, row: IntakeRow) -> Iterator[Problem]:
        """Of places which came in before: those in the register are looked at by the statement."""
        unit, storeys = self._place(kind, row)
        if unit and row.properties.get("unitCode", unit) != unit:
            yield _conflict(row, "unitCode", PLACE_RULE)
        if kind.label == "Room" and storeys is not None and is_above(row.properties["floor"], storeys):
            yield _conflict(row, "floor", FLOOR_RULE)

    def _place(self, kind: Kind, row: IntakeRow) -> tuple[str, int | None]:
        """The unit code and the storeys of the place where a row lies; empty and None when it did not come in."""
        target = row.edges[LIES[kind.label]][0]
        if kind.label == "Address":
            found = self._unit(target)
            return (found[1], None) if found else ("", None)
        there = self._database.execute("SELECT unit, storeys FROM places WHERE id = ?", (_blob(target),)).fetchone()
        return there or ("", None)

    def _unit_code(self, kind: Kind, row: IntakeRow) -> str:
        """The row's own, or that of the place where it lies, if that came in."""
        return str(row.properties.get("unitCode") or self._place(kind, row)[0])

    def _unit(self, identifier: str) -> tuple[str, str] | None:
        if not identifier:
            return None
        found = self._database.execute("SELECT level, code FROM units WHERE id = ?", (_blob(identifier),)).fetchone()
        return None if found is None else (found[0], found[1])

    def _holder(self, kind: Kind, row: IntakeRow) -> bytes | None:
        found = self._database.execute(
            "SELECT holder FROM claims WHERE value = ?", (self._claimed(kind, row),)
        ).fetchone()
        return None if found is None else bytes(found[0])

    def _claimed(self, kind: Kind, row: IntakeRow) -> bytes:
        given = {**row.properties, **{name: ids[0] for name, ids in row.edges.items()}}
        if kind.label in LIES:
            given["unitCode"] = self._unit_code(kind, row)
        parts = [kind.label, *(str(given[column]) for column in _ONCE[kind.label])]
        return hashlib.sha256("\0".join(parts).encode()).digest()

    # ── what is only odd ─────────────────────────────────────────────────────────────────────────────────────────────
    def _doubled(self, kind: Kind, row: IntakeRow) -> Iterator[Problem]:
        """A document of two persons, or of one in two facts that hold together: a proof decides at the counter, and somebody should look."""
        if not _is_recorded(row):
            return
        new = _version(kind, row)
        own, value = _fact(kind, row), hashlib.sha256(_document(row)).digest()
        found = self._database.execute(
            "SELECT person, validFrom, validTo FROM documents WHERE value = ? AND fact <> ?", (value, own)
        ).fetchall()
        others = [Version(0, (person,), (start, end), new.recorded) for person, start, end in found]
        self._database.execute(
            "INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            (value, own, new.version, new.subjects[0], *new.valid),
        )
        if any(other.subjects != new.subjects for other in others):
            yield _warning(row, "number", "is that of another person, too: have it looked at")
        elif any(map(new.meets, others)):
            yield _warning(row, "number", "is that of another fact of the same person, too: have it looked at")

    def _odd_code(self, row: IntakeRow) -> Iterator[Problem]:
        above = self._unit(row.edges.get("partOf", ("",))[0])
        if above and not row.properties["code"].startswith(above[1]):
            yield _warning(
                row, "code", "does not begin with the code of the unit above: whoever works there does not see it"
            )


def _version(kind: Kind, row: IntakeRow) -> Version:
    """About whom: the one person at each of its edges that lead to persons alone."""
    values = row.properties
    return Version(
        values["version"],
        tuple([row.edges[column][0] for column in _SUBJECTS[kind.label]]),
        (values["validFrom"], values["validTo"]),
        (values["recordedFrom"], values["recordedTo"]),
    )


def _document(row: IntakeRow) -> bytes:
    """A document's kind and number: of a file as they stand there, of the graph by their keyed hash."""
    if not row.sealed:
        return str(row.properties["numberHash"]).encode()
    document = row.sealed[FieldGroup.PERSON_DOCUMENT]
    return f"{document['kind']}\0{typed(document['number'])}".encode()


def _is_home(kind: Kind, row: IntakeRow) -> bool:
    values = row.properties
    is_main = kind.label == "Residence" and values["role"] == ResidenceRole.MAIN.value
    return is_main and values["state"] not in _GONE and _is_recorded(row)


def _is_recorded(row: IntakeRow) -> bool:
    """Whether it is what the register says now: what it said once may have met the next for an hour."""
    return bool(row.properties["recordedTo"] == _STILL)


def _fact(kind: Kind, row: IntakeRow) -> bytes:
    return _blob(row.properties["fact"]) + kind.label.encode()


def _key(kind: Kind, row: IntakeRow) -> bytes:
    return _blob(row.properties[kind.key])


def _conflict(row: IntakeRow, column: str, rule: str) -> Problem:
    return Problem(row.number, column, f"must {rule}", Code.CONFLICT)


def _warning(row: IntakeRow, column: str, reason: str) -> Problem:
    return Problem(row.number, column, reason, is_warning=True)


def _blob(identifier: str) -> bytes:
    return bytes.fromhex(identifier.replace("-", ""))
