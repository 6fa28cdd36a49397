"""Refusals, each with its office, its rule and how to appeal; appeals, as their resident and as the superior office see them."""

from datetime import datetime
from typing import Annotated

import strawberry

from model.groups import FieldGroup
from model.states import AppealOutcome, RefusalRule
from schema.fields import stored_field
from schema.place import Office
from schema.rights import SupervisoryAuthority

_RIGHTS = FieldGroup.RIGHTS
_CASE = FieldGroup.CASE


@strawberry.type(description="An appeal against a refusal, as its resident sees it. It names no officer.")
class Appeal:
    case: str | None = stored_field(_RIGHTS, "The number of the case in which the superior office answers it.")
    raised_at: datetime | None = stored_field(_RIGHTS, "When it was raised.")
    due_at: datetime | None = stored_field(_RIGHTS, "Until when the office answers.")
    reason: str | None = stored_field(_RIGHTS, "In the resident's words.")
    answered_at: datetime | None = stored_field(_RIGHTS, "When it was answered; null while it is open.")
    outcome: AppealOutcome | None = stored_field(_RIGHTS, "What was decided.")
    statement: str | None = stored_field(_RIGHTS, "In the office's words.")
    supervisory_authority: SupervisoryAuthority | None = stored_field(
        _RIGHTS, "To which authority the resident may complain, whatever is answered."
    )


@strawberry.type(
    description="That an office declined a case: by which rule, why, and how to appeal. It names no officer."
)
class Refusal:
    id: strawberry.ID | None = stored_field(_RIGHTS, "By which it is appealed against.")
    case: str | None = stored_field(_RIGHTS, "The number of the case that was refused.")
    purpose: str | None = stored_field(_RIGHTS, "What the case was for.")
    office: Office | None = stored_field(_RIGHTS, "The office that refused.")
    rule: RefusalRule | None = stored_field(_RIGHTS, "By which rule.")
    provision: str | None = stored_field(_RIGHTS, "Which provision says so, in the office's words.")
    reason: str | None = stored_field(_RIGHTS, "Why, in the office's words.")
    refused_at: datetime | None = stored_field(_RIGHTS, "When.")
    appeal_by: datetime | None = stored_field(_RIGHTS, "Until when one may appeal.")
    appeal_to: Office | None = stored_field(_RIGHTS, "The office that decides on an appeal.")
    supervisory_authority: SupervisoryAuthority | None = stored_field(
        _RIGHTS, "To which authority one may complain beside."
    )
    appeal: Appeal | None = stored_field(_RIGHTS, "The appeal; null while there is none.")


@strawberry.type(description="A refusal as the superior office sees it that decides on the appeal.")
class AppealedRefusal:
    case: str = stored_field(_CASE, "The number of the case that was refused.")
    office: Office = stored_field(_CASE, "The office that refused.")
    rule: RefusalRule = stored_field(_CASE, "By which rule.")
    provision: str | None = stored_field(_CASE, "Which provision says so, in that office's words.")
    reason: str | None = stored_field(_CASE, "Why, in that office's words.")
    refused_at: datetime = stored_field(_CASE, "When.")


@strawberry.type(description="An appeal, in the case of the superior office that decides on it.")
class CaseAppeal:
    raised_at: datetime = stored_field(_CASE, "When it was raised.")
    due_at: datetime = stored_field(_CASE, "Until when it is to be answered.")
    reason: str | None = stored_field(_CASE, "In the resident's words.")
    answered_at: datetime | None = stored_field(_CASE, "When it was answered; null while it is open.")
    outcome: AppealOutcome | None = stored_field(_CASE, "What was decided.")
    statement: str | None = stored_field(_CASE, "In the words of who answered.")
    refusal: AppealedRefusal = stored_field(_CASE, "What it is against.")


@strawberry.input(description="Why a case is declined: a rule of the closed list, the provision, and the reason.")
class RefuseCaseInput:
    case: str = strawberry.field(description="The number of the case: held by the officer, or waiting at their office.")
    rule: RefusalRule = strawberry.field(description="By which rule.")
    provision: str = strawberry.field(description="Which provision says so: 1 to 200 characters.")
    reason: str = strawberry.field(description="Why, in words for the resident: 1 to 1,000 characters.")


@strawberry.input(description="What a resident appeals against.")
class AppealInput:
    refusal: strawberry.ID = strawberry.field(description="The refusal's id, as `me { refusals { id } }` shows it.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="What a resident at the counter appeals against.")
class AppealAtCounterInput:
    case: str = strawberry.field(description="The number of the case `DATA_RIGHTS` which the clerk holds.")
    refused_case: str = strawberry.field(description="The number of the refused case, as the resident has it printed.")
    reason: str = strawberry.field(description="Why, in their own words: 1 to 1,000 characters.")


@strawberry.input(description="How the superior office answers.")
class AnswerAppealInput:
    case: str = strawberry.field(description="The number of the appeal's case.")
    outcome: AppealOutcome = strawberry.field(description="What is decided.")
    statement: str = strawberry.field(description="Why, in words for the resident: 1 to 1,000 characters.")


RefuseInput = Annotated[RefuseCaseInput, strawberry.argument(description="The case, the rule, and why.")]
RaiseAppealInput = Annotated[AppealInput, strawberry.argument(description="The refusal, and why it is wrong.")]
RaiseAppealAtCounterInput = Annotated[
    AppealAtCounterInput, strawberry.argument(description="The case, the refused case, and why it is wrong.")
]
DecideAppealInput = Annotated[AnswerAppealInput, strawberry.argument(description="The case, the outcome, and why.")]
