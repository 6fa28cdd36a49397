"""Consents: given by a resident in an open case of theirs, and taken back, online or at any counter.

One fact a permission, so that each is taken back on its own. Reading them is `me { consents }`.
"""

from datetime import date, timedelta

from hub.gate.pipeline import RequestContext, ResponseData
from hub.mutations.grants import grant_properties
from hub.mutations.transaction import Handler, WriteTransaction, payload
from loaders.fragments import fragment
from model import limits
from model.callers import CaseAuthority, Entry
from model.errors import CaseRequiredError, ConflictError, FieldNotAllowedError, Reason, ValidationFailedError
from model.groups import FieldGroup
from model.ids import CaseNumber, OfficeCode
from model.plan import FieldSelection, Row
from model.states import CaseProof, NoticeKind, Permission
from model.times import as_instant_text

ONLINE = OfficeCode("online")  # stands in `recordedBy` where no office took part
_WITHOUT_THE_RESIDENT = frozenset({CaseProof.EX_OFFICIO, CaseProof.OFFICER_ATTESTED})


class Consents:
    """The mutations about consents."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._gate = transaction.gate

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.grantConsent": self._grant,
            "Mutation.revokeConsent": self._revoke,
            "Mutation.revokeConsentAtCounter": self._revoke_at_counter,
        }

    async def _grant(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CONSENT)
        given = selected.arguments["input"]
        number, until = CaseNumber(given["case"]), _until(context, given.get("until"))
        permissions = sorted({Permission(item) for item in given["permissions"]})
        if not permissions:
            raise ValidationFailedError(
                "a consent names at least one permission", reason=Reason.COUNT, argument="permissions", least=1
            )
        grants = grant_properties(context, number, permissions, until, office=ONLINE)
        parameters = {
            "person": own.person,
            "case": number,
            "at": context.at.isoformat(),
            "most": limits.CONSENTS_PER_CASE_MAX,
            "grants": grants,
        }
        statement = fragment("writes/grant_consent"), parameters
        notice = self._transaction.notice(context, own.person, NoticeKind.CONSENT_GIVEN)
        rows = await self._transaction.commit(context, [own.entry(number)], statement, answers, then=[notice])
        if not rows:
            raise CaseRequiredError("you have no such open case: `openCase` makes one, at a counter or online")
        has_room, is_blocked = rows[0]
        if is_blocked:
            raise ConflictError("you block the department of this case's office: `unblockTransfer` lifts that")
        if not has_room:
            raise ConflictError("consents in this case were given and taken back too often: ask for a new case")
        return payload(selected, {"ids": [item["fact"] for item in grants], "validTo": until.isoformat()})

    async def _revoke(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CONSENT)
        parameters = {
            "person": own.person,
            "fact": selected.arguments["id"],
            "case": None,
            "permissions": None,
            "at": context.at.isoformat(),
            "recordedBy": ONLINE,
        }
        statement = fragment("writes/revoke_consents"), parameters
        notice = self._transaction.notice(context, own.person, NoticeKind.CONSENT_REVOKED)
        rows = await self._transaction.commit(context, [own.entry()], statement, answers, then=[notice])
        if not rows:
            raise ConflictError("you have no such consent that could be taken back: `me { consents }` lists them")
        return payload(selected, {"revokedAt": as_instant_text(context.at)})

    async def _revoke_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """Says the same whether there was a consent: the counter takes away, and learns nothing by it."""
        self._gate.check_purpose(context)
        given = selected.arguments["input"]
        case = await self._gate.case_authority(context, CaseNumber(given["case"]), answers)
        if case.subject is None or case.proof in _WITHOUT_THE_RESIDENT:
            raise FieldNotAllowedError("a consent is taken back in a case which the resident opened with a proof")
        parameters = {
            "person": case.subject,
            "fact": None,
            "case": None if given["inEveryCase"] else case.number,
            "permissions": given["permissions"],
            "at": context.at.isoformat(),
            "recordedBy": context.caller.office,
        }
        await self._transaction.commit(
            context,
            [_counter_entry(self._transaction, context, case)],
            (fragment("writes/revoke_consents"), parameters),
            answers,
            then=[self._transaction.notice(context, case.subject, NoticeKind.CONSENT_REVOKED)],
        )
        return payload(selected, {"revokedAt": as_instant_text(context.at)})


def _until(context: RequestContext, given: str | None) -> date:
    """The first day on which a consent holds no longer: the one that was given, or as late as can be."""
    today = date.fromisoformat(context.today)
    latest = today + timedelta(days=limits.CONSENT_DAYS_MAX)
    until = latest if given is None else date.fromisoformat(given)
    if not today < until <= latest:
        raise ValidationFailedError(
            f"`until: {until}` is out of range: a day after today, to `{latest}` at the latest",
            reason=Reason.RANGE,
            argument="until",
            least=(today + timedelta(days=1)).isoformat(),
            most=latest.isoformat(),
        )
    return until


def _counter_entry(transaction: WriteTransaction, context: RequestContext, case: CaseAuthority) -> Entry:
    return context.entry(
        "write",
        subject=case.subject,
        legal_basis=transaction.legal_basis(context),
        case=case.number,
        groups=frozenset({FieldGroup.CONSENT}),
    )


__all__ = ["ONLINE", "Consents"]
