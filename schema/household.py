"""Households and declared contacts: other people as far as the person's own record names them. Never a `Person`."""

from datetime import date

import strawberry

from model.groups import FieldGroup
from schema.fields import stored_field
from schema.person import PersonName


@strawberry.type(description="Someone who belongs to the same household: a name and a birth date, and no way on.")
class HouseholdMember:
    name: PersonName | None = stored_field(FieldGroup.HOUSEHOLD, "The member's name.")
    birth_date: date | None = stored_field(FieldGroup.PERSON_BIRTH, "The member's day of birth.")


@strawberry.type(description="People who keep house together, on the day asked about.")
class Household:
    valid_from: date | None = stored_field(FieldGroup.HOUSEHOLD, "Since when it stands like this.")
    members: list[HouseholdMember] | None = stored_field(
        FieldGroup.HOUSEHOLD, "Who belongs to it, the person included."
    )


@strawberry.type(description="A contact as the resident typed it.")
class DeclaredContact:
    name: str | None = stored_field(FieldGroup.DECLARED_CONTACTS, "The contact's name.")
    relation: str | None = stored_field(
        FieldGroup.DECLARED_CONTACTS, "Who they are to the resident, in the resident's words."
    )
    means: str | None = stored_field(FieldGroup.DECLARED_CONTACTS, "How to reach them.")
    valid_from: date | None = stored_field(FieldGroup.DECLARED_CONTACTS, "Since when it was declared.")
    is_confirmed: bool | None = stored_field(FieldGroup.DECLARED_CONTACTS, "Whether the contact confirmed it.")
