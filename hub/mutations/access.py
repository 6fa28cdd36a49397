"""Objections: a resident objects to an access or a processing; the data-protection office answers, in a case of its own."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from hub.gate import RefusedCaseError, RequestContext, ResponseData
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

    def __init__(self, desk: WriteTransaction, terms: Terms) -> None:
        self._desk = desk
        self._ports = desk.ports
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
        self, asking: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> dict[str, Any]:
        own = await self._desk.own_write(asking, selected, answers, FieldGroup.OBJECTION)
        if own.record.is_represented:  # a number that is refused would tell that its entry is hidden
            raise FieldNotAllowedError(
                "an access is objected to by its person; object to the processing for its purpose"
            )
        given = selected.arguments["input"]
        await self._check_entry(own.person, given["entry"])
        objection, _ = await self._raise(asking, own, {"entry": given["entry"]}, given["reason"], answers)
        return _read_as(selected, objection)

    async def _object_to_processing(
        self, asking: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> dict[str, Any]:
        own = await self._desk.own_write(asking, selected, answers, FieldGroup.OBJECTION)
        given = selected.arguments["input"]
        _check_purpose(asking, own.person, given["purpose"])
        objection, _ = await self._raise(asking, own, {"purpose": given["purpose"]}, given["reason"], answers)
        return _read_as(selected, objection)

    # ── at the counter ───────────────────────────────────────────────────────────────────────────────────────────

    async def _object_to_access_at_counter(
        self, asking: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        given = selected.arguments["input"]
        write = await self._desk.counter_write(asking, given["case"], answers, FieldGroup.OBJECTION)
        await self._check_entry(write.person, given["entry"])
        _, number = await self._raise(asking, write, {"entry": given["entry"]}, given["reason"], answers)
        return self._desk.receipt(asking, selected, number)

    async def _object_to_processing_at_counter(
        self, asking: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        given = selected.arguments["input"]
        write = await self._desk.counter_write(asking, given["case"], answers, FieldGroup.OBJECTION)
        _check_purpose(asking, write.person, given["purpose"])
        _, number = await self._raise(asking, write, {"purpose": given["purpose"]}, given["reason"], answers)
        return self._desk.receipt(asking, selected, number)

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
        asking: RequestContext,
        write: OwnWrite | CounterWrite,
        about: Mapping[str, Any],
        reason: str,
        answers: ResponseData,
    ) -> tuple[str, CaseNumber]:
        """The id of an objection, and its case, which waits at the data-protection office. Raises `ConflictError`."""
        proof = write.proof if isinstance(write, CounterWrite) else CaseProof.ONLINE
        token = partial(self._ports.vault.token, write.person)
        case = case_properties(
            asking, token=token, kind=CaseKind.OBJECTION, proof=proof, term=self._term, purpose=PURPOSE
        )
        identifier = new_private_id()
        objection = {
            "id": identifier,
            "raisedAt": asking.at,
            "dueAt": asking.at + timedelta(days=limits.OBJECTION_ANSWER_DAYS),
            "sealedEvidence": self._sealed(write.person, "reason", reason),
            **about,
        }
        if "purpose" in objection:
            objection["purpose"] = token(objection["purpose"])
        parameters = {
            "person": write.person,
            "at": asking.at.isoformat(),
            "openMax": limits.OBJECTIONS_OPEN_MAX,
            "waitsFor": self._desk.waits_for(asking, CaseKind.OBJECTION, PURPOSE),
            "case": checked("Case", case),
            "objection": checked("Objection", objection),
        }
        number = CaseNumber(case["number"])
        entry = write.entry(number) if isinstance(write, OwnWrite) else write.entry()
        if not await self._desk.commit(asking, [entry], (fragment("writes/object"), parameters), answers):
            refusal = ConflictError(
                f"this was objected to already, or {limits.OBJECTIONS_OPEN_MAX} objections of this resident wait for an answer"
            )
            raise RefusedCaseError(refusal, write.person)
        return identifier, number

    # ── the data-protection office's ─────────────────────────────────────────────────────────────────────────────

    async def _answer(self, asking: RequestContext, selected: FieldSelection, answers: ResponseData) -> dict[str, Any]:
        given = selected.arguments["input"]
        case = await self._desk.held(asking, given["case"], answers, by_deputy=True)
        if case.kind is not CaseKind.OBJECTION or case.subject is None:
            raise RefusedCaseError(ConflictError("nothing was objected to in this case"), case.subject)
        answer = {
            "id": new_private_id(),
            "answeredAt": asking.at,
            "outcome": given["outcome"],
            "sealedEvidence": self._sealed(case.subject, "statement", given["statement"]),
        }
        groups = frozenset({FieldGroup.OBJECTION})
        basis = self._desk.legal_basis(asking)
        entry = asking.entry("write", subject=case.subject, legal_basis=basis, case=case.number, groups=groups)
        parameters = {"case": case.number, "answer": checked("ObjectionAnswer", answer)}
        statement = fragment("writes/answer_objection"), parameters
        notice = self._desk.notice(asking, case.subject, NoticeKind.OBJECTION_ANSWERED)
        if not await self._desk.commit(asking, [entry], statement, answers, then=[notice]):
            refusal = ConflictError("there is no objection in this case that waits for an answer")
            raise RefusedCaseError(refusal, case.subject)
        return {"number": case.number}

    def _sealed(self, person: PersonId, name: str, text: str) -> bytes:
        """Somebody's words under the person's key. Raises `ValidationFailedError` for none, or too many."""
        if not 0 < len(text.strip()) <= limits.OBJECTION_CHARACTERS_MAX:
            raise wrong_length(name, limits.OBJECTION_CHARACTERS_MAX)
        return self._ports.vault.seal(person, FieldGroup.EVIDENCE, {name: text.strip()})


def _check_purpose(asking: RequestContext, person: PersonId, purpose: str) -> None:
    """Raises `RefusedCaseError` for what is no purpose."""
    if asking.policy.purpose(purpose) is None:
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
