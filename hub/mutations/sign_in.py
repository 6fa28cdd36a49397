"""A resident's sign-in: linked by a code out of a case at a registration office, replaced in no other way, ended by the resident.

What a sign-in opens is the gate's, which looks it up at each request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hub.codes import LINKING_HALF_LENGTH, grouped, random_text
from hub.gate.budget import linking_charges
from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData
from hub.mutations.letter import letter_parameters
from hub.mutations.transaction import Handler, WriteTransaction, checked, instant_text, payload
from loaders.fragments import fragment
from model import limits
from model.callers import CaseAuthority, Decision, Question
from model.errors import (
    ConflictError,
    DomicileError,
    FieldNotAllowedError,
    SubjectNotAvailableError,
    wrong_length,
)
from model.graph import sealed_property_name
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.plan import FieldSelection, Row
from model.states import CaseKind, NoticeKind
from model.text import typed

_SEALED = FieldGroup.PERSON_DOCUMENT
# The registration offices' alone: whoever opens a record to a sign-in opens all of it.
_KINDS = frozenset({CaseKind.REGISTRATION, CaseKind.DATA_RIGHTS})
_GROUPS = frozenset({FieldGroup.CASE})
_NO_CODE = "this code links nothing: check it, or have another one made at a counter"
"""What is said of a code that nobody made, one that was used, replaced or has run out: the same of all."""


@dataclass(frozen=True, kw_only=True)
class _Linking:
    """Whose code was entered, and the sign-ins that they have: all of them, and those of the same issuer, by id."""

    person: PersonId
    code_hash: str
    known: Sequence[str]
    replaced: Sequence[str]


class SignIns:
    """The mutations about residents' sign-ins."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._gate = transaction.gate
        self._ports = transaction.ports

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.issueLinkingCode": self._issue_code,
            "Mutation.requestLinkingLetter": self._request_letter,
            "Mutation.linkSignIn": self._link,
            "Mutation.endSignIn": self._end,
        }

    # ── a code, at the counter or by letter ──────────────────────────────────────────────────────────────────────

    async def _issue_code(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """While the resident is there: later it would be the officer's."""
        case, person = await self._case(context, selected.arguments["case"], answers)
        try:
            await self._transaction.check_presence(context, case.number, answers)
        except DomicileError as refusal:
            raise RefusedCaseError(refusal, person) from None
        code, expires_at = (
            random_text(2 * LINKING_HALF_LENGTH),
            context.at + timedelta(minutes=limits.LINKING_CODE_MINUTES),
        )
        properties = {
            "id": new_private_id(),
            "codeHash": self._hash(code),
            "expiresAt": expires_at,
        }
        parameters = {"person": person, "code": checked("LinkingCode", properties)}
        await self._write_in_case(context, case, person, "writes/linking_code", parameters, answers)
        return payload(selected, {"code": grouped(code), "expiresAt": instant_text(expires_at)})

    async def _request_letter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """Half of a code is handed over here, half comes by letter: neither the officer nor a letter-box has both.

        Answers the same whether a letter will leave: for a protected person, or without an address, none does.
        """
        case, person = await self._case(context, selected.arguments["case"], answers)
        half = random_text(LINKING_HALF_LENGTH)
        parameters = letter_parameters(
            context, person, is_open=not case.is_protected, halfHash=self._ports.vault.linking_half(half)
        )
        await self._write_in_case(context, case, person, "writes/letter_code", parameters, answers)
        return payload(selected, {"half": grouped(half), "at": instant_text(context.at)})

    async def _case(
        self, context: RequestContext, number: str, answers: ResponseData
    ) -> tuple[CaseAuthority, PersonId]:
        case = await self._transaction.proved(context, number, answers)
        if case.kind not in _KINDS or case.subject is None:
            refusal = FieldNotAllowedError("a sign-in is linked by a registration office, in a case of its own kinds")
            raise RefusedCaseError(refusal, case.subject)
        return case, case.subject

    async def _write_in_case(
        self,
        context: RequestContext,
        case: CaseAuthority,
        person: PersonId,
        name: str,
        parameters: Mapping[str, Any],
        answers: ResponseData,
    ) -> None:
        basis = self._transaction.legal_basis(context)
        entry = self._transaction.entry(context, person, "write", legal_basis=basis, case=case.number)
        told = self._transaction.notice(context, person, NoticeKind.LINKING_CODE_ASKED)
        await self._transaction.commit(context, [entry], (fragment(name), parameters), answers, then=[told])

    # ── the resident's side ──────────────────────────────────────────────────────────────────────────────────────

    async def _link(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """All that a sign-in which opens no record may do, but ask who it is. Every try costs, a right one too."""
        hashes = (await self._gate.sign_in(context))["signInHashes"]
        decision = _decision(context)
        code = selected.arguments["code"]
        if not 0 < len(code) <= limits.SHOWN_CHARACTERS_MAX:
            raise wrong_length("code", limits.SHOWN_CHARACTERS_MAX)
        await self._ports.ledger.append([], linking_charges(self._ports, context))
        linking = await self._judged(context, hashes, code, answers)
        entry = self._transaction.entry(context, linking.person, "write", legal_basis=decision.legal_basis)
        told = self._transaction.notice(context, linking.person, NoticeKind.SIGN_IN_LINKED)
        statement = fragment("writes/link_sign_in"), self._parameters(context, linking, hashes)
        if not await self._transaction.commit(context, [entry], statement, answers, then=[told]):
            raise RefusedCaseError(SubjectNotAvailableError(_NO_CODE), linking.person)
        answers.decide(selected.response_key, decision, _GROUPS)
        return payload(selected, {"at": instant_text(context.at)})

    async def _judged(
        self, context: RequestContext, hashes: Sequence[str], code: str, answers: ResponseData
    ) -> _Linking:
        """Whose code it is. Raises `RefusedCaseError`: its entry is that of whose code it was, or whose the sign-in is."""
        code_hash = self._hash(typed(code))
        parameters = {"signInHashes": hashes, "codeHash": code_hash, "at": context.at.isoformat()}
        ((linked, found),) = await self._gate.authority("authority/linking", parameters, context, answers)
        if linked is not None:
            refusal = ConflictError("this sign-in opens a record already: end it there first, by `endSignIn`")
            raise RefusedCaseError(refusal, PersonId(linked))
        person, is_good, sign_ins = found or (None, False, [])
        if person is None or not is_good:
            raise RefusedCaseError(SubjectNotAvailableError(_NO_CODE), person)
        names = await self._ports.issuers.of(self._ports.ledger, context.caller.issuer)
        return _Linking(
            person=PersonId(person),
            code_hash=code_hash,
            known=[each for each, _ in sign_ins],
            replaced=[each for each, sealed in sign_ins if self._issuer(PersonId(person), sealed) in names],
        )

    def _hash(self, code: str) -> str:
        vault = self._ports.vault
        return vault.linking_hash(vault.linking_half(code[:LINKING_HALF_LENGTH]), code[LINKING_HALF_LENGTH:])

    def _issuer(self, person: PersonId, sealed: bytes) -> str:
        opened = self._ports.vault.unseal(person, _SEALED, bytes(sealed))
        return "" if opened is None else opened["issuer"]

    def _parameters(self, context: RequestContext, linking: _Linking, hashes: Sequence[str]) -> dict[str, Any]:
        caller, vault = context.caller, self._ports.vault
        properties = {
            "id": new_private_id(),
            "signInHash": vault.sign_in_hash(caller.issuer, caller.subject),
            "linkedAt": context.at,
            sealed_property_name(_SEALED): vault.seal(
                linking.person, _SEALED, {"issuer": caller.issuer, "subject": caller.subject}
            ),
        }
        return {
            "person": linking.person,
            "codeHash": linking.code_hash,
            "at": context.at.isoformat(),
            "signInHashes": hashes,
            "known": linking.known,
            "replaced": linking.replaced,
            "signIn": checked("SignIn", properties),
        }

    async def _end(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        parameters = {"person": own.person, "signIn": selected.arguments["signIn"], "at": context.at.isoformat()}
        told = self._transaction.notice(context, own.person, NoticeKind.SIGN_IN_ENDED)
        statement = fragment("writes/end_sign_in"), parameters
        if not await self._transaction.commit(context, [own.entry()], statement, answers, then=[told]):
            refusal = ConflictError("you have no such sign-in: `me { signIns { id } }` lists yours")
            raise RefusedCaseError(refusal, own.person)
        return payload(selected, {"at": instant_text(context.at)})


def _decision(context: RequestContext) -> Decision:
    """That somebody with such a sign-in may have a record of their own. Raises `FieldNotAllowedError`."""
    question = Question(client=context.caller.client, purpose=None, is_own_record=True)
    decision = context.policy.decide(question, _GROUPS)
    if not decision.allows(FieldGroup.CASE):
        raise FieldNotAllowedError("this is done by a resident, with their own sign-in")
    return decision
