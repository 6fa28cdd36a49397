"""Who is asking, and what they may ask for."""

import strawberry

from model.groups import FieldGroup
from schema.fields import held
from schema.place import AdminUnit, Office


@strawberry.type(description="A purpose for which the caller may ask: the value of the header `Domicile-Purpose`.")
class Purpose:
    id: strawberry.ID = held(FieldGroup.VIEWER, "What to write into the header.")
    description: str = held(FieldGroup.VIEWER, "What it is for, in English.")
    description_zh: str = held(FieldGroup.VIEWER, "What it is for, in Chinese.")
    dpv_term: str = held(FieldGroup.VIEWER, "The term of the Data Privacy Vocabulary.")
    legal_basis: str = held(FieldGroup.VIEWER, "The legal basis (DPV-GDPR).")


@strawberry.type(description="Who is asking.")
class Viewer:
    client: str = held(FieldGroup.VIEWER, "The department's client, from the token.")
    officer: str | None = held(FieldGroup.VIEWER, "The officer, from the token; null for a resident.")
    office: Office | None = held(FieldGroup.VIEWER, "The office for which the officer acts.")
    jurisdiction: AdminUnit | None = held(FieldGroup.VIEWER, "The unit within which the office works.")
    purposes: list[Purpose] = held(FieldGroup.VIEWER, "What the caller may ask for.")
