"""The root of all writes."""

from typing import Annotated

import strawberry

from model.groups import FieldGroup
from model.states import CaseKind
from schema.access import (
    AnswerInput,
    HideEntriesPayload,
    HideInput,
    ObjectionPayload,
    RaiseAtCounterInput,
    RaiseInput,
    RaiseProcessingAtCounterInput,
    RaiseProcessingInput,
)
from schema.case import (
    AssentAtCounterInput,
    AssentToTransferInput,
    CaseReceipt,
    NameDeputyInput,
    OpenCaseInput,
    OpenCasePayload,
    OpenOwnCaseInput,
    RequestTransferInput,
)
from schema.consent import (
    GrantConsentInput,
    GrantConsentPayload,
    RevokeConsentAtCounterInput,
    RevokeConsentPayload,
)
from schema.export import PrintedRecord, PrintInput
from schema.fields import For, relation_field
from schema.notice import (
    MarkNoticesReadInput,
    MarkNoticesReadPayload,
    SetNoticeChannelInput,
    SetNoticeChannelPayload,
)
from schema.proof import (
    CounterCode,
    CreateCounterCodeInput,
    Linking,
    LinkingCode,
    LinkingLetter,
    NewReceiptCard,
    Passkey,
    PasskeyOptions,
    RegisterPasskeyInput,
    Revocation,
)
from schema.protection import (
    AnswerDisclosureAtCounterInput,
    AnswerDisclosureInput,
    ProtectAddressAtCounterInput,
    ProtectAddressInput,
    ProtectionPayload,
    RequestDisclosureInput,
)
from schema.refusal import DecideAppealInput, RaiseAppealAtCounterInput, RaiseAppealInput, RefuseInput
from schema.retention import EraseAtCounterInput, EraseConsentedPayload, EraseInput
from schema.rights import (
    BlockAtCounterInput,
    BlockInput,
    LiftAtCounterInput,
    RestrictAtCounterInput,
    RestrictInput,
    RightsReceipt,
)
from schema.view import ChangeViewInput, SavedView, SaveViewInput, ScreenExport, ScreenExportInput

RightId = Annotated[strawberry.ID, strawberry.argument(description="Its id, as `me` shows it.")]
ViewId = Annotated[strawberry.ID, strawberry.argument(description="The id of a view which one saved oneself.")]
Number = Annotated[str, strawberry.argument(description="The number of the case.")]


@strawberry.type(description="What can be changed. Every write is on the log before it is in the graph.")
class Mutation:
    # ── at the counter ───────────────────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.CASE, "Open a case at the counter, with the resident there.")
    def open_case(
        self,
        input: Annotated[OpenCaseInput, strawberry.argument(description="What the clerk enters.")],  # noqa: A002
    ) -> OpenCasePayload | None: ...

    @relation_field(
        FieldGroup.CASE, "Make the challenge which a resident's passkey signs at this counter, for one kind of case."
    )
    def create_counter_challenge(
        self, kind: Annotated[CaseKind, strawberry.argument(description="What the case is about.")]
    ) -> PasskeyOptions | None: ...

    @relation_field(
        FieldGroup.CASE, "Let a case go where it was asked to go: its resident is there and assents, with a proof."
    )
    def assent_at_counter(
        self,
        input: Annotated[AssentAtCounterInput, strawberry.argument(description="What the clerk enters.")],  # noqa: A002
    ) -> CaseReceipt | None: ...

    @relation_field(
        FieldGroup.CASE,
        "Make a receipt card for the resident of a case which they opened with a proof at a counter; it replaces an older one.",
    )
    def issue_receipt_card(self, case: Number) -> NewReceiptCard | None: ...

    @relation_field(
        FieldGroup.CASE,
        "As a registration office: make a code by which the resident of a case, who opened it with a proof at this counter and is "
        "there, links their sign-in. It opens all of their record: it is handed to nobody else.",
    )
    def issue_linking_code(self, case: Number) -> LinkingCode | None: ...

    @relation_field(
        FieldGroup.CASE,
        "As a registration office: have half of such a code sent by letter to the registered address of a case's resident, who gets the "
        "other half here. The answer is the same where no letter leaves.",
    )
    def request_linking_letter(self, case: Number) -> LinkingLetter | None: ...

    @relation_field(
        FieldGroup.CASE,
        "Print the record and the log of the resident who is there with a proof, to hand it over. It is logged as their export.",
    )
    def print_record(self, input: PrintInput) -> PrintedRecord | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.CASE,
        "Have a one-time code sent by letter to the registered address of a case's resident, who has no proof yet. The answer "
        "is the same where no letter leaves.",
    )
    def request_letter_code(self, case: Number) -> CaseReceipt | None: ...

    # ── what an officer explores ─────────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.VIEW, "Keep a view for one's office, for 90 days.")
    def save_view(
        self,
        input: Annotated[SaveViewInput, strawberry.argument(description="What is to be kept.")],  # noqa: A002
    ) -> SavedView | None: ...

    @relation_field(
        FieldGroup.VIEW,
        "Save what a view of the office holds anew, under its own address, until the day on which it goes anyway. `CONFLICT` if a "
        "colleague saved it meanwhile: nothing is lost, and the newer one can be opened.",
    )
    def change_view(
        self,
        input: Annotated[ChangeViewInput, strawberry.argument(description="What it holds from now on.")],  # noqa: A002
    ) -> SavedView | None: ...

    @relation_field(FieldGroup.VIEW, "Give a view of one's own another name.")
    def rename_view(
        self,
        id: ViewId,  # noqa: A002
        name: Annotated[str, strawberry.argument(description="What it is to be called.")],
    ) -> SavedView | None: ...

    @relation_field(FieldGroup.VIEW, "Delete a view of one's own. The answer is what it was.")
    def delete_view(self, id: ViewId) -> SavedView | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.VIEW,
        "Record, before it is made, that what is on the screen leaves it as a file: each person whose data stands there finds it on "
        "their log. A screen without the parties to a case and without natural persons' licences needs no record.",
    )
    def record_screen_export(
        self,
        input: Annotated[ScreenExportInput, strawberry.argument(description="What stands on the screen.")],  # noqa: A002
    ) -> ScreenExport | None: ...

    # ── an officer's cases ───────────────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.CASE, "Become the holder of a case that waits at the caller's office.")
    def accept_case(self, case: Number) -> CaseReceipt | None: ...

    @relation_field(
        FieldGroup.CASE, "As the holder of a case: name its one deputy, an active officer of the same office."
    )
    def name_deputy(
        self,
        input: Annotated[NameDeputyInput, strawberry.argument(description="Which case, and who.")],  # noqa: A002
    ) -> CaseReceipt | None: ...

    @relation_field(
        FieldGroup.CASE,
        "As the holder of a case: ask that it goes elsewhere. Nothing changes until the resident assents.",
    )
    def request_transfer(
        self,
        input: Annotated[RequestTransferInput, strawberry.argument(description="Which case, and where to.")],  # noqa: A002
        for_: For = None,
    ) -> CaseReceipt | None: ...

    @relation_field(FieldGroup.CASE, "As the holder of a case or its deputy: close it.")
    def close_case(self, case: Number) -> CaseReceipt | None: ...

    # ── the resident's own ───────────────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.CASE, "As a resident: make a one-time code to be shown at a counter.")
    def create_counter_code(
        self,
        input: Annotated[CreateCounterCodeInput, strawberry.argument(description="What it allows.")],  # noqa: A002
        for_: For = None,
    ) -> CounterCode | None: ...

    @relation_field(FieldGroup.CONSENT, "As a resident: allow an office more, in an open case of one's own.")
    def grant_consent(
        self,
        input: Annotated[GrantConsentInput, strawberry.argument(description="What is allowed, and until when.")],  # noqa: A002
        for_: For = None,
    ) -> GrantConsentPayload | None: ...

    @relation_field(FieldGroup.CONSENT, "As a resident: take a consent back, at once.")
    def revoke_consent(
        self,
        id: Annotated[strawberry.ID, strawberry.argument(description="The consent's id.")],  # noqa: A002
        for_: For = None,
    ) -> RevokeConsentPayload | None: ...

    @relation_field(FieldGroup.CONSENT, "At the counter, upon the resident's wish: take their consents back.")
    def revoke_consent_at_counter(
        self,
        input: Annotated[  # noqa: A002
            RevokeConsentAtCounterInput, strawberry.argument(description="In which case, and what.")
        ],
    ) -> RevokeConsentPayload | None: ...

    @relation_field(FieldGroup.NOTICE, "As a resident: mark notices as read.")
    def mark_notices_read(
        self,
        input: Annotated[MarkNoticesReadInput, strawberry.argument(description="Which ones.")],  # noqa: A002
        for_: For = None,
    ) -> MarkNoticesReadPayload | None: ...

    @relation_field(FieldGroup.NOTICE, "As a resident: choose how to hear that there is news in one's record.")
    def set_notice_channel(
        self,
        input: Annotated[SetNoticeChannelInput, strawberry.argument(description="How, and where.")],  # noqa: A002
        for_: For = None,
    ) -> SetNoticeChannelPayload | None: ...
    @relation_field(FieldGroup.CASE, "As a resident: make a receipt card; it replaces an older one.")
    def create_receipt_card(self) -> NewReceiptCard | None: ...

    @relation_field(
        FieldGroup.CASE,
        "Take a receipt card back: as a resident one's own, as an officer that of the resident of a case which they opened "
        "with a proof at a counter.",
    )
    def revoke_receipt_card(
        self,
        case: Annotated[str | None, strawberry.argument(description="As an officer: the number of the case.")] = None,
    ) -> Revocation | None: ...

    @relation_field(FieldGroup.CASE, "As a resident: begin to make a passkey.")
    def create_passkey_registration(self) -> PasskeyOptions | None: ...

    @relation_field(FieldGroup.CASE, "As a resident: keep the passkey that was made.")
    def register_passkey(
        self,
        input: Annotated[RegisterPasskeyInput, strawberry.argument(description="What the browser gave.")],  # noqa: A002
    ) -> Passkey | None: ...

    @relation_field(FieldGroup.CASE, "As a resident: take a passkey back.")
    def revoke_passkey(
        self, passkey: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> Revocation | None: ...

    @relation_field(
        FieldGroup.CASE,
        "As whoever has a resident's sign-in that opens no record yet: link it, by a code from a registration office. One of the same "
        "issuer that opened this record before ends.",
    )
    def link_sign_in(
        self, code: Annotated[str, strawberry.argument(description="The code, however it is typed.")]
    ) -> Linking | None: ...

    @relation_field(FieldGroup.CASE, "As a resident: end a sign-in of one's own. From then on it opens nothing.")
    def end_sign_in(
        self, sign_in: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> Revocation | None: ...

    @relation_field(
        FieldGroup.CASE, "As a resident: open a case online. It waits until an officer of the office accepts it."
    )
    def open_own_case(
        self,
        input: Annotated[OpenOwnCaseInput, strawberry.argument(description="Where, and what for.")],  # noqa: A002
        for_: For = None,
    ) -> CaseReceipt | None: ...

    @relation_field(FieldGroup.CASE, "As a resident: assent to the transfer that is asked for in one's own case.")
    def assent_to_transfer(
        self,
        input: Annotated[AssentToTransferInput, strawberry.argument(description="Which case, and where to.")],  # noqa: A002
    ) -> CaseReceipt | None: ...

    @relation_field(FieldGroup.CASE, "As a resident: end a case of one's own, at any time.")
    def end_case(self, case: Number, for_: For = None) -> CaseReceipt | None: ...

    @relation_field(
        FieldGroup.OBJECTION, "As a resident: object to one access to your record. The data-protection office answers."
    )
    def object_to_access(self, input: RaiseInput, for_: For = None) -> ObjectionPayload | None: ...  # noqa: A002

    @relation_field(FieldGroup.OBJECTION, "As a resident: object to the processing of your data for one purpose.")
    def object_to_processing(self, input: RaiseProcessingInput, for_: For = None) -> ObjectionPayload | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.OBJECTION, "As the data-protection office: answer the objection of a case that you hold."
    )
    def answer_objection(self, input: AnswerInput) -> ObjectionPayload | None: ...  # noqa: A002

    # ── rights ───────────────────────────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.RIGHTS, "As a resident: restrict the processing of your data for one purpose.")
    def restrict_processing(self, input: RestrictInput, for_: For = None) -> RightsReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.CASE, "At the counter, upon the resident's wish: restrict a purpose.")
    def restrict_processing_at_counter(self, input: RestrictAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.RIGHTS, "As a resident: lift a restriction of yours.")
    def lift_restriction(self, id: RightId, for_: For = None) -> RightsReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.CASE, "At the counter, upon the resident's wish: lift a restriction.")
    def lift_restriction_at_counter(self, input: LiftAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.RIGHTS, "As a resident: let nothing of yours go to one department, where no law obliges."
    )
    def block_transfer(self, input: BlockInput, for_: For = None) -> RightsReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.CASE, "At the counter, upon the resident's wish: block a department.")
    def block_transfer_at_counter(self, input: BlockAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.RIGHTS, "As a resident: lift a block of yours.")
    def unblock_transfer(self, id: RightId, for_: For = None) -> RightsReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.CASE, "At the counter, upon the resident's wish: lift a block.")
    def unblock_transfer_at_counter(self, input: BlockAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    # ── erasure ──────────────────────────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.RIGHTS, "As a resident: have erased, at once, what rests on your consent.")
    def erase_consented(self, input: EraseInput, for_: For = None) -> EraseConsentedPayload | None: ...  # noqa: A002

    @relation_field(FieldGroup.CASE, "At the counter, upon the resident's wish: erase what rests on their consent.")
    def erase_consented_at_counter(self, input: EraseAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.CASE,
        "At the counter, upon the resident's wish: object to one access. The number is the objection's case.",
    )
    def object_to_access_at_counter(self, input: RaiseAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.CASE,
        "At the counter, upon the resident's wish: object to the processing for a purpose. The number is the objection's case.",
    )
    def object_to_processing_at_counter(self, input: RaiseProcessingAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.CASE, "As an officer: decline a case that you hold, or that waits at your office. It is closed."
    )
    def refuse_case(self, input: RefuseInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.RIGHTS, "As a resident: appeal against a refusal. The superior office answers.")
    def appeal(self, input: RaiseAppealInput, for_: For = None) -> RightsReceipt | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.CASE,
        "At the counter, upon the resident's wish: appeal against a refusal. The number is the appeal's case.",
    )
    def appeal_at_counter(self, input: RaiseAppealAtCounterInput) -> CaseReceipt | None: ...  # noqa: A002

    @relation_field(FieldGroup.CASE, "As the superior office: answer the appeal of a case that you hold.")
    def answer_appeal(self, input: DecideAppealInput) -> CaseReceipt | None: ...  # noqa: A002

    # ── a protected address ──────────────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.RIGHTS, "As a resident: have your address protected, at once and without a reason.")
    def protect_address(
        self,
        input: Annotated[ProtectAddressInput, strawberry.argument(description="Why, if you want to say.")],  # noqa: A002
    ) -> ProtectionPayload | None: ...

    @relation_field(FieldGroup.RIGHTS, "At the counter: protect the address of the resident who asks for it there.")
    def protect_address_at_counter(
        self,
        input: Annotated[ProtectAddressAtCounterInput, strawberry.argument(description="In which case, and why.")],  # noqa: A002
    ) -> ProtectionPayload | None: ...

    @relation_field(
        FieldGroup.RIGHTS,
        "At the counter: end the protection of the address of a resident who is there and proved who they are.",
    )
    def end_protection_at_counter(self, case: Number) -> ProtectionPayload | None: ...

    @relation_field(
        FieldGroup.CASE, "In an open case: ask its resident to open their address there, should it be protected."
    )
    def request_disclosure(
        self,
        input: Annotated[RequestDisclosureInput, strawberry.argument(description="In which case, and why.")],  # noqa: A002
    ) -> CaseReceipt | None: ...

    @relation_field(FieldGroup.CASE, "As a resident: answer an office that asks for your protected address.")
    def answer_disclosure(
        self,
        input: Annotated[AnswerDisclosureInput, strawberry.argument(description="In which case, yes or no.")],  # noqa: A002
    ) -> CaseReceipt | None: ...

    @relation_field(FieldGroup.CASE, "At the counter: what the resident who is there answers such an office.")
    def answer_disclosure_at_counter(
        self,
        input: Annotated[  # noqa: A002
            AnswerDisclosureAtCounterInput, strawberry.argument(description="In which case, about which, yes or no.")
        ],
    ) -> CaseReceipt | None: ...

    # ── a screen that others may see ─────────────────────────────────────────────────────────────────────────────

    @relation_field(FieldGroup.RIGHTS, "As a resident: keep entries and cases off your screen. The log stays as it is.")
    def hide_entries(self, input: HideInput) -> HideEntriesPayload | None: ...  # noqa: A002

    @relation_field(FieldGroup.RIGHTS, "As a resident: bring entries and cases back to your screen.")
    def show_entries(self, input: HideInput) -> HideEntriesPayload | None: ...  # noqa: A002
