"""Refusals: an office declines a case with rule, provision and reason; the resident appeals; the superior office answers.

The appeal has a case of its own, of the same kind and for the same purpose: so the superior office sees what its department
sees in such a case, and can do there what was wrongly refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData, officer_parameters
from hub.mutations.case import may_take
from hub.mutations.grants import case_properties
from hub.mutations.transaction import CounterWrite, Handler, OwnWrite, WriteTransaction, checked, instant_text, payload
from loaders.fragments import fragment
from model import limits
from model.errors import CaseRequiredError, ConflictError, DomicileError
from model.groups import FieldGroup
from model.ids import CaseNumber, PersonId, PurposeId, new_private_id
from model.plan import FieldSelection, Row
from model.states import CaseKind, CaseProof, NoticeKind

_NOT_OWN = "you have no such refusal: `me { refusals { id } }` lists yours, with the terms for an appeal"
# Each has an answer of its own: what a resident asks for there is not declined.
_ANSWERED = frozenset({CaseKind.OBJECTION, CaseKind.DATA_RIGHTS})


@dataclass(frozen=True, kw_only=True)
class _Declined:
    """A case that an officer may decline."""

    number: CaseNumber
    kind: CaseKind
    subject: PersonId | None


class Refusals:
    """The mutations about refusals and appeals."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._gate = transaction.gate

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.refuseCase": self._refuse,
            "Mutation.appeal": self._appeal,
            "Mutation.appealAtCounter": self._appeal_at_counter,
            "Mutation.answerAppeal": self._answer,
        }

    # ── the office's refusal ─────────────────────────────────────────────────────────────────────────────────────

    async def _refuse(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        case = await self._declinable(context, CaseNumber(given["case"]), answers)
        if case.subject is None or case.kind in _ANSWERED:
            refusal = ConflictError(f"a case of the kind `{case.kind}` is answered or closed, never refused")
            raise RefusedCaseError(refusal, case.subject)
        words = {"provision": given["provision"], "reason": given["reason"]}
        self._transaction.check_words(case.subject, most=limits.PROVISION_CHARACTERS_MAX, provision=given["provision"])
        properties = {
            "id": new_private_id(),
            "rule": given["rule"],
            "refusedAt": context.at,
            "appealBy": context.at + timedelta(days=limits.APPEAL_DAYS),
            "sealedEvidence": self._transaction.sealed_words(case.subject, **words),
        }
        parameters = {
            **officer_parameters(context),
            "case": case.number,
            "today": context.today,
            "at": context.at.isoformat(),
            "refusal": checked("Refusal", properties),
        }
        await self._decide(
            context, case.subject, case.number, "writes/refuse_case", parameters, NoticeKind.CASE_REFUSED, answers
        )
        return self._transaction.receipt(context, selected, case.number)

    async def _declinable(self, context: RequestContext, number: CaseNumber, answers: ResponseData) -> _Declined:
        """The case, waiting at the officer's office or held by them. Raises as any write in a case does."""
        self._gate.check_purpose(context)
        parameters = {
            **officer_parameters(context),
            "today": context.today,
            "case": number,
            "at": context.at.isoformat(),
        }
        row = (await self._gate.authority("authority/waiting", parameters, context, answers))[0]
        staff, is_waiting, kind, purpose, proof, subject = row
        names = self._gate.names(context)
        is_theirs = staff is not None and is_waiting and names.purpose(purpose, subject) == context.purpose
        if is_theirs:
            of_kind = names.kind_of_case(kind, subject)
            if may_take(context, context.caller.client, context.purpose, of_kind, CaseProof(proof)):
                return _Declined(number=number, kind=of_kind, subject=PersonId(subject))
        case = await self._transaction.held(context, number, answers, by_deputy=True)
        return _Declined(number=number, kind=case.kind, subject=case.subject)

    # ── the resident's appeal ────────────────────────────────────────────────────────────────────────────────────

    async def _appeal(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        given = selected.arguments["input"]
        which = {"refusal": given["refusal"], "refused": None}
        identifier, _ = await self._raise(context, own, which, given["reason"], CaseProof.ONLINE, answers)
        return payload(selected, {"id": identifier, "at": instant_text(context.at)})

    async def _appeal_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        write = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.RIGHTS)
        which = {"refusal": None, "refused": given["refusedCase"]}
        _, number = await self._raise(context, write, which, given["reason"], write.proof, answers)
        return self._transaction.receipt(context, selected, number)

    async def _raise(
        self,
        context: RequestContext,
        write: OwnWrite | CounterWrite,
        which: Mapping[str, str | None],
        reason: str,
        proof: CaseProof,
        answers: ResponseData,
    ) -> tuple[str, CaseNumber]:
        """The id of an appeal, and the number of the case in which it waits. Raises `RefusedCaseError`."""
        sealed = self._transaction.sealed_words(write.person, reason=reason)
        refused, kind, purpose = await self._appealable(context, write.person, which, answers)
        term = timedelta(days=limits.APPEAL_CASE_DAYS)
        token = partial(self._transaction.ports.vault.token, write.person)
        case = case_properties(context, token=token, kind=kind, proof=proof, term=term, purpose=purpose)
        appeal = {
            "id": new_private_id(),
            "raisedAt": context.at,
            "dueAt": context.at + timedelta(days=limits.APPEAL_ANSWER_DAYS),
            "sealedEvidence": sealed,
        }
        parameters = {
            "person": write.person,
            "refusal": refused,
            "at": context.at.isoformat(),
            "waitsFor": self._transaction.waits_for(context, kind, purpose),
            "case": checked("Case", case),
            "appeal": checked("Appeal", appeal),
        }
        statement = fragment("writes/appeal"), parameters
        if not await self._transaction.commit(context, [write.entry()], statement, answers):
            raise RefusedCaseError(ConflictError("this refusal was appealed against in the meantime"), write.person)
        return str(appeal["id"]), CaseNumber(case["number"])

    async def _appealable(
        self, context: RequestContext, person: PersonId, which: Mapping[str, str | None], answers: ResponseData
    ) -> tuple[str, CaseKind, PurposeId]:
        parameters = {"person": person, "at": context.at.isoformat(), **which}
        rows = await self._gate.authority("authority/refusal", parameters, context, answers)
        if not rows:
            raise RefusedCaseError(ConflictError(_NOT_OWN), person)
        identifier, kind, purpose, is_late, is_appealed = rows[0]
        refusal: DomicileError | None = None
        if is_appealed:
            refusal = ConflictError("this refusal was appealed against already: the superior office answers")
        elif is_late:
            refusal = ConflictError(f"the term of {limits.APPEAL_DAYS} days for an appeal is over")
        if refusal is not None:
            raise RefusedCaseError(refusal, person)
        names = self._gate.names(context)
        return identifier, names.kind_of_case(kind, person), PurposeId(names.purpose(purpose, person) or "")

    # ── the superior office's answer ─────────────────────────────────────────────────────────────────────────────

    async def _answer(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        case = await self._transaction.held(context, given["case"], answers, by_deputy=True)
        if case.subject is None:
            raise RefusedCaseError(CaseRequiredError("there is no appeal in this case"), None)
        answer = {
            "id": new_private_id(),
            "answeredAt": context.at,
            "outcome": given["outcome"],
            "sealedEvidence": self._transaction.sealed_words(case.subject, statement=given["statement"]),
        }
        parameters = {
            **officer_parameters(context),
            "case": case.number,
            "answer": checked("AppealAnswer", answer),
        }
        await self._decide(
            context, case.subject, case.number, "writes/answer_appeal", parameters, NoticeKind.APPEAL_ANSWERED, answers
        )
        return self._transaction.receipt(context, selected, case.number)

    async def _decide(  # noqa: PLR0917 - one decision of an office, and how it is told
        self,
        context: RequestContext,
        subject: PersonId,
        number: CaseNumber,
        name: str,
        parameters: Mapping[str, Any],
        kind: NoticeKind,
        answers: ResponseData,
    ) -> None:
        groups = frozenset({FieldGroup.RIGHTS})
        basis = self._transaction.legal_basis(context)
        entry = context.entry("write", subject=subject, legal_basis=basis, case=number, groups=groups)
        notice = self._transaction.notice_of_right(context, subject, kind)
        if not await self._transaction.commit(context, [entry], (fragment(name), parameters), answers, then=[notice]):
            refusal = ConflictError("nothing in this case waits for this decision of yours: read it again")
            raise RefusedCaseError(refusal, subject)
