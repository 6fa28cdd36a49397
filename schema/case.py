"""Cases: the second door to a person, and what an inspection is kept in."""

from datetime import date, datetime

import strawberry

from hub.model.groups import FieldGroup
from hub.model.states import CaseKind, CaseProof, CaseState, DocumentKind, PartyRole, Permission
from schema.access import Objection
from schema.employment import Employer, Workplace
from schema.fields import held
from schema.inspection import Complaint, Finding, Inspection, RepairOrder
from schema.letting import Landlord
from schema.organisation import Organisation
from schema.person import Person
from schema.place import Building, Office, Room


@strawberry.type(
    description="A natural person who is a party to an open inspection, by name: no person's record, and no way to one."
)
class CaseParty:
    role: PartyRole | None = held(FieldGroup.PARTY_NAME, "What the party is to the inspection.")
    name: str | None = held(
        FieldGroup.PARTY_NAME, "The whole name, as the person writes it; null where it is withheld."
    )
    licence_numbers: list[str] | None = held(
        FieldGroup.PARTY_NAME, "The landlord's licences that cover a room of this case, and no others, by number."
    )


@strawberry.type(description="A complaint as it is read in its case: who made it is named only if they agreed.")
class CaseComplaint(Complaint):
    complainant: CaseParty | None = held(
        FieldGroup.PARTY_NAME, "Who made it; null if they did not agree to be named, or did not say who they are."
    )


@strawberry.type(description="What a case has in common with its line in a list; no type of the contract itself.")
class _PlaceCase:
    number: str = held(FieldGroup.CASE, "Its number.")
    kind: CaseKind = held(FieldGroup.CASE, "What it is about.")
    purpose: str = held(FieldGroup.CASE, "The one purpose it was opened for.")
    state: CaseState = held(FieldGroup.CASE, "Where it stands.")
    proof: CaseProof = held(FieldGroup.CASE, "How the resident's assent was proved.")
    opened_at: datetime = held(FieldGroup.CASE, "When it was opened.")
    ends_at: datetime = held(FieldGroup.CASE, "When it ends by itself.")
    office: Office = held(FieldGroup.CASE, "The office that holds it.")
    room: Room | None = held(FieldGroup.PLACE, "The room which it concerns.")
    building: Building | None = held(FieldGroup.PLACE, "The building which it concerns.")
    workplace: Workplace | None = held(FieldGroup.EMPLOYER, "The workplace which it concerns.")
    organisation: Organisation | None = held(FieldGroup.ORGANISATION, "The organisation which it concerns.")
    landlord: Landlord | None = held(FieldGroup.LETTING, "The party that owns the place, if it is a legal person.")
    employer: Employer | None = held(FieldGroup.EMPLOYER, "The party that runs the workplace, if it is a legal person.")
    inspections: list[Inspection] | None = held(FieldGroup.INSPECTION, "The visits, the earliest first.")
    findings: list[Finding] | None = held(FieldGroup.INSPECTION, "What was found.")
    orders: list[RepairOrder] | None = held(FieldGroup.INSPECTION, "The repair orders.")


@strawberry.type(
    description="An inspection case as it is listed: about a room, a building or a workplace. It leads to no person."
)
class InspectionCase(_PlaceCase):
    complaints: list[Complaint] | None = held(FieldGroup.COMPLAINT, "The complaints that belong to it.")


@strawberry.type(description="A case at the caller's office, for one purpose, until a stated time.")
class Case(_PlaceCase):
    complaints: list[CaseComplaint] | None = held(FieldGroup.COMPLAINT, "The complaints that belong to it.")
    parties: list[CaseParty] | None = held(
        FieldGroup.PARTY_NAME,
        "In an open inspection the natural persons who own the place or run the workplace; companies are `landlord` and "
        "`employer`.",
    )
    objection: Objection | None = held(
        FieldGroup.OBJECTION, "What the resident objects to, for the data-protection office; null in every other case."
    )
    permissions: list[Permission] = held(FieldGroup.CASE, "What the resident allowed for this case.")
    subject: Person | None = held(FieldGroup.CASE, "The resident whom it concerns; null for a case about a place.")


@strawberry.input(description="What a clerk enters to open a case at the counter; the header names the purpose.")
class OpenCaseInput:
    kind: CaseKind = strawberry.field(description="What the case is about; it has to fit the purpose.")
    document_kind: DocumentKind = strawberry.field(description="The document which the resident shows.")
    document_number: str = strawberry.field(description="Its exact number.")
    document_expires_on: date = strawberry.field(description="The day on which it expires, as printed.")
    code: str | None = strawberry.field(
        default=None, description="The one-time code from the resident's device. Without it the case is attested only."
    )


@strawberry.type(description="An opened case.")
class OpenCasePayload:
    case: Case | None = held(FieldGroup.CASE, "The case.")


@strawberry.input(description="What a resident allows the counter that gets this code.")
class CreateCounterCodeInput:
    permissions: list[Permission] = strawberry.field(description="What the case may see beyond today's facts.")


@strawberry.type(description="A one-time code to be shown at a counter.")
class CounterCode:
    code: str = held(FieldGroup.CASE, "The code. It is shown once, and stored as a keyed hash only.")
    expires_at: datetime = held(FieldGroup.CASE, "Until when it can be used, once.")
