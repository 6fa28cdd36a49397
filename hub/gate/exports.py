"""A resident's whole record and log in one signed file: for themselves (`me { export }`), and to be printed at a counter.

What it holds is `schema/export.graphql`, asked as the resident asks; who gets it, and how it is charged and logged, is
here. It is one entry about its person, which the file holds already as its last.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import rfc8785

from hub.audit_log import Record
from hub.gate.access import OWN_CLIENT, OwnLog
from hub.gate.budget import charges
from hub.gate.pipeline import DoorResult, Gate, RequestContext, ResponseData
from hub.gate.response_data import payload, with_field
from model import limits
from model.callers import Decision, Question
from model.errors import (
    BudgetExceededError,
    DomicileError,
    FieldNotAllowedError,
    QueryTooComplexError,
    Reason,
    ValidationFailedError,
)
from model.groups import FieldGroup
from model.ids import CaseNumber, ClientId, OfficerSubject, PersonId
from model.plan import Column, FieldSelection, Page, Row, Shape
from model.times import as_instant_text
from tlog.notes import Checkpoint, Note, VerifierKey, encoded
from tlog.proofs import LogProof
from tlog.vouched import export_note

FORMAT = "domicile-export/1"
_FIELD = "Me.export"
_ALL_GROUPS = frozenset(FieldGroup)
_PROOF_STEP_SECONDS = 0.1


class Questions(Protocol):
    """The document's operations: `hub.http.export_query.ExportQuery`."""

    def selected(self, operation: str, variables: Mapping[str, Any]) -> FieldSelection: ...
    def completed(self, operation: str, variables: Mapping[str, Any], answers: ResponseData) -> dict[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose record is exported, and by whose request. Only who may see all of it comes as far as this."""

    context: RequestContext
    person: PersonId
    is_own_record: bool  # they are there themselves; a representative is somebody else
    legal_basis: str
    case: CaseNumber | None = None


@dataclass(frozen=True, kw_only=True)
class Export:
    """A finished export: the file's text, the export in it, and the log's signature."""

    file: str
    content: Mapping[str, Any]
    signature: str

    @property
    def fields(self) -> dict[str, Any]:
        """What the API says of it."""
        log = self.content["log"]
        return {
            "file": self.file,
            "madeAt": self.content["madeAt"],
            "number": log["number"],
            "head": log["head"],
            "fromEntry": log["from"],
            "toEntry": log["to"],
        }


class Exports:
    """Makes exports. Keeps nothing between requests."""

    def __init__(self, gate: Gate, questions: Questions) -> None:
        self._gate = gate
        self._questions = questions

    async def read(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row | Page | None:
        """Answer one root field, through the gate; an export in it is made here. Raises a `DomicileError`."""
        asked = tuple(child for child in selected.children if child.coordinate == _FIELD)
        if not asked:
            return await self._gate.read(context, selected, answers)
        rest = replace(selected, children=tuple(child for child in selected.children if child not in asked))
        row = await self._gate.read(context, rest, answers) if rest.children else Row(Shape("Me", {}), [])
        assert isinstance(row, Row)  # noqa: S101 - `me` is an object, or was refused
        return await self._with_export(context, selected, asked, row, answers)

    async def _with_export(
        self,
        context: RequestContext,
        selected: FieldSelection,
        asked: Sequence[FieldSelection],
        row: Row,
        answers: ResponseData,
    ) -> Row:
        holder = None
        try:
            _check_arguments(selected, asked)
            holder = await self._holder(context, selected, answers)
            made = None if holder is None else await self.make(holder, answers, asked[0].arguments)
        except DomicileError as refusal:
            subject = holder.person if holder is not None and isinstance(refusal, BudgetExceededError) else None
            await self._gate.refuse(context, selected, refusal, subject=subject)
            raise
        if made is None:
            answers.withheld.add(FieldGroup.ACCESS_LOG)
        return with_field(row, asked[0], None if made is None else payload(asked[0], made.fields))

    async def _holder(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Holder | None:
        """The resident, or who represents them.

        None for who represents somebody who is protected, as with their log, or keeps something off their screen: an
        export has every entry. It is withheld in one word for both.
        """
        record = await self._gate.own_record(context, selected, answers)
        question = Question(client=context.caller.client, purpose=None, is_own_record=True)
        decision = context.policy.decide(question, selected.groups())
        answers.decide(selected.response_key, decision, selected.groups())
        check_export(context, question)
        if record.has_closed_log or (record.is_represented and record.off_screen.is_anything):
            return None
        return Holder(
            context=record.context,
            person=record.person,
            is_own_record=not record.is_represented,
            legal_basis=decision.legal_basis,
        )

    async def make(self, holder: Holder, answers: ResponseData, span: Mapping[str, Any]) -> Export:
        """Load it, log it, sign it. `span` has `fromEntry` and `toEntry`, where a part of the log is asked for.

        Raises `BudgetExceededError`, or `QueryTooComplexError` when it is too large: then parts have to be asked for.
        """
        making = _Making(self._gate, self._questions, holder)
        try:
            content = await making.content(span)
        finally:
            answers.statements += making.answers.statements
        return await asyncio.to_thread(self._signed, content)

    def _signed(self, content: Mapping[str, Any]) -> Export:
        ledger = self._gate.ports.ledger
        note = ledger.vouch(export_note(content, VerifierKey.parse(ledger.key).name))
        file = rfc8785.dumps({"export": dict(content), "signature": note})
        if len(file) > limits.EXPORT_BYTES_MAX:
            raise _too_large(f"{limits.EXPORT_BYTES_MAX} bytes")
        return Export(file=file.decode(), content=content, signature=note)


class _Making:
    """One export while it is made. What is loaded is asked as the resident; what is logged names who asked."""

    def __init__(self, gate: Gate, questions: Questions, holder: Holder) -> None:
        self._gate = gate
        self._ports = gate.ports
        self._questions = questions
        self._holder = holder
        self._reading = _as_resident(holder.context)
        self._closed: set[FieldGroup] = set()
        self._subjects: dict[PersonId, set[FieldGroup]] = {holder.person: set()}
        self.answers = gate.answers(self._reading)

    async def content(self, span: Mapping[str, Any]) -> dict[str, Any]:
        """All of it, as JSON values."""
        opened = self._opened(None)
        versions = [await self._version(opened, point) for point in await self._points()]
        now = await self._asked(opened, "Facts", {})
        history = await self._pages(opened, "ResidenceHistory")
        await self._log()
        records = await self._ports.ledger.read_subject(self._holder.person)
        part = _part(records, span)
        opened = self._opened(OwnLog(records, self._reading.policy, has_proofs=False))
        record = {**now, **history, **await self._asked(opened, "Own", {})}
        for name in ("Consents", "Notices", "Recipients"):
            record |= await self._pages(opened, name)
        record |= await self._asked(opened, "Processing", {})
        log = await self._exported_log(part, records)
        consistency = await self._consistency(span.get("sinceSize"), log["checkpoint"])
        return {
            "format": FORMAT,
            "madeAt": as_instant_text(self._holder.context.at),
            "policyVersion": self._reading.policy.version,
            "record": record,
            "versions": versions,
            "closed": sorted(self._closed),
            **log,
            "consistency": consistency,
        }

    # ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────

    def _opened(self, log: OwnLog | None) -> DoorResult:
        question = Question(client=self._reading.caller.client, purpose=None, is_own_record=True)
        decision: Decision = self._reading.policy.decide(question, _ALL_GROUPS)
        return DoorResult(
            prefix="authority/resident",
            decision=decision,
            person=self._holder.person,
            is_own_record=self._holder.is_own_record,
            standing=self._ports.vault.standing(self._holder.person),
            log=log,
            list_max=limits.EXPORT_LIST_MAX,
        )

    async def _points(self) -> Sequence[Sequence[str]]:
        most = limits.EXPORT_VERSIONS_MAX
        parameters = {"person": self._holder.person, "most": most + 1}
        points = await self._gate.authority("authority/own_versions", parameters, self._reading, self.answers)
        if len(points) > most:
            raise QueryTooComplexError(f"the record has facts from more than {most} points in time: ask at a counter")
        return points

    async def _version(self, opened: DoorResult, point: Sequence[str]) -> dict[str, Any]:
        as_of, known_at = point
        facts = await self._asked(opened, "Facts", {"asOf": as_of, "knownAt": known_at})
        return {"asOf": as_of, "knownAt": known_at, **facts}

    async def _pages(self, opened: DoorResult, operation: str) -> dict[str, Any]:
        """A connection to its end, as one list under its name."""
        items: list[Any] = []
        after = None
        while True:
            ((name, page),) = (await self._asked(opened, operation, {"after": after})).items()
            items += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return {name: items}

    async def _asked(self, opened: DoorResult, operation: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        selected = self._questions.selected(operation, variables)
        plan = self._gate.plan(self._reading, selected, opened)
        self._closed |= plan.denied
        _, value = await self._gate.run(plan, self._reading, self.answers)
        self._open(opened, plan.root, value)
        taken = self.answers.take_object(value, plan.root)
        assert isinstance(taken, Row)  # noqa: S101 - the person is there: their sign-in or their case led to them
        self.answers.put(selected.response_key, taken)
        return self._questions.completed(operation, variables, self.answers)

    def _open(self, opened: DoorResult, root: Column, value: Any) -> None:
        """What is sealed, and whose it is. Behind the entry nobody comes in who is not on it."""
        release = self._gate.release(self._reading, opened)
        release.open(root, value, self._holder.person)
        for person, groups in release.subjects.items():
            if opened.log is not None and person not in self._subjects:
                raise AssertionError("an export shows somebody for whom it has no entry")
            self._subjects.setdefault(person, set()).update(groups)

    # ── what is logged, and the log ──────────────────────────────────────────────────────────────────────────────

    async def _log(self) -> None:
        """One entry about its person, `export`; and about everybody else who is named in it, that they were read."""
        holder, ports = self._holder, self._ports
        decision = self._opened(None).decision
        others = [(person, groups) for person, groups in sorted(self._subjects.items()) if person != holder.person]
        named = [("export", holder.person, set(decision.allowed)), *(("read", *other) for other in others)]
        entries = [
            holder.context.entry(
                action,
                subject=person,
                legal_basis=holder.legal_basis,
                case=holder.case,
                groups=frozenset(groups) - self._closed,
            )
            for action, person, groups in named
        ]
        paid = charges(ports, holder.context, subjects=len(entries), exports=1)
        await ports.ledger.append(entries, paid)

    async def _exported_log(self, part: Sequence[Record], records: Sequence[Record]) -> dict[str, Any]:
        opened = self._opened(OwnLog(part, self._reading.policy, has_proofs=False))
        entries = (await self._pages(opened, "AccessLog"))["accessLog"][::-1]
        proofs = await self._proofs([record.sequence for record in part])
        for entry, proof in zip(entries, proofs, strict=True):
            entry["proof"] = None if proof is None else {"index": proof.index, "path": [*map(encoded, proof.path)]}
        checkpoint: Note | None = next((proof.note for proof in proofs if proof is not None), None)
        log = {
            "key": self._ports.ledger.key,
            "number": records[-1].subject_sequence,
            "head": records[-1].head.hex(),
            "from": part[0].subject_sequence,
            "to": part[-1].subject_sequence,
            "entries": entries,
        }
        return {"log": log, "checkpoint": None if checkpoint is None else str(checkpoint)}

    async def _consistency(self, size: int | None, checkpoint: str | None) -> dict[str, Any] | None:
        """That the tree of the file's checkpoint continues the one of `size` entries, where that is asked for."""
        if size is None or checkpoint is None:
            return None
        new = Checkpoint.parse(Note.parse(checkpoint).text).size
        if not 0 < size <= new:
            raise ValidationFailedError(
                f"`sinceSize` is the size of an earlier checkpoint: from 1 to {new}",
                reason=Reason.RANGE,
                argument="sinceSize",
                least=1,
                most=new,
            )
        path = await self._ports.ledger.consistency(size, new)
        return {"size": size, "path": [*map(encoded, path)]}

    async def _proofs(self, sequences: Sequence[int]) -> list[LogProof | None]:
        """A proof of each, all of one checkpoint: of one that holds the last of them, if it comes in time."""
        for _ in range(limits.EXPORT_PROOF_LOOKS):
            if (await self._ports.ledger.proofs(sequences[-1:]))[0] is not None:
                break
            await asyncio.sleep(_PROOF_STEP_SECONDS)
        proofs = await self._ports.ledger.proofs(sequences)
        return [None if proof is None else LogProof.parse(proof) for proof in proofs]


def check_export(context: RequestContext, question: Question) -> None:
    """Raises `FieldNotAllowedError` unless the policy lets the caller have a whole record in one piece."""
    verdict = context.policy.explain_export(question)
    if not verdict.is_allowed:
        raise FieldNotAllowedError(f"a whole record is not open to you here (rule `{verdict.rule}`)")


def _check_arguments(selected: FieldSelection, asked: Sequence[FieldSelection]) -> None:
    if len(asked) > 1:
        raise ValidationFailedError("one question has one `export`: ask for the next part in another")
    if {"asOf", "knownAt"} & selected.arguments.keys():
        raise ValidationFailedError("an export is of everything up to now: leave out `asOf` and `knownAt`")


def _part(records: Sequence[Record], span: Mapping[str, Any]) -> Sequence[Record]:
    """The entries that were asked for, the oldest first. Raises where there are none, or too many for one file."""
    first, last = span.get("fromEntry", 1), span.get("toEntry", records[-1].subject_sequence)
    part = [record for record in records if first <= record.subject_sequence <= last]
    if not part:
        raise ValidationFailedError(
            f"your log has no entries from {first} to {last}: it ends at {records[-1].subject_sequence}",
            reason=Reason.RANGE,
            argument="fromEntry",
            least=1,
            most=records[-1].subject_sequence,
        )
    if len(part) > limits.EXPORT_ENTRIES_MAX:
        raise _too_large(f"{limits.EXPORT_ENTRIES_MAX} entries")
    return part


def _too_large(bound: str) -> QueryTooComplexError:
    return QueryTooComplexError(
        f"the export would have more than {bound}: ask for the log in parts, `export(fromEntry: 1, toEntry: 1000)` and on"
    )


def _as_resident(context: RequestContext) -> RequestContext:
    """The request as the resident's own: an export shows what they see, whoever hands it over."""
    caller = replace(context.caller, client=ClientId(OWN_CLIENT), subject=OfficerSubject(""), office=None)
    return replace(context, caller=caller, purpose=None)
