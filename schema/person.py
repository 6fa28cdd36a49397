"""A person: reached by the three doors only (design §4), every field nullable, no node, no list of persons."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from model.groups import FieldGroup
from model.states import DocumentKind
from schema.fields import After, Before, First, Last, relation_field, stored_field
from schema.page import Connection

if TYPE_CHECKING:
    from schema.access import AccessEntry, Objection
    from schema.case import OwnCase
    from schema.consent import Consent
    from schema.employment import Employment
    from schema.export import Export
    from schema.household import DeclaredContact, Household
    from schema.notice import Notice, NoticeChannelChoice
    from schema.proof import Passkey, ReceiptCard, SignIn
    from schema.protection import AddressProtection, Disclosure
    from schema.refusal import Refusal
    from schema.representation import Representation
    from schema.residence import Residence, Tenancy
    from schema.rights import ProcessingNotice, Recipient, Restriction, SupervisoryAuthority, TransferBlock


FromEntry = Annotated[
    int, strawberry.argument(description="The first entry of the log, where the whole log is too long for one file.")
]
ToEntry = Annotated[int | None, strawberry.argument(description="The last entry. Default: the last that there is.")]
SinceSize = Annotated[
    int | None,
    strawberry.argument(
        description="The size in a checkpoint that one has: the file then proves that the log's tree continues that one."
    ),
]


@strawberry.type(description="What a person is called.")
class PersonName:
    full: str | None = stored_field(FieldGroup.PERSON_NAME, "The whole name, as the person writes it.")
    family: str | None = stored_field(FieldGroup.PERSON_NAME, "The family name.")
    given: str | None = stored_field(FieldGroup.PERSON_NAME, "The given name.")
    latin: str | None = stored_field(FieldGroup.PERSON_NAME, "The name in Latin letters.")


@strawberry.type(
    description="A person, as far as the caller's purpose goes. What is withheld is null, for one reason or another."
)
class Person:
    id: strawberry.ID | None = stored_field(
        FieldGroup.CASE, "An id that only this client sees: another client gets another one for the same person."
    )
    name: PersonName | None = stored_field(FieldGroup.PERSON_NAME, "The name on the day asked about.")
    birth_date: date | None = stored_field(FieldGroup.PERSON_BIRTH, "The day of birth.")
    residences: list[Annotated["Residence", strawberry.lazy("schema.residence")]] | None = stored_field(
        FieldGroup.RESIDENCE, "Where the person is registered on the day asked about."
    )
    tenancies: list[Annotated["Tenancy", strawberry.lazy("schema.residence")]] | None = stored_field(
        FieldGroup.TENANCY, "What the person rents on the day asked about."
    )
    employments: list[Annotated["Employment", strawberry.lazy("schema.employment")]] | None = stored_field(
        FieldGroup.EMPLOYMENT, "Where the person works on the day asked about."
    )
    household: Annotated["Household", strawberry.lazy("schema.household")] | None = stored_field(
        FieldGroup.HOUSEHOLD, "The household to which the person belongs on the day asked about."
    )

    @relation_field(FieldGroup.HISTORY, "All registered addresses with their dates, the oldest first.")
    def residence_history(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Residence", strawberry.lazy("schema.residence")]] | None: ...

    declared_contacts: list[Annotated["DeclaredContact", strawberry.lazy("schema.household")]] | None = stored_field(
        FieldGroup.DECLARED_CONTACTS, "The contacts which the person declared; one hop, never chained."
    )


@strawberry.type(description="An identity document that is on the record. Only the person themselves reads it.")
class IdentityDocument:
    kind: DocumentKind | None = stored_field(FieldGroup.PERSON_DOCUMENT, "What kind of document it is.")
    number: str | None = stored_field(FieldGroup.PERSON_DOCUMENT, "Its number.")
    issuing_country: str | None = stored_field(
        FieldGroup.PERSON_DOCUMENT, "The country that issued it, by ISO 3166-1 alpha-3."
    )
    expires_on: date | None = stored_field(FieldGroup.PERSON_DOCUMENT, "The day on which it expires.")
    valid_from: date | None = stored_field(FieldGroup.PERSON_DOCUMENT, "The first day on which it is on the record.")
    valid_to: date | None = stored_field(
        FieldGroup.PERSON_DOCUMENT, "The first day on which it no longer is; null while it is."
    )
    recorded_from: datetime | None = stored_field(FieldGroup.PERSON_DOCUMENT, "Since when the register says so.")
    recorded_to: datetime | None = stored_field(
        FieldGroup.PERSON_DOCUMENT, "Until when the register said so; null for now."
    )


@strawberry.type(
    description="The resident who asks: all that is held about them, and what is theirs alone. No case leads here."
)
class Me(Person):
    documents: list[IdentityDocument] | None = stored_field(
        FieldGroup.PERSON_DOCUMENT, "The identity documents that are on the record on the day asked about."
    )
    cases: list[Annotated["OwnCase", strawberry.lazy("schema.case")]] | None = stored_field(
        FieldGroup.CASE, "The cases which concern the resident, the newest hundred, the newest first."
    )
    receipt_card: Annotated["ReceiptCard", strawberry.lazy("schema.proof")] | None = stored_field(
        FieldGroup.CASE, "The receipt card which the resident has; null if none, or if it was revoked."
    )
    passkeys: list[Annotated["Passkey", strawberry.lazy("schema.proof")]] | None = stored_field(
        FieldGroup.CASE, "The passkeys which the resident has, the oldest first."
    )
    sign_ins: list[Annotated["SignIn", strawberry.lazy("schema.proof")]] | None = stored_field(
        FieldGroup.CASE, "The sign-ins that open this record."
    )

    @relation_field(FieldGroup.CONSENT, "Every consent which the person ever gave, the newest first.")
    def consents(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Consent", strawberry.lazy("schema.consent")]] | None: ...

    objections: list[Annotated["Objection", strawberry.lazy("schema.access")]] | None = stored_field(
        FieldGroup.OBJECTION, "What the resident has objected to, the oldest first."
    )

    @relation_field(FieldGroup.ACCESS_LOG, "Who looked at this record, what for, the newest first.")
    def access_log(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["AccessEntry", strawberry.lazy("schema.access")]] | None: ...

    @relation_field(
        FieldGroup.ACCESS_LOG, "All of this record and its log as one signed file. Making it is an entry itself."
    )
    def export(
        self, from_entry: FromEntry = 1, to_entry: ToEntry = None, since_size: SinceSize = None
    ) -> Annotated["Export", strawberry.lazy("schema.export")] | None: ...

    @relation_field(
        FieldGroup.ACCESS_LOG,
        "The entries that the resident keeps off their screen (`hideEntries`), the newest first: a number that is missing in "
        "`accessLog` is here.",
    )
    def off_screen_entries(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["AccessEntry", strawberry.lazy("schema.access")]] | None: ...

    off_screen_cases: list[Annotated["OwnCase", strawberry.lazy("schema.case")]] | None = stored_field(
        FieldGroup.CASE, "The cases that the resident keeps off their screen, with the entries and consents in them."
    )

    @relation_field(FieldGroup.NOTICE, "What the person was told, the newest first.")
    def notices(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Notice", strawberry.lazy("schema.notice")]] | None: ...

    notice_channel: Annotated["NoticeChannelChoice", strawberry.lazy("schema.notice")] | None = stored_field(
        FieldGroup.NOTICE, "How the person wants to hear of news; null if they never chose."
    )
    is_protected: bool | None = stored_field(
        FieldGroup.RIGHTS, "Whether the address is protected. Whoever acts for the person doesn't see it."
    )
    protections: list[Annotated["AddressProtection", strawberry.lazy("schema.protection")]] | None = stored_field(
        FieldGroup.RIGHTS, "When the person had their address protected, the newest first."
    )
    disclosures: list[Annotated["Disclosure", strawberry.lazy("schema.protection")]] | None = stored_field(
        FieldGroup.RIGHTS, "Which offices asked to see the protected address, the newest first."
    )
    represents: list[Annotated["Representation", strawberry.lazy("schema.representation")]] | None = stored_field(
        FieldGroup.REPRESENTATION, "For whom the person may act today: one line each, without a name."
    )
    represented_by: list[Annotated["Representation", strawberry.lazy("schema.representation")]] | None = stored_field(
        FieldGroup.REPRESENTATION, "Who may act for the person today: one line each, without a name."
    )
    processing: Annotated["ProcessingNotice", strawberry.lazy("schema.rights")] | None = stored_field(
        FieldGroup.VIEWER, "What is done with personal data, by whom and on which basis."
    )
    supervisory_authority: Annotated["SupervisoryAuthority", strawberry.lazy("schema.rights")] | None = stored_field(
        FieldGroup.VIEWER, "To which authority one may complain; null where the operator named none."
    )

    @relation_field(
        FieldGroup.ACCESS_LOG, "Which offices have had to do with the person's data, who did so last first."
    )
    def recipients(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Recipient", strawberry.lazy("schema.rights")]] | None: ...

    restrictions: list[Annotated["Restriction", strawberry.lazy("schema.rights")]] | None = stored_field(
        FieldGroup.RIGHTS, "Which purposes the person restricts or has restricted, the newest first."
    )
    transfer_blocks: list[Annotated["TransferBlock", strawberry.lazy("schema.rights")]] | None = stored_field(
        FieldGroup.RIGHTS, "Which departments the person blocks or has blocked, the newest first."
    )
    refusals: list[Annotated["Refusal", strawberry.lazy("schema.refusal")]] | None = stored_field(
        FieldGroup.RIGHTS, "What offices refused the person, the newest first, with how to appeal."
    )
