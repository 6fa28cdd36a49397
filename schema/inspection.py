"""What inspections leave: findings, repair orders and complaints about places. No person appears in any of it.

The parties to an inspection are named in its case only: `schema/case.py`.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from model.groups import FieldGroup
from model.states import ComplaintKind, ComplaintState, FindingKind, FindingState, InspectionState, OrderState
from schema.employment import Workplace
from schema.fields import stored_field
from schema.node import Node
from schema.place import Building, Room

if TYPE_CHECKING:
    from schema.case import InspectionCase


@strawberry.type(description="An inspector's visit.")
class Inspection:
    state: InspectionState = stored_field(FieldGroup.INSPECTION, "Where it stands.")
    planned_on: date = stored_field(FieldGroup.INSPECTION, "The day for which it was planned.")
    done_on: date | None = stored_field(FieldGroup.INSPECTION, "The day on which it took place.")
    count_on_site: int | None = stored_field(
        FieldGroup.INSPECTION, "How many people the inspector counted there: the only exact number of people here."
    )


@strawberry.type(description="Something wrong with a place.")
class Finding(Node):
    id: strawberry.ID = stored_field(FieldGroup.INSPECTION, "The global id.")
    kind: FindingKind = stored_field(FieldGroup.INSPECTION, "What it is.")
    state: FindingState = stored_field(FieldGroup.INSPECTION, "Where it stands.")
    found_on: date = stored_field(FieldGroup.INSPECTION, "When it was found.")
    settled_on: date | None = stored_field(FieldGroup.INSPECTION, "When it was remedied or dismissed.")
    room: Room | None = stored_field(FieldGroup.PLACE, "The room it is about, if it is about one.")
    building: Building | None = stored_field(
        FieldGroup.PLACE, "The building it is about, if it is about one as a whole."
    )
    workplace: Workplace | None = stored_field(
        FieldGroup.EMPLOYER, "The workplace it is about, if it is about one that a legal person runs."
    )
    inspection: Annotated["InspectionCase", strawberry.lazy("schema.case")] | None = stored_field(
        FieldGroup.CASE, "The inspection case to which it belongs, if the caller's office holds it."
    )
    orders: list["RepairOrder"] = stored_field(FieldGroup.INSPECTION, "The repair orders it led to.")
    orders_count: int = stored_field(
        FieldGroup.INSPECTION, "How many orders it led to, also beyond what `orders` lists."
    )


@strawberry.type(description="An order to put something right.")
class RepairOrder(Node):
    id: strawberry.ID = stored_field(FieldGroup.INSPECTION, "The global id.")
    state: OrderState = stored_field(FieldGroup.INSPECTION, "Where it stands.")
    issued_on: date = stored_field(FieldGroup.INSPECTION, "When it was issued.")
    due_on: date = stored_field(FieldGroup.INSPECTION, "Until when it is to be done.")
    done_on: date | None = stored_field(FieldGroup.INSPECTION, "When it was done.")
    finding: Finding = stored_field(FieldGroup.INSPECTION, "What it is to remedy.")
    inspection: Annotated["InspectionCase", strawberry.lazy("schema.case")] | None = stored_field(
        FieldGroup.CASE, "The inspection case to which it belongs, if the caller's office holds it."
    )


@strawberry.type(description="What a complaint says wherever it is read; no type of the contract itself.")
class ComplaintFacts:
    kind: ComplaintKind = stored_field(FieldGroup.COMPLAINT, "What it is about.")
    state: ComplaintState = stored_field(FieldGroup.COMPLAINT, "Where it stands.")
    received_on: date = stored_field(FieldGroup.COMPLAINT, "When it was received.")
    decided_on: date | None = stored_field(FieldGroup.COMPLAINT, "When it was decided.")


@strawberry.type(description="A complaint about a place. Who made it is not shown here.")
class Complaint(ComplaintFacts, Node):
    id: strawberry.ID = stored_field(FieldGroup.COMPLAINT, "The global id.")
    room: Room | None = stored_field(FieldGroup.PLACE, "The room it is about, if it is about one.")
    building: Building | None = stored_field(
        FieldGroup.PLACE, "The building it is about, if it is about one as a whole."
    )
    workplace: Workplace | None = stored_field(
        FieldGroup.EMPLOYER, "The workplace it is about, if it is about one that a legal person runs."
    )
    inspection: Annotated["InspectionCase", strawberry.lazy("schema.case")] | None = stored_field(
        FieldGroup.CASE, "The inspection case to which it belongs, if the caller's office holds it."
    )
