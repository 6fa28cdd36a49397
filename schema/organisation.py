"""Organisations: legal persons, by their public names and identifiers. Natural persons are in none of this."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from model.groups import FieldGroup
from schema.fields import After, Before, First, Last, relation_field, stored_field
from schema.node import Node
from schema.page import Connection
from schema.place import Address

if TYPE_CHECKING:
    from schema.case import InspectionCase
    from schema.employment import Employer
    from schema.letting import Landlord, ManagingAgent


@strawberry.type(description="A legal person (SEMIC Core Business).")
class Organisation(Node):
    id: strawberry.ID = stored_field(FieldGroup.ORGANISATION, "The global id.")
    legal_identifier: str = stored_field(FieldGroup.ORGANISATION, "The unified social credit code (GB 32100).")
    legal_name: str = stored_field(FieldGroup.ORGANISATION, "The registered name.")
    latin_name: str | None = stored_field(FieldGroup.ORGANISATION, "The name in Latin letters.")
    address: Address | None = stored_field(
        FieldGroup.ORGANISATION, "Where it is seated, if that is in the jurisdiction."
    )
    landlord: Annotated["Landlord", strawberry.lazy("schema.letting")] | None = stored_field(
        FieldGroup.LETTING, "This organisation as a landlord, with at least one room in the jurisdiction."
    )
    managing_agent: Annotated["ManagingAgent", strawberry.lazy("schema.letting")] | None = stored_field(
        FieldGroup.LETTING, "This organisation as an agent of landlords."
    )
    employer: Annotated["Employer", strawberry.lazy("schema.employment")] | None = stored_field(
        FieldGroup.EMPLOYER, "This organisation as an employer, with at least one workplace in the jurisdiction."
    )

    @relation_field(
        FieldGroup.CASE, "The inspection cases about it that the caller's office holds, in the order of their numbers."
    )
    def inspections(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["InspectionCase", strawberry.lazy("schema.case")]] | None: ...
