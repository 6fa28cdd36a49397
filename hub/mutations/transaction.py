"""What every write needs: entries, the two stores in their order, parameters that are checked, payloads made here.

Knows no mutation; each topic's file does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

from hub.gate.budget import charges
from hub.gate.marks import mark
from hub.gate.names import waiting_scope
from hub.gate.pipeline import NO_CASE, Gate, OwnRecord, RefusedCaseError, RequestContext, ResponseData, question_in
from hub.gate.ports import Statement
from hub.gate.response_data import payload
from loaders.fragments import fragment
from model import limits
from model.callers import CaseAuthority, Entry, Question
from model.checks import check_node
from model.errors import (
    CaseRequiredError,
    ConflictError,
    DomicileError,
    FieldNotAllowedError,
    GraphUnavailableError,
    LogUnavailableError,
    SubjectNotAvailableError,
    wrong_length,
)
from model.graph import HUB_KINDS, HUB_PROPERTIES, KIND_BY_LABEL, Kind
from model.groups import FieldGroup
from model.ids import CaseNumber, ClientId, EntryId, PersonId, PurposeId, new_private_id
from model.plan import FieldSelection, Row
from model.standing import Standing
from model.states import CaseKind, CaseProof, NoticeKind
from model.times import as_instant_text
from tlog.notes import VerifierKey
from tlog.vouched import receipt_note

_KIND_BY_LABEL: Mapping[str, Kind] = {
    kind.label: replace(kind, properties=kind.properties + HUB_PROPERTIES.get(kind.label, ()))
    for kind in (*KIND_BY_LABEL.values(), *HUB_KINDS)
}

# Where somebody stood at the counter with a proof of their own: what is handed out there is handed to them.
PROVED_AT_A_COUNTER = frozenset({CaseProof.ONE_TIME_CODE, CaseProof.PASSKEY, CaseProof.RECEIPT_CARD})


@dataclass(frozen=True)
class ReadBack:
    """The arguments by which a payload is read through a plan; and those of its fields, by coordinate, which are not."""

    arguments: Mapping[str, Any]
    texts: Mapping[str, str]


Handler = Callable[[RequestContext, FieldSelection, ResponseData], Awaitable[Row | ReadBack | Mapping[str, Any]]]
"""Carries a mutation out. Returns its payload, or the arguments by which the payload is read through a plan."""


class LoggedRefusalError(SubjectNotAvailableError):
    """A refusal whose entry is on the log already."""


class WriteTransaction:
    """The gate from a write's side."""

    def __init__(self, gate: Gate, *, time_zone: ZoneInfo) -> None:
        self.gate = gate
        self.ports = gate.ports
        self._time_zone = time_zone

    async def commit(
        self,
        context: RequestContext,
        entries: Sequence[Entry],
        statement: Statement,
        answers: ResponseData,
        *,
        before: Sequence[Statement] = (),
        then: Sequence[Statement] = (),
        proposes: Mapping[PersonId, Standing] = MappingProxyType({}),
    ) -> Any:
        """One write: its intent durable, the graph's commit with the entries' id, its outcome. Returns the rows.

        `before` and `then` are statements of the same commit: those run before `statement`, these behind it and only if
        it did something; what it `proposes` of anybody's protection holds then, too. The rows are those of `statement`.
        Cancelling the request does not tear it apart. When it is not known whether the graph committed, the intent stays
        open and is settled when the graph answers again.
        """
        place = 1 + len(before)
        statements = [*before, statement, *then]
        rows = await asyncio.shield(
            self._commit(context, entries, statements, answers, decides=place, proposes=proposes)
        )
        return rows[place].values

    async def _commit(
        self,
        context: RequestContext,
        entries: Sequence[Entry],
        statements: Sequence[Statement],
        answers: ResponseData,
        *,
        decides: int,
        proposes: Mapping[PersonId, Standing],
    ) -> Any:
        write = EntryId(new_private_id())
        subjects = {entry.subject for entry in entries if entry.subject is not None}
        paid = charges(self.ports, context, subjects=len(subjects))
        answers.logged = await self.ports.ledger.intend([replace(entry, write=write) for entry in entries], paid)
        answers.statements += 1 + len(statements)
        try:
            if proposes:
                await asyncio.to_thread(self.ports.vault.propose, write, proposes)
            result = await self.ports.graph.write(
                [mark(write, answers.logged, self.ports.vault.keys_made()), *statements],
                timeout_seconds=limits.STATEMENT_SECONDS_MAX,
                metadata={"operation": context.operation, "client": context.caller.client},
                decides=decides,
            )
        except GraphUnavailableError:
            self.ports.unsettled.add(write)
            raise
        except DomicileError:
            await self._settle(write, "rolled_back", holds=False if proposes else None)
            raise
        found = result[decides].values
        holds = bool(found and found[0][0])
        await self._settle(write, "committed", holds=holds if proposes else None)
        return result

    async def _settle(
        self, write: EntryId, outcome: Literal["committed", "rolled_back"], *, holds: bool | None
    ) -> None:
        """Log how it ended; before that, whether what it proposed to the vault `holds` (None: nothing).

        Where one of them does not answer, it is settled once it does. Raises `DomicileError`, `LogUnavailableError`.
        """
        try:
            if holds is not None:
                await asyncio.to_thread(self.ports.vault.settle, write, is_committed=holds)
        except DomicileError:
            self.ports.unsettled.add(write)
            raise
        try:
            await self.ports.ledger.settle(write, outcome)
        except LogUnavailableError:
            self.ports.unsettled.add(write)
            raise

    async def own_write(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData, group: FieldGroup
    ) -> "OwnWrite":
        """The resident whose record it is, for a write to what is theirs of `group`. Raises a `DomicileError`."""
        record = await self.gate.own_record(context, selected, answers)
        question = Question(client=context.caller.client, purpose=None, is_own_record=True)
        decision = context.policy.decide(question, frozenset({group}))
        answers.decide(selected.response_key, decision, frozenset({group}))
        if not decision.allows(group):
            raise FieldNotAllowedError("this is done by a resident, with their own sign-in")
        return OwnWrite(record=record, group=group, legal_basis=decision.legal_basis)

    async def counter_write(
        self, context: RequestContext, number: str, answers: ResponseData, group: FieldGroup
    ) -> "CounterWrite":
        """The resident who stands at the counter, for a write of `group` to what is theirs that they ask the clerk for.

        It takes an open case of the clerk's, for the purpose `data-subject-rights`, which the resident opened there with
        a proof. Raises `RefusedCaseError`, or a `DomicileError`.
        """
        case = await self.held(context, number, answers, by_deputy=True)
        if case.kind is not CaseKind.DATA_RIGHTS or case.subject is None or case.proof not in PROVED_AT_A_COUNTER:
            refusal = FieldNotAllowedError(
                "this takes a case `DATA_RIGHTS`, opened at the counter with the resident's proof"
            )
            raise RefusedCaseError(refusal, case.subject)
        return CounterWrite(
            context=context,
            person=case.subject,
            case=case.number,
            proof=case.proof,
            group=group,
            legal_basis=self.legal_basis(context),
        )

    def kept(self, person: PersonId, standing: Standing) -> Mapping[PersonId, Standing]:
        """What `commit` proposes: nothing where it is what holds already."""
        return {} if standing == self.ports.vault.standing(person) else {person: standing}

    def closed_in(self, context: RequestContext, person: PersonId, number: CaseNumber) -> Mapping[PersonId, Standing]:
        """What `commit` proposes where a case gets another holder: what `person` opened in it is closed."""
        return self.kept(person, self.ports.vault.standing(person).closed(number, as_instant_text(context.at)))

    def notice(self, context: RequestContext, person: PersonId, kind: NoticeKind) -> Statement:
        """Tells `person`: for `then`, so that nobody is told of what was not done."""
        notice = {"id": new_private_id(), "kind": self.ports.vault.token(person, kind), "at": context.at}
        parameters = {"person": person, "notice": checked("Notice", notice), "delivery": new_private_id()}
        return fragment("writes/notice"), parameters

    def notice_of_right(self, context: RequestContext, person: PersonId, kind: NoticeKind) -> Statement:
        """Tells `person`, if a right of theirs was written at this instant, before it in the same transaction."""
        notice = {"id": new_private_id(), "kind": self.ports.vault.token(person, kind), "at": context.at}
        parameters = {"person": person, "notice": checked("Notice", notice), "delivery": new_private_id()}
        return fragment("writes/notice_of_right"), parameters

    def check_words(self, person: PersonId, *, most: int, **words: str) -> None:
        """Raises `RefusedCaseError` unless each of the words about `person`, by its name, has 1 to `most` characters."""
        for name, text in words.items():
            if not 0 < len(text.strip()) <= most:
                raise RefusedCaseError(wrong_length(name, most), person)

    def sealed_words(self, person: PersonId, **words: str) -> bytes:
        """What somebody wrote about `person`, by its name, under their key. Raises `RefusedCaseError` for none, or too many."""
        self.check_words(person, most=limits.RIGHTS_CHARACTERS_MAX, **words)
        values = {name: text.strip() for name, text in words.items()}
        return self.ports.vault.seal(person, FieldGroup.EVIDENCE, values)

    def is_obliged(self, context: RequestContext, purpose: str | None) -> bool:
        """Whether a law obliges to what the purpose is (GDPR art. 6 (1) c): no block of a resident's stands against it."""
        found = context.policy.purpose(purpose or "")
        return found is not None and "A6-1-c" in found.legal_basis.split()

    def entry(
        self, context: RequestContext, subject: PersonId | None, action: str, *, legal_basis: str = "", **others: Any
    ) -> Entry:
        """What goes on the log about one subject of a write, or of the refusal of one."""
        groups = frozenset({FieldGroup.CASE})
        return context.entry(action, subject=subject, legal_basis=legal_basis, groups=groups, **others)

    async def held(
        self, context: RequestContext, number: str, answers: ResponseData, *, by_deputy: bool
    ) -> CaseAuthority:
        """The open case which the officer holds, or whose deputy they are, where one may do it.

        What an office holds by itself is its opener's here, and nobody else's. Raises `RefusedCaseError` for every
        other case, in the same words as for none, and a `DomicileError` where the policy closes the case.
        """
        self.gate.check_purpose(context)
        case = await self.gate.case_authority(context, CaseNumber(number), answers)
        if not (case.is_holder or (by_deputy and case.is_deputy)):
            raise RefusedCaseError(CaseRequiredError(NO_CASE), case.subject)
        decision = context.policy.decide(question_in(context, case), frozenset({FieldGroup.CASE}))
        if not decision.allows(FieldGroup.CASE):
            rule = decision.denied.get(FieldGroup.CASE, "default-deny")
            refusal = FieldNotAllowedError(f"the case `{number}` is not open to you for this purpose (rule `{rule}`)")
            raise RefusedCaseError(refusal, case.subject)
        return case

    async def proved(self, context: RequestContext, number: str, answers: ResponseData) -> CaseAuthority:
        """A case in which the resident proved themselves at a counter; an officer's word is not enough, nor a sign-in."""
        case = await self.held(context, number, answers, by_deputy=True)
        if case.proof not in PROVED_AT_A_COUNTER:
            refusal = ConflictError(
                f"the case `{number}` was not opened with a proof at a counter: open one with a proof"
            )
            raise RefusedCaseError(refusal, case.subject)
        return case

    async def check_presence(self, context: RequestContext, number: CaseNumber, answers: ResponseData) -> None:
        """A case goes on when its resident has left. Raises `ConflictError` when it was not opened just now."""
        ((opened_at,),) = await self.gate.authority("authority/opened_on", {"case": number}, context, answers)
        if context.at - datetime.fromisoformat(opened_at) > timedelta(hours=limits.PRESENCE_HOURS_MAX):
            raise ConflictError(
                f"the case `{number}` is older than {limits.PRESENCE_HOURS_MAX} hours: open one with the resident's proof, who is there"
            )

    def receipt(self, context: RequestContext, selected: FieldSelection, number: str, chain: str | None = None) -> Row:
        """What a write in a case answers with: which case, and when; `chain` where the case was opened by it."""
        return payload(selected, {"number": number, "at": instant_text(context.at), "receipt": chain})

    def chain_receipt(
        self, context: RequestContext, number: CaseNumber, answers: ResponseData, *, with_number: bool
    ) -> str:
        """The head of the person's chain behind the entry that was just written for them, signed by the log's key.

        For its person the number, too. An office gets the head alone, which says nothing to it: the number would say how
        often somebody was looked up.
        """
        ledger, logged = self.ports.ledger, answers.logged[0]
        note = receipt_note(
            origin=VerifierKey.parse(ledger.key).name,
            at=instant_text(context.at),
            case=number,
            head=logged.chain_head,
            number=logged.subject_sequence if with_number else None,
        )
        return ledger.vouch(note)

    def waits_for(self, context: RequestContext, kind: CaseKind, purpose: PurposeId | None) -> Mapping[str, str]:
        """By client, the token by which its offices find a case that waits for an officer."""
        token = self.ports.vault.token
        return {client: token(waiting_scope(ClientId(client), purpose), kind) for client in context.policy.client_ids()}

    def legal_basis(self, context: RequestContext) -> str:
        """That of the purpose which the request names; empty without one."""
        purpose = context.policy.purpose(context.purpose or "")
        return purpose.legal_basis if purpose else ""

    def midnight(self, context: RequestContext) -> datetime:
        """When today began, in the city."""
        return datetime.combine(date.fromisoformat(context.today), datetime.min.time(), self._time_zone)


@dataclass(frozen=True, kw_only=True)
class OwnWrite:
    """A resident's write to their own record, or their representative's."""

    record: OwnRecord
    group: FieldGroup
    legal_basis: str

    @property
    def person(self) -> PersonId:
        """Whose record it is."""
        return self.record.person

    def entry(self, case: CaseNumber | None = None, *, extra: Mapping[str, str] | None = None) -> Entry:
        """What goes on the log of that person."""
        groups = frozenset({self.group})
        context = self.record.context
        acting = replace(context, extra={**context.extra, **(extra or {})})
        return acting.entry("write", subject=self.person, legal_basis=self.legal_basis, groups=groups, case=case)


@dataclass(frozen=True, kw_only=True)
class CounterWrite:
    """What a resident without a sign-in asks a clerk to write to their record."""

    context: RequestContext
    person: PersonId
    case: CaseNumber
    proof: CaseProof  # by which the resident opened that case
    group: FieldGroup
    legal_basis: str

    def entry(self) -> Entry:
        """What goes on the log of that person."""
        groups = frozenset({self.group})
        return self.context.entry(
            "write", subject=self.person, legal_basis=self.legal_basis, groups=groups, case=self.case
        )


def checked(label: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """`properties` as a parameter, after the check of their kind: dates and instants as ISO text.

    The driver would take dates and instants as they are, but packing an instant has crashed the interpreter
    (`neo4j` 6.4.1 with `neo4j-rust-ext`, Python 3.11.7: a fault below `neo4j.time.Time._utc_offset`).
    """
    check_node(_KIND_BY_LABEL[label], properties)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in properties.items()}


def instant_text(instant: datetime) -> str:
    """An instant as the API writes it."""
    return instant.isoformat().replace("+00:00", "Z")


__all__ = [
    "PROVED_AT_A_COUNTER",
    "CounterWrite",
    "Handler",
    "LoggedRefusalError",
    "OwnWrite",
    "ReadBack",
    "WriteTransaction",
    "checked",
    "instant_text",
    "payload",
]
