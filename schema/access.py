"""Who looked at a person's record: the log as that person reads it, each entry with what its proof needs; objections."""

from datetime import datetime
from typing import Annotated

import strawberry

from model.groups import FieldGroup
from model.states import AccessAction, AccessOutcome, ObjectionOutcome, RepresentationBasis
from resolvers.access import summary_en, summary_zh
from schema.fields import computed, stored_field
from schema.rights import SupervisoryAuthority

_LOG = FieldGroup.ACCESS_LOG
_OBJECTION = FieldGroup.OBJECTION


@strawberry.type(description="The access that is objected to, as it stands on the log: what its office says it did.")
class ContestedAccess:
    at: datetime | None = stored_field(_OBJECTION, "When.")
    action: AccessAction | None = stored_field(_OBJECTION, "What was done.")
    outcome: AccessOutcome | None = stored_field(_OBJECTION, "How a write ended.")
    department: str | None = stored_field(_OBJECTION, "The department in words.")
    department_zh: str | None = stored_field(_OBJECTION, "The department in Chinese.")
    office: str | None = stored_field(_OBJECTION, "The code of the office.")
    officer: str | None = stored_field(_OBJECTION, "The officer under the pseudonym that the resident sees.")
    purpose: str | None = stored_field(_OBJECTION, "The purpose that was named.")
    legal_basis: str | None = stored_field(_OBJECTION, "The legal basis (DPV-GDPR).")
    case: str | None = stored_field(_OBJECTION, "The number of the case.")
    field_groups: list[FieldGroup] | None = stored_field(_OBJECTION, "Which field groups.")
    operation: str | None = stored_field(_OBJECTION, "By which operation.")
    rule: str | None = stored_field(_OBJECTION, "For a refusal: the rule, or the code of the error.")


@strawberry.type(description="An objection to one access, or to the processing for one purpose (GDPR art. 21).")
class Objection:
    case: str | None = stored_field(
        _OBJECTION, "The number of the case in which the data-protection office answers it."
    )
    entry: int | None = stored_field(_OBJECTION, "The number of the log entry; null where a processing is objected to.")
    purpose: str | None = stored_field(
        _OBJECTION, "The purpose whose processing is objected to; null where an access is."
    )
    raised_at: datetime | None = stored_field(_OBJECTION, "When it was raised.")
    due_at: datetime | None = stored_field(_OBJECTION, "Until when the data-protection office answers.")
    reason: str | None = stored_field(_OBJECTION, "In the resident's words.")
    answered_at: datetime | None = stored_field(_OBJECTION, "When it was answered; null while it is open.")
    outcome: ObjectionOutcome | None = stored_field(_OBJECTION, "What was found.")
    answer: str | None = stored_field(
        _OBJECTION, "In the office's words; the resident may go to the supervisory authority."
    )
    supervisory_authority: SupervisoryAuthority | None = stored_field(
        _OBJECTION, "To which authority the resident may complain, whatever is answered."
    )
    access: ContestedAccess | None = stored_field(
        _OBJECTION, "The access that is objected to, for the office that decides on it."
    )


@strawberry.type(description="An objection, raised or answered.")
class ObjectionPayload:
    objection: Objection | None = stored_field(_OBJECTION, "The objection.")


@strawberry.input(description="What a resident objects to.")
class ObjectToAccessInput:
    entry: int = strawberry.field(description="The number of the entry on their log.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="The processing that a resident objects to.")
class ObjectToProcessingInput:
    purpose: str = strawberry.field(description="The purpose for which their data is processed.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="What a resident at the counter objects to.")
class ObjectToAccessAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` which the clerk holds.")
    entry: int = strawberry.field(description="The number of the entry on the resident's log, as they have it printed.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="The processing that a resident at the counter objects to.")
class ObjectToProcessingAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` which the clerk holds.")
    purpose: str = strawberry.field(description="The purpose for which their data is processed.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="How the data-protection office answers.")
class AnswerObjectionInput:
    case: str = strawberry.field(description="The number of the objection's case.")
    outcome: ObjectionOutcome = strawberry.field(description="What was found.")
    statement: str = strawberry.field(description="Why, in words for the resident: 1 to 1,000 characters.")


@strawberry.input(description="What a resident keeps off their screen, or brings back.")
class HideEntriesInput:
    numbers: list[int] = strawberry.field(default_factory=list, description="Numbers of entries of the own log.")
    cases: list[str] = strawberry.field(
        default_factory=list,
        description="Numbers of own cases: each goes with its consents, and its entries of now and later.",
    )


@strawberry.type(description="That something was hidden or shown again. Nothing is deleted by it.")
class HideEntriesPayload:
    at: datetime = stored_field(FieldGroup.RIGHTS, "When.")


HideInput = Annotated[HideEntriesInput, strawberry.argument(description="Which entries and cases.")]
RaiseInput = Annotated[ObjectToAccessInput, strawberry.argument(description="The entry, and why.")]
RaiseProcessingInput = Annotated[ObjectToProcessingInput, strawberry.argument(description="The purpose, and why.")]
RaiseAtCounterInput = Annotated[
    ObjectToAccessAtCounterInput, strawberry.argument(description="The case, the entry, and why.")
]
RaiseProcessingAtCounterInput = Annotated[
    ObjectToProcessingAtCounterInput, strawberry.argument(description="The case, the purpose, and why.")
]
AnswerInput = Annotated[AnswerObjectionInput, strawberry.argument(description="The case, the outcome, and why.")]


@strawberry.type(description="One look at your record, one change of it, or one refusal: an entry of the access log.")
class AccessEntry:
    number: int | None = stored_field(_LOG, "Its number among the entries about you, from 1 without a gap.")
    at: datetime | None = stored_field(_LOG, "When.")
    action: AccessAction | None = stored_field(_LOG, "What was done.")
    outcome: AccessOutcome | None = stored_field(
        _LOG, "How a write ended; null while that is open, and for what is no write."
    )
    client: str | None = stored_field(_LOG, "The department's client.")
    department: str | None = stored_field(_LOG, "The department in words.")
    department_zh: str | None = stored_field(_LOG, "The department in Chinese.")
    office: str | None = stored_field(_LOG, "The code of the office; null for your own looks.")
    office_name: str | None = stored_field(_LOG, "What that office is called today.")
    officer: str | None = stored_field(
        _LOG,
        "The officer under a pseudonym: the same in all entries about you, another in anybody else's. Only the "
        "data-protection office can resolve it, in an open objection.",
    )
    representation: strawberry.ID | None = stored_field(
        _LOG,
        "By which representation somebody acted for you, who is `officer` then; null when it was yourself or an office.",
    )
    basis: RepresentationBasis | None = stored_field(_LOG, "On what basis they represent you.")
    purpose: str | None = stored_field(_LOG, "The purpose that was named.")
    purpose_en: str | None = stored_field(_LOG, "The purpose in English.")
    purpose_zh: str | None = stored_field(_LOG, "The purpose in Chinese.")
    legal_basis: str | None = stored_field(_LOG, "The legal basis (DPV-GDPR); null for a refusal.")
    case: str | None = stored_field(_LOG, "The number of the case.")
    field_groups: list[FieldGroup] | None = stored_field(_LOG, "Which field groups.")
    operation: str | None = stored_field(_LOG, "By which operation.")
    rule: str | None = stored_field(_LOG, "For a refusal: the rule, or the code of the error.")
    policy_version: str | None = stored_field(_LOG, "The version of the policy by which it was decided.")
    previous: str | None = stored_field(_LOG, "The head of the chain of your entries before this one; hexadecimal.")
    commitment: str | None = stored_field(
        _LOG, "What the log's tree holds of it: SHA-256 over domain, salt and record; hexadecimal."
    )
    record: str | None = stored_field(_LOG, "The canonical record (RFC 8785), as it was logged; null once erased.")
    salt: str | None = stored_field(_LOG, "The salt; base64, null once erased.")
    head: str | None = stored_field(_LOG, "The head of the chain of your entries after this one; hexadecimal. Keep it.")
    proof: str | None = stored_field(
        _LOG,
        "That it stands in the log's tree (C2SP tlog-proof, with the signed checkpoint); null while that is pending, two "
        "seconds at most.",
    )
    erased_at: datetime | None = stored_field(
        _LOG, "When it was erased, at its term; then only its number and what its proof needs is left."
    )
    objection: Objection | None = stored_field(_OBJECTION, "What the resident objected to it, and what came of that.")
    summary_en: str | None = computed(
        _LOG,
        "All of it in one English sentence.",
        summary_en,
        *("action", "outcome", "department", "officeName", "purposeEn", "fieldGroups", "erasedAt", "basis", "client"),
    )
    summary_zh: str | None = computed(
        _LOG,
        "All of it in one Chinese sentence.",
        summary_zh,
        *("action", "outcome", "departmentZh", "officeName", "purposeZh", "fieldGroups", "erasedAt", "basis", "client"),
    )
