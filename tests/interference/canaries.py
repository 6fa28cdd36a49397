"""Rows with a canary of its own in each sealed column of the model, for a person of their own."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.demo.city.numbers import identity_number
from model.graph import KINDS, Edge, Kind, Property, ValueKind
from tests.interference.files import Row, fact
from tests.support.store import City

PUBLIC = "kanarienvogel-im-freien-" * 4  # in a public column: the control, found by the same search
_DAYS = {"birthDate": "1903-07-19", "expiresOn": "2093-10-23"}
_ENDS = "2099-01-02T08:00:00.000Z"
_PLAIN = {ValueKind.INSTANT: "2024-01-02T08:00:00.000Z", ValueKind.DATE: "2024-01-01", ValueKind.BOOLEAN: "false"}
_CLOSED = {"IdentityDocument.kind": "RESIDENT_IDENTITY_CARD", "IdentityDocument.issuingCountry": "CHN"}
_IN_A_ROOM = frozenset({"in", "lets", "grantedBy"})  # a home and a tenancy have these, unless they are in a unit only
_NUMBER = identity_number("110101", "19030719")


# Personal kinds of which no row is made up here, with the reason.
LEFT_OUT = {
    "Complaint": "nothing of it is sealed, and it shows at the place that it is about, as it may",
    "Correction": "nothing of it is sealed: a state, a day and the id of a fact, in a case",
    "Dispute": "as a correction",
    "Certificate": "nothing of it is sealed: a number and a day, in a case",
}


@dataclass(frozen=True)
class Canary:
    """One sealed value. Long texts are looked for in the files' bytes; short ones could be packed there."""

    column: str
    text: str

    @property
    def is_long(self) -> bool:
        return len(self.text) > 50  # more than the store packs into a few bits a character


class Canaries:
    """The rows, and what may be found nowhere."""

    def __init__(self, city: City, *, room: str | None = None, workplace: str | None = None) -> None:
        self._person, self._case = str(uuid.uuid4()), str(uuid.uuid4())
        self._ids = {
            label: city[file][0][key]
            for label, file, key in (
                ("Room", "room", "id"),
                ("Office", "office", "id"),
                ("StaffMember", "staff_member", "fact"),
            )
        }
        self._ids["Room"] = room or self._ids["Room"]
        self._ids |= {"Workplace": workplace or _of_a_firm(city, "workplace"), "Landlord": _of_a_firm(city, "landlord")}
        self._ids |= {"Person": self._person, "Case": self._case}
        self.canaries: list[Canary] = []
        self.rows: dict[str, list[Row]] = {
            "person": [{"id": self._person, "isProtected": "false"}],
            "organisation": [
                {
                    "id": "01581d2f-7800-7000-8000-000000000000",
                    "legalIdentifier": "91110000600037341L",
                    "legalName": PUBLIC,
                }
            ],
        }
        for kind in KINDS:
            if kind.is_personal and kind.label not in {"Person", *LEFT_OUT}:
                self.rows[kind.file_name] = [self._row(kind)]

    @property
    def personal_rows(self) -> dict[str, list[Row]]:
        """The rows without the control."""
        return {name: rows for name, rows in self.rows.items() if name != "organisation"}

    def _row(self, kind: Kind) -> Row:
        row = fact() if kind.is_fact else {"id": self._case if kind.label == "Case" else str(uuid.uuid4())}
        for item in kind.all_properties:
            if item.sealed is not None:
                row[item.name] = self._sealed(kind, item)
            elif item.name not in row and item.is_required:
                row[item.name] = _value(item)
        for edge in kind.edges:
            if edge.is_required or edge.column in _IN_A_ROOM:
                row[edge.column] = self._target(edge)
        return row

    def _sealed(self, kind: Kind, item: Property) -> str:
        column = f"{kind.label}.{item.name}"
        if column in _CLOSED or item.choices is not None:  # one of some words: no canary
            return _CLOSED.get(column) or next(iter(item.choices or ())).value
        text = _DAYS.get(item.name) or (_NUMBER if column == "IdentityDocument.number" else _long(column))
        self.canaries.append(Canary(column, text))
        return text

    def _target(self, edge: Edge) -> str:
        return next(self._ids[label] for label in edge.targets if label in self._ids)

    def holding(self, folder: Path) -> Mapping[str, Sequence[str]]:
        """For each long canary and for the control: the files below `folder` that hold it."""
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        wanted = {item.column: item.text for item in self.canaries if item.is_long} | {"public": PUBLIC}
        found: dict[str, list[str]] = {column: [] for column in wanted}
        for file in files:
            content = file.read_bytes()
            for column, text in wanted.items():
                if any(needle in content for needle in _written(text)):
                    found[column].append(file.relative_to(folder).as_posix())
        return found


def _long(column: str) -> str:
    return f"canary of {column} " + "tweet " * 20 + "end"


def _written(text: str) -> Iterator[bytes]:
    """How a text may stand in a file: as UTF-8 or UTF-16."""
    yield text.encode()
    yield text.encode("utf-16-le")


def _value(item: Property) -> str:
    if item.name == "purpose":
        return "resident-registration"
    if item.choices is not None:
        return next(iter(item.choices)).value
    if item.name == "endsAt":
        return _ENDS
    return _PLAIN.get(item.kind) or str(uuid.uuid4())


def _of_a_firm(city: City, kind: str) -> str:
    firms = {row["id"] for row in city["organisation"]}
    employers = {row["id"] for row in city["employer"] if row["is"] in firms}
    if kind == "landlord":
        return next(row["id"] for row in city["landlord"] if row["is"] in firms)
    return next(row["id"] for row in city["workplace"] if row["operatedBy"] in employers)
