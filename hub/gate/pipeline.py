"""READ THIS FIRST. The gate: authority → decide → plan → run → log → release.

Everything meets here. A root field comes in as a selection; the graph says what the caller is at this moment
(`authority`), Cedar which field groups are open (`decide`), the loaders make one statement of what is left (`plan`),
the graph answers it (`run`), each person in the answer gets an entry that is durable (`log`), and only then do the
values leave (`release`). Deny is the default at each step. Writes go the same way, in `hub.mutations`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from hub.gate.access import LogView, OwnLog, own_log, public_log
from hub.gate.budget import charges
from hub.gate.names import Names, waiting_scope
from hub.gate.patience import Patience
from hub.gate.ports import CursorSeal, Ports
from hub.gate.recipients import FACTS, TOLD
from hub.gate.release import Closing, Release
from hub.gate.request_context import RequestContext
from hub.gate.response_data import ResponseData
from hub.gate.rights import processing_notice
from hub.gate.shares import Shares
from hub.policy.retention import schedule
from loaders import cursors
from loaders.compose import compose
from loaders.fragments import fragment
from loaders.source import One
from loaders.sources import SOURCES
from model import limits
from model.callers import Caller, CaseAuthority, Decision, Entry, Question
from model.errors import (
    BudgetExceededError,
    CaseClosedError,
    CaseRequiredError,
    DomicileError,
    FieldNotAllowedError,
    NotOnStaffError,
    OutOfJurisdictionError,
    PurposeNotAllowedError,
    PurposeRequiredError,
    SubjectNotAvailableError,
    UnauthenticatedError,
)
from model.graph import sealed_property_name
from model.groups import PERSON_GROUPS, PRINTED, FieldGroup
from model.hidden_entries import OffScreen
from model.ids import CaseNumber, PersonId, PurposeId
from model.plan import FieldSelection, Page, Plan, Row
from model.standing import Standing
from model.states import CaseKind, CaseProof, CaseState, ConsentState, FactState, NoticeKind, Permission
from model.times import as_instant_text, now

# With `asOf` or `knownAt` in a case, these say what once was: they need the permission for the history, too.
_DATED = frozenset(
    {
        FieldGroup.PARTY_NAME,
        FieldGroup.PERSON_NAME,
        FieldGroup.PERSON_BIRTH,
        FieldGroup.RESIDENCE,
        FieldGroup.TENANCY,
        FieldGroup.EMPLOYMENT,
        FieldGroup.HOUSEHOLD,
        FieldGroup.DECLARED_CONTACTS,
    }
)
NO_CASE = "you hold no such case at your office: open it with the resident first"
"""What is said of a case that is unknown, another office's, or another officer's: the same of all."""

# Whoever acts for a person learns nothing of a protection.
_OWN_NOTICES = (
    NoticeKind.ADDRESS_PROTECTED,
    NoticeKind.PROTECTION_ENDED,
    NoticeKind.DISCLOSURE_ASKED,
    NoticeKind.DISCLOSURE_ANSWERED,
)
# Of whose record is locked, with a proof: they register anew, or exercise a right.
_OPEN_WHEN_LOCKED = frozenset({CaseKind.REGISTRATION, CaseKind.DATA_RIGHTS, CaseKind.OBJECTION})
_PLACED = frozenset({FieldGroup.RESIDENCE, FieldGroup.TENANCY})  # what leads to a room
_DOORS = frozenset({"Query.case", "Query.me"})
# Need no purpose: they are about the caller, or for everybody.
_OPEN_TO_ALL = frozenset(
    {"Query.viewer", "Query.me", "Query.policyChanges", "Query.operatorActs", "Query.processing", "Query.offices"}
)
_CHANGES = frozenset({"Case.changes"})
_PROCESSING = frozenset({"Query.processing", "Me.processing"})


@dataclass(frozen=True, kw_only=True)
class DoorResult:
    """What a door let through: how the statement starts, on whose behalf, and what the policy decided."""

    prefix: str
    decision: Decision
    person: PersonId | None = None
    case: CaseNumber | None = None
    kinds: Sequence[str] = ()  # of cases that may wait for the caller: their tokens
    log: LogView | None = None  # entries of the log, where they are asked for
    is_own_record: bool = False  # of the caller: a representative reads somebody else's
    is_withheld: bool = False  # the case shows nobody
    changes: Sequence[Mapping[str, str]] = ()  # of which the office is told
    withheld: frozenset[FieldGroup] = frozenset()  # what was asked of them, and is allowed
    is_disclosed: bool = False  # a person at risk opened their address here, as it is today
    standing: Standing = field(default_factory=Standing)  # what protects the person, in their own record
    extra: Mapping[str, str] = field(default_factory=dict)
    list_max: int | None = None  # items of a list without pages, where not as many as its source says
    off_screen: OffScreen = field(default_factory=OffScreen)  # what the person keeps off the screen

    @property
    def off_screen_numbers(self) -> list[int]:
        """Of the entries that are off the screen: those of hidden cases too, where the log was read."""
        return self.log.off_screen_numbers if isinstance(self.log, OwnLog) else sorted(self.off_screen.numbers)

    def entry(
        self,
        context: RequestContext,
        action: str,
        *,
        subject: PersonId | None,
        groups: frozenset[FieldGroup],
        rule: str = "",
    ) -> Entry:
        """What goes on the log about one subject of what was opened."""
        return replace(context, extra={**context.extra, **self.extra}).entry(
            action,
            subject=subject,
            groups=groups,
            rule=rule,
            case=self.case,
            legal_basis=self.decision.legal_basis,
        )


class RefusedCaseError(Exception):
    """A refusal at a case that is on the record: the entry goes to its subject, and the caller learns no more."""

    def __init__(self, refusal: DomicileError, subject: PersonId | None) -> None:
        super().__init__()
        self.refusal = refusal
        self.subject = subject


@dataclass(frozen=True, kw_only=True)
class OwnRecord:
    """A resident's record as the door `me` opened it: whose it is, and the request, whose entries say who acted."""

    person: PersonId
    is_protected: bool
    context: RequestContext
    is_represented: bool
    off_screen: OffScreen = field(default_factory=OffScreen)

    @property
    def has_closed_log(self) -> bool:
        """The log names offices, and an office tells a district: no representative reads a protected person's."""
        return self.is_represented and self.is_protected


class Gate:
    """The one way to the graph. Holds the ports; of requests it knows only whose statements are under way, and who was refused how often."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports
        self._shares = Shares(limits.STATEMENTS_OF_A_CALLER_MAX)
        self._patience = Patience(ports.budget_factor)

    def context(
        self, caller: Caller, *, purpose: PurposeId | None, operation: str, time_zone: ZoneInfo, started: float
    ) -> RequestContext:
        """A request of `caller` that comes in now; `time_zone` is the city's."""
        moment = now()
        return RequestContext(
            caller=caller,
            policy=self.ports.policy,
            purpose=purpose,
            operation=operation,
            at=moment,
            today=moment.astimezone(time_zone).date().isoformat(),
            started=started,
        )

    def answers(self, context: RequestContext) -> ResponseData:
        """An empty answer for one request."""
        client = context.caller.client
        return ResponseData(
            pairwise=lambda person: self.ports.vault.pairwise_id(person, client),
            encode_cursor=partial(cursors.encode, CursorSeal(self.ports.vault, client)),
            decided_at=as_instant_text(context.at),
        )

    async def read(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row | Page | None:
        """Answer one root field. Raises a `DomicileError` with the code that design §4 gives."""
        try:
            opened = await self._open(context, selected, answers)
            answers.deny(opened.decision.denied, opened.decision.lapsed)
            answers.decide(selected.response_key, opened.decision, selected.groups())
            plan = self.plan(context, selected, opened)
            row = await self.run(plan, context, answers)
        except RefusedCaseError as refused:
            await self.refuse(context, selected, refused.refusal, subject=refused.subject)
            raise refused.refusal from None
        except DomicileError as refusal:
            await self.refuse(context, selected, refusal)
            raise
        _check_unit(selected, row[0])
        try:
            return await self._release(context, selected, opened, plan, row[1], answers)
        except BudgetExceededError as refusal:
            await self.refuse(context, selected, refusal, subject=opened.person)
            raise

    def plan(self, context: RequestContext, selected: FieldSelection, opened: "DoorResult") -> Plan:
        """The statement for `selected`, narrowed to what was decided."""
        if selected.group is not None and selected.group not in opened.decision.allowed:
            rule = opened.decision.denied.get(selected.group, "default-deny")
            raise FieldNotAllowedError(f"`{selected.coordinate}` is not open to you for this purpose (rule `{rule}`)")
        return compose(
            selected,
            prefix=opened.prefix,
            context=self._context(context, selected, opened),
            allowed=opened.decision.allowed,
            seal=CursorSeal(self.ports.vault, context.caller.client),
            listed=opened.log.lists() if opened.log else {},
            list_max=opened.list_max,
        )

    async def run(self, plan: Plan, context: RequestContext, answers: ResponseData) -> Sequence[Any]:
        """The one row of a plan: where the caller works, and the value."""
        values = await self._ask(plan.text, plan.parameters, context, answers)
        if not values:
            raise NotOnStaffError
        return values[0]

    async def _ask(
        self, text: str, parameters: Mapping[str, Any], context: RequestContext, answers: ResponseData
    ) -> Sequence[Sequence[Any]]:
        """The rows of a statement, within the caller's share of the graph."""
        answers.statements += 1
        async with self._shares.of(context.caller):
            rows = await self.ports.graph.read(
                text,
                parameters,
                timeout_seconds=limits.STATEMENT_SECONDS_MAX,
                metadata={"operation": context.operation, "client": context.caller.client},
            )
        return rows.values

    # ── authority and decision: one door each ────────────────────────────────────────────────────────────────────

    async def _open(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> DoorResult:
        match selected.coordinate:
            case "Query.me" | "Mutation.objectToAccess" | "Mutation.objectToProcessing":
                return await self._open_own(context, selected, answers)
            case "Query.case" | "Mutation.openCase" | "Mutation.answerObjection":
                return await self._open_case(context, selected, answers)
            case "Query.waitingCases":
                return self._open_waiting(context, selected)
            case "Query.heldCases":
                return self._open_held(context, selected)
            case "Query.policyChanges" | "Query.operatorActs":
                log = await public_log(self.ports.ledger, context.policy, selected)
                return replace(self._open_places(context, selected), log=log)
            case _:
                return self._open_places(context, selected)

    def _open_places(self, context: RequestContext, selected: FieldSelection) -> DoorResult:
        """Places and firms. The statement itself begins with the officer, so that it is one."""
        if selected.coordinate not in _OPEN_TO_ALL or context.purpose is not None:
            self.check_purpose(context)
        question = Question(client=context.caller.client, purpose=context.purpose)
        prefix = "authority/officer" if context.caller.is_officer else "authority/resident"
        return DoorResult(prefix=prefix, decision=context.policy.decide(question, selected.groups()))

    async def _open_own(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> DoorResult:
        record = await self.own_record(context, selected, answers)
        question = Question(client=context.caller.client, purpose=None, is_own_record=True)
        decision = context.policy.decide(question, selected.groups())
        log = await self._own_log(record, selected)
        withheld = decision.allowed & {FieldGroup.ACCESS_LOG} if record.has_closed_log else frozenset()
        return DoorResult(
            prefix="authority/resident",
            decision=decision,
            person=record.person,
            is_own_record=not record.is_represented,
            extra=record.context.extra,
            log=log,
            off_screen=record.off_screen,
            withheld=withheld,
            standing=self.ports.vault.standing(record.person),
        )

    async def _own_log(self, record: OwnRecord, selected: FieldSelection) -> LogView | None:
        """The log about whose record it is; nothing of one that is closed."""
        if record.has_closed_log:
            return OwnLog([], record.context.policy, has_proofs=False)
        return await own_log(
            self.ports.ledger,
            record.context.policy,
            record.person,
            selected,
            off_screen=record.off_screen,
            is_represented=record.is_represented,
        )

    def _open_waiting(self, context: RequestContext, selected: FieldSelection) -> DoorResult:
        """The cases that wait at the caller's office: who may open such a case may see that one waits, and its kind."""
        self.check_purpose(context)
        scope = waiting_scope(context.caller.client, context.purpose)
        kinds = [self.ports.vault.token(scope, kind) for kind in self._kinds_held(context)]
        if not kinds:
            raise FieldNotAllowedError("no case waits for you: your department opens none for this purpose")
        return replace(self._open_held(context, selected), kinds=kinds)

    def _open_held(self, context: RequestContext, selected: FieldSelection) -> DoorResult:
        """The cases that the caller holds: their numbers, kinds and terms are the holder's own, and say nothing about anybody."""
        self.check_purpose(context)
        question = Question(client=context.caller.client, purpose=context.purpose)
        basis = context.policy.decide(question, frozenset()).legal_basis
        allowed = frozenset({FieldGroup.CASE})
        denied = dict.fromkeys(selected.groups() - allowed, "default-deny")
        decision = Decision(allowed=allowed, denied=denied, policy_version=context.policy.version, legal_basis=basis)
        return DoorResult(prefix="authority/officer", decision=decision)

    def _kinds_held(self, context: RequestContext) -> list[str]:
        """The kinds of case which the caller's department may open online for the request's purpose."""
        purpose = context.policy.purpose(context.purpose or "")
        question = Question(
            client=context.caller.client, purpose=context.purpose, proof=CaseProof.ONLINE, has_case=True
        )
        kinds = sorted(purpose.case_kinds) if purpose is not None else []
        return [kind.value for kind in kinds if context.policy.may_open_case(replace(question, case_kind=kind))]

    async def own_person(self, context: RequestContext, answers: ResponseData) -> PersonId:
        """The person to whom the caller's sign-in belongs. Raises `SubjectNotAvailableError` when there is none."""
        rows = await self._own_rows(context, "authority/me", {}, answers)
        return PersonId(rows[0][0])

    async def own_record(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> OwnRecord:
        """The record that the caller's sign-in opens: their own or, with the argument `for`, that of whom they represent.

        Raises `SubjectNotAvailableError` when there is none: no sign-in, and no current representation, look the same.
        """
        representation = selected.arguments.get("for")
        if representation is None:
            ((person, version, sealed),) = await self._own_rows(context, "authority/me", {}, answers)
            return OwnRecord(
                person=person,
                is_protected=self._is_protected(person),
                context=context,
                is_represented=False,
                off_screen=self._off_screen(person, version, sealed),
            )
        which = {"for": representation, "today": context.today}
        rows = await self._own_rows(context, "authority/represented", which, answers)
        ((person, basis, version, sealed),) = rows
        return OwnRecord(
            person=person,
            is_protected=self._is_protected(person),
            context=replace(context, extra={"basis": basis, "representation": representation}),
            is_represented=True,
            off_screen=self._off_screen(person, version, sealed),
        )

    def _is_protected(self, person: PersonId) -> bool:
        return person in self.ports.vault.protected([person])

    def _off_screen(self, person: PersonId, version: int | None, sealed: bytes | None) -> OffScreen:
        """What the person keeps off their screen, as it stands in the graph."""
        opened = None if sealed is None else self.ports.vault.unseal(person, FieldGroup.RIGHTS, bytes(sealed))
        return OffScreen() if opened is None or version is None else OffScreen.opened(opened, version)

    async def _own_rows(
        self, context: RequestContext, name: str, parameters: Mapping[str, Any], answers: ResponseData
    ) -> Sequence[Sequence[Any]]:
        rows = await self.authority(name, {**await self.sign_in(context), **parameters}, context, answers)
        if not rows:
            raise SubjectNotAvailableError(
                "this sign-in opens no such record: link it by a code from a counter, or look up whom you may act for"
            )
        return rows

    async def sign_in(self, context: RequestContext) -> Mapping[str, list[str]]:
        """By which a resident's sign-in is found: `$signInHashes`, under its issuer's name and those before it.

        Raises `UnauthenticatedError` for an officer.
        """
        caller, ports = context.caller, self.ports
        if caller.is_officer:
            raise UnauthenticatedError("`me` is for residents: this token is for work at an office")
        names = await ports.issuers.of(ports.ledger, caller.issuer)
        return {"signInHashes": [ports.vault.sign_in_hash(name, caller.subject) for name in names]}

    async def _open_case(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> DoorResult:
        self.check_purpose(context)
        number = CaseNumber(str(selected.arguments.get("number", "")))
        case = await self.case_authority(context, number, answers)
        decision = _decided_in_case(context, selected, case)
        log = None
        if case.subject is not None and (decision.allows(FieldGroup.OBJECTION) or _asks(selected, _CHANGES)):
            log = await own_log(self.ports.ledger, context.policy, case.subject, selected)
        return DoorResult(
            prefix="authority/officer",
            decision=decision,
            person=case.subject,
            case=number,
            log=log,
            is_withheld=case.is_withheld,
            changes=_changes(context, case, log) if _asks(selected, _CHANGES) else (),
            withheld=_groups_of_subject(selected) & decision.allowed if case.is_withheld else frozenset(),
            is_disclosed=_is_disclosed(context, selected, case),
        )

    async def case_authority(self, context: RequestContext, number: CaseNumber, answers: ResponseData) -> CaseAuthority:
        """What the graph knows of the case now. An unknown case and another officer's look the same.

        Raises `RefusedCaseError` with the refusal and the person to whose log it goes.
        """
        parameters = {
            **officer_parameters(context),
            "today": context.today,
            "case": number,
            "consentDays": limits.CONSENT_DAYS_MAX,
            "lockedDay": _locked_day(context),
        }
        rows = await self.authority("authority/case", parameters, context, answers)
        jurisdiction, known, kind, purpose, state, proof, ends_at, subject, roles, permissions, *rest = rows[0]
        lapsed, is_restricted, is_locked = rest
        if jurisdiction is None:
            raise NotOnStaffError
        if known is None or (proof != CaseProof.EX_OFFICIO and not roles):
            raise RefusedCaseError(CaseRequiredError(NO_CASE), subject)
        names = self.names(context)
        case_kind = names.kind_of_case(kind, subject)
        is_open_when_locked = case_kind in _OPEN_WHEN_LOCKED and proof != CaseProof.OFFICER_ATTESTED
        case = CaseAuthority(
            number=number,
            kind=case_kind,
            purpose=PurposeId(names.purpose(purpose, subject) or ""),
            state=CaseState(state),
            proof=CaseProof(proof),
            ends_at=datetime.fromisoformat(ends_at),
            subject=subject,
            permissions=frozenset(Permission(item) for item in permissions),
            lapsed=_lapsed(permissions, lapsed),
            is_holder="OPENED_BY" in roles,
            is_deputy="DEPUTY" in roles,
            is_withheld=is_restricted or (is_locked and not is_open_when_locked),
            is_protected=subject is not None and self._is_protected(subject),
            is_disclosed=subject is not None and self.ports.vault.standing(subject).allows(number),
        )
        if case.state is CaseState.CLOSED or case.ends_at <= context.at:
            raise RefusedCaseError(
                CaseClosedError(f"the case `{number}` is closed: open a new one with the resident"), case.subject
            )
        if case.purpose != context.purpose:
            raise RefusedCaseError(
                PurposeNotAllowedError(f"the case `{number}` was opened for another purpose than `{context.purpose}`"),
                case.subject,
            )
        return case

    async def authority(
        self, name: str, parameters: Mapping[str, Any], context: RequestContext, answers: ResponseData
    ) -> Sequence[Sequence[Any]]:
        """Ask the graph what the caller is at this moment. Never cached: a revocation binds the next request."""
        return await self._ask(fragment(name), parameters, context, answers)

    def check_purpose(self, context: RequestContext) -> None:
        """Raises unless the request names a purpose that is open to the caller's client."""
        if context.purpose is None:
            raise PurposeRequiredError("say what for: send the header `Domicile-Purpose`; `viewer` lists what you may")
        purpose = context.policy.purpose(context.purpose)
        if purpose is None or context.caller.client not in purpose.clients:
            raise PurposeNotAllowedError(f"the purpose `{context.purpose}` is not open to you: `viewer` lists what is")

    # ── what the statement is given, and what leaves ─────────────────────────────────────────────────────────────

    def _context(self, context: RequestContext, selected: FieldSelection, opened: DoorResult) -> dict[str, Any]:
        return {
            **officer_parameters(context),
            "asOf": selected.arguments.get("asOf", context.today),
            "knownAt": selected.arguments.get("knownAt", as_instant_text(context.at)),
            "today": context.today,
            "consentDays": limits.CONSENT_DAYS_MAX,
            "at": context.at.isoformat(),
            "person": opened.person,
            "case": opened.case,
            "isOwnRecord": opened.is_own_record,
            "places": self._places(selected, opened.person),
            **_standing_parameters(opened),
            "ownKinds": self._own_kinds(opened.person),
            "offScreenNumbers": opened.off_screen_numbers,
            "offScreenCases": sorted(opened.off_screen.cases),
            "purposes": self._purposes(context) if selected.coordinate == "Query.viewer" else [],
            "kinds": opened.kinds,
            "isWithheld": opened.is_withheld,
            "changes": opened.changes,
            "processing": processing_notice(context.policy) if _asks(selected, _PROCESSING) else None,
            "supervisoryAuthority": self.ports.supervisory_authority,
        }

    def _places(self, selected: FieldSelection, person: PersonId | None) -> Mapping[str, str]:
        """The rooms that the graph does not tell, for a statement that asks where somebody lives or rents: no other has a use for them."""
        return self.ports.vault.places(person) if person is not None and selected.groups() & _PLACED else {}

    def _own_kinds(self, person: PersonId | None) -> list[str]:
        return [] if person is None else [self.ports.vault.token(person, kind) for kind in _OWN_NOTICES]

    def _purposes(self, context: RequestContext) -> list[dict[str, str]]:
        """What the caller may ask for, as `viewer` says it."""
        return [
            {
                "id": item.id,
                "description": item.description,
                "descriptionZh": item.description_zh,
                "dpvTerm": item.dpv_term,
                "legalBasis": item.legal_basis,
            }
            for item in context.policy.purposes_of(context.caller.client)
        ]

    def release(self, context: RequestContext, opened: "DoorResult") -> Release:
        """The walk over an answer to what was opened."""
        vault, caller = self.ports.vault, context.caller

        def is_restricted(person: PersonId, tokens: Collection[str]) -> bool:
            return context.purpose is not None and vault.token(person, context.purpose) in tokens

        closing = Closing(
            protected=vault.protected,
            is_own_record=opened.is_own_record,
            is_disclosed=opened.is_disclosed,
            is_restricted=is_restricted,
            waiting_scope=waiting_scope(caller.client, context.purpose),
        )
        look_up = opened.log.look_up if opened.log else None
        return Release(vault.unseal, self.names(context), closing, look_up)

    def names(self, context: RequestContext) -> Names:
        """What reads the tokens of kinds and purposes, for one request."""
        return Names(self.ports.vault.token, context.policy.purpose_ids())

    async def _release(
        self,
        context: RequestContext,
        selected: FieldSelection,
        opened: DoorResult,
        plan: Plan,
        value: Any,
        answers: ResponseData,
    ) -> Row | Page | None:
        release = self.release(context, opened)
        release.open(plan.root, value, opened.person)  # a person's case is about that person, whatever is asked of it
        if opened.case is not None or not opened.is_own_record:  # a resident sees what there is of their own
            answers.withheld |= release.withheld
        answers.withheld |= opened.withheld
        if opened.log is not None:
            await opened.log.prove(self.ports.ledger)
        entries = [
            opened.entry(context, "read", subject=subject, groups=frozenset(groups) - plan.denied)
            for subject, groups in sorted(release.subjects.items())
        ]
        told = ",".join(item["fieldGroup"] for item in opened.changes)
        if told:  # on the log of whose data changed, and of nobody else in the answer
            entries = [
                replace(entry, extra={**entry.extra, TOLD: told}) if entry.subject == opened.person else entry
                for entry in entries
            ]
        # In a case about a place a denial has no subject: nothing was loaded that could say who it would have been.
        if plan.denied and (opened.person is not None or plan.denied & PERSON_GROUPS):
            named = ",".join(opened.decision.denied.get(group, "default-deny") for group in plan.denied)
            rule = ",".join(sorted(set(named.split(","))))
            entries.append(opened.entry(context, "deny", subject=opened.person, groups=plan.denied, rule=rule))
        is_guessable = _is_guessable(selected)
        if entries or is_guessable:
            requests = limits.MISS_REQUESTS if is_guessable and value is None else 1
            price = charges(self.ports, context, requests=requests, subjects=len(release.subjects))
            await self.ports.ledger.append(entries, price)
        taken = answers.take_object(value, plan.root)
        assert taken is None or isinstance(taken, Row | Page)  # noqa: S101 - a root field is an object or a page
        return taken

    async def refuse(
        self,
        context: RequestContext,
        selected: FieldSelection,
        refusal: DomicileError,
        *,
        subject: PersonId | None = None,
    ) -> None:
        """A refusal at a door to a person is logged too, and leaves on a coarse grid of time; so is one where one may guess."""
        is_door = (
            selected.coordinate in _DOORS or selected.coordinate.startswith("Mutation.") or _is_guessable(selected)
        )
        if not is_door or refusal.status >= 500:  # noqa: PLR2004 - HTTP's
            return
        entry = context.entry("deny", subject=subject, rule=refusal.code.value)
        await self.log_denial(context, entry)
        await self.let_refusal_leave(context)

    async def let_refusal_leave(self, context: RequestContext) -> None:
        """Wait until a refusal may leave: on the grid of time, and one by one for whoever is refused often."""
        await self._patience.leave(context.caller.key, context.started)

    async def log_denial(self, context: RequestContext, entry: Entry) -> None:
        """A refusal costs a request as an answer does; who has none left is logged all the same."""
        try:
            await self.ports.ledger.append([entry], charges(self.ports, context))
        except BudgetExceededError:
            await self.ports.ledger.append([entry])


def _standing_parameters(opened: DoorResult) -> dict[str, Any]:
    """What the vault keeps for its person alone: nothing of it is given to a statement for anybody else."""
    standing = opened.standing if opened.is_own_record else Standing()
    sealed = sealed_property_name(FieldGroup.EVIDENCE)
    protections = [
        {"id": item.id, "since": item.since, "until": item.until, sealed: item.reason}
        for item in standing.protections
        if item.since is not None
    ]
    disclosures = [
        {
            "id": item.id,
            "case": item.case,
            "askedAt": item.asked_at,
            "answeredAt": item.answered_at,
            "isAllowed": item.is_allowed,
            "endedAt": item.ended_at,
            sealed: item.reason,
        }
        for item in standing.disclosures
    ]
    return {
        "isProtected": standing.is_protected,
        "protections": _latest_first(protections),
        "disclosures": _latest_first(disclosures),
    }


def _latest_first(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**item, "order": -place} for place, item in enumerate(items)]


def _is_guessable(selected: FieldSelection) -> bool:
    source = SOURCES.get(selected.coordinate)
    return isinstance(source, One) and source.is_guessable


def question_in(context: RequestContext, case: CaseAuthority) -> Question:
    """What the policy is asked about a case which the caller holds."""
    return Question(
        client=context.caller.client,
        purpose=context.purpose,
        case_kind=case.kind,
        proof=case.proof,
        has_case=True,
        has_history_permission=Permission.HISTORY in case.permissions,
        has_contacts_permission=Permission.DECLARED_CONTACTS in case.permissions,
    )


def officer_parameters(context: RequestContext) -> dict[str, Any]:
    """The caller as every authority statement reads them: `$client`, `$officer`, `$office`."""
    caller = context.caller
    return {
        "client": caller.client,
        "officer": caller.subject if caller.is_officer else None,
        "office": caller.office,
    }


def _decided_in_case(context: RequestContext, selected: FieldSelection, case: CaseAuthority) -> Decision:
    """What is open in a case; of what is not, which groups would be if a consent that was given were not over."""
    groups = selected.groups() | {FieldGroup.HISTORY}
    travels = _travels(context, selected)

    def decided(permissions: frozenset[Permission]) -> Decision:
        decision = context.policy.decide(question_in(context, replace(case, permissions=permissions)), groups)
        return _travelling(decision) if travels else decision

    decision = decided(case.permissions)
    lapsed: dict[FieldGroup, ConsentState] = {}
    for permission, state in sorted(case.lapsed.items()):
        opened = decided(case.permissions | {permission}).allowed - decision.allowed
        lapsed |= dict.fromkeys(opened, state)
    return replace(decision, lapsed=lapsed)


def _travels(context: RequestContext, selected: FieldSelection) -> bool:
    """Whether another time than now is asked about."""
    return selected.arguments.get("asOf", context.today) != context.today or "knownAt" in selected.arguments


def _is_disclosed(context: RequestContext, selected: FieldSelection, case: CaseAuthority) -> bool:
    """Whether a protected address is open: where its person opened it, for a purpose which may ask, and as it is today."""
    purpose = context.policy.purpose(case.purpose)
    return case.is_disclosed and purpose is not None and purpose.may_disclose and not _travels(context, selected)


def _lapsed(permissions: Sequence[str], lapsed: Sequence[Sequence[str]]) -> dict[Permission, ConsentState]:
    """Of each permission that is over, how its latest consent ended; `lapsed` has the latest first."""
    over: dict[Permission, ConsentState] = {}
    for permission, state in lapsed:
        if permission not in permissions:
            is_revoked = state == FactState.WITHDRAWN
            over.setdefault(Permission(permission), ConsentState.REVOKED if is_revoked else ConsentState.EXPIRED)
    return over


def _travelling(decision: Decision) -> Decision:
    """`decision` for another time than now: dated facts need the permission for the history."""
    if decision.allows(FieldGroup.HISTORY):
        return decision
    rule = decision.denied.get(FieldGroup.HISTORY, "default-deny")
    denied = {**decision.denied, **dict.fromkeys(_DATED, rule)}
    return replace(decision, allowed=decision.allowed - _DATED, denied=denied)


def _changes(context: RequestContext, case: CaseAuthority, log: LogView | None) -> Sequence[Mapping[str, str]]:
    """Of what the office is told: within what it may read in this case now, and of a protected person what is printed."""
    caller = context.caller
    if case.is_withheld or caller.office is None or not isinstance(log, OwnLog):
        return ()
    allowed = context.policy.decide(question_in(context, case), FACTS).allowed
    return log.changes((caller.client, caller.office), allowed & PRINTED if case.is_protected else allowed)


def _groups_of_subject(selected: FieldSelection) -> frozenset[FieldGroup]:
    """What was asked of the person whom a case concerns: as many words for withheld as if each field were absent."""
    subjects = (item for item in selected.walk() if item.coordinate == "Case.subject")
    return frozenset(group for item in subjects for group in item.groups()) & PERSON_GROUPS


def _locked_day(context: RequestContext) -> str:
    """Whoever's last residence was over by this day is locked, by the schedule of retention: an ISO date."""
    term = schedule()["record"].locked_after
    if term is None:
        raise AssertionError("the schedule locks no record")
    return term.before(date.fromisoformat(context.today)).isoformat()


def _asks(selected: FieldSelection, coordinates: frozenset[str]) -> bool:
    return any(item.coordinate in coordinates for item in selected.walk())


def _check_unit(selected: FieldSelection, jurisdiction: str) -> None:
    unit = selected.arguments.get("unit")
    if unit is not None and not str(unit).startswith(jurisdiction):
        raise OutOfJurisdictionError(f"the unit `{unit}` lies outside your office's jurisdiction")


__all__ = [
    "NO_CASE",
    "DoorResult",
    "Gate",
    "OwnRecord",
    "RefusedCaseError",
    "RequestContext",
    "ResponseData",
    "officer_parameters",
    "question_in",
]
