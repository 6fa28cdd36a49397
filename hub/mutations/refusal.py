"""Refusals: an office declines a case with rule, provision and reason; the resident appeals; the superior office answers.

The appeal has a case of its own, of the same kind and for the same purpose: so the superior office sees what its department
sees in such a case, and can do there what was wrongly refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from hub.gate import RefusedCaseError, RequestContext, ResponseData, officer_parameters
from hub.mutations.case import may_take
from hub.mutations.grants import case_properties
from hub.mutations.transaction import CounterWrite, Handler, OwnWrite, WriteTransaction, checked, payload, shown
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

    def __init__(self, desk: WriteTransaction) -> None:
        self._desk = desk
        self._gate = desk.gate

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.refuseCase": self._refuse,
            "Mutation.appeal": self._appeal,
            "Mutation.appealAtCounter": self._appeal_at_counter,
            "Mutation.answerAppeal": self._answer,
        }

    # ── the office's refusal ─────────────────────────────────────────────────────────────────────────────────────

    async def _refuse(self, asking: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        case = await self._declinable(asking, CaseNumber(given["case"]), answers)
        if case.subject is None or case.kind in _ANSWERED:
            refusal = ConflictError(f"a case of the kind `{case.kind}` is answered or closed, never refused")
            raise RefusedCaseError(refusal, case.subject)
        words = {"provision": given["provision"], "reason": given["reason"]}
        self._desk.check_words(case.subject, most=limits.PROVISION_CHARACTERS_MAX, provision=given["provision"])
        properties = {
            "id": new_private_id(),
            "rule": given["rule"],
            "refusedAt": asking.at,
            "appealBy": asking.at + timedelta(days=limits.APPEAL_DAYS),
            "sealedEvidence": self._desk.sealed_words(case.subject, **words),
        }
        parameters = {
            **officer_parameters(asking),
            "case": case.number,
            "today": asking.today,
            "at": asking.at.isoformat(),
            "refusal": checked("Refusal", properties),
        }
        await self._decide(
            asking, case.subject, case.number, "writes/refuse_case", parameters, NoticeKind.CASE_REFUSED, answers
        )
        return self._desk.receipt(asking, selected, case.number)

    async def _declinable(self, asking: RequestContext, number: CaseNumber, answers: ResponseData) -> _Declined:
        """The case, waiting at the officer's office or held by them. Raises as any write in a case does."""
        self._gate.check_purpose(asking)
        parameters = {**officer_parameters(asking), "today": asking.today, "case": number, "at": asking.at.isoformat()}
        row = (await self._gate.authority("authority/waiting", parameters, asking, answers))[0]
        staff, is_waiting, kind, purpose, proof, subject = row
        names = self._gate.names(asking)
        is_theirs = staff is not None and is_waiting and names.purpose(purpose, subject) == asking.purpose
        if is_theirs:
            of_kind = names.kind_of_case(kind, subject)
            if may_take(asking, asking.caller.client, asking.purpose, of_kind, CaseProof(proof)):
                return _Declined(number=number, kind=of_kind, subject=PersonId(subject))
        case = await self._desk.held(asking, number, answers, by_deputy=True)
        return _Declined(number=number, kind=case.kind, subject=case.subject)

    # ── the resident's appeal ────────────────────────────────────────────────────────────────────────────────────

    async def _appeal(self, asking: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._desk.own_write(asking, selected, answers, FieldGroup.RIGHTS)
        given = selected.arguments["input"]
        which = {"refusal": given["refusal"], "refused": None}
        identifier, _ = await self._raise(asking, own, which, given["reason"], CaseProof.ONLINE, answers)
        return payload(selected, {"id": identifier, "at": shown(asking.at)})

    async def _appeal_at_counter(self, asking: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        write = await self._desk.counter_write(asking, given["case"], answers, FieldGroup.RIGHTS)
        which = {"refusal": None, "refused": given["refusedCase"]}
        _, number = await self._raise(asking, write, which, given["reason"], write.proof, answers)
        return self._desk.receipt(asking, selected, number)

    async def _raise(
        self,
        asking: RequestContext,
        write: OwnWrite | CounterWrite,
        which: Mapping[str, str | None],
        reason: str,
        proof: CaseProof,
        answers: ResponseData,
    ) -> tuple[str, CaseNumber]:
        """The id of an appeal, and the number of the case in which it waits. Raises `RefusedCaseError`."""
        sealed = self._desk.sealed_words(write.person, reason=reason)
        refused, kind, purpose = await self._appealable(asking, write.person, which, answers)
        term = timedelta(days=limits.APPEAL_CASE_DAYS)
        token = partial(self._desk.ports.vault.token, write.person)
        case = case_properties(asking, token=token, kind=kind, proof=proof, term=term, purpose=purpose)
        appeal = {
            "id": new_private_id(),
            "raisedAt": asking.at,
            "dueAt": asking.at + timedelta(days=limits.APPEAL_ANSWER_DAYS),
            "sealedEvidence": sealed,
        }
        parameters = {
            "person": write.person,
            "refusal": refused,
            "at": asking.at.isoformat(),
            "waitsFor": self._desk.waits_for(asking, kind, purpose),
            "case": checked("Case", case),
            "appeal": checked("Appeal", appeal),
        }
        statement = fragment("writes/appeal"), parameters
        if not await self._desk.commit(asking, [write.entry()], statement, answers):
            raise RefusedCaseError(ConflictError("this refusal was appealed against in the meantime"), write.person)
        return str(appeal["id"]), CaseNumber(case["number"])

    async def _appealable(
        self, asking: RequestContext, person: PersonId, which: Mapping[str, str | None], answers: ResponseData
    ) -> tuple[str, CaseKind, PurposeId]:
        parameters = {"person": person, "at": asking.at.isoformat(), **which}
        rows = await self._gate.authority("authority/refusal", parameters, asking, answers)
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
        names = self._gate.names(asking)
        return identifier, names.kind_of_case(kind, person), PurposeId(names.purpose(purpose, person) or "")

    # ── the superior office's answer ─────────────────────────────────────────────────────────────────────────────

    async def _answer(self, asking: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        case = await self._desk.held(asking, given["case"], answers, by_deputy=True)
        if case.subject is None:
            raise RefusedCaseError(CaseRequiredError("there is no appeal in this case"), None)
        answer = {
            "id": new_private_id(),
            "answeredAt": asking.at,
            "outcome": given["outcome"],
            "sealedEvidence": self._desk.sealed_words(case.subject, statement=given["statement"]),
        }
        parameters = {
            **officer_parameters(asking),
            "case": case.number,
            "answer": checked("AppealAnswer", answer),
        }
        await self._decide(
            asking, case.subject, case.number, "writes/answer_appeal", parameters, NoticeKind.APPEAL_ANSWERED, answers
        )
        return self._desk.receipt(asking, selected, case.number)

    async def _decide(  # noqa: PLR0917 - one decision of an office, and how it is told
        self,
        asking: RequestContext,
        subject: PersonId,
        number: CaseNumber,
        name: str,
        parameters: Mapping[str, Any],
        kind: NoticeKind,
        answers: ResponseData,
    ) -> None:
        groups = frozenset({FieldGroup.RIGHTS})
        basis = self._desk.legal_basis(asking)
        entry = asking.entry("write", subject=subject, legal_basis=basis, case=number, groups=groups)
        notice = self._desk.notice_of_right(asking, subject, kind)
        if not await self._desk.commit(asking, [entry], (fragment(name), parameters), answers, then=[notice]):
            refusal = ConflictError("nothing in this case waits for this decision of yours: read it again")
            raise RefusedCaseError(refusal, subject)
