"""What the data-protection office sees of the access log: an entry that is objected to, and a sample that nobody chose.

Each look is an entry on the log of whom it is about, durable before anything is returned. There is no third way in, and
no way to name a person or an office here: who audits does not browse.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from hub.audit_log import Placed, Record
from hub.audit_log.record import AUDIT, NOBODY, POLICY
from hub.gate.access import OWN_CLIENT, OwnLog
from hub.gate.budget import charges
from hub.gate.pipeline import Gate, RefusedCaseError, RequestContext, ResponseData, officer_parameters, question_in
from hub.gate.ports import Ports
from model import limits
from model.callers import Caller, CaseAuthority, Entry
from model.errors import (
    CaseClosedError,
    ConflictError,
    DomicileError,
    FieldNotAllowedError,
    LogUnavailableError,
    NotOnStaffError,
    PurposeNotAllowedError,
    ValidationFailedError,
)
from model.groups import FieldGroup
from model.ids import CaseNumber, PersonId, PurposeId
from model.states import CaseKind
from tlog.notes import Checkpoint, Note

OBJECTION_PURPOSE = PurposeId("objection")
AUDIT_PURPOSE = PurposeId("access-audit")
_CLIENT = "data-protection"
_OPERATION = "log show"
_SEED_DOMAIN = b"domicile/audit/sample/v1\n"
_CONTESTED = [
    "number",
    "at",
    "action",
    "outcome",
    "client",
    "departmentEn",
    "office",
    "officer",
    "purpose",
    "legalBasis",
    "case",
    "fieldGroups",
    "operation",
    "rule",
    "policyVersion",
]
# Of a sample nothing that leads to a person, or from one entry to another of the same person: no subject, no number
# among theirs, no case, and no officer, whose pseudonym is another for each resident.
_SAMPLED = [
    "at",
    "action",
    "outcome",
    "client",
    "departmentEn",
    "office",
    "purpose",
    "legalBasis",
    "fieldGroups",
    "operation",
    "rule",
]

Shown = Mapping[str, Any]
"""One entry of the log, as JSON values."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The entries of one draw, and the checkpoint (`size`, `root` in hexadecimal) which decided on them."""

    size: int
    root: str
    entries: Sequence[Shown]


class Auditing:
    """The looks of one officer."""

    def __init__(self, ports: Ports, caller: Caller, *, time_zone: ZoneInfo) -> None:
        """`time_zone` is the city's."""
        self._ports = ports
        self._gate = Gate(ports)
        self._caller = caller
        self._time_zone = time_zone

    async def contested(self, number: str, *, resolve: bool) -> list[Shown]:
        """What is objected to in an open case which the officer holds: one entry, or those of a processing, newest first.

        With `resolve` each says in `officerSubject` who the officer was: an act of its own on the resident's log. Raises a
        `DomicileError` where it is refused, in the same words for an unknown case and for another officer's.
        """
        context = self._context(OBJECTION_PURPOSE, f"{_OPERATION} --resolve" if resolve else _OPERATION)
        answers = self._gate.answers(context)
        try:
            case = await self._objection_case(context, CaseNumber(number), answers)
            records = await self._records(context, case, answers)
            assert case.subject is not None  # noqa: S101 - an objection is somebody's
            shown = [self._described(context, record, _CONTESTED) for record in records]
            named = await self._named(shown, case.subject, answers, context) if resolve else {}
            await self._log_contested(context, case, records)
        except RefusedCaseError as refused:
            await self._refuse(context, refused.refusal, refused.subject)
            raise refused.refusal from None
        except DomicileError as refusal:
            await self._refuse(context, refusal, None)
            raise
        return [{**item, "officerSubject": named.get(item["officer"])} if resolve else item for item in shown]

    async def sample(self, size: int) -> Sample:
        """`size` entries about people, drawn by the log itself, once a day for an officer.

        The draw is logged first; the root of the first checkpoint that holds it decides, which nobody knows before.
        Raises a `DomicileError` where it is refused.
        """
        context = self._context(AUDIT_PURPOSE, f"{_OPERATION} --sample")
        try:
            await self._check_auditor(context)
            if not 1 <= size <= limits.SAMPLE_ENTRIES_MAX:
                raise ValidationFailedError(f"a sample has 1 to {limits.SAMPLE_ENTRIES_MAX} entries")
            seed = await self._seed(await self._draw(context, size))
            drawn = await self._drawn(seed, size)
            await self._log_sample(context, seed, drawn)
        except DomicileError as refusal:
            await self._refuse(context, refusal, None)
            raise
        entries = [
            {"sequence": item.record.sequence, **self._described(context, item.record, _SAMPLED)} for _, item in drawn
        ]
        return Sample(size=seed.size, root=seed.root.hex(), entries=entries)

    def _context(self, purpose: PurposeId, operation: str) -> RequestContext:
        return self._gate.context(
            self._caller, purpose=purpose, operation=operation, time_zone=self._time_zone, started=time.monotonic()
        )

    async def _refuse(self, context: RequestContext, refusal: DomicileError, subject: PersonId | None) -> None:
        if refusal.status >= 500:  # noqa: PLR2004 - HTTP's
            return
        await self._gate.log_denial(context, context.entry("deny", subject=subject, rule=refusal.code.value))
        await self._gate.let_refusal_leave(context)

    def _described(self, context: RequestContext, record: Record, keys: Sequence[str]) -> dict[str, Any]:
        said = OwnLog([record], context.policy, has_proofs=False).look_up(record.subject_sequence)
        return {"department" if key == "departmentEn" else key: said.get(key) for key in keys}

    # ── an objection ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _objection_case(
        self, context: RequestContext, number: CaseNumber, answers: ResponseData
    ) -> CaseAuthority:
        self._gate.check_purpose(context)
        case = await self._gate.case_authority(context, number, answers)
        decision = context.policy.decide(question_in(context, case), frozenset({FieldGroup.OBJECTION}))
        if case.kind is not CaseKind.OBJECTION or case.subject is None or not decision.allows(FieldGroup.OBJECTION):
            refusal = FieldNotAllowedError(
                f"the case `{number}` shows no entry of the log: nothing is objected to in it"
            )
            raise RefusedCaseError(refusal, case.subject)
        return case

    async def _records(self, context: RequestContext, case: CaseAuthority, answers: ResponseData) -> list[Record]:
        """The entries objected to, of this one person, newest first. Raises `RefusedCaseError` once it is answered."""
        rows = await self._gate.authority("audit/objection", {"case": case.number}, context, answers)
        entry, purpose, is_answered = rows[0] if rows else (None, None, True)
        if is_answered:
            refusal = CaseClosedError(f"the objection in the case `{case.number}` is answered: its entries are closed")
            raise RefusedCaseError(refusal, case.subject)
        assert case.subject is not None  # noqa: S101 - an objection is somebody's
        own = [item for item in await self._ports.ledger.read_subject(case.subject) if item.record is not None]
        if entry is not None:
            return [item for item in own if item.subject_sequence == entry]
        named = self._gate.names(context).purpose(purpose, case.subject)
        return [item for item in reversed(own) if item.entry.get("purpose") == named][: limits.CONTESTED_ENTRIES_MAX]

    async def _named(
        self, shown: Sequence[Shown], person: PersonId, answers: ResponseData, context: RequestContext
    ) -> dict[str, str]:
        """Who stands behind the pseudonyms: those of the offices' staff, past and present, whose pseudonym it is."""
        offices = sorted({item["office"] for item in shown if item["office"]})
        rows = await self._gate.authority("audit/staff", {"offices": offices}, context, answers)
        return {self._ports.vault.officer_pseudonym(subject, person): subject for _, subject in rows}

    async def _log_contested(self, context: RequestContext, case: CaseAuthority, records: Sequence[Record]) -> None:
        decision = context.policy.decide(question_in(context, case), frozenset({FieldGroup.OBJECTION}))
        entry = context.entry(
            "read",
            subject=case.subject,
            legal_basis=decision.legal_basis,
            case=case.number,
            groups=frozenset({FieldGroup.OBJECTION, FieldGroup.ACCESS_LOG}),
        )
        said = _with(entry, entries=_numbers(records))
        await self._ports.ledger.append([said], charges(self._ports, context, subjects=1))

    # ── a sample ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def _check_auditor(self, context: RequestContext) -> None:
        """Raises unless this is an officer who is on the staff of the data-protection office today."""
        self._gate.check_purpose(context)
        if context.caller.client != _CLIENT or context.caller.office is None:
            raise PurposeNotAllowedError(f"`{AUDIT_PURPOSE}` is open to an officer of the client `{_CLIENT}` only")
        member = {**officer_parameters(context), "member": context.caller.subject, "today": context.today}
        rows = await self._gate.authority("authority/member", member, context, self._gate.answers(context))
        if not rows[0][0]:
            raise NotOnStaffError

    async def _draw(self, context: RequestContext, size: int) -> int:
        """The sequence of the entry that says that a sample is drawn: the officer's first of the day, or none.

        Of two at once both write their entry, and the one that stands first on the chain counts.
        """
        await self._check_first(context, None)
        entry = _with(self._audit_entry(context, "audit", None), day=context.today, size=str(size))
        (receipt,) = await self._ports.ledger.append([entry], charges(self._ports, context))
        await self._check_first(context, receipt.sequence)
        return int(receipt.sequence)

    async def _check_first(self, context: RequestContext, own: int | None) -> None:
        officer = self._ports.vault.officer_pseudonym(context.caller.subject, None)
        draws = [
            record.sequence
            for record in await self._ports.ledger.read_draws()
            if record.entry.get("officer") == officer and record.entry["extra"]["day"] == context.today
        ]
        if draws[: limits.SAMPLES_PER_DAY_MAX] not in ([], [own]):
            raise ConflictError("you have drawn a sample today: the next one is tomorrow's")

    async def _seed(self, draw: int) -> Checkpoint:
        """The first checkpoint seen that holds the draw. Raises `LogUnavailableError` when none comes."""
        deadline = time.monotonic() + limits.SAMPLE_SEED_SECONDS_MAX
        while time.monotonic() < deadline:
            note = await self._ports.ledger.checkpoint()
            checkpoint = None if note is None else Checkpoint.parse(Note.parse(note).text)
            if checkpoint is not None and checkpoint.size > draw:
                return checkpoint
            await asyncio.sleep(limits.REFUSAL_GRID_SECONDS)
        raise LogUnavailableError("the log published no checkpoint since the draw: see whether the hub runs")

    async def _drawn(self, seed: Checkpoint, size: int) -> list[tuple[PersonId, Placed]]:
        """The first `size` entries, in the order drawn, that are about somebody and by an office."""
        places = list(dict.fromkeys(_places(seed, size * limits.SAMPLE_TRIES)))
        found = [item for item in await self._ports.ledger.read_at(places) if _is_an_offices(item)]
        subjects = {item.subject for item in found[: 2 * size]}  # of some the key store knows nothing: who was erased
        persons = await asyncio.to_thread(self._ports.vault.persons_behind, subjects)
        return [(persons[item.subject], item) for item in found if item.subject in persons][:size]

    async def _log_sample(
        self, context: RequestContext, seed: Checkpoint, drawn: Sequence[tuple[PersonId, Placed]]
    ) -> None:
        """One entry for each person whose entries were drawn, all durable in one commit."""
        of: dict[PersonId, list[Record]] = {}
        for person, item in drawn:
            of.setdefault(person, []).append(item.record)
        entries = [
            _with(self._audit_entry(context, "read", person), entries=_numbers(records), checkpoint=str(seed.size))
            for person, records in sorted(of.items())
        ]
        await self._ports.ledger.append(entries, charges(self._ports, context, subjects=len(entries)))

    def _audit_entry(self, context: RequestContext, action: str, person: PersonId | None) -> Entry:
        purpose = context.policy.purpose(AUDIT_PURPOSE)
        basis = purpose.legal_basis if purpose else ""
        return context.entry(action, subject=person, legal_basis=basis, groups=frozenset({FieldGroup.ACCESS_LOG}))


def _places(seed: Checkpoint, count: int) -> Iterator[int]:
    """`count` places in the log of `seed.size` entries, each as likely as any other; anybody can compute them again."""
    for number in range(count):
        digest = sha256(_SEED_DOMAIN + seed.root + number.to_bytes(8, "big")).digest()
        yield int.from_bytes(digest, "big") % seed.size


def _is_an_offices(item: Placed) -> bool:
    """Whether an entry says what an office did with somebody's record: no outcome, no draw, no look of their own."""
    entry = item.record.entry
    return item.subject not in {NOBODY, POLICY, AUDIT} and bool(entry) and entry.get("client") != OWN_CLIENT


def _with(entry: Entry, **extra: str) -> Entry:
    return replace(entry, extra={**entry.extra, **extra})


def _numbers(records: Sequence[Record]) -> str:
    """The entries that were looked at, by their number among the person's own: so the person sees which."""
    return ",".join(str(record.subject_sequence) for record in sorted(records, key=lambda item: item.subject_sequence))
