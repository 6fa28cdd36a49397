"""Writes through the gate: authority → decide → judge → intent → commit → outcome, and the payload by a plan.

The intent is durable before the graph commits, the commit carries the entry's id, the outcome follows on the log, and
only then does the answer leave (design §5). What is allowed is the policy's, by which rule is `resolvers`'.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from hub import limits
from hub.errors import (
    DomicileError,
    FieldNotAllowedError,
    GraphUnavailableError,
    PurposeNotAllowedError,
    SubjectNotAvailableError,
    UnauthenticatedError,
    ValidationFailedError,
)
from hub.gate import Answers, Asking, Gate, on_the_grid
from hub.gate.ports import Statement
from hub.model.callers import Entry, Question
from hub.model.checks import check_node
from hub.model.counter import AtCounter, Opening, OpeningRule, Shown
from hub.model.graph import HUB_KINDS, KIND_BY_LABEL, Kind
from hub.model.groups import FieldGroup
from hub.model.ids import CaseNumber, EntryId, PersonId, new_private_id
from hub.model.plan import Column, Page, Row, Selected, Shape, Taking
from hub.model.states import CaseKind, CaseProof, CaseState, FactState, Permission, Source
from hub.model.times import OPEN_DATE, OPEN_INSTANT
from loaders.fragments import fragment

_NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without signs that look alike: 5 bits each
_CODE_LENGTH = 10  # 50 bits, for a quarter of an hour, beside the exact document
_CASE_NUMBER_LENGTH = 12  # 60 bits: a number can't be guessed
_DOCUMENT_LENGTH_MAX = 40
_KIND_BY_LABEL: Mapping[str, Kind] = {**KIND_BY_LABEL, **{kind.label: kind for kind in HUB_KINDS}}


_Result = TypeVar("_Result")


class _LoggedRefusalError(SubjectNotAvailableError):
    """A refusal whose entry is on the log already."""


class _Judged(NamedTuple):
    """What was found at the counter: the officer's fact id, whose document number it is, and the verdict."""

    staff: str
    named: PersonId | None
    opening: Opening | None


class Writes:
    """The mutations. `judge_opening` is the rule by which a case may be opened."""

    def __init__(self, gate: Gate, *, judge_opening: OpeningRule, time_zone: ZoneInfo) -> None:
        self._gate = gate
        self._ports = gate.ports
        self._judge_opening = judge_opening
        self._time_zone = time_zone

    async def write(self, asking: Asking, selected: Selected, answers: Answers) -> Row | Page | None:
        """Carry out one root field of a mutation and read its payload. Raises a `DomicileError`."""
        match selected.coordinate:
            case "Mutation.openCase":
                number = await self._logged(asking, selected, self._open_case(asking, selected, answers))
                return await self._gate.read(asking, replace(selected, arguments={"number": number}), answers)
            case "Mutation.createCounterCode":
                return await self._logged(asking, selected, self._create_counter_code(asking, selected, answers))
            case _:
                raise AssertionError(selected.coordinate)

    async def _logged(self, asking: Asking, selected: Selected, work: Awaitable[_Result]) -> _Result:
        """The result of `work`; a refusal that has no entry yet gets one."""
        try:
            return await work
        except _LoggedRefusalError:
            raise
        except DomicileError as refusal:
            await self._gate.refuse(asking, selected, refusal)
            raise

    # ── a case at the counter ────────────────────────────────────────────────────────────────────────────────────

    async def _open_case(self, asking: Asking, selected: Selected, answers: Answers) -> CaseNumber:
        self._gate.check_purpose(asking)
        given = selected.arguments["input"]
        kind = CaseKind(given["kind"])
        self._check_kind(asking, kind)
        judged = await self._judged(asking, kind, given, answers)
        opening = judged.opening
        if opening is None or not self._may_open(asking, kind, opening):
            await self._refuse_opening(asking, judged.named)
        return await self._opened(asking, kind, judged.staff, opening, given, answers)

    def _check_kind(self, asking: Asking, kind: CaseKind) -> None:
        purpose = self._ports.policy.purpose(asking.purpose or "")
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
            "codeHash": vault.code_hash(_normal(code)) if code else "",
            "at": asking.at.isoformat(),
            "since": self._midnight(asking).isoformat(),
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
        return self._ports.policy.may_open_case(question)

    async def _refuse_opening(self, asking: Asking, named: PersonId | None) -> None:
        """One answer, with the same bytes, for unknown, wrong, protected and not permitted; and an entry.

        It goes to the person whose document number was entered, if there is one: they see who tried.
        """
        entry = self._entry(asking, named, "deny", rule="subject-not-available")
        await self._ports.ledger.append([entry])
        await on_the_grid(asking.started)
        raise _LoggedRefusalError("a case can't be opened with what was entered: check it with the resident")

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
        number = CaseNumber(_random(_CASE_NUMBER_LENGTH))
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
        grants = [_grant(asking, number, opening)] if opening.permissions else []
        code = _normal(given["code"]) if opening.proof is CaseProof.ONE_TIME_CODE else None
        parameters = {
            "person": opening.person,
            "office": asking.caller.office,
            "staff": staff,
            "codeHash": self._ports.vault.code_hash(code) if code else None,
            "at": asking.at.isoformat(),
            "since": self._midnight(asking).isoformat(),
            "attestedMax": limits.CASES_ATTESTED_PER_DAY_MAX,
            "case": _checked("Case", case),
            "grants": [_checked("ConsentGrant", grant) for grant in grants],
        }
        entry = self._entry(asking, opening.person, "write", legal_basis=self._legal_basis(asking), case=number)
        rows = await self.commit(asking, entry, (fragment("writes/open_case"), parameters), answers)
        if not rows:
            await self._refuse_opening(asking, opening.person)
        return number

    # ── a resident's code ────────────────────────────────────────────────────────────────────────────────────────

    async def _create_counter_code(self, asking: Asking, selected: Selected, answers: Answers) -> Row:
        person = await self._gate.own_person(asking, answers)
        question = Question(client=asking.caller.client, purpose=None, is_own_record=True)
        decision = self._ports.policy.decide(question, frozenset({FieldGroup.CASE}))
        if not decision.allows(FieldGroup.CASE):
            raise FieldNotAllowedError("a counter code is made by a resident, with their own sign-in")
        code, expires_at = _random(_CODE_LENGTH), asking.at + timedelta(minutes=limits.COUNTER_CODE_MINUTES)
        properties = {
            "id": new_private_id(),
            "codeHash": self._ports.vault.code_hash(code),
            "expiresAt": expires_at,
            "permissions": sorted(set(selected.arguments["input"]["permissions"])),
        }
        entry = self._entry(asking, person, "write", legal_basis=decision.legal_basis)
        parameters = {"person": person, "code": _checked("CounterCode", properties)}
        await self.commit(asking, entry, (fragment("writes/counter_code"), parameters), answers)
        values = {"code": f"{code[:5]}-{code[5:]}", "expiresAt": expires_at.isoformat().replace("+00:00", "Z")}
        return _row(selected, values)

    # ── the two stores ───────────────────────────────────────────────────────────────────────────────────────────

    async def commit(self, asking: Asking, entry: Entry, statement: Statement, answers: Answers) -> Any:
        """One write: its intent durable, the graph's commit with the entry's id, its outcome. Returns the rows.

        Cancelling the request does not tear it apart. When it is not known whether the graph committed, the intent
        stays open and is settled at the next start.
        """
        return await asyncio.shield(self._commit(asking, entry, statement, answers))

    async def _commit(self, asking: Asking, entry: Entry, statement: Statement, answers: Answers) -> Any:
        write = EntryId(new_private_id())
        await self._ports.ledger.intend([replace(entry, write=write)])
        answers.statements += 2
        try:
            result = await self._ports.graph.write(
                [(fragment("writes/entry"), {"entry": write}), statement],
                timeout_seconds=limits.STATEMENT_SECONDS_MAX,
                metadata={"operation": asking.operation, "client": asking.caller.client},
            )
        except GraphUnavailableError:
            raise
        except DomicileError:
            await self._ports.ledger.settle(write, "rolled_back")
            raise
        await self._ports.ledger.settle(write, "committed")
        return result[-1].values

    def _entry(
        self, asking: Asking, subject: PersonId | None, action: str, *, legal_basis: str = "", **others: Any
    ) -> Entry:
        version = self._ports.policy.version
        groups = frozenset({FieldGroup.CASE})
        return asking.entry(
            action, subject=subject, legal_basis=legal_basis, groups=groups, policy_version=version, **others
        )

    def _legal_basis(self, asking: Asking) -> str:
        purpose = self._ports.policy.purpose(asking.purpose or "")
        return purpose.legal_basis if purpose else ""

    def _midnight(self, asking: Asking) -> datetime:
        return datetime.combine(date.fromisoformat(asking.today), datetime.min.time(), self._time_zone)


def _grant(asking: Asking, number: CaseNumber, opening: Opening) -> dict[str, Any]:
    """What the resident allowed for this case, as a dated fact of the resident's."""
    today = date.fromisoformat(asking.today)
    return {
        "fact": new_private_id(),
        "version": 1,
        "validFrom": today,
        "validTo": min(today + opening.term, OPEN_DATE),
        "recordedFrom": asking.at,
        "recordedTo": OPEN_INSTANT,
        "source": Source.RESIDENT.value,
        "state": FactState.CONFIRMED.value,
        "recordedBy": asking.caller.office,
        "case": number,
        "permissions": sorted(item.value for item in opening.permissions),
    }


def _checked(label: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """`properties` as a parameter, after the check of their kind: dates and instants as ISO text.

    The driver would take dates and instants as they are, but packing an instant has crashed the interpreter
    (`neo4j` 6.4.1 with `neo4j-rust-ext`, Python 3.11.7: a fault below `neo4j.time.Time._utc_offset`).
    """
    check_node(_KIND_BY_LABEL[label], properties)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in properties.items()}


def _row(selected: Selected, values: Mapping[str, Any]) -> Row:
    """A payload which the hub made itself, in the shape that was asked for."""
    names = [child.coordinate.rpartition(".")[2] for child in selected.children]
    fields = {child.response_key: Column(Taking.PLAIN, index) for index, child in enumerate(selected.children)}
    return Row(Shape(selected.type_name, fields), [values[name] for name in names])


def _random(length: int) -> str:
    return "".join(secrets.choice(_NUMBER_ALPHABET) for _ in range(length))


def _normal(code: str) -> str:
    return code.replace("-", "").replace(" ", "").upper()
