"""At the counter: a document, and what its holder proves themselves by. A case is opened there, or let go elsewhere.

By which rule one is opened is `resolvers.case`'s. Whatever is refused here is refused in one way.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from hub.gate.pipeline import RequestContext, ResponseData, officer_parameters
from hub.gate.ports import Statement
from hub.identity.passkeys import CHALLENGE_BYTES, Assertion, RelyingParty, challenge_of
from hub.mutations.grants import case_properties, grant_properties
from hub.mutations.transaction import (
    Handler,
    LoggedRefusalError,
    ReadBack,
    WriteTransaction,
    checked,
    instant_text,
    payload,
)
from loaders.fragments import fragment
from model import limits
from model.callers import Question
from model.counter import AtCounter, Opening, OpeningRule, Shown
from model.documents import read_as
from model.errors import (
    FieldNotAllowedError,
    NotOnStaffError,
    PurposeNotAllowedError,
    Reason,
    ValidationFailedError,
)
from model.groups import FieldGroup
from model.ids import CaseNumber, PersonId, new_private_id, new_public_id
from model.plan import FieldSelection, Row
from model.states import CaseKind, CaseProof, DocumentKind, NoticeKind, Permission
from model.text import typed

_PROOFS: Mapping[str, CaseProof] = {
    "code": CaseProof.ONE_TIME_CODE,
    "card": CaseProof.RECEIPT_CARD,
    "passkey": CaseProof.PASSKEY,
}


@dataclass(frozen=True, kw_only=True)
class _Given:
    """What was shown beside the document: its kind, the keyed hashes by which it is found, a passkey's signature."""

    proof: CaseProof
    hashes: Mapping[str, str]
    assertion: Assertion | None


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """What was found at the counter: the officer's fact id, whose document number it is, and the verdict.

    `counters` are a passkey's: where it stood before this signature, and after.
    """

    given: _Given
    staff: str
    named: PersonId | None
    opening: Opening | None
    counters: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True)
class _Proved:
    """Whose proof was shown, if it is anybody's; what it allows, and a passkey's counters."""

    person: PersonId | None = None
    permissions: frozenset[Permission] = frozenset()
    counters: tuple[int, int] | None = None


class Counter:
    """The mutations of a clerk at whose counter a resident stands."""

    def __init__(self, transaction: WriteTransaction, judge_opening: OpeningRule, relying_party: RelyingParty) -> None:
        self._transaction = transaction
        self._gate = transaction.gate
        self._ports = transaction.ports
        self._judge_opening = judge_opening
        self._relying_party = relying_party

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.openCase": self._open_case,
            "Mutation.assentAtCounter": self._assent_at_counter,
            "Mutation.createCounterChallenge": self._create_counter_challenge,
        }

    # ── a case at the counter ────────────────────────────────────────────────────────────────────────────────────

    async def _open_case(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> ReadBack:
        self._gate.check_purpose(context)
        given = selected.arguments["input"]
        kind = CaseKind(given["kind"])
        self._check_kind(context, kind)
        judged = await self._judged(context, kind, given, answers)
        opening = judged.opening
        rules = None if opening is None else self._rules(context, kind, opening.proof)
        if rules is None:
            await self._refuse(context, judged, judged.named, answers)
        number = await self._opened(context, kind, judged, answers)
        answers.opened(selected.response_key, rules or ())
        chain = self._transaction.chain_receipt(context, number, answers, with_number=False)
        return ReadBack({"number": number}, {"OpenCasePayload.receipt": chain})

    async def _opened(
        self, context: RequestContext, kind: CaseKind, judged: _Judged, answers: ResponseData
    ) -> CaseNumber:
        opening = judged.opening
        assert opening is not None  # noqa: S101 - a refusal has raised before
        assert context.purpose is not None  # noqa: S101 - it was checked
        case = case_properties(
            context,
            token=partial(self._ports.vault.token, opening.person),
            kind=kind,
            proof=opening.proof,
            term=opening.term,
            purpose=context.purpose,
        )
        number = CaseNumber(case["number"])
        proof, use = self._use(context, judged)
        until = date.fromisoformat(context.today) + opening.term
        parameters = {
            "person": opening.person,
            "office": context.caller.office,
            "staff": judged.staff,
            "use": use,
            "since": self._transaction.midnight(context).isoformat(),
            "attestedMax": limits.CASES_ATTESTED_PER_DAY_MAX,
            "case": checked("Case", case),
            "grants": grant_properties(context, number, opening.permissions, until, office=context.caller.office),
        }
        entry = self._transaction.entry(
            context, opening.person, "write", legal_basis=self._transaction.legal_basis(context), case=number
        )
        statement = (fragment("writes/open_case"), parameters)
        notice = self._transaction.notice(context, opening.person, NoticeKind.CASE_OPENED)
        if not await self._transaction.commit(context, [entry], statement, answers, before=[proof], then=[notice]):
            await self._refuse(context, judged, opening.person, answers)
        return number

    def _use(self, context: RequestContext, judged: _Judged) -> tuple[Statement, str | None]:
        """The statement that uses a proof up, and the mark by which the next one sees that it did; without one, none."""
        use = None if judged.given.proof is CaseProof.OFFICER_ATTESTED else new_private_id()
        before, after = judged.counters or (None, None)
        parameters = {
            "use": use,
            **judged.given.hashes,
            "signCountBefore": before,
            "signCount": after,
            "at": context.at.isoformat(),
        }
        return (fragment("writes/proof"), parameters), use

    def _check_kind(self, context: RequestContext, kind: CaseKind) -> None:
        purpose = context.policy.purpose(context.purpose or "")
        if purpose is None or kind not in purpose.case_kinds:
            raise PurposeNotAllowedError(
                f"a case of the kind `{kind}` is not opened for the purpose `{context.purpose}`"
            )

    def _rules(self, context: RequestContext, kind: CaseKind, proof: CaseProof) -> Sequence[str] | None:
        """The rules by which the department opens such a case; None when it may not."""
        question = Question(
            client=context.caller.client, purpose=context.purpose, case_kind=kind, proof=proof, has_case=True
        )
        verdict = context.policy.explain_opening(question)
        return verdict.rules if verdict.is_allowed else None

    # ── the assent to a transfer ─────────────────────────────────────────────────────────────────────────────────

    async def _assent_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """The resident assents at a counter of the office that has the case, or of the one that is to get it.

        A case that is not on its way is refused as a wrong document is, after the same statements.
        """
        self._gate.check_purpose(context)
        given = selected.arguments["input"]
        number = CaseNumber(given["case"])
        asked = {
            "office": context.caller.office,
            "case": number,
            "at": context.at.isoformat(),
        }
        found = await self._gate.authority("authority/transfer", asked, context, answers)
        kind, subject = self._on_its_way(context, *found[0]) if found else (CaseKind.REGISTRATION, None)
        judged = await self._judged(context, kind, given, answers)
        opening = judged.opening
        is_proved = opening is not None and opening.proof is not CaseProof.OFFICER_ATTESTED
        if not is_proved or opening is None or opening.person != subject:
            await self._refuse(context, judged, judged.named, answers)
        if not await self._transferred(context, judged, number, kind, given, answers):
            await self._refuse(context, judged, judged.named, answers)
        return self._transaction.receipt(context, selected, number)

    def _on_its_way(
        self, context: RequestContext, kind: str, purpose: str, subject: PersonId
    ) -> tuple[CaseKind, PersonId | None]:
        """The kind and the subject of a case for the request's purpose; as none, where it is for another."""
        names = self._gate.names(context)
        if names.purpose(purpose, subject) != context.purpose:
            return CaseKind.REGISTRATION, None
        return names.kind_of_case(kind, subject), subject

    async def _transferred(
        self,
        context: RequestContext,
        judged: _Judged,
        number: CaseNumber,
        kind: CaseKind,
        given: Mapping[str, Any],
        answers: ResponseData,
    ) -> Any:
        opening = judged.opening
        assert opening is not None  # noqa: S101 - a refusal has raised before
        proof, use = self._use(context, judged)
        parameters = {
            "case": number,
            "person": opening.person,
            "target": None,
            "use": use,
            "keepsPermissions": bool(given.get("keepPermissions")),
            "waitsFor": self._transaction.waits_for(context, kind, context.purpose),
            "isObliged": self._transaction.is_obliged(context, context.purpose),
            "today": context.today,
            "at": context.at.isoformat(),
        }
        basis = self._transaction.legal_basis(context)
        entry = self._transaction.entry(context, opening.person, "write", legal_basis=basis, case=number)
        statement = (fragment("writes/transfer_case"), parameters)
        notice = self._transaction.notice(context, opening.person, NoticeKind.CASE_TRANSFERRED)
        return await self._transaction.commit(
            context,
            [entry],
            statement,
            answers,
            before=[proof],
            then=[notice],
            proposes=self._transaction.closed_in(context, opening.person, number),
        )

    # ── what was shown ───────────────────────────────────────────────────────────────────────────────────────────

    async def _judged(
        self, context: RequestContext, kind: CaseKind, given: Mapping[str, Any], answers: ResponseData
    ) -> _Judged:
        """What the graph knows of what was entered, and the case that the rule lets be opened, if it does."""
        proof = self._given(given)
        parameters = {
            **officer_parameters(context),
            "kind": kind.value,
            "purpose": context.purpose,
            "today": context.today,
            "at": context.at.isoformat(),
            "since": self._transaction.midnight(context).isoformat(),
            "numberHashes": [
                self._ports.vault.document_hash(kind, number)
                for kind, number in read_as(DocumentKind(given["documentKind"]), given["documentNumber"])
            ],
            **proof.hashes,
        }
        rows = await self._gate.authority("authority/counter", parameters, context, answers)
        jurisdiction, staff, candidates, codes, cards, passkeys, challenges, attested, refused = rows[0]
        if jurisdiction is None:
            raise NotOnStaffError
        proved = self._proved(proof, codes, cards, passkeys if challenges else [])
        protected = self._ports.vault.protected(PersonId(person) for person, _ in candidates)
        found = [
            Shown(
                person=PersonId(person),
                is_protected=person in protected,
                is_document_right=any(self._is_document(person, each, given) for each in sealed),
                proved_by=proved.person,
                permissions=proved.permissions,
            )
            for person, sealed in candidates
        ]
        at_counter = AtCounter(
            kind=kind,
            shown=found,
            proof=proof.proof,
            has_expired=given["documentExpiresOn"] < context.today,
            attested_today=attested,
            refused_today=refused,
        )
        named = {item.person for item in found}
        return _Judged(
            given=proof,
            staff=staff,
            named=named.pop() if len(named) == 1 else None,
            opening=self._judge_opening(at_counter),
            counters=proved.counters,
        )

    def _given(self, given: Mapping[str, Any]) -> _Given:
        """What was shown beside the document. Raises `ValidationFailedError` for two proofs, or one of another form."""
        names = [name for name in _PROOFS if given.get(name) is not None]
        if len(names) > 1:
            raise ValidationFailedError(
                f"`{names[0]}` does not go with `{names[1]}`: show one of them",
                reason=Reason.TOGETHER,
                argument=names[0],
            )
        texts = [given["documentNumber"], *(given[name] for name in names if name != "passkey")]
        if not all(0 < len(text) <= limits.SHOWN_CHARACTERS_MAX for text in texts):
            raise ValidationFailedError(
                f"a document number and a code have 1 to {limits.SHOWN_CHARACTERS_MAX} characters",
                reason=Reason.LENGTH,
                argument="documentNumber",
                least=1,
                most=limits.SHOWN_CHARACTERS_MAX,
            )
        assertion = Assertion.read(given["passkey"]) if "passkey" in names else None
        vault, challenge = self._ports.vault, challenge_of(assertion.client_data) if assertion else b""
        hashes = {
            "codeHash": vault.code_hash(typed(given["code"])) if "code" in names else "",
            "cardHash": vault.card_hash(typed(given["card"])) if "card" in names else "",
            "credentialHash": vault.credential_hash(assertion.credential_id) if assertion else "",
            "challengeHash": vault.challenge_hash(challenge) if challenge else "",
        }
        proof = _PROOFS[names[0]] if names else CaseProof.OFFICER_ATTESTED
        return _Given(proof=proof, hashes=hashes, assertion=assertion)

    def _proved(self, given: _Given, codes: Sequence[Any], cards: Sequence[Any], passkeys: Sequence[Any]) -> _Proved:
        """Whose proof it is. A card and a passkey allow nothing beyond today's facts: the resident asks for no more by it."""
        if given.proof is CaseProof.ONE_TIME_CODE and codes:
            person, allowed = codes[0]
            return _Proved(person=PersonId(person), permissions=frozenset(Permission(item) for item in allowed))
        if given.proof is CaseProof.RECEIPT_CARD and cards:
            return _Proved(person=PersonId(cards[0]))
        if given.assertion is not None and passkeys:
            return self._signed(given.assertion, *passkeys[0])
        return _Proved()

    def _signed(self, assertion: Assertion, person: str, sealed: bytes, sign_count: int) -> _Proved:
        """Whose signature it is: the challenge was the officer's own, which the graph has said before."""
        holder = PersonId(person)
        opened = self._ports.vault.unseal(holder, FieldGroup.PERSON_DOCUMENT, bytes(sealed))
        if opened is None or not secrets.compare_digest(assertion.user_handle, self._ports.vault.user_handle(holder)):
            return _Proved()
        key = bytes.fromhex(opened["publicKey"])
        after = self._relying_party.sign_count(assertion, public_key=key, sign_count_before=sign_count)
        return _Proved() if after is None else _Proved(person=holder, counters=(sign_count, after))

    def _is_document(self, person: str, sealed: bytes, given: Mapping[str, Any]) -> bool:
        opened = self._ports.vault.unseal(PersonId(person), FieldGroup.PERSON_DOCUMENT, bytes(sealed))
        if opened is None:
            return False
        return secrets.compare_digest(opened["expiresOn"], given["documentExpiresOn"])

    async def _refuse(
        self, context: RequestContext, judged: _Judged, named: PersonId | None, answers: ResponseData
    ) -> None:
        """One answer, with the same bytes, for unknown, wrong, protected and not permitted; and an entry.

        It goes to the person whose document number was entered, if there is one: they see who tried. The officer's
        refusals of the day are counted, and the challenge is used up.
        """
        entry = self._transaction.entry(context, named, "deny", rule="subject-not-available")
        await self._gate.log_denial(context, entry)
        parameters = {
            "id": new_public_id(),
            "officer": context.caller.subject,
            "today": context.today,
            "challengeHash": judged.given.hashes["challengeHash"],
            "at": context.at.isoformat(),
        }
        answers.statements += 1
        await self._ports.graph.write(
            [(fragment("writes/refused_opening"), parameters)],
            timeout_seconds=limits.STATEMENT_SECONDS_MAX,
            metadata={"operation": context.operation, "client": context.caller.client},
        )
        await self._transaction.gate.let_refusal_leave(context)
        raise LoggedRefusalError("a case can't be opened with what was entered: check it with the resident")

    # ── what a passkey signs ─────────────────────────────────────────────────────────────────────────────────────

    async def _create_counter_challenge(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        self._gate.check_purpose(context)
        kind = CaseKind(selected.arguments["kind"])
        self._check_kind(context, kind)
        if self._rules(context, kind, CaseProof.PASSKEY) is None:
            raise FieldNotAllowedError(f"your department opens no case of the kind `{kind}` for this purpose")
        member = {**officer_parameters(context), "member": context.caller.subject, "today": context.today}
        rows = await self._gate.authority("authority/member", member, context, answers)
        if not rows[0][0]:
            raise NotOnStaffError
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        expires_at = context.at + timedelta(minutes=limits.COUNTER_CHALLENGE_MINUTES)
        properties = {
            "id": new_public_id(),
            "challengeHash": self._ports.vault.challenge_hash(challenge),
            "officer": context.caller.subject,
            "office": context.caller.office,
            "kind": kind.value,
            "purpose": context.purpose,
            "expiresAt": expires_at,
        }
        entry = self._transaction.entry(context, None, "write", legal_basis=self._transaction.legal_basis(context))
        statement = (
            fragment("writes/counter_challenge"),
            {"challenge": checked("CounterChallenge", properties)},
        )
        await self._transaction.commit(context, [entry], statement, answers)
        options = self._relying_party.assertion_options(challenge)
        return payload(selected, {"options": options, "expiresAt": instant_text(expires_at)})
