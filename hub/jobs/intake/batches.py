"""The import through the gate: authority, sealing, intent on the log, one transaction, outcome on the log.

A batch is one write with one id: each of its log entries carries it, and so does the graph's commit. Reading files is
`hub.jobs.intake`'s.
"""

import asyncio
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from hub.gate.marks import mark
from hub.gate.ports import DataKeysPort, NamesPort, Ports, StandingsPort, Statement, VaultPort
from hub.graph.driver import OutcomeUnknownError
from hub.jobs.intake.openings import Intake, check_kinds, intake_of
from loaders.intake import (
    IntakeRow,
    authority_statement,
    batch_statement,
    notices_statement,
    staff_statement,
    standing_statement,
)
from model import limits
from model.callers import Caller, Entry
from model.errors import DomicileError, PurposeNotAllowedError, UnauthenticatedError
from model.graph import IN_A_ROOM, Kind, sealed_property_name
from model.groups import FieldGroup
from model.ids import ClientId, EntryId, OfficeCode, PersonId, PurposeId, new_private_id
from model.standing import Place, Protection, Standing
from model.states import NoticeKind
from model.subjects import SEALED_UNDER
from model.times import as_instant_text, now

IMPORT_PURPOSE = PurposeId("system-administration-import")
IMPORT_CLIENT = ClientId("registration")
OPERATOR_CLIENT = ClientId("operator")
BATCH_SECONDS_MAX = 120  # server-side timeout of one batch: a full one takes about a second on a small machine
_NOTICES = uuid.UUID(
    "6d4a4f5e-52a4-5b0b-8f5d-1f8f0a3f6a10"
)  # under which a notice is named by whom it is to, and the day
_LEGAL_BASIS = "A6-1-e-official-authority"  # of keeping the register, before there is staff

# What a kind's rows say about a person, beside the groups that they are sealed under.
_GROUPS: Mapping[str, frozenset[FieldGroup]] = {
    "Residence": frozenset({FieldGroup.RESIDENCE}),
    "Tenancy": frozenset({FieldGroup.TENANCY}),
    "Employment": frozenset({FieldGroup.EMPLOYMENT}),
    "Household": frozenset({FieldGroup.HOUSEHOLD}),
    "DeclaredContact": frozenset({FieldGroup.DECLARED_CONTACTS}),
    "Complaint": frozenset({FieldGroup.COMPLAINT}),
    "Inspection": frozenset({FieldGroup.INSPECTION}),
    "Finding": frozenset({FieldGroup.INSPECTION}),
    "RepairOrder": frozenset({FieldGroup.INSPECTION}),
    "Ownership": frozenset({FieldGroup.LETTING}),
    "Landlord": frozenset({FieldGroup.LETTING}),
    "ManagingAgent": frozenset({FieldGroup.LETTING}),
    "Mandate": frozenset({FieldGroup.LETTING}),
    "LandlordLicence": frozenset({FieldGroup.LICENCE}),
    "Employer": frozenset({FieldGroup.EMPLOYER}),
    "Workplace": frozenset({FieldGroup.EMPLOYER}),
}


@dataclass(frozen=True, kw_only=True)
class Operator:
    """Whoever runs the command on the hub's machine while the register has no staff: made by `operator` only."""

    name: str


Importer = Caller | Operator


@dataclass(frozen=True)
class BatchOutcome:
    """What the graph did with a batch. `unresolved` holds (position in the batch, columns) of rows that stayed out.

    `erased` holds the positions of rows that stayed out because they are about somebody whose record was erased.
    """

    created: int
    unresolved: Sequence[tuple[int, Sequence[str]]] = ()
    erased: Sequence[int] = ()


async def operator(ports: Ports, name: str) -> Operator:
    """The local operator, for a register that knows no staff yet: there is no officer who could have a token.

    Raises `UnauthenticatedError` once there is staff.
    """
    text, parameters = staff_statement()
    if await _ask(ports, text, parameters):
        raise UnauthenticatedError(
            "the register has staff: this takes the token of an officer of a city office, in DOMICILE_TOKEN"
        )
    return Operator(name=name)


async def import_batch(
    ports: Ports, caller: Importer, kind: Kind, rows: Sequence[IntakeRow], *, time_zone: tzinfo
) -> BatchOutcome:
    """Write `rows` of one kind in one transaction, each subject logged before it commits.

    Raises `UnauthenticatedError` or `PurposeNotAllowedError` when the caller may not import, `ConflictError` when no intake
    is open for this kind, `LogUnavailableError` when the intent can't be made durable (nothing is written then), `GraphUnavailableError` when the graph does not answer.
    Cancelling does not tear a batch apart.
    """
    legal_basis = await authorise(ports, caller, time_zone=time_zone)
    intake = await check_intake(ports, caller, [kind.label])
    erased = _erased(ports.vault, kind, rows)
    before, told = await _standing(ports, intake, rows)
    passed = erased | before
    author = _Author.of(caller, legal_basis)
    if not passed:
        return await asyncio.shield(_write(ports, kind, rows, author, intake, told))
    places = [place for place in range(len(rows)) if place not in passed]
    if not places:
        return BatchOutcome(created=0, erased=sorted(erased))
    outcome = await asyncio.shield(_write(ports, kind, [rows[place] for place in places], author, intake, told))
    unresolved = [(places[index], columns) for index, columns in outcome.unresolved]
    return BatchOutcome(outcome.created, unresolved, sorted(erased))


async def check_intake(ports: Ports, caller: Importer, labels: Collection[str]) -> Intake | None:
    """The intake in which files with these kinds may come in now. Asked for each batch: a close binds the next one.

    Raises `ConflictError` where none is open and one of them needs one; the local operator needs one for everything.
    """
    intake = await intake_of(ports.ledger)
    check_kinds(intake, labels, has_staff=not isinstance(caller, Operator))
    return intake


async def _standing(
    ports: Ports, intake: Intake | None, rows: Sequence[IntakeRow]
) -> tuple[frozenset[int], Sequence[PersonId]]:
    """The places of rows about somebody who was there before this intake, which are passed over; and who is told of the others."""
    subjects = list(dict.fromkeys(subject for row in rows for subject in row.subjects))
    if not subjects:
        return frozenset(), []
    text, parameters = standing_statement(subjects, "" if intake is None else intake.mark)
    found = await ports.graph.read(
        text, parameters, timeout_seconds=limits.STATEMENT_SECONDS_MAX, metadata={"operation": "import"}
    )
    before = {person for person, is_before, _ in found.values if is_before}
    places = frozenset(place for place, row in enumerate(rows) if before.intersection(row.subjects))
    written = {subject for place, row in enumerate(rows) if place not in places for subject in row.subjects}
    return places, [PersonId(person) for person, _, has_channel in found.values if has_channel and person in written]


def _erased(vault: DataKeysPort, kind: Kind, rows: Sequence[IntakeRow]) -> frozenset[int]:
    """The places of rows that would bring back somebody who was erased: nothing can be sealed for them any more.

    Only persons are looked up: what else is about a person is taken only with them, in the same import.
    """
    if kind.label != "Person":
        return frozenset()
    gone = vault.destroyed([PersonId(row.properties["id"]) for row in rows])
    return frozenset(place for place, row in enumerate(rows) if row.properties["id"] in gone)


async def authorise(ports: Ports, caller: Importer, *, time_zone: tzinfo) -> str:
    """The legal basis on which `caller` may import: the first operator, or an officer of the registration's city office.

    Asked for each batch, so that a revocation binds the next one. Raises `PurposeNotAllowedError` or
    `UnauthenticatedError`.
    """
    if isinstance(caller, Operator):
        return _LEGAL_BASIS
    purpose = ports.policy.purpose(IMPORT_PURPOSE)
    if (
        caller.client != IMPORT_CLIENT
        or caller.office is None
        or purpose is None
        or caller.client not in purpose.clients
    ):
        raise PurposeNotAllowedError(f"`{IMPORT_PURPOSE}` is open to an officer of the client `{IMPORT_CLIENT}` only")
    text, parameters = authority_statement(
        office=caller.office, officer=caller.subject, client=caller.client, at=now().astimezone(time_zone)
    )
    if not await _ask(ports, text, parameters):
        raise UnauthenticatedError("this officer is not on the staff of the city's registration office today")
    return str(purpose.legal_basis)


async def _ask(ports: Ports, text: str, parameters: Mapping[str, Any]) -> bool:
    rows = await ports.graph.read(
        text, parameters, timeout_seconds=limits.STATEMENT_SECONDS_MAX, metadata={"operation": "import"}
    )
    return bool(rows.values[0][0])


@dataclass(frozen=True, kw_only=True)
class _Author:
    """Who the log names."""

    client: ClientId
    office: OfficeCode | None
    officer: str
    purpose: PurposeId
    legal_basis: str

    @classmethod
    def of(cls, caller: Importer, legal_basis: str) -> "_Author":
        if isinstance(caller, Operator):
            client, office, officer = OPERATOR_CLIENT, None, f"operator:{caller.name}"
        else:
            client, office, officer = caller.client, caller.office, caller.subject
        return cls(client=client, office=office, officer=officer, purpose=IMPORT_PURPOSE, legal_basis=legal_basis)


async def _write(
    ports: Ports,
    kind: Kind,
    rows: Sequence[IntakeRow],
    author: _Author,
    intake: Intake | None,
    told: Sequence[PersonId],
) -> BatchOutcome:
    write = EntryId(new_private_id())
    if kind.label == "Person":
        ports.vault.new_keys(PersonId(row.properties["id"]) for row in rows)
        _protect(ports.vault, rows)
    mark_of_intake = {"intake": intake.mark} if kind.label == "Person" and intake is not None else {}
    stored = [{**stored_values(ports.vault, kind, row), **mark_of_intake} for row in rows]
    statement = batch_statement(kind, rows, stored, _hidden(ports.vault, kind, rows))
    intents = await ports.ledger.intend(_entries(author, kind, rows, write))
    try:
        result = await ports.graph.write(
            [mark(write, intents, ports.vault.keys_made()), statement, *_notices(ports.vault, intake, told)],
            timeout_seconds=BATCH_SECONDS_MAX,
            metadata={"operation": f"import {kind.label}", "client": author.client},
        )
    except OutcomeUnknownError:
        raise  # whether it committed is not known: the intent stays open, and is settled against the graph at start
    except DomicileError:
        await ports.ledger.settle(write, "rolled_back")
        raise
    await ports.ledger.settle(write, "committed")
    created, unresolved = result[1].values[0]
    return BatchOutcome(created, [(index, tuple(columns)) for index, columns in unresolved])


def _protect(vault: StandingsPort, rows: Sequence[IntakeRow]) -> None:
    """Whom the file says to be protected, before they are in the graph; what is known of somebody already stays."""
    persons = [PersonId(row.properties["id"]) for row in rows if row.properties["isProtected"]]
    imported = {
        person: Standing(protections=(Protection(id=new_private_id()),))
        for person in persons
        if vault.standing(person).is_empty
    }
    if imported:
        vault.keep(imported)


def _hidden(vault: StandingsPort, kind: Kind, rows: Sequence[IntakeRow]) -> frozenset[int]:
    """The places of rows whose room the graph may not tell, since its person is protected: the vault has it on return."""
    if kind.label not in IN_A_ROOM:
        return frozenset()
    column = IN_A_ROOM[kind.label].column
    protected = vault.protected(subject for row in rows for subject in row.subjects)
    found: dict[PersonId, list[Place]] = {}
    hidden = set[int]()
    for index, row in enumerate(rows):
        for person in protected.intersection(row.subjects) if column in row.edges else ():
            key, landlords = row.properties, row.edges.get("grantedBy", ())
            room = row.edges[column][0]
            place = Place(fact=key["fact"], version=key["version"], room=room, landlord=next(iter(landlords), None))
            found.setdefault(person, []).append(place)
            hidden.add(index)
    if found:
        vault.place(found)
    return frozenset(hidden)


def _notices(vault: NamesPort, intake: Intake | None, told: Sequence[PersonId]) -> list[Statement]:
    """Once a day for each of them, whatever of theirs comes in on it."""
    if not told:
        return []
    at = now()
    said = [
        {
            "person": person,
            "notice": {
                "id": str(uuid.uuid5(_NOTICES, f"{person} {intake.mark if intake else ''} {at.date()}")),
                "kind": vault.token(person, NoticeKind.RECORD_IMPORTED),
                "at": as_instant_text(at),
            },
            "delivery": new_private_id(),
        }
        for person in told
    ]
    return [notices_statement(said)]


def _entries(author: _Author, kind: Kind, rows: Sequence[IntakeRow], write: EntryId) -> list[Entry]:
    """One entry a subject; one without a subject for a batch that is about nobody."""
    at = now()
    subjects: list[PersonId | None] = list(dict.fromkeys(subject for row in rows for subject in row.subjects))
    groups = groups_of(kind)
    return [
        Entry(
            subject=subject,
            client=author.client,
            office=author.office,
            officer=author.officer,
            at=at,
            action="write",
            operation=f"import {kind.label}",
            purpose=author.purpose,
            legal_basis=author.legal_basis,
            case=None,
            groups=groups,
            write=write,
        )
        for subject in subjects or [None]
    ]


def groups_of(kind: Kind) -> frozenset[FieldGroup]:
    """What rows of a kind say about a person."""
    sealed = frozenset(item.sealed for item in kind.properties if item.sealed is not None)
    return sealed | _GROUPS.get(kind.label, frozenset({FieldGroup.CASE} if kind.is_personal and not sealed else ()))


def stored_values(vault: VaultPort, kind: Kind, row: IntakeRow) -> dict[str, Any]:
    """What the store keeps of the row's sealed values: their bytes, and the keyed hashes by which they are found."""
    if not row.sealed:
        return _tokens(vault, kind, row)
    person = PersonId(min(row.edges[SEALED_UNDER[kind.label]]))
    stored: dict[str, Any] = {
        sealed_property_name(group): vault.seal(person, group, values) for group, values in row.sealed.items()
    }
    values = row.sealed.get(FieldGroup.PERSON_DOCUMENT, {})
    if kind.label == "IdentityDocument":
        stored["numberHash"] = vault.document_hash(values["kind"], values["number"])
    elif kind.label == "SignIn":
        stored["signInHash"] = vault.sign_in_hash(values["issuer"], values["subject"])
    return stored


def _tokens(vault: NamesPort, kind: Kind, row: IntakeRow) -> dict[str, str]:
    """What stands for the kinds and purposes of a complaint, or a case about a person; nothing where it is about a place."""
    scope = _scope(kind, row)
    keyed = [item.name for item in kind.properties if item.is_keyed and row.properties.get(item.name)]
    return {name: vault.token(scope, row.properties[name]) for name in keyed} if scope else {}


def _scope(kind: Kind, row: IntakeRow) -> str:
    if kind.label == "Complaint":
        return str(row.properties["id"])
    concerned = row.edges.get("concerns", ("",))[0]
    return concerned if concerned in row.subjects else ""
