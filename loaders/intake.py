"""The import's statements: which file writes a kind, and how a row becomes its parameters. No input or output.

What of a kind depends on people is derived here from the model: an import's answer may not depend on who is in the
register, so a reference to such a kind is never looked up in the store (`hub.jobs.intake.known` has the import's own rows).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from loaders.fragments import fragment
from model.graph import IN_A_UNIT, KINDS, Edge, Kind, ValueKind
from model.groups import FieldGroup
from model.ids import ClientId, OfficeCode, OfficerSubject, PersonId
from model.times import as_instant_text


def _person_bound_labels() -> frozenset[str]:
    bound = {kind.label for kind in KINDS if kind.is_personal}
    while True:
        more = {kind.label for kind in KINDS if any(bound.intersection(edge.targets) for edge in kind.edges)} - bound
        if not more:
            return frozenset(bound)
        bound |= more


# Whether one is in the register may depend on a person: the personal kinds, and all that lead to one of these.
PERSON_BOUND = _person_bound_labels()

# Of these the store may be asked too, for those that an organisation stands behind: the statement looks for it.
ORGANISATION_BACKED = frozenset({"Landlord", "ManagingAgent", "Employer", "Workplace"})


# What only one node may hold, beside the key. A taken one is told for things; for people the row is passed over silently.
UNIQUE: Mapping[str, tuple[str, ...]] = {
    "AdminUnit": ("code",),
    "Office": ("code",),
    "Organisation": ("legalIdentifier",),
    "Case": ("number",),
    "SignIn": ("issuer", "subject"),
}

# Kinds whose statement looks for a target in the store unless it came in the same import.
_WITH_OWN = frozenset(
    kind.label
    for kind in KINDS
    for edge in kind.edges
    if PERSON_BOUND.intersection(edge.targets)
    and not all(label in PERSON_BOUND - ORGANISATION_BACKED for label in edge.targets)
)

# What a statement writes by itself, by label: the key, which it merges on, and the texts of which it makes a DATE or DATETIME.
_KEYS = {kind.label: ("fact", "version") if kind.is_fact else ("id",) for kind in KINDS}
_KEPT = {kind.label: frozenset(item.name for item in kind.properties if item.is_kept) for kind in KINDS}
_TIMES = {
    kind.label: tuple(
        item.name
        for item in kind.all_properties
        if item.kind in {ValueKind.DATE, ValueKind.INSTANT} and item.sealed is None
    )
    for kind in KINDS
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """One row that passed its checks. `number` is its place in the file, 1 = the first.

    `edges` holds ids by column; `own` the columns whose target came in the same import; `subjects` the persons whom the
    row is about; `sealed` the values which the store never sees as they are, by group.
    """

    number: int
    properties: Mapping[str, Any]
    edges: Mapping[str, tuple[str, ...]]
    sealed: Mapping[FieldGroup, Mapping[str, str]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    subjects: tuple[PersonId, ...] = ()


def is_own_only(edge: Edge) -> bool:
    """Whether every target of `edge` has to come in the same import."""
    return all(label in PERSON_BOUND and label not in ORGANISATION_BACKED for label in edge.targets)


def batch_statement(
    kind: Kind, rows: Sequence[IntakeRow], sealed: Sequence[Mapping[str, Any]], hidden: Collection[int] = ()
) -> tuple[str, dict[str, Any]]:
    """The statement that writes `rows`, with its parameters. `sealed` has for each row what the vault made of it.

    `hidden` are the places of rows of which the graph may tell the street and not the room.

    It returns one row: `created` (a count), `unresolved` (a list of `[index, [column, …]]`; those rows stayed out).
    The text keeps its plan (`replan=skip`): every way into the graph is an index, however full the graph is, and to
    plan all kinds anew takes as long as to load some 20,000 rows.
    """
    given = [_parameters(kind, index, row, extra) for index, (row, extra) in enumerate(zip(rows, sealed, strict=True))]
    if kind.label in IN_A_UNIT:
        for index, parameters in enumerate(given):
            parameters["isHidden"] = index in hidden
    return fragment(f"intake/{kind.file_name}"), {"rows": given}


def authority_statement(
    *, office: OfficeCode, officer: OfficerSubject, client: ClientId, at: datetime
) -> tuple[str, dict[str, Any]]:
    """The statement that says (`isCityOfficer`) whether an officer works at an office for the whole city."""
    parameters = {
        "office": office,
        "officer": officer,
        "client": client,
        "today": at.date().isoformat(),
        "now": as_instant_text(at),
    }
    return fragment("intake/authority"), parameters


def standing_statement(persons: Sequence[PersonId], intake: str) -> tuple[str, dict[str, Any]]:
    """The statement that says who of these came in before the intake of this mark, and who has a channel for notices.

    A row each: `person`, `isBefore`, `hasChannel`; none for whom neither is so.
    """
    return fragment("intake/standing"), {"persons": list(persons), "intake": intake}


def notices_statement(notices: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """The statement that tells them: `person`, `notice` (id, kind, at) and the id of its `delivery`."""
    return fragment("intake/notices"), {"notices": list(notices)}


def staff_statement() -> tuple[str, dict[str, Any]]:
    """The statement that says (`hasStaff`) whether the register knows any member of staff."""
    return fragment("intake/staff"), {}


def graph_properties(kind: Kind, row: IntakeRow) -> dict[str, Any]:
    """The row's properties that the graph has: those that the vault keeps are in it never."""
    kept = _KEPT[kind.label]
    return {name: value for name, value in row.properties.items() if name not in kept}


def _parameters(kind: Kind, index: int, row: IntakeRow, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Key and times stand apart: else each would be written twice, and the database is busy for a quarter longer."""
    properties = {**graph_properties(kind, row), **extra}
    parameters: dict[str, Any] = {
        "index": index,
        "key": {name: properties.pop(name) for name in _KEYS[kind.label]},
        "times": {name: properties.pop(name) for name in _TIMES[kind.label] if name in properties},
        "properties": properties,
    }
    if "point" in properties:  # Bolt's points are the driver's own type, which this layer does not know
        parameters["longitude"], parameters["latitude"] = properties.pop("point")
    for edge in kind.edges:
        ids = row.edges.get(edge.column, ())
        parameters[edge.column] = list(ids) if edge.is_many else (ids[0] if ids else None)
    if kind.label in _WITH_OWN:
        parameters["own"] = list(row.own)
    return parameters
