"""Erasure as a resident's right: of what rests on their consent, and nothing else, at once."""

from datetime import datetime
from typing import Annotated

import strawberry

from model.groups import FieldGroup
from schema.fields import stored_field

_RIGHTS = FieldGroup.RIGHTS


@strawberry.input(description="What a resident wants to have erased.")
class EraseConsentedInput:
    groups: list[FieldGroup] = strawberry.field(
        description="Field groups whose keeping rests on consent: `DECLARED_CONTACTS`, `PERSON_MEANS_OF_CONTACT`."
    )


@strawberry.input(description="What the resident of a case `DATA_RIGHTS` wants to have erased.")
class EraseConsentedAtCounterInput:
    case: str = strawberry.field(description="The number of the case, which the resident opened with a proof.")
    groups: list[FieldGroup] = strawberry.field(
        description="Field groups whose keeping rests on consent: `DECLARED_CONTACTS`, `PERSON_MEANS_OF_CONTACT`."
    )


@strawberry.type(description="That it is erased. It says the same whether anything was there.")
class EraseConsentedPayload:
    erased_at: datetime = stored_field(_RIGHTS, "The instant: that of the entry on the resident's log.")
    groups: list[FieldGroup] = stored_field(_RIGHTS, "The field groups.")


EraseInput = Annotated[EraseConsentedInput, strawberry.argument(description="What is erased.")]
EraseAtCounterInput = Annotated[
    EraseConsentedAtCounterInput, strawberry.argument(description="The case, and what is erased.")
]
