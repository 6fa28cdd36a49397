"""What residents are told of the processing of their data, and how they limit it: restrictions and blocks."""

from datetime import datetime
from typing import Annotated

import strawberry

from model.groups import FieldGroup
from model.states import ChangeKind
from schema import closed_lists
from schema.fields import computed, stored_field

_ALL = FieldGroup.VIEWER  # what is said to everybody with a sign-in
_LOG = FieldGroup.ACCESS_LOG
_RIGHTS = FieldGroup.RIGHTS


@strawberry.type(description="The supervisory authority, to which a resident may complain at any time (GDPR art. 77).")
class SupervisoryAuthority:
    name: str = stored_field(_ALL, "Its name.")
    url: str = stored_field(_ALL, "Where it takes complaints.")


@strawberry.type(description="What one department may do with personal data for one purpose (GDPR art. 13 and 14).")
class ProcessingActivity:
    purpose: str = stored_field(_ALL, "The purpose, as a request names it.")
    purpose_en: str = stored_field(_ALL, "The purpose in English.")
    purpose_zh: str = stored_field(_ALL, "The purpose in Chinese.")
    client: str = stored_field(_ALL, "The department that is the recipient, by its client.")
    recipient: str = stored_field(_ALL, "That department in words.")
    recipient_zh: str = stored_field(_ALL, "That department in Chinese.")
    field_groups: list[FieldGroup] = stored_field(_ALL, "Which field groups it gets for this, at most.")
    field_groups_on_consent: list[FieldGroup] = stored_field(
        _ALL, "Which it gets beyond that if the resident allows it, in a case (GDPR art. 6 (1) a)."
    )
    legal_basis: str = stored_field(_ALL, "The legal basis (DPV-GDPR) of what takes no consent.")
    is_objectable: bool = stored_field(_ALL, "Whether one may object to it by `objectToProcessing` (GDPR art. 21).")
    is_restrictable: bool = stored_field(_ALL, "Whether one may restrict it by `restrictProcessing` (GDPR art. 18).")
    not_restricted_en: str | None = stored_field(_ALL, "Why not, where one may not; in English.")
    not_restricted_zh: str | None = stored_field(_ALL, "The same in Chinese.")


@strawberry.type(description="How long data of some field groups is kept: a row of the retention schedule.")
class StoragePeriod:
    field_groups: list[FieldGroup] = stored_field(_ALL, "Which field groups.")
    description_en: str = stored_field(_ALL, "What is meant, and from when the time runs; in English.")
    description_zh: str = stored_field(_ALL, "The same in Chinese.")
    locked_after: str | None = stored_field(
        _ALL, "After how long offices get nothing of it any more; null where that is not done."
    )
    locked_after_zh: str | None = stored_field(_ALL, "The same in Chinese.")
    erased_after: str = stored_field(_ALL, "After how long it is erased.")
    erased_after_zh: str = stored_field(_ALL, "The same in Chinese.")
    legal_source: str = stored_field(_ALL, "Why it is kept until then.")


@strawberry.type(
    description="All that is done with personal data, by purpose and department, as the policy in force has it."
)
class ProcessingNotice:
    policy_version: str = stored_field(_ALL, "The version of the policy by which this is true.")
    activities: list[ProcessingActivity] = stored_field(_ALL, "The purposes, each with its recipient.")
    periods: list[StoragePeriod] = stored_field(_ALL, "How long what is kept.")
    supervisory_authority: SupervisoryAuthority | None = stored_field(_ALL, "To which authority one may complain.")


@strawberry.type(
    description="An office that read or wrote something of your data, by the log (GDPR art. 15 (1) c). What was erased from "
    "the log at its term is left out."
)
class Recipient:
    client: str | None = stored_field(_LOG, "The department's client.")
    department: str | None = stored_field(_LOG, "The department in words.")
    department_zh: str | None = stored_field(_LOG, "The department in Chinese.")
    office: str | None = stored_field(_LOG, "The code of the office.")
    office_name: str | None = stored_field(_LOG, "What that office is called today.")
    field_groups: list[FieldGroup] | None = stored_field(_LOG, "Which field groups, over all times.")
    first_at: datetime | None = stored_field(_LOG, "When for the first time.")
    last_at: datetime | None = stored_field(_LOG, "When for the last time.")
    changed_since: list[FieldGroup] | None = stored_field(
        _LOG, "What was changed or erased since the office last read it: what it may have kept is out of date."
    )
    told_of: list[FieldGroup] | None = stored_field(
        _LOG, "Of which field groups the office was told that they had changed (GDPR art. 19)."
    )
    told_at: datetime | None = stored_field(_LOG, "When it was told last; null if it never was.")


@strawberry.type(
    description="That something of a resident's was changed or erased since the office last read it (art. 19)."
)
class CaseChange:
    field_group: FieldGroup = stored_field(FieldGroup.CASE, "Which field group.")
    at: datetime = stored_field(FieldGroup.CASE, "When, for the last time.")
    kind: ChangeKind = stored_field(FieldGroup.CASE, "What happened to it.")


@strawberry.type(
    description="That your data is not processed for one purpose (GDPR art. 18): a case for it shows its office nobody."
)
class Restriction:
    id: strawberry.ID | None = stored_field(_RIGHTS, "By which it is lifted.")
    purpose: str | None = stored_field(_RIGHTS, "The purpose.")
    purpose_text: str | None = computed(_RIGHTS, "The purpose in words.", closed_lists.purpose_text, "purpose")
    set_at: datetime | None = stored_field(_RIGHTS, "Since when.")
    lifted_at: datetime | None = stored_field(_RIGHTS, "When it was lifted; null while it is in force.")
    reason: str | None = stored_field(_RIGHTS, "In your words; kept sealed, and shown to no department.")


@strawberry.type(description="That nothing of you goes to one department, where no law obliges.")
class TransferBlock:
    id: strawberry.ID | None = stored_field(_RIGHTS, "By which it is lifted.")
    client: str | None = stored_field(_RIGHTS, "The department, by its client.")
    department: str | None = computed(_RIGHTS, "The department in words.", closed_lists.department, "client")
    set_at: datetime | None = stored_field(_RIGHTS, "Since when.")
    lifted_at: datetime | None = stored_field(_RIGHTS, "When it was lifted; null while it is in force.")


@strawberry.type(description="That a resident set or lifted something.")
class RightsReceipt:
    id: strawberry.ID = stored_field(_RIGHTS, "Its id.")
    at: datetime = stored_field(_RIGHTS, "When; the next request is bound by it.")


@strawberry.input(description="What a resident restricts.")
class RestrictProcessingInput:
    purpose: str = strawberry.field(description="The purpose, as `processing` names it.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="What a resident at the counter restricts.")
class RestrictProcessingAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` which the clerk holds.")
    purpose: str = strawberry.field(description="The purpose, as `processing` names it.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="Which restriction a resident at the counter lifts.")
class LiftRestrictionAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` which the clerk holds.")
    purpose: str = strawberry.field(description="The purpose that is restricted no longer.")


@strawberry.input(description="Which department a resident blocks.")
class BlockTransferInput:
    client: str = strawberry.field(description="The department, by its client, as `processing` names it.")


@strawberry.input(description="Which department a resident at the counter blocks, or blocks no longer.")
class BlockTransferAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` which the clerk holds.")
    client: str = strawberry.field(description="The department, by its client, as `processing` names it.")


RestrictInput = Annotated[RestrictProcessingInput, strawberry.argument(description="The purpose, and why.")]
RestrictAtCounterInput = Annotated[
    RestrictProcessingAtCounterInput, strawberry.argument(description="The case, the purpose, and why.")
]
LiftAtCounterInput = Annotated[
    LiftRestrictionAtCounterInput, strawberry.argument(description="The case and the purpose.")
]
BlockInput = Annotated[BlockTransferInput, strawberry.argument(description="The department.")]
BlockAtCounterInput = Annotated[
    BlockTransferAtCounterInput, strawberry.argument(description="The case and the department.")
]
