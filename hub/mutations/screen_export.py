"""An export of what is on an officer's screen, made in their browser: on the log of each person whose data stands there, before it is.

Nothing is released here and the graph is not written. A screen without personal data needs no call.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hub.gate.budget import charges
from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData, officer_parameters, question_in
from hub.mutations.transaction import Handler, WriteTransaction, instant_text, payload
from model import limits
from model.callers import Question
from model.errors import FieldNotAllowedError, NotOnStaffError, Reason, ValidationFailedError
from model.groups import FieldGroup
from model.ids import CaseNumber, PersonId
from model.plan import FieldSelection, Row


class Screens:
    """The mutation by which an explorer records an export."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._gate = transaction.gate

    def handlers(self) -> dict[str, Handler]:
        """The mutation with what carries it out."""
        return {"Mutation.recordScreenExport": self._record}

    async def _record(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """The answer is the same whoever stands on the screen, and how many."""
        self._gate.check_purpose(context)
        given = selected.arguments["input"]
        number, licences = given.get("case") or "", given.get("licences") or []
        _check(number, licences)
        self._check_allowed(context, selected, answers, FieldGroup.LICENCE if licences else FieldGroup.VIEW)
        if number:
            await self._check_case(context, CaseNumber(number), answers)
        parameters = {**officer_parameters(context), "today": context.today, "case": number, "licences": licences}
        staff, parties, holders = (await self._gate.authority("authority/on_screen", parameters, context, answers))[0]
        if staff is None:
            raise NotOnStaffError
        subjects: Mapping[str, set[FieldGroup]] = defaultdict(set)
        token = self._transaction.ports.vault.token
        for person, restricted in parties:
            if token(person, context.purpose or "") not in restricted:
                subjects[person].add(FieldGroup.PARTY_NAME)
        for person in holders:
            subjects[person].add(FieldGroup.LICENCE)
        await self._log(context, CaseNumber(number) if number else None, subjects, cost=len(parties) + len(licences))
        return payload(selected, {"at": instant_text(context.at)})

    def _check_allowed(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData, group: FieldGroup
    ) -> None:
        """The group of what is shown, and that this purpose explores at all."""
        groups = frozenset({FieldGroup.VIEW, group})
        decision = context.policy.decide(Question(client=context.caller.client, purpose=context.purpose), groups)
        answers.decide(selected.response_key, decision, groups)
        denied = sorted(item for item in groups if not decision.allows(item))
        if denied:
            rule = decision.denied.get(denied[0], "default-deny")
            raise FieldNotAllowedError(f"`{denied[0]}` is not open to you for this purpose (rule `{rule}`)")

    async def _check_case(self, context: RequestContext, number: CaseNumber, answers: ResponseData) -> None:
        """An inspection which the office holds, whose parties the policy shows: else there is nothing of it on the screen."""
        case = await self._gate.case_authority(context, number, answers)
        decision = context.policy.decide(question_in(context, case), frozenset({FieldGroup.PARTY_NAME}))
        if not decision.allows(FieldGroup.PARTY_NAME):
            refusal = FieldNotAllowedError("the parties to this case are not open to you for this purpose")
            raise RefusedCaseError(refusal, case.subject)

    async def _log(
        self, context: RequestContext, case: CaseNumber | None, subjects: Mapping[str, Any], *, cost: int
    ) -> None:
        """`cost`: how many persons there could be: each number is charged, else budgets would tell whose is a natural person's."""
        ports = self._transaction.ports
        entries = [
            context.entry(
                "export",
                subject=PersonId(person),
                legal_basis=self._transaction.legal_basis(context),
                case=case if FieldGroup.PARTY_NAME in groups else None,
                groups=frozenset(groups),
            )
            for person, groups in sorted(subjects.items())
        ]
        await ports.ledger.append(entries, charges(ports, context, subjects=cost, exports=1))


def _check(number: str, licences: list[str]) -> None:
    if not number and not licences:
        raise ValidationFailedError("name the case or the licences on the screen: one without either is not recorded")
    if len(licences) > limits.SCREEN_LICENCES_MAX:
        raise ValidationFailedError(
            f"at most {limits.SCREEN_LICENCES_MAX} licences: export less at once",
            reason=Reason.COUNT,
            argument="licences",
            least=1,
            most=limits.SCREEN_LICENCES_MAX,
        )
    if any(not 0 < len(item) <= limits.CASE_NUMBER_CHARACTERS_MAX * 2 for item in [*licences, number or "-"]):
        raise ValidationFailedError("a number has 1 to 64 characters")
