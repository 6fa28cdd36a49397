"""What becomes of a case: opened online, accepted, shared with a deputy, let go elsewhere, closed, ended.

How one is opened at a counter is `counter`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData, officer_parameters
from hub.mutations.grants import case_properties, grant_properties
from hub.mutations.transaction import Handler, WriteTransaction, checked
from loaders.fragments import fragment
from model import limits
from model.callers import CaseAuthority, Question
from model.errors import (
    CaseRequiredError,
    ConflictError,
    DomicileError,
    NotOnStaffError,
    PurposeNotAllowedError,
    Reason,
    ValidationFailedError,
)
from model.groups import FieldGroup
from model.ids import CaseNumber, ClientId, OfficeCode, PersonId, PurposeId, new_private_id
from model.plan import FieldSelection, Row
from model.states import CaseKind, CaseProof, NoticeKind, Permission

_NOT_WAITING = "no such case waits at your office: `waitingCases` lists those that do"
_NOT_OWN = "you have no such case: `me { cases { number } }` lists yours"
_CHANGED = "the case was changed in the meantime: read it again"


class Terms(Protocol):
    """How long a case of a kind lasts; None for kinds that no resident opens."""

    def get(self, kind: CaseKind, /) -> timedelta | None: ...


class Cases:
    """The mutations about cases that are open, or are opened by their resident alone."""

    def __init__(self, transaction: WriteTransaction, terms: Terms) -> None:
        self._transaction = transaction
        self._gate = transaction.gate
        self._terms = terms

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.openOwnCase": self._open_own_case,
            "Mutation.endCase": self._end_case,
            "Mutation.assentToTransfer": self._assent_to_transfer,
            "Mutation.acceptCase": self._accept_case,
            "Mutation.nameDeputy": self._name_deputy,
            "Mutation.requestTransfer": self._request_transfer,
            "Mutation.closeCase": self._close_case,
        }

    # ── the resident's ───────────────────────────────────────────────────────────────────────────────────────────

    async def _open_own_case(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        given = selected.arguments["input"]
        kind, office = CaseKind(given["kind"]), OfficeCode(given["office"])
        context = replace(own.record.context, purpose=PurposeId(given["purpose"]))
        term, is_blocked = await self._online_term(context, own.person, kind, office, answers)
        if is_blocked and given["permissions"]:
            raise RefusedCaseError(_blocked(office), own.person)
        token = partial(self._transaction.ports.vault.token, own.person)
        purpose = PurposeId(given["purpose"])
        case = case_properties(context, token=token, kind=kind, proof=CaseProof.ONLINE, term=term, purpose=purpose)
        number = CaseNumber(case["number"])
        permissions = [Permission(item) for item in given["permissions"]]
        until = date.fromisoformat(context.today) + term
        parameters = {
            "person": own.person,
            "office": office,
            "at": context.at.isoformat(),
            "openMax": limits.CASES_OPEN_ONLINE_MAX,
            "waitsFor": self._transaction.waits_for(context, kind, purpose),
            "case": checked("Case", case),
            "grants": grant_properties(context, number, permissions, until, office=office),
        }
        entry = self._transaction.entry(context, own.person, "write", legal_basis=own.legal_basis, case=number)
        notice = self._transaction.notice(context, own.person, NoticeKind.CASE_OPENED)
        statement = fragment("writes/open_own_case"), parameters
        rows = await self._transaction.commit(context, [entry], statement, answers, then=[notice])
        if not rows:
            raise RefusedCaseError(_too_many(), own.person)
        chain = self._transaction.chain_receipt(context, number, answers, with_number=not own.record.is_represented)
        return self._transaction.receipt(context, selected, number, chain)

    async def _online_term(
        self, context: RequestContext, person: PersonId, kind: CaseKind, office: OfficeCode, answers: ResponseData
    ) -> tuple[timedelta, bool]:
        """How long it will last, and whether the resident blocks what they allow in it.

        The policy decides as if the office opened it. Raises `RefusedCaseError`.
        """
        parameters = {"person": person, "target": office, "at": context.at.isoformat()}
        client, open_cases, is_blocked = (
            await self._gate.authority("authority/own_opening", parameters, context, answers)
        )[0]
        term = self._terms.get(kind)
        if client is None:
            unknown = ValidationFailedError(
                f"there is no office with the code `{office}`", reason=Reason.UNKNOWN, argument="office"
            )
            raise RefusedCaseError(unknown, person)
        if term is None or not may_take(context, ClientId(client), context.purpose, kind, CaseProof.ONLINE):
            refusal = PurposeNotAllowedError(
                f"the office `{office}` opens no case of the kind `{kind}` for the purpose `{context.purpose}`"
            )
            raise RefusedCaseError(refusal, person)
        if open_cases >= limits.CASES_OPEN_ONLINE_MAX:
            raise RefusedCaseError(_too_many(), person)
        return term, is_blocked

    async def _end_case(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        number = CaseNumber(selected.arguments["case"])
        context, *_ = await self._own_case(own.record.context, own.person, number, answers)
        parameters = {"case": number, "person": own.person, "at": context.at.isoformat()}
        entry = self._transaction.entry(context, own.person, "write", legal_basis=own.legal_basis, case=number)
        if not await self._transaction.commit(context, [entry], (fragment("writes/end_case"), parameters), answers):
            raise RefusedCaseError(ConflictError(f"the case `{number}` is closed already"), own.person)
        return self._transaction.receipt(context, selected, number)

    async def _assent_to_transfer(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        """To the office which the resident names as the one they saw: another request may have come in between."""
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        given = selected.arguments["input"]
        number = CaseNumber(given["case"])
        context, kind, target, is_blocked = await self._own_case(own.record.context, own.person, number, answers)
        refusal = ConflictError(f"no transfer of the case `{number}` to the office `{given['office']}` is asked for")
        if target != given["office"]:
            raise RefusedCaseError(refusal, own.person)
        if is_blocked:
            raise RefusedCaseError(_blocked(given["office"]), own.person)
        parameters = {
            "case": number,
            "person": own.person,
            "target": target,
            "use": None,
            "keepsPermissions": bool(given.get("keepPermissions")),
            "waitsFor": self._transaction.waits_for(context, kind, context.purpose),
            "isObliged": self._transaction.is_obliged(context, context.purpose),
            "today": context.today,
            "at": context.at.isoformat(),
        }
        entry = self._transaction.entry(context, own.person, "write", legal_basis=own.legal_basis, case=number)
        notice = self._transaction.notice(context, own.person, NoticeKind.CASE_TRANSFERRED)
        statement = fragment("writes/transfer_case"), parameters
        closed = self._transaction.closed_in(context, own.person, number)
        if not await self._transaction.commit(context, [entry], statement, answers, then=[notice], proposes=closed):
            raise RefusedCaseError(refusal, own.person)
        return self._transaction.receipt(context, selected, number)

    async def _own_case(
        self, context: RequestContext, person: PersonId, number: CaseNumber, answers: ResponseData
    ) -> tuple[RequestContext, CaseKind, str | None, bool]:
        """The request for the case's purpose, the case's kind, the office to which the case is to go, and whether the resident blocks that.

        An unknown case and another resident's are refused alike.
        """
        parameters = {"person": person, "case": number}
        rows = await self._gate.authority("authority/own_case", parameters, context, answers)
        if not rows:
            raise RefusedCaseError(CaseRequiredError(_NOT_OWN), person)
        _, target, kind, token, is_blocked = rows[0]
        names = self._gate.names(context)
        purpose = PurposeId(names.purpose(token, person) or "")
        is_obliged = self._transaction.is_obliged(context, purpose)
        of_kind = names.kind_of_case(kind, person)
        return replace(context, purpose=purpose), of_kind, target, is_blocked and not is_obliged

    # ── the officer's ────────────────────────────────────────────────────────────────────────────────────────────

    async def _accept_case(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """Whatever does not wait here is refused in one way: unknown, elsewhere, for another purpose, accepted before."""
        self._gate.check_purpose(context)
        number = CaseNumber(selected.arguments["case"])
        parameters = {
            **officer_parameters(context),
            "today": context.today,
            "case": number,
            "at": context.at.isoformat(),
        }
        row = (await self._gate.authority("authority/waiting", parameters, context, answers))[0]
        staff, is_waiting, kind, purpose, proof, subject = row
        if staff is None:
            raise NotOnStaffError
        names = self._gate.names(context)
        is_theirs = is_waiting and names.purpose(purpose, subject) == context.purpose
        if not is_theirs or not may_take(
            context,
            context.caller.client,
            context.purpose,
            names.kind_of_case(kind, subject),
            CaseProof(proof),
        ):
            raise RefusedCaseError(ConflictError(_NOT_WAITING), subject)
        accepted = {"case": number, "office": context.caller.office, "staff": staff, "at": context.at.isoformat()}
        change = _Change("writes/accept_case", accepted, NoticeKind.CASE_ACCEPTED)
        if not await self._write(context, PersonId(subject), number, change, answers):
            raise RefusedCaseError(ConflictError(_NOT_WAITING), subject)
        return self._transaction.receipt(context, selected, number)

    async def _name_deputy(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        case = await self._transaction.held(context, given["case"], answers, by_deputy=False)
        member = given.get("officer")
        if member is not None:
            await self._check_member(context, case, member, answers)
        parameters = {**officer_parameters(context), "case": case.number, "member": member, "today": context.today}
        return await self._changed(context, selected, case, _Change("writes/name_deputy", parameters), answers)

    async def _check_member(
        self, context: RequestContext, case: CaseAuthority, member: str, answers: ResponseData
    ) -> None:
        parameters = {**officer_parameters(context), "member": member, "today": context.today}
        rows = await self._gate.authority("authority/member", parameters, context, answers)
        if member == context.caller.subject or not rows[0][0]:
            refusal = ValidationFailedError(
                f"`{member}` is no other active member of your office", reason=Reason.UNKNOWN, argument="officer"
            )
            raise RefusedCaseError(refusal, case.subject)

    async def _request_transfer(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        case = await self._transaction.held(context, given["case"], answers, by_deputy=False)
        target, member = str(given.get("office") or context.caller.office), given.get("officer")
        staff = await self._target(context, case, target, member, answers)
        transfer = {"id": new_private_id(), "requestedAt": context.at}
        parameters = {
            **officer_parameters(context),
            "case": case.number,
            "target": target,
            "staff": staff,
            "transfer": checked("CaseTransfer", transfer),
        }
        change = _Change("writes/request_transfer", parameters, NoticeKind.TRANSFER_ASKED)
        return await self._changed(context, selected, case, change, answers)

    async def _target(
        self, context: RequestContext, case: CaseAuthority, target: str, member: str | None, answers: ResponseData
    ) -> str | None:
        """The officer's fact id at the office that is to get the case, if one is named. Raises `RefusedCaseError`."""
        parameters = {"target": target, "member": member, "today": context.today}
        rows = await self._gate.authority("authority/transfer_target", parameters, context, answers)
        client, staff = rows[0] if rows else (None, None)
        refusal: DomicileError | None = None
        if case.subject is None:
            refusal = ConflictError("a case about a place has no resident who could assent: it stays at its office")
        elif case.proof is CaseProof.OFFICER_ATTESTED:
            refusal = ConflictError("a case that an officer attested alone stays: open one there with a proof")
        elif client is None or (member is not None and staff is None):
            refusal = ValidationFailedError(
                f"there is no such office, or no such officer there: `{member or target}`",
                reason=Reason.UNKNOWN,
                argument="office" if client is None else "officer",
            )
        elif member == context.caller.subject or (member is None and target == context.caller.office):
            refusal = ValidationFailedError(
                "name another office, or another officer of yours",
                reason=Reason.ANOTHER,
                argument="office" if member is None else "officer",
            )
        elif not may_take(context, ClientId(client), case.purpose, case.kind, case.proof):
            refusal = PurposeNotAllowedError(f"the office `{target}` does not serve the purpose `{case.purpose}`")
        if refusal is not None:
            raise RefusedCaseError(refusal, case.subject)
        return None if staff is None else str(staff)

    async def _close_case(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        case = await self._transaction.held(context, selected.arguments["case"], answers, by_deputy=True)
        parameters = {**officer_parameters(context), "case": case.number, "at": context.at.isoformat()}
        change = _Change("writes/close_case", parameters, NoticeKind.CASE_CLOSED)
        return await self._changed(context, selected, case, change, answers)

    async def _changed(
        self,
        context: RequestContext,
        selected: FieldSelection,
        case: CaseAuthority,
        change: "_Change",
        answers: ResponseData,
    ) -> Row:
        if not await self._write(context, case.subject, case.number, change, answers):
            raise RefusedCaseError(ConflictError(_CHANGED), case.subject)
        return self._transaction.receipt(context, selected, case.number)

    async def _write(
        self,
        context: RequestContext,
        subject: PersonId | None,
        number: CaseNumber,
        change: "_Change",
        answers: ResponseData,
    ) -> Any:
        basis = self._transaction.legal_basis(context)
        entry = self._transaction.entry(context, subject, "write", legal_basis=basis, case=number)
        told = []
        if change.notice is not None and subject is not None:
            told = [self._transaction.notice(context, subject, change.notice)]
        statement = fragment(change.name), change.parameters
        return await self._transaction.commit(context, [entry], statement, answers, then=told)


@dataclass(frozen=True)
class _Change:
    """A statement that changes a case, its parameters, and what its resident is told of it."""

    name: str
    parameters: Mapping[str, Any]
    notice: NoticeKind | None = None


def may_take(
    context: RequestContext, client: ClientId, purpose: PurposeId | None, kind: CaseKind, proof: CaseProof
) -> bool:
    """Whether a department could open such a case itself: then it may get one."""
    question = Question(client=client, purpose=purpose, case_kind=kind, proof=proof, has_case=True)
    return context.policy.may_open_case(question)


def _blocked(office: str) -> ConflictError:
    return ConflictError(
        f"you block the department of the office `{office}`: `unblockTransfer` lifts that, if it is what you want"
    )


def _too_many() -> ConflictError:
    return ConflictError(
        f"you have {limits.CASES_OPEN_ONLINE_MAX} cases open that you opened online: end one of them first"
    )
