"""What has an id of its own (Relay), and what every dated fact says about itself (design §3)."""

from datetime import date, datetime

import strawberry

from model.groups import FieldGroup
from model.states import FactState, Source
from schema.fields import stored_field


@strawberry.interface(
    description="A place, an organisation, or what concerns one: what has an id that may be kept. Never a person."
)
class Node:
    id: strawberry.ID = stored_field(FieldGroup.PLACE, "The global id.")


@strawberry.interface(description="A fact about a person, with both of its times and where it came from.")
class PersonalFact:
    valid_from: date | None = stored_field(FieldGroup.CASE, "The first day on which it holds.")
    valid_to: date | None = stored_field(
        FieldGroup.CASE, "The first day on which it no longer holds; null while it does."
    )
    recorded_from: datetime | None = stored_field(FieldGroup.CASE, "Since when the register says so.")
    recorded_to: datetime | None = stored_field(
        FieldGroup.CASE, "Until when the register said so; null for what it says now."
    )
    version: int | None = stored_field(FieldGroup.CASE, "Counts the corrections of this fact, from 1.")
    source: Source | None = stored_field(FieldGroup.CASE, "Who said it.")
    state: FactState | None = stored_field(FieldGroup.CASE, "Where it stands.")
    recorded_by: str | None = stored_field(FieldGroup.CASE, "The code of the office that recorded it.")
