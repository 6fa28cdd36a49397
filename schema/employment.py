"""Employers and workplaces. An employer who is a natural person is neither listed nor found here."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from model.groups import FieldGroup
from model.states import Band, ContractKind, FactState, FindingState, Source
from schema.fields import After, Before, First, Last, relation_field, stored_field
from schema.node import Node, PersonalFact
from schema.organisation import Organisation
from schema.page import Connection
from schema.place import Address, AdminUnit

if TYPE_CHECKING:
    from schema.case import InspectionCase
    from schema.inspection import Complaint, Finding


@strawberry.type(description="An employer who is a legal person.")
class Employer(Node):
    id: strawberry.ID = stored_field(FieldGroup.EMPLOYER, "The global id.")
    sector: str = stored_field(FieldGroup.EMPLOYER, "The economic activity.")
    organisation: Organisation | None = stored_field(FieldGroup.ORGANISATION, "Which organisation it is.")

    @relation_field(FieldGroup.EMPLOYER, "Its workplaces in the jurisdiction, in the order of their ids.")
    def workplaces(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Workplace"]: ...


@strawberry.type(description="A place where people work.")
class Workplace(Node):
    id: strawberry.ID = stored_field(FieldGroup.EMPLOYER, "The global id.")
    name: str | None = stored_field(FieldGroup.EMPLOYER, "What the employer calls it.")
    is_home: bool = stored_field(FieldGroup.EMPLOYER, "Whether it is also a home; then only its community is shown.")
    address: Address | None = stored_field(FieldGroup.PLACE, "Where it is; null when it is also a home.")
    admin_unit: AdminUnit = stored_field(FieldGroup.EMPLOYER, "The community in which it lies.")
    worker_band: Band | None = stored_field(
        FieldGroup.BAND, "How many people work there, as a band from the quarterly snapshot."
    )
    employer: Employer | None = stored_field(FieldGroup.EMPLOYER, "Who runs it, if that is a legal person.")

    @relation_field(FieldGroup.INSPECTION, "What inspections found in it.")
    def findings(
        self,
        state: Annotated[
            FindingState | None, strawberry.argument(description="Only those which stand like this.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Annotated["Finding", strawberry.lazy("schema.inspection")]] | None: ...

    @relation_field(FieldGroup.COMPLAINT, "The complaints about it that belong to an inspection.")
    def complaints(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Complaint", strawberry.lazy("schema.inspection")]] | None: ...

    @relation_field(
        FieldGroup.CASE, "The inspection cases about it that the caller's office holds, in the order of their numbers."
    )
    def inspections(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["InspectionCase", strawberry.lazy("schema.case")]] | None: ...


@strawberry.type(description="A workplace as it appears in a person's own employment: no node, and no way on.")
class PersonalWorkplace:
    name: str | None = stored_field(FieldGroup.EMPLOYMENT, "What the employer calls it.")
    address: Address | None = stored_field(FieldGroup.EMPLOYMENT, "Where it is; null when it is also a home.")
    employer_name: str | None = stored_field(
        FieldGroup.EMPLOYMENT, "The employer's registered name, if it is a legal person."
    )


@strawberry.type(description="That a person works at a workplace.")
class Employment(PersonalFact):
    valid_from: date | None = stored_field(FieldGroup.EMPLOYMENT, "The first day on which it holds.")
    valid_to: date | None = stored_field(
        FieldGroup.EMPLOYMENT, "The first day on which it no longer holds; null while it does."
    )
    recorded_from: datetime | None = stored_field(FieldGroup.EMPLOYMENT, "Since when the register says so.")
    recorded_to: datetime | None = stored_field(FieldGroup.EMPLOYMENT, "Until when the register said so; null for now.")
    version: int | None = stored_field(FieldGroup.EMPLOYMENT, "Counts the corrections of this fact, from 1.")
    source: Source | None = stored_field(FieldGroup.EMPLOYMENT, "Who said it.")
    state: FactState | None = stored_field(FieldGroup.EMPLOYMENT, "Where it stands.")
    recorded_by: str | None = stored_field(FieldGroup.EMPLOYMENT, "The code of the office that recorded it.")
    contract: ContractKind | None = stored_field(FieldGroup.EMPLOYMENT, "The kind of contract.")
    workplace: PersonalWorkplace | None = stored_field(FieldGroup.EMPLOYMENT, "Where the person works.")
