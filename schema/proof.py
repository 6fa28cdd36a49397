"""What residents prove themselves by at a counter: one-time codes, the receipt card, passkeys."""

from datetime import date, datetime

import strawberry

from model.groups import FieldGroup
from model.states import Permission
from schema.fields import stored_field


@strawberry.input(description="What a resident allows the counter that gets this code.")
class CreateCounterCodeInput:
    permissions: list[Permission] = strawberry.field(description="What the case may see beyond today's facts.")


@strawberry.type(description="A one-time code to be shown at a counter.")
class CounterCode:
    code: str = stored_field(FieldGroup.CASE, "The code. It is shown once, and stored as a keyed hash only.")
    expires_at: datetime = stored_field(FieldGroup.CASE, "Until when it can be used, once.")


@strawberry.type(description="A receipt card that was made just now: print it. An older one is worth nothing any more.")
class NewReceiptCard:
    code: str = stored_field(
        FieldGroup.CASE, "The code for the card. It is shown once, and stored as a keyed hash only."
    )
    issued_at: datetime = stored_field(FieldGroup.CASE, "When it was made. It is good until it is revoked.")


@strawberry.type(description="The receipt card which a resident has.")
class ReceiptCard:
    issued_at: datetime = stored_field(FieldGroup.CASE, "When it was made.")


@strawberry.type(description="A code by which a resident links their sign-in. An older one is worth nothing any more.")
class LinkingCode:
    code: str = stored_field(FieldGroup.CASE, "The code. It is shown once, and stored as a keyed hash only.")
    expires_at: datetime = stored_field(FieldGroup.CASE, "Until when it can be used, once.")


@strawberry.type(description="That the second half of such a code is to go by letter.")
class LinkingLetter:
    half: str = stored_field(FieldGroup.CASE, "The first half, for the resident who is there. It is shown once.")
    at: datetime = stored_field(FieldGroup.CASE, "When it was asked for.")


@strawberry.type(description="That a sign-in opens the record of whoever was given the code.")
class Linking:
    at: datetime = stored_field(FieldGroup.CASE, "From when.")


@strawberry.type(description="A sign-in that opens a resident's record.")
class SignIn:
    id: strawberry.ID = stored_field(FieldGroup.CASE, "By which it is ended.")
    issuer: str | None = stored_field(
        FieldGroup.PERSON_DOCUMENT, "Who says that it is them: the issuer's address at the time."
    )
    linked_at: datetime | None = stored_field(
        FieldGroup.CASE, "When it was linked by a code; null where it came in with the register."
    )


@strawberry.type(description="That a proof was taken back.")
class Revocation:
    at: datetime = stored_field(FieldGroup.CASE, "From when it opens nothing.")


@strawberry.type(description="What a page hands to the authenticator, and until when its answer is taken.")
class PasskeyOptions:
    options: str = stored_field(FieldGroup.CASE, "The options as JSON, for `PublicKeyCredential`. They name nobody.")
    expires_at: datetime = stored_field(FieldGroup.CASE, "Until when the answer is taken, once.")


@strawberry.type(description="A resident's passkey.")
class Passkey:
    id: strawberry.ID = stored_field(FieldGroup.CASE, "By which it is revoked.")
    created_on: date = stored_field(FieldGroup.CASE, "The day on which it was made.")


@strawberry.input(description="What `navigator.credentials.create()` gave: its parts as base64url without padding.")
class RegisterPasskeyInput:
    credential_id: str = strawberry.field(description="`id`.")
    client_data_json: str = strawberry.field(description="`response.clientDataJSON`.")
    attestation_object: str = strawberry.field(description="`response.attestationObject`.")


@strawberry.input(description="What `navigator.credentials.get()` gave: its parts as base64url without padding.")
class PasskeyAssertionInput:
    credential_id: str = strawberry.field(description="`id`.")
    client_data_json: str = strawberry.field(description="`response.clientDataJSON`.")
    authenticator_data: str = strawberry.field(description="`response.authenticatorData`.")
    signature: str = strawberry.field(description="`response.signature`.")
    user_handle: str = strawberry.field(description="`response.userHandle`.")
