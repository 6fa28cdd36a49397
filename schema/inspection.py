"""What inspections leave: findings, repair orders and complaints about places. No person appears in any of it.

The parties to an inspection are named in its case only: `schema/case.py`.
"""

from datetime import date

import strawberry

from hub.model.groups import FieldGroup
from hub.model.states import ComplaintKind, ComplaintState, FindingKind, FindingState, InspectionState, OrderState
from schema.fields import held
from schema.place import Room


@strawberry.type(description="An inspector's visit.")
class Inspection:
    state: InspectionState = held(FieldGroup.INSPECTION, "Where it stands.")
    planned_on: date = held(FieldGroup.INSPECTION, "The day for which it was planned.")
    done_on: date | None = held(FieldGroup.INSPECTION, "The day on which it took place.")
    count_on_site: int | None = held(
        FieldGroup.INSPECTION, "How many people the inspector counted there: the only exact number of people here."
    )


@strawberry.type(description="Something wrong with a place.")
class Finding:
    kind: FindingKind = held(FieldGroup.INSPECTION, "What it is.")
    state: FindingState = held(FieldGroup.INSPECTION, "Where it stands.")
    found_on: date = held(FieldGroup.INSPECTION, "When it was found.")
    settled_on: date | None = held(FieldGroup.INSPECTION, "When it was remedied or dismissed.")
    room: Room | None = held(FieldGroup.PLACE, "The room it is about, if it is about one.")
    orders: list["RepairOrder"] = held(FieldGroup.INSPECTION, "The repair orders it led to.")


@strawberry.type(description="An order to put something right.")
class RepairOrder:
    state: OrderState = held(FieldGroup.INSPECTION, "Where it stands.")
    issued_on: date = held(FieldGroup.INSPECTION, "When it was issued.")
    due_on: date = held(FieldGroup.INSPECTION, "Until when it is to be done.")
    done_on: date | None = held(FieldGroup.INSPECTION, "When it was done.")


@strawberry.type(description="A complaint about a place. Who made it is not shown here.")
class Complaint:
    kind: ComplaintKind = held(FieldGroup.COMPLAINT, "What it is about.")
    state: ComplaintState = held(FieldGroup.COMPLAINT, "Where it stands.")
    received_on: date = held(FieldGroup.COMPLAINT, "When it was received.")
    decided_on: date | None = held(FieldGroup.COMPLAINT, "When it was decided.")
