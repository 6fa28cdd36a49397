"""Residences and tenancies: where a person lives, as facts with dates."""

from datetime import date, datetime

import strawberry

from model.groups import FieldGroup
from model.states import FactState, ResidenceRole, Source
from schema.fields import stored_field
from schema.node import PersonalFact
from schema.place import Address, AdminUnit, Room


@strawberry.type(description="That a person lives in a room, or in a unit where the register has no room for them.")
class Residence(PersonalFact):
    valid_from: date | None = stored_field(FieldGroup.RESIDENCE, "The first day on which it holds.")
    valid_to: date | None = stored_field(
        FieldGroup.RESIDENCE, "The first day on which it no longer holds; null while it does."
    )
    recorded_from: datetime | None = stored_field(FieldGroup.RESIDENCE, "Since when the register says so.")
    recorded_to: datetime | None = stored_field(FieldGroup.RESIDENCE, "Until when the register said so; null for now.")
    version: int | None = stored_field(FieldGroup.RESIDENCE, "Counts the corrections of this fact, from 1.")
    source: Source | None = stored_field(FieldGroup.RESIDENCE, "Who said it.")
    state: FactState | None = stored_field(FieldGroup.RESIDENCE, "Where it stands.")
    recorded_by: str | None = stored_field(FieldGroup.RESIDENCE, "The code of the office that recorded it.")
    role: ResidenceRole | None = stored_field(FieldGroup.RESIDENCE, "Main or secondary residence.")
    address: Address | None = stored_field(
        FieldGroup.RESIDENCE, "The address; null where the register has a unit only."
    )
    room: Room | None = stored_field(FieldGroup.RESIDENCE, "The room; null where the register has a unit only.")
    unit: AdminUnit | None = stored_field(
        FieldGroup.RESIDENCE, "The community of the room; where the register has no room, the unit that it has."
    )


@strawberry.type(description="That a person rents a room, which the register may not have.")
class Tenancy(PersonalFact):
    valid_from: date | None = stored_field(FieldGroup.TENANCY, "The first day on which it holds.")
    valid_to: date | None = stored_field(
        FieldGroup.TENANCY, "The first day on which it no longer holds; null while it does."
    )
    recorded_from: datetime | None = stored_field(FieldGroup.TENANCY, "Since when the register says so.")
    recorded_to: datetime | None = stored_field(FieldGroup.TENANCY, "Until when the register said so; null for now.")
    version: int | None = stored_field(FieldGroup.TENANCY, "Counts the corrections of this fact, from 1.")
    source: Source | None = stored_field(FieldGroup.TENANCY, "Who said it.")
    state: FactState | None = stored_field(FieldGroup.TENANCY, "Where it stands.")
    recorded_by: str | None = stored_field(FieldGroup.TENANCY, "The code of the office that recorded it.")
    room: Room | None = stored_field(FieldGroup.TENANCY, "The room; null where the register has a unit only.")
    unit: AdminUnit | None = stored_field(
        FieldGroup.TENANCY, "The community of the room; where the register has no room, the unit that it has."
    )
