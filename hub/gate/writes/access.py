"""Objections: a resident objects to an access or a processing; the data-protection office answers, in a case of its own."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hub import limits
from hub.errors import ConflictError, ValidationFailedError
from hub.gate import Answers, Asking, RefusedCaseError
from hub.gate.writes.case import Terms
from hub.gate.writes.desk import Desk, Handler, OwnWrite, checked
from hub.gate.writes.grants import case_properties
from hub.model.groups import FieldGroup
from hub.model.ids import CaseNumber, PersonId, PurposeId, new_private_id
from hub.model.plan import Selected
from hub.model.states import CaseKind, CaseProof
from loaders.fragments import fragment

PURPOSE = PurposeId("objection")


class Objections:
    """The mutations about objections."""

    def __init__(self, desk: Desk, terms: Terms) -> None:
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
            "Mutation.answerObjection": self._answer,
        }

    # ── the resident's ───────────────────────────────────────────────────────────────────────────────────────────

    async def _object_to_access(self, asking: Asking, selected: Selected, answers: Answers) -> dict[str, Any]:
        own = await self._desk.own_write(asking, selected, answers, FieldGroup.OBJECTION)
        given = selected.arguments["input"]
        records = await self._ports.ledger.read_subject(own.person)
        numbers = {record.subject_sequence for record in records if record.record is not None}
        if given["entry"] not in numbers:
            raise ValidationFailedError(f"there is no entry `{given['entry']}` on your log: `accessLog` lists them")
        objection = await self._raise(asking, own, {"entry": given["entry"]}, given["reason"], answers)
        return _read_as(selected, objection)

    async def _object_to_processing(self, asking: Asking, selected: Selected, answers: Answers) -> dict[str, Any]:
        own = await self._desk.own_write(asking, selected, answers, FieldGroup.OBJECTION)
        given = selected.arguments["input"]
        if asking.policy.purpose(given["purpose"]) is None:
            raise ValidationFailedError(f"`{given['purpose'][:64]}` is no purpose of this hub: your log names them")
        objection = await self._raise(asking, own, {"purpose": given["purpose"]}, given["reason"], answers)
        return _read_as(selected, objection)

    async def _raise(
        self, asking: Asking, own: OwnWrite, about: Mapping[str, Any], reason: str, answers: Answers
    ) -> str:
        """The id of an objection in a case of its own, which waits at the data-protection office. Raises `ConflictError`."""
        case = case_properties(
            asking, kind=CaseKind.OBJECTION, proof=CaseProof.ONLINE, term=self._term, purpose=PURPOSE
        )
        identifier = new_private_id()
        objection = {
            "id": identifier,
            "raisedAt": asking.at,
            "dueAt": asking.at + timedelta(days=limits.OBJECTION_ANSWER_DAYS),
            "sealedEvidence": self._sealed(own.person, "reason", reason),
            **about,
        }
        parameters = {
            "person": own.person,
            "at": asking.at.isoformat(),
            "openMax": limits.OBJECTIONS_OPEN_MAX,
            "case": checked("Case", case),
            "objection": checked("Objection", objection),
        }
        entry = own.entry(CaseNumber(case["number"]))
        if not await self._desk.commit(asking, [entry], (fragment("writes/object"), parameters), answers):
            raise ConflictError(
                f"you have objected to this already, or {limits.OBJECTIONS_OPEN_MAX} objections of yours wait for an answer"
            )
        return identifier

    # ── the data-protection office's ─────────────────────────────────────────────────────────────────────────────

    async def _answer(self, asking: Asking, selected: Selected, answers: Answers) -> dict[str, Any]:
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
        if not await self._desk.commit(asking, [entry], (fragment("writes/answer_objection"), parameters), answers):
            refusal = ConflictError("there is no objection in this case that waits for an answer")
            raise RefusedCaseError(refusal, case.subject)
        return {"number": case.number}

    def _sealed(self, person: PersonId, name: str, text: str) -> bytes:
        """Somebody's words under the person's key. Raises `ValidationFailedError` for none, or too many."""
        if not 0 < len(text.strip()) <= limits.OBJECTION_CHARACTERS_MAX:
            raise ValidationFailedError(f"`{name}` has 1 to {limits.OBJECTION_CHARACTERS_MAX} characters")
        return self._ports.vault.seal(person, FieldGroup.EVIDENCE, {name: text.strip()})


def _read_as(selected: Selected, objection: str) -> dict[str, Any]:
    """The arguments by which the payload is read, in the record for which it was asked."""
    acting = {name: value for name, value in selected.arguments.items() if name == "for"}
    return {"objection": objection, **acting}
