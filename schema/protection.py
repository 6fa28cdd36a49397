"""The protection of an address: that a person has it, that an office asks to see it all the same, and the answer."""

from datetime import datetime

import strawberry

from model.groups import FieldGroup
from schema.fields import stored_field

_RIGHTS = FieldGroup.RIGHTS


@strawberry.type(description="That a resident's address is protected at their own word.")
class AddressProtection:
    since: datetime | None = stored_field(_RIGHTS, "Since when.")
    until: datetime | None = stored_field(_RIGHTS, "Until when; null while it lasts.")
    reason: str | None = stored_field(_RIGHTS, "Why, if the resident said so. Kept sealed, and shown to no department.")


@strawberry.type(
    description="That an office asks a resident to open their address in one case, if it is protected; and the answer."
)
class Disclosure:
    case: str | None = stored_field(_RIGHTS, "The number of the case in which it is asked for, and would be open.")
    purpose: str | None = stored_field(_RIGHTS, "What for.")
    office_name: str | None = stored_field(_RIGHTS, "The office that asks.")
    reason: str | None = stored_field(_RIGHTS, "Why, in that office's words.")
    asked_at: datetime | None = stored_field(_RIGHTS, "When it was asked for.")
    answered_at: datetime | None = stored_field(_RIGHTS, "When the resident last answered; null before.")
    is_allowed: bool | None = stored_field(_RIGHTS, "What they answered: a no, and no answer, leave everything closed.")
    ended_at: datetime | None = stored_field(
        _RIGHTS, "When it ended by another request, another officer, or a protection that began; null before."
    )


@strawberry.type(description="What was done about the protection of an address, and when.")
class ProtectionPayload:
    at: datetime = stored_field(_RIGHTS, "When.")


@strawberry.input(description="Why an address is to be protected.")
class ProtectAddressInput:
    reason: str | None = strawberry.field(
        default=None,
        description="In the resident's words, up to 1,000 characters. Nobody asks for it, or for evidence.",
    )


@strawberry.input(description="The same, at a counter.")
class ProtectAddressAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` of the resident who asks for it.")
    reason: str | None = strawberry.field(
        default=None, description="In the resident's words, up to 1,000 characters, if they want to give any."
    )


@strawberry.input(description="Which address an office asks to see, and why.")
class RequestDisclosureInput:
    case: str = strawberry.field(description="The number of the open case.")
    reason: str = strawberry.field(description="Why, in words for the resident: 1 to 1,000 characters.")


@strawberry.input(description="What a resident answers.")
class AnswerDisclosureInput:
    case: str = strawberry.field(description="The number of the case in which it is asked for.")
    allow: bool = strawberry.field(description="Whether it is open there from now on; `false` takes a yes back.")


@strawberry.input(description="What a resident answers at a counter.")
class AnswerDisclosureAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` of the resident who answers.")
    about: str = strawberry.field(description="The number of the case in which it is asked for.")
    allow: bool = strawberry.field(description="Whether it is open there from now on; `false` takes a yes back.")
