"""Consents: what a resident allowed, to whom, for what and until when; giving one and taking it back."""

from datetime import date, datetime

import strawberry

from model.groups import FieldGroup
from model.states import CaseProof, ConsentState, Permission
from resolvers import consent
from schema import closed_lists
from schema.fields import computed, stored_field

_CONSENT = FieldGroup.CONSENT


@strawberry.type(
    description="What a resident allowed an office beyond today's facts, in one case. Shown to them alone."
)
class Consent:
    id: strawberry.ID | None = stored_field(
        _CONSENT, "By which it is taken back; it stays the same from version to version."
    )
    subject: strawberry.ID | None = stored_field(_CONSENT, "The resident, by the id that only this client sees.")
    case: str | None = stored_field(_CONSENT, "The number of the case for which it was given.")
    purpose: str | None = stored_field(_CONSENT, "The one purpose for which it may be used.")
    purpose_text: str | None = computed(_CONSENT, "That purpose in words.", closed_lists.purpose_text, "purpose")
    permissions: list[Permission] | None = stored_field(_CONSENT, "What it allows.")
    not_covered: list[Permission] | None = computed(
        _CONSENT, "What it does not allow: each needs a consent of its own.", consent.not_covered, "permissions"
    )
    field_groups: list[FieldGroup] | None = computed(
        _CONSENT, "The field groups which it opens.", consent.field_groups, "permissions"
    )
    office: str | None = stored_field(_CONSENT, "The code of the office that may use it.")
    office_name: str | None = stored_field(_CONSENT, "That office's name.")
    client: str | None = stored_field(_CONSENT, "The department to which the office belongs, by its client.")
    controller: str | None = computed(
        _CONSENT, "The department that answers for what is done with it.", closed_lists.department, "client"
    )
    how: CaseProof | None = stored_field(_CONSENT, "How it was given: online, or at the counter with this proof.")
    given_at: datetime | None = stored_field(_CONSENT, "When it was given.")
    valid_to: date | None = stored_field(
        _CONSENT, "The first day on which it holds no longer, unless it was over before."
    )
    state: ConsentState | None = stored_field(_CONSENT, "Whether it opens anything: it runs out with its case, too.")
    revoked_at: datetime | None = stored_field(_CONSENT, "When it was taken back; null while it was not.")
    in_words: list[str] | None = computed(
        _CONSENT,
        "What it covers, what it does not, and how to take it back: in English, then in Chinese.",
        consent.in_words,
        "permissions",
        "officeName",
    )
    receipt: str | None = computed(
        _CONSENT,
        "The record of it for machines: a JSON text after ISO/IEC TS 27560, in the terms of the Data Privacy Vocabulary.",
        closed_lists.consent_receipt,
        *("id", "subject", "case", "purpose", "permissions", "office", "officeName", "client"),
        *("how", "givenAt", "validTo", "state", "revokedAt"),
    )


@strawberry.input(description="What a resident allows in an open case of theirs.")
class GrantConsentInput:
    case: str = strawberry.field(description="The number of the case.")
    permissions: list[Permission] = strawberry.field(description="What is allowed: one consent each.")
    until: date | None = strawberry.field(
        default=None, description="The first day on which it holds no longer. Default, and at most: 90 days from today."
    )


@strawberry.type(description="Consents that were given.")
class GrantConsentPayload:
    ids: list[strawberry.ID] = stored_field(
        _CONSENT, "Their ids, one for each permission in the order of the alphabet."
    )
    valid_to: date = stored_field(_CONSENT, "The first day on which they hold no longer.")


@strawberry.type(description="A consent that was taken back.")
class RevokeConsentPayload:
    revoked_at: datetime = stored_field(_CONSENT, "Since when: the next question is bound by it.")


@strawberry.input(description="What a resident at the counter takes back, in a case which they opened with a proof.")
class RevokeConsentAtCounterInput:
    case: str = strawberry.field(description="The number of the case which the clerk holds.")
    permissions: list[Permission] = strawberry.field(description="What is allowed no more.")
    in_every_case: bool = strawberry.field(
        default=False, description="Whether other offices' cases with the resident are meant, too."
    )
