"""A protected address: beginning and ending the protection, an office that asks to see it, and its person's answer.

Nothing here says to an officer whether an address is protected: it is asked for, and answered at a counter, in the same
words either way. Only the person's own yes opens one; there is no override.
"""

from typing import Any

from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData, question_in
from hub.gate.places import ROOMS, hide, places, show
from hub.gate.ports import Statement
from hub.mutations.transaction import Handler, WriteTransaction, instant_text, payload
from loaders.fragments import fragment
from model import limits
from model.callers import CaseAuthority, Entry
from model.errors import (
    ConflictError,
    FieldNotAllowedError,
    PurposeNotAllowedError,
    ValidationFailedError,
    wrong_length,
)
from model.groups import FieldGroup
from model.ids import CaseNumber, PersonId, new_private_id
from model.plan import FieldSelection, Row
from model.standing import Disclosure, Protection, Standing
from model.states import CaseKind, CaseProof, NoticeKind
from model.times import as_instant_text

_WITHOUT_THE_RESIDENT = frozenset({CaseProof.OFFICER_ATTESTED, CaseProof.EX_OFFICIO})
_NOT_ASKED = "nothing is asked for in this case: `me { disclosures { case } }` lists what is"


class Protections:
    """The mutations about protected addresses."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._vault = transaction.ports.vault

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.protectAddress": self._protect,
            "Mutation.protectAddressAtCounter": self._protect_at_counter,
            "Mutation.endProtectionAtCounter": self._end_at_counter,
            "Mutation.requestDisclosure": self._request,
            "Mutation.answerDisclosure": self._answer,
            "Mutation.answerDisclosureAtCounter": self._answer_at_counter,
        }

    # ── the protection ───────────────────────────────────────────────────────────────────────────────────────────

    async def _protect(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        await self._protect_now(context, own.entry(), selected.arguments["input"].get("reason"), answers)
        return payload(selected, {"at": instant_text(context.at)})

    async def _protect_at_counter(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        """Says the same whether it was protected. An attested case is enough: nobody is harmed by being protected."""
        given = selected.arguments["input"]
        case = await self._transaction.held(context, given["case"], answers, by_deputy=True)
        if case.kind is not CaseKind.DATA_RIGHTS or case.subject is None:
            refusal = FieldNotAllowedError("this takes a case `DATA_RIGHTS`, opened at the counter with the resident")
            raise RefusedCaseError(refusal, case.subject)
        await self._protect_now(context, self._entry(context, case), given.get("reason"), answers)
        return payload(selected, {"at": instant_text(context.at)})

    async def _protect_now(
        self, context: RequestContext, entry: Entry, reason: str | None, answers: ResponseData
    ) -> None:
        """Whoever is protected already has no room in the graph to be found, and nothing changes."""
        person, at = entry.subject, as_instant_text(context.at)
        assert person is not None  # noqa: S101 - all of this is about somebody
        protection = Protection(id=new_private_id(), since=at, reason=self._sealed(person, reason))
        found = places(await self._transaction.gate.authority(ROOMS, {"persons": [person]}, context, answers))
        standing = self._vault.standing(person)
        if not standing.is_protected:
            standing = standing.protected(protection, at).at(found.get(person, ()))
        await self._told(context, entry, standing, NoticeKind.ADDRESS_PROTECTED, answers, then=hide(found))

    async def _end_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """Takes the resident's own proof, given in person: whoever holds their telephone can't do it from afar."""
        own = await self._transaction.counter_write(context, selected.arguments["case"], answers, FieldGroup.RIGHTS)
        standing = self._vault.standing(own.person).unprotected(as_instant_text(context.at))
        then = show({own.person: standing.places})
        await self._told(context, own.entry(), standing, NoticeKind.PROTECTION_ENDED, answers, then=then)
        return payload(selected, {"at": instant_text(context.at)})

    # ── the hearing ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _request(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """Asked of anybody in the same words, so that asking tells nothing."""
        given = selected.arguments["input"]
        case = await self._transaction.held(context, given["case"], answers, by_deputy=True)
        person = _asked_person(context, case)
        if not given["reason"].strip():
            raise RefusedCaseError(_wrong_reason(), person)
        sealed = self._sealed(person, given["reason"])
        assert sealed is not None  # noqa: S101 - there are words
        disclosure = Disclosure(
            id=new_private_id(), case=case.number, asked_at=as_instant_text(context.at), reason=sealed
        )
        standing = self._vault.standing(person)
        if standing.asked_in(case.number) < limits.DISCLOSURES_PER_CASE_MAX:
            standing = standing.asked(disclosure)
        entry = self._entry(context, case)
        if not await self._told(context, entry, standing, NoticeKind.DISCLOSURE_ASKED, answers, case=case.number):
            most = limits.DISCLOSURES_PER_CASE_MAX
            refusal = ConflictError(f"the address was asked for {most} times in this case: the answers stand")
            raise RefusedCaseError(refusal, person)
        return self._transaction.receipt(context, selected, case.number)

    async def _answer(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        given = selected.arguments["input"]
        entry = own.entry(CaseNumber(given["case"]))
        standing = self._answered(context, own.person, given["case"], allow=given["allow"])
        if not await self._told(context, entry, standing, NoticeKind.DISCLOSURE_ANSWERED, answers):
            raise RefusedCaseError(ConflictError(_NOT_ASKED), own.person)
        return self._transaction.receipt(context, selected, given["case"])

    async def _answer_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        own = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.RIGHTS)
        standing = self._answered(context, own.person, given["about"], allow=given["allow"])
        if not await self._told(context, own.entry(), standing, NoticeKind.DISCLOSURE_ANSWERED, answers):
            raise RefusedCaseError(ConflictError(_NOT_ASKED), own.person)
        return self._transaction.receipt(context, selected, given["about"])

    # ── how they are written ─────────────────────────────────────────────────────────────────────────────────────

    async def _told(
        self,
        context: RequestContext,
        entry: Entry,
        standing: Standing,
        kind: NoticeKind,
        answers: ResponseData,
        *,
        case: CaseNumber | None = None,
        then: Statement | None = None,
    ) -> Any:
        """The write, and a notice of it to the entry's subject; what changes nothing runs the same, and tells nobody.

        With `case`, only while that is open. `then` is done with it.
        """
        assert entry.subject is not None  # noqa: S101 - all of this is about somebody
        proposes = self._transaction.kept(entry.subject, standing)
        statement = fragment("writes/standing"), {"person": entry.subject, "case": case, "isChanged": bool(proposes)}
        notice = self._transaction.notice(context, entry.subject, kind)
        behind = [notice] if then is None else [notice, then]
        return await self._transaction.commit(context, [entry], statement, answers, then=behind, proposes=proposes)

    def _answered(self, context: RequestContext, person: PersonId, case: str, *, allow: bool) -> Standing:
        return self._vault.standing(person).answered(case, as_instant_text(context.at), allow=allow)

    def _entry(self, context: RequestContext, case: CaseAuthority) -> Entry:
        return context.entry(
            "write",
            subject=case.subject,
            legal_basis=self._transaction.legal_basis(context),
            case=case.number,
            groups=frozenset({FieldGroup.RIGHTS}),
        )

    def _sealed(self, person: PersonId, reason: str | None) -> bytes | None:
        """Somebody's words, sealed under the person's key. Raises `ValidationFailedError` for too many."""
        words = (reason or "").strip()
        if len(words) > limits.DISCLOSURE_CHARACTERS_MAX:
            raise _wrong_reason()
        return self._vault.seal(person, FieldGroup.EVIDENCE, {"reason": words}) if words else None


def _asked_person(context: RequestContext, case: CaseAuthority) -> PersonId:
    """Whose address may be asked for in a case: by its purpose, its proof and the policy, never by who they are."""
    purpose = context.policy.purpose(case.purpose)
    if purpose is None or not purpose.may_disclose:
        refusal = PurposeNotAllowedError(f"no protected address is asked for with the purpose `{case.purpose}`")
        raise RefusedCaseError(refusal, case.subject)
    decision = context.policy.decide(question_in(context, case), frozenset({FieldGroup.RESIDENCE}))
    if case.subject is None or case.proof in _WITHOUT_THE_RESIDENT or not decision.allows(FieldGroup.RESIDENCE):
        refused = FieldNotAllowedError("this takes a case that shows an address, and that the resident opened")
        raise RefusedCaseError(refused, case.subject)
    return case.subject


def _wrong_reason() -> ValidationFailedError:
    return wrong_length("reason", limits.DISCLOSURE_CHARACTERS_MAX)
