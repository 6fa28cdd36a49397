"""Cases: the second door to a person, and what an inspection is kept in."""

from datetime import date, datetime

import strawberry

from model.groups import FieldGroup
from model.states import CaseKind, CaseProof, CaseState, DocumentKind, PartyRole, Permission
from schema.access import Objection
from schema.employment import Employer, Workplace
from schema.fields import stored_field
from schema.inspection import Complaint, ComplaintFacts, Finding, Inspection, RepairOrder
from schema.letting import Landlord
from schema.node import Node
from schema.organisation import Organisation
from schema.person import Person
from schema.place import Building, Office, Room
from schema.proof import PasskeyAssertionInput
from schema.refusal import CaseAppeal
from schema.rights import CaseChange


@strawberry.type(
    description="A natural person who is a party to an open inspection, by name: no person's record, and no way to one."
)
class CaseParty:
    role: PartyRole | None = stored_field(FieldGroup.PARTY_NAME, "What the party is to the inspection.")
    name: str | None = stored_field(
        FieldGroup.PARTY_NAME, "The whole name, as the person writes it; null where it is withheld."
    )
    licence_numbers: list[str] | None = stored_field(
        FieldGroup.PARTY_NAME, "The landlord's licences that cover a room of this case, and no others, by number."
    )


@strawberry.type(description="A complaint as it is read in its case: who made it is named only if they agreed.")
class CaseComplaint(ComplaintFacts):
    complainant: CaseParty | None = stored_field(
        FieldGroup.PARTY_NAME, "Who made it; null if they did not agree to be named, or did not say who they are."
    )


@strawberry.type(description="What a case has in common with its line in a list; no type of the contract itself.")
class _PlaceCase:
    number: str = stored_field(FieldGroup.CASE, "Its number.")
    kind: CaseKind = stored_field(FieldGroup.CASE, "What it is about.")
    purpose: str = stored_field(FieldGroup.CASE, "The one purpose it was opened for.")
    state: CaseState = stored_field(FieldGroup.CASE, "Where it stands.")
    proof: CaseProof = stored_field(FieldGroup.CASE, "How the resident's assent was proved.")
    opened_at: datetime = stored_field(FieldGroup.CASE, "When it was opened.")
    ends_at: datetime = stored_field(FieldGroup.CASE, "When it ends by itself.")
    office: Office = stored_field(FieldGroup.CASE, "The office that holds it.")
    room: Room | None = stored_field(FieldGroup.PLACE, "The room which it concerns.")
    building: Building | None = stored_field(FieldGroup.PLACE, "The building which it concerns.")
    workplace: Workplace | None = stored_field(FieldGroup.EMPLOYER, "The workplace which it concerns.")
    organisation: Organisation | None = stored_field(FieldGroup.ORGANISATION, "The organisation which it concerns.")
    landlord: Landlord | None = stored_field(
        FieldGroup.LETTING, "The party that owns the place, if it is a legal person."
    )
    employer: Employer | None = stored_field(
        FieldGroup.EMPLOYER, "The party that runs the workplace, if it is a legal person."
    )
    inspections: list[Inspection] | None = stored_field(FieldGroup.INSPECTION, "The visits, the earliest first.")
    findings: list[Finding] | None = stored_field(FieldGroup.INSPECTION, "What was found.")
    orders: list[RepairOrder] | None = stored_field(FieldGroup.INSPECTION, "The repair orders.")
    inspections_count: int | None = stored_field(
        FieldGroup.INSPECTION, "How many visits, also beyond what `inspections` lists."
    )
    findings_count: int | None = stored_field(
        FieldGroup.INSPECTION, "How many findings, also beyond what `findings` lists."
    )
    orders_count: int | None = stored_field(
        FieldGroup.INSPECTION, "How many repair orders, also beyond what `orders` lists."
    )
    complaints_count: int | None = stored_field(
        FieldGroup.COMPLAINT, "How many complaints, also beyond what `complaints` lists."
    )


@strawberry.type(
    description="An inspection case as it is listed: about a room, a building or a workplace. It leads to no person."
)
class InspectionCase(_PlaceCase, Node):
    id: strawberry.ID = stored_field(FieldGroup.CASE, "The global id.")
    complaints: list[Complaint] | None = stored_field(FieldGroup.COMPLAINT, "The complaints that belong to it.")


@strawberry.type(description="A case at the caller's office, for one purpose, until a stated time.")
class Case(_PlaceCase):
    complaints: list[CaseComplaint] | None = stored_field(FieldGroup.COMPLAINT, "The complaints that belong to it.")
    parties: list[CaseParty] | None = stored_field(
        FieldGroup.PARTY_NAME,
        "In an open inspection the natural persons who own the place or run the workplace; companies are `landlord` and "
        "`employer`.",
    )
    objection: Objection | None = stored_field(
        FieldGroup.OBJECTION, "What the resident objects to, for the data-protection office; null in every other case."
    )
    appeal: CaseAppeal | None = stored_field(
        FieldGroup.CASE, "The appeal on which this case decides; null in every other case."
    )
    changes: list[CaseChange] | None = stored_field(
        FieldGroup.CASE,
        "What of the resident's was changed or erased since the office last read it: correct it in your files. Reading this is "
        "on their log.",
    )
    permissions: list[Permission] = stored_field(FieldGroup.CASE, "What the resident allowed for this case.")
    subject: Person | None = stored_field(
        FieldGroup.CASE, "The resident whom it concerns; null for a case about a place."
    )


@strawberry.type(description="A case that waits for an officer: its number and its kind, and nothing about anybody.")
class WaitingCase:
    number: str = stored_field(FieldGroup.CASE, "Its number, for `acceptCase`.")
    kind: CaseKind = stored_field(FieldGroup.CASE, "What it is about.")


@strawberry.type(
    description="A case that the caller holds or is named deputy of: what its holder knows of it without opening it, and nothing "
    "about anybody."
)
class HeldCase:
    number: str = stored_field(FieldGroup.CASE, "Its number.")
    kind: CaseKind = stored_field(FieldGroup.CASE, "What it is about.")
    purpose: str = stored_field(FieldGroup.CASE, "The one purpose it was opened for: the one under which it opens.")
    opened_at: datetime = stored_field(FieldGroup.CASE, "When it was opened.")
    ends_at: datetime = stored_field(FieldGroup.CASE, "When it ends by itself.")


@strawberry.type(description="A case as the resident sees it whom it concerns. It names offices, and never an officer.")
class OwnCase:
    number: str = stored_field(FieldGroup.CASE, "Its number.")
    kind: CaseKind = stored_field(FieldGroup.CASE, "What it is about.")
    purpose: str = stored_field(FieldGroup.CASE, "The one purpose it was opened for.")
    state: CaseState = stored_field(FieldGroup.CASE, "Where it stands now: past its term it is closed.")
    proof: CaseProof = stored_field(FieldGroup.CASE, "How the resident's assent was proved.")
    opened_at: datetime = stored_field(FieldGroup.CASE, "When it was opened.")
    ends_at: datetime = stored_field(FieldGroup.CASE, "When it ends by itself.")
    office: Office = stored_field(FieldGroup.CASE, "The office that has it.")
    is_waiting: bool = stored_field(FieldGroup.CASE, "Whether it waits for an officer of the office.")
    permissions: list[Permission] = stored_field(FieldGroup.CASE, "What the resident allowed for this case.")
    transfer_to: Office | None = stored_field(
        FieldGroup.CASE, "The office to which it is to go if the resident assents; null while nobody asks for that."
    )
    transfer_requested_at: datetime | None = stored_field(FieldGroup.CASE, "When that was asked for.")


@strawberry.type(description="That something was done in a case.")
class CaseReceipt:
    number: str = stored_field(FieldGroup.CASE, "The number of the case.")
    at: datetime = stored_field(FieldGroup.CASE, "When it was done.")
    receipt: str | None = stored_field(
        FieldGroup.CASE,
        "Where a case was opened by it: the head of the chain of the resident's log entries behind that one, and its number, "
        "as a signed text. Keep it: `domicile record verify --earlier` takes it.",
    )


@strawberry.input(description="What a clerk enters to open a case at the counter; the header names the purpose.")
class OpenCaseInput:
    kind: CaseKind = strawberry.field(description="What the case is about; it has to fit the purpose.")
    document_kind: DocumentKind = strawberry.field(description="The document which the resident shows.")
    document_number: str = strawberry.field(description="Its exact number.")
    document_expires_on: date = strawberry.field(description="The day on which it expires, as printed.")
    code: str | None = strawberry.field(
        default=None,
        description="The one-time code from the resident's device. Without a proof the case is attested only.",
    )
    card: str | None = strawberry.field(default=None, description="Or the code that is printed on their receipt card.")
    passkey: PasskeyAssertionInput | None = strawberry.field(
        default=None, description="Or what their passkey signed, on the challenge of `createCounterChallenge`."
    )


@strawberry.type(description="An opened case.")
class OpenCasePayload:
    case: Case | None = stored_field(FieldGroup.CASE, "The case.")
    receipt: str | None = stored_field(
        FieldGroup.CASE,
        "For the resident, to be printed and handed over: the head of the chain of their log entries behind this opening, as "
        "a signed text. `domicile record verify --earlier` takes it.",
    )


@strawberry.input(
    description="A case which a resident opens online. It waits until an officer of the office accepts it."
)
class OpenOwnCaseInput:
    office: str = strawberry.field(description="The code of the office.")
    kind: CaseKind = strawberry.field(description="What the case is about; it has to fit the purpose.")
    purpose: str = strawberry.field(description="The one purpose it is for; the office's department has to serve it.")
    permissions: list[Permission] = strawberry.field(description="What the case may see beyond today's facts.")


@strawberry.input(description="Who may stand in for the holder of a case.")
class NameDeputyInput:
    case: str = strawberry.field(description="The number of the case.")
    officer: str | None = strawberry.field(
        default=None,
        description="The officer, as their token's `sub` names them; without one there is no deputy any more.",
    )


@strawberry.input(description="Where a case is to go, for the same purpose. Name an office, an officer, or both.")
class RequestTransferInput:
    case: str = strawberry.field(description="The number of the case.")
    office: str | None = strawberry.field(
        default=None, description="The code of the office. Default: the caller's own."
    )
    officer: str | None = strawberry.field(
        default=None, description="The officer there, as their token's `sub` names them; else the case waits for one."
    )


@strawberry.input(description="A resident's assent to a transfer.")
class AssentToTransferInput:
    case: str = strawberry.field(description="The number of the case.")
    office: str = strawberry.field(
        description="The code of the office, as `me { cases { transferTo { code } } }` shows it."
    )
    keep_permissions: bool = strawberry.field(
        default=False, description="Whether what was allowed for the case goes along. Else it ends."
    )


@strawberry.input(description="What a clerk enters when a resident assents to a transfer at the counter, with a proof.")
class AssentAtCounterInput:
    case: str = strawberry.field(description="The number of the case.")
    document_kind: DocumentKind = strawberry.field(description="The document which the resident shows.")
    document_number: str = strawberry.field(description="Its exact number.")
    document_expires_on: date = strawberry.field(description="The day on which it expires, as printed.")
    code: str | None = strawberry.field(default=None, description="The one-time code from the resident's device.")
    card: str | None = strawberry.field(default=None, description="Or the code that is printed on their receipt card.")
    passkey: PasskeyAssertionInput | None = strawberry.field(default=None, description="Or what their passkey signed.")
    keep_permissions: bool = strawberry.field(
        default=False, description="Whether what was allowed for the case goes along. Else it ends."
    )
