"""Who is asking, and what they may ask for."""

import strawberry

from model.groups import FieldGroup
from schema.fields import stored_field
from schema.place import AdminUnit, Office


@strawberry.type(description="A purpose for which the caller may ask: the value of the header `Domicile-Purpose`.")
class Purpose:
    id: strawberry.ID = stored_field(FieldGroup.VIEWER, "What to write into the header.")
    description: str = stored_field(FieldGroup.VIEWER, "What it is for, in English.")
    description_zh: str = stored_field(FieldGroup.VIEWER, "What it is for, in Chinese.")
    dpv_term: str = stored_field(FieldGroup.VIEWER, "The term of the Data Privacy Vocabulary.")
    legal_basis: str = stored_field(FieldGroup.VIEWER, "The legal basis (DPV-GDPR).")


@strawberry.type(description="Who is asking.")
class Viewer:
    client: str = stored_field(FieldGroup.VIEWER, "The department's client, from the token.")
    officer: str | None = stored_field(FieldGroup.VIEWER, "The officer, from the token; null for a resident.")
    office: Office | None = stored_field(FieldGroup.VIEWER, "The office for which the officer acts.")
    jurisdiction: AdminUnit | None = stored_field(FieldGroup.VIEWER, "The unit within which the office works.")
    purposes: list[Purpose] = stored_field(FieldGroup.VIEWER, "What the caller may ask for.")
