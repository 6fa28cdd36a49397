"""Cases at the counter, and the codes that residents make for it. By which rule one is opened is `resolvers.case`'s."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from hub import limits
from hub.errors import PurposeNotAllowedError, UnauthenticatedError, ValidationFailedError
from hub.gate import Answers, Asking, on_the_grid
from hub.gate.writes.consent import grant
from hub.gate.writes.desk import Desk, Handler, LoggedRefusalError, checked, normal, payload, random_text
from hub.model.callers import Question
from hub.model.counter import AtCounter, Opening, OpeningRule, Shown
from hub.model.groups import FieldGroup
from hub.model.ids import CaseNumber, PersonId, new_private_id
from hub.model.plan import Row, Selected
from hub.model.states import CaseKind, CaseProof, CaseState, NoticeKind, Permission
from loaders.fragments import fragment

_CODE_LENGTH = 10  # 50 bits, for a quarter of an hour, beside the exact document
_CASE_NUMBER_LENGTH = 12  # 60 bits: a number can't be guessed
_DOCUMENT_LENGTH_MAX = 40


class _Judged(NamedTuple):
    """What was found at the counter: the officer's fact id, whose document number it is, and the verdict."""

    staff: str
    named: PersonId | None
    opening: Opening | None


class Cases:
    """The mutations about cases."""

    def __init__(self, desk: Desk, judge_opening: OpeningRule) -> None:
        self._desk = desk
        self._gate = desk.gate
        self._ports = desk.ports
        self._judge_opening = judge_opening

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.openCase": self._open_case,
            "Mutation.createCounterCode": self._create_counter_code,
        }

    # ── a case at the counter ────────────────────────────────────────────────────────────────────────────────────

    async def _open_case(self, asking: Asking, selected: Selected, answers: Answers) -> dict[str, Any]:
        self._gate.check_purpose(asking)
        given = selected.arguments["input"]
        kind = CaseKind(given["kind"])
        self._check_kind(asking, kind)
        judged = await self._judged(asking, kind, given, answers)
        opening = judged.opening
        if opening is None or not self._may_open(asking, kind, opening):
            await self._refuse_opening(asking, judged.named)
        return {"number": await self._opened(asking, kind, judged.staff, opening, given, answers)}

    def _check_kind(self, asking: Asking, kind: CaseKind) -> None:
        purpose = asking.policy.purpose(asking.purpose or "")
        if purpose is None or kind not in purpose.case_kinds:
            raise PurposeNotAllowedError(
                f"a case of the kind `{kind}` is not opened for the purpose `{asking.purpose}`"
            )

    async def _judged(self, asking: Asking, kind: CaseKind, given: Mapping[str, Any], answers: Answers) -> _Judged:
        """What the graph knows of what was entered, and the case that the rule lets be opened, if it does."""
        number, code = given["documentNumber"], given.get("code")
        lengths = [len(number)] if code is None else [len(number), len(code)]
        if not all(0 < length <= _DOCUMENT_LENGTH_MAX for length in lengths):
            raise ValidationFailedError(f"a document number and a code have 1 to {_DOCUMENT_LENGTH_MAX} characters")
        vault, caller = self._ports.vault, asking.caller
        parameters = {
            "client": caller.client,
            "officer": caller.subject if caller.is_officer else None,
            "office": caller.office,
            "today": asking.today,
            "numberHash": vault.document_hash(given["documentKind"], number),
            "codeHash": vault.code_hash(normal(code)) if code else "",
            "at": asking.at.isoformat(),
            "since": self._desk.midnight(asking).isoformat(),
        }
        rows = await self._gate.authority("authority/counter", parameters, asking, answers)
        jurisdiction, staff, candidates, codes, attested = rows[0]
        if jurisdiction is None:
            raise UnauthenticatedError("the register knows no active member of staff of this name at this office")
        given_by, allowed = codes[0] if codes else (None, [])
        shown = [
            Shown(
                person=PersonId(person),
                is_protected=is_protected,
                is_document_right=self._is_document(person, sealed, given),
                code_given_by=given_by,
                permissions=frozenset(Permission(item) for item in allowed),
            )
            for person, is_protected, sealed in candidates
        ]
        at_counter = AtCounter(
            kind=kind,
            shown=shown,
            has_code=bool(code),
            has_expired=given["documentExpiresOn"] < asking.today,
            attested_today=attested,
        )
        named = {item.person for item in shown}
        return _Judged(staff, named.pop() if len(named) == 1 else None, self._judge_opening(at_counter))

    def _is_document(self, person: str, sealed: bytes, given: Mapping[str, Any]) -> bool:
        opened = self._ports.vault.unseal(PersonId(person), FieldGroup.PERSON_DOCUMENT, bytes(sealed))
        if opened is None:
            return False
        return secrets.compare_digest(opened["expiresOn"], given["documentExpiresOn"])

    def _may_open(self, asking: Asking, kind: CaseKind, opening: Opening) -> bool:
        question = Question(
            client=asking.caller.client, purpose=asking.purpose, case_kind=kind, proof=opening.proof, has_case=True
        )
        return asking.policy.may_open_case(question)

    async def _refuse_opening(self, asking: Asking, named: PersonId | None) -> None:
        """One answer, with the same bytes, for unknown, wrong, protected and not permitted; and an entry.

        It goes to the person whose document number was entered, if there is one: they see who tried.
        """
        entry = self._desk.entry(asking, named, "deny", rule="subject-not-available")
        await self._ports.ledger.append([entry])
        await on_the_grid(asking.started)
        raise LoggedRefusalError("a case can't be opened with what was entered: check it with the resident")

    async def _opened(
        self,
        asking: Asking,
        kind: CaseKind,
        staff: str,
        opening: Opening | None,
        given: Mapping[str, Any],
        answers: Answers,
    ) -> CaseNumber:
        assert opening is not None  # noqa: S101 - a refusal has raised before
        number = CaseNumber(random_text(_CASE_NUMBER_LENGTH))
        case = {
            "id": new_private_id(),
            "number": number,
            "kind": kind.value,
            "purpose": asking.purpose,
            "state": CaseState.OPEN.value,
            "proof": opening.proof.value,
            "openedAt": asking.at,
            "endsAt": asking.at + opening.term,
        }
        until = date.fromisoformat(asking.today) + opening.term
        grants = [
            grant(asking, number, item, recorded_by=asking.caller.office, until=until)
            for item in sorted(opening.permissions)
        ]
        code = normal(given["code"]) if opening.proof is CaseProof.ONE_TIME_CODE else None
        parameters = {
            "person": opening.person,
            "office": asking.caller.office,
            "staff": staff,
            "codeHash": self._ports.vault.code_hash(code) if code else None,
            "at": asking.at.isoformat(),
            "since": self._desk.midnight(asking).isoformat(),
            "attestedMax": limits.CASES_ATTESTED_PER_DAY_MAX,
            "case": checked("Case", case),
            "grants": grants,
        }
        entry = self._desk.entry(
            asking, opening.person, "write", legal_basis=self._desk.legal_basis(asking), case=number
        )
        notice = self._desk.notice(asking, opening.person, NoticeKind.CASE_OPENED, case=number)
        statement = fragment("writes/open_case"), parameters
        rows = await self._desk.commit(asking, [entry], statement, answers, then=[notice])
        if not rows:
            await self._refuse_opening(asking, opening.person)
        return number

    # ── a resident's code ────────────────────────────────────────────────────────────────────────────────────────

    async def _create_counter_code(self, asking: Asking, selected: Selected, answers: Answers) -> Row:
        own = await self._desk.own_write(asking, selected, answers, FieldGroup.CASE)
        code, expires_at = random_text(_CODE_LENGTH), asking.at + timedelta(minutes=limits.COUNTER_CODE_MINUTES)
        properties = {
            "id": new_private_id(),
            "codeHash": self._ports.vault.code_hash(code),
            "expiresAt": expires_at,
            "permissions": sorted(set(selected.arguments["input"]["permissions"])),
        }
        parameters = {"person": own.person, "code": checked("CounterCode", properties)}
        await self._desk.commit(asking, [own.entry()], (fragment("writes/counter_code"), parameters), answers)
        values = {"code": f"{code[:5]}-{code[5:]}", "expiresAt": expires_at.isoformat().replace("+00:00", "Z")}
        return payload(selected, values)
