"""Objections: a resident objects to an access or a processing; the data-protection office answers, in a case of its own."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData
from hub.mutations.case import Terms
from hub.mutations.grants import case_properties
from hub.mutations.transaction import CounterWrite, Handler, OwnWrite, WriteTransaction, checked
from loaders.fragments import fragment
from model import limits
from model.errors import ConflictError, FieldNotAllowedError, Reason, ValidationFailedError, wrong_length
from model.groups import FieldGroup
from model.ids import CaseNumber, PersonId, PurposeId, new_private_id
from model.plan import FieldSelection, Row
from model.states import CaseKind, CaseProof, NoticeKind

PURPOSE = PurposeId("objection")


class Objections:
    """The mutations about objections."""

    def __init__(self, transaction: WriteTransaction, terms: Terms) -> None:
        self._transaction = transaction
        self._ports = transaction.ports
        term = terms.get(CaseKind.OBJECTION)
        assert term is not None  # noqa: S101 - a resident opens such cases
        self._term = term

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.objectToAccess": self._object_to_access,
            "Mutation.objectToProcessing": self._object_to_processing,
            "Mutation.objectToAccessAtCounter": self._object_to_access_at_counter,
            "Mutation.objectToProcessingAtCounter": self._object_to_processing_at_counter,
            "Mutation.answerObjection": self._answer,
        }

    # ── the resident's ───────────────────────────────────────────────────────────────────────────────────────────

    async def _object_to_access(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> dict[str, Any]:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.OBJECTION)
        if own.record.is_represented:  # a number that is refused would tell that its entry is hidden
            raise FieldNotAllowedError(
                "an access is objected to by its person; object to the processing for its purpose"
            )
        given = selected.arguments["input"]
        await self._check_entry(own.person, given["entry"])
        objection, _ = await self._raise(context, own, {"entry": given["entry"]}, given["reason"], answers)
        return _read_as(selected, objection)

    async def _object_to_processing(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> dict[str, Any]:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.OBJECTION)
        given = selected.arguments["input"]
        _check_purpose(context, own.person, given["purpose"])
        objection, _ = await self._raise(context, own, {"purpose": given["purpose"]}, given["reason"], answers)
        return _read_as(selected, objection)

    # ── at the counter ───────────────────────────────────────────────────────────────────────────────────────────

    async def _object_to_access_at_counter(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        given = selected.arguments["input"]
        write = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.OBJECTION)
        await self._check_entry(write.person, given["entry"])
        _, number = await self._raise(context, write, {"entry": given["entry"]}, given["reason"], answers)
        return self._transaction.receipt(context, selected, number)

    async def _object_to_processing_at_counter(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        given = selected.arguments["input"]
        write = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.OBJECTION)
        _check_purpose(context, write.person, given["purpose"])
        _, number = await self._raise(context, write, {"purpose": given["purpose"]}, given["reason"], answers)
        return self._transaction.receipt(context, selected, number)

    # ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _check_entry(self, person: PersonId, entry: int) -> None:
        """Raises `RefusedCaseError` when the person's log has no such entry."""
        records = await self._ports.ledger.read_subject(person)
        if entry not in {record.subject_sequence for record in records if record.record is not None}:
            refusal = ValidationFailedError(
                f"there is no entry `{entry}` on the log: `me {{ accessLog }}` lists them",
                reason=Reason.UNKNOWN,
                argument="entry",
            )
            raise RefusedCaseError(refusal, person)

    async def _raise(
        self,
        context: RequestContext,
        write: OwnWrite | CounterWrite,
        about: Mapping[str, Any],
        reason: str,
        answers: ResponseData,
    ) -> tuple[str, CaseNumber]:
        """The id of an objection, and its case, which waits at the data-protection office. Raises `ConflictError`."""
        proof = write.proof if isinstance(write, CounterWrite) else CaseProof.ONLINE
        token = partial(self._ports.vault.token, write.person)
        case = case_properties(
            context, token=token, kind=CaseKind.OBJECTION, proof=proof, term=self._term, purpose=PURPOSE
        )
        identifier = new_private_id()
        objection = {
            "id": identifier,
            "raisedAt": context.at,
            "dueAt": context.at + timedelta(days=limits.OBJECTION_ANSWER_DAYS),
            "sealedEvidence": self._sealed(write.person, "reason", reason),
            **about,
        }
        if "purpose" in objection:
            objection["purpose"] = token(objection["purpose"])
        parameters = {
            "person": write.person,
            "at": context.at.isoformat(),
            "openMax": limits.OBJECTIONS_OPEN_MAX,
            "waitsFor": self._transaction.waits_for(context, CaseKind.OBJECTION, PURPOSE),
            "case": checked("Case", case),
            "objection": checked("Objection", objection),
        }
        number = CaseNumber(case["number"])
        entry = write.entry(number) if isinstance(write, OwnWrite) else write.entry()
        if not await self._transaction.commit(context, [entry], (fragment("writes/object"), parameters), answers):
            refusal = ConflictError(
                f"this was objected to already, or {limits.OBJECTIONS_OPEN_MAX} objections of this resident wait for an answer"
            )
            raise RefusedCaseError(refusal, write.person)
        return identifier, number

    # ── the data-protection office's ─────────────────────────────────────────────────────────────────────────────

    async def _answer(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> dict[str, Any]:
        given = selected.arguments["input"]
        case = await self._transaction.held(context, given["case"], answers, by_deputy=True)
        if case.kind is not CaseKind.OBJECTION or case.subject is None:
            raise RefusedCaseError(ConflictError("nothing was objected to in this case"), case.subject)
        answer = {
            "id": new_private_id(),
            "answeredAt": context.at,
            "outcome": given["outcome"],
            "sealedEvidence": self._sealed(case.subject, "statement", given["statement"]),
        }
        groups = frozenset({FieldGroup.OBJECTION})
        basis = self._transaction.legal_basis(context)
        entry = context.entry("write", subject=case.subject, legal_basis=basis, case=case.number, groups=groups)
        parameters = {"case": case.number, "answer": checked("ObjectionAnswer", answer)}
        statement = fragment("writes/answer_objection"), parameters
        notice = self._transaction.notice(context, case.subject, NoticeKind.OBJECTION_ANSWERED)
        if not await self._transaction.commit(context, [entry], statement, answers, then=[notice]):
            refusal = ConflictError("there is no objection in this case that waits for an answer")
            raise RefusedCaseError(refusal, case.subject)
        return {"number": case.number}

    def _sealed(self, person: PersonId, name: str, text: str) -> bytes:
        """Somebody's words under the person's key. Raises `ValidationFailedError` for none, or too many."""
        if not 0 < len(text.strip()) <= limits.OBJECTION_CHARACTERS_MAX:
            raise wrong_length(name, limits.OBJECTION_CHARACTERS_MAX)
        return self._ports.vault.seal(person, FieldGroup.EVIDENCE, {name: text.strip()})


def _check_purpose(context: RequestContext, person: PersonId, purpose: str) -> None:
    """Raises `RefusedCaseError` for what is no purpose."""
    if context.policy.purpose(purpose) is None:
        refusal = ValidationFailedError(
            f"`{purpose[:64]}` is no purpose of this hub: `processing` lists them",
            reason=Reason.UNKNOWN,
            argument="purpose",
        )
        raise RefusedCaseError(refusal, person)


def _read_as(selected: FieldSelection, objection: str) -> dict[str, Any]:
    """The arguments by which the payload is read, in the record for which it was asked."""
    acting = {name: value for name, value in selected.arguments.items() if name == "for"}
    return {"objection": objection, **acting}
