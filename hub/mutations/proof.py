"""What residents prove themselves by at a counter: one-time codes, the receipt card, passkeys. Made and revoked here.

What a proof opens is `counter`'s.
"""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hub.codes import grouped, random_text
from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData
from hub.identity.passkeys import CHALLENGE_BYTES, Registration, RelyingParty, challenge_of
from hub.mutations.letter import letter_parameters
from hub.mutations.transaction import (
    PROVED_AT_A_COUNTER,
    Handler,
    OwnWrite,
    WriteTransaction,
    checked,
    instant_text,
    payload,
)
from loaders.fragments import fragment
from model import limits
from model.callers import CaseAuthority
from model.errors import ConflictError, Reason, ValidationFailedError
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.plan import FieldSelection, Row
from model.states import CaseProof, NoticeKind

_CODE_LENGTH = 10  # 50 bits, for a quarter of an hour, beside the exact document
_CARD_LENGTH = 20  # 100 bits: it lasts until it is revoked, so nobody may ever try them all

_AT_A_COUNTER = PROVED_AT_A_COUNTER | {CaseProof.OFFICER_ATTESTED}


class Proofs:
    """The mutations that make a proof or take it back."""

    def __init__(self, transaction: WriteTransaction, relying_party: RelyingParty) -> None:
        self._transaction = transaction
        self._ports = transaction.ports
        self._relying_party = relying_party

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.createCounterCode": self._create_counter_code,
            "Mutation.createReceiptCard": self._create_receipt_card,
            "Mutation.issueReceiptCard": self._issue_receipt_card,
            "Mutation.revokeReceiptCard": self._revoke_receipt_card,
            "Mutation.requestLetterCode": self._request_letter_code,
            "Mutation.createPasskeyRegistration": self._create_passkey_registration,
            "Mutation.registerPasskey": self._register_passkey,
            "Mutation.revokePasskey": self._revoke_passkey,
        }

    # ── one-time codes ───────────────────────────────────────────────────────────────────────────────────────────

    async def _create_counter_code(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        code, expires_at = random_text(_CODE_LENGTH), context.at + timedelta(minutes=limits.COUNTER_CODE_MINUTES)
        properties = {
            "id": new_private_id(),
            "codeHash": self._ports.vault.code_hash(code),
            "expiresAt": expires_at,
            "permissions": sorted(set(selected.arguments["input"]["permissions"])),
        }
        parameters = {"person": own.person, "code": checked("CounterCode", properties)}
        await self._write(context, own, "writes/counter_code", parameters, answers)
        return payload(selected, {"code": grouped(code), "expiresAt": instant_text(expires_at)})

    # ── the receipt card ─────────────────────────────────────────────────────────────────────────────────────────

    async def _create_receipt_card(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        code, parameters = self._card(context, own.person)
        await self._write(context, own, "writes/receipt_card", parameters, answers, notice=NoticeKind.CARD_ISSUED)
        return payload(selected, {"code": grouped(code), "issuedAt": instant_text(context.at)})

    async def _issue_receipt_card(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        case = await self._transaction.proved(context, selected.arguments["case"], answers)
        code, parameters = self._card(context, _subject(case))
        await self._write_in_case(
            context, case, "writes/receipt_card", parameters, answers, notice=NoticeKind.CARD_ISSUED
        )
        return payload(selected, {"code": grouped(code), "issuedAt": instant_text(context.at)})

    def _card(self, context: RequestContext, person: PersonId) -> tuple[str, dict[str, Any]]:
        code = random_text(_CARD_LENGTH)
        properties = {"id": new_private_id(), "codeHash": self._ports.vault.card_hash(code), "issuedAt": context.at}
        return code, {"person": person, "card": checked("ReceiptCard", properties)}

    async def _revoke_receipt_card(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        """With a case, at the counter; without, the resident's own. When there is no card, that is said to both."""
        name, at, told = "writes/revoke_receipt_card", context.at.isoformat(), NoticeKind.CARD_REVOKED
        if "case" in selected.arguments:
            case = await self._transaction.proved(context, selected.arguments["case"], answers)
            person: PersonId = _subject(case)
            rows = await self._write_in_case(context, case, name, {"person": person, "at": at}, answers, notice=told)
        else:
            own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
            person = own.person
            rows = await self._write(context, own, name, {"person": person, "at": at}, answers, notice=told)
        if not rows:
            raise RefusedCaseError(ConflictError("there is no receipt card that could be revoked"), person)
        return payload(selected, {"at": instant_text(context.at)})

    # ── a letter, for who has no proof yet ───────────────────────────────────────────────────────────────────────

    async def _request_letter_code(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        """Answers the same whether a letter will leave: for a protected person, or without an address, none does."""
        case = await self._transaction.held(context, selected.arguments["case"], answers, by_deputy=False)
        if case.subject is None or case.proof not in _AT_A_COUNTER:
            refusal = ConflictError(
                f"the case `{case.number}` was not opened at a counter: the resident has to be there"
            )
            raise RefusedCaseError(refusal, case.subject)
        parameters = letter_parameters(context, _subject(case), is_open=not case.is_protected)
        told = NoticeKind.LETTER_CODE_ASKED
        await self._write_in_case(context, case, "writes/letter_code", parameters, answers, notice=told)
        return self._transaction.receipt(context, selected, case.number)

    # ── passkeys ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def _create_passkey_registration(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        expires_at = context.at + timedelta(minutes=limits.PASSKEY_CHALLENGE_MINUTES)
        properties = {
            "id": new_private_id(),
            "challengeHash": self._ports.vault.challenge_hash(challenge),
            "expiresAt": expires_at,
        }
        parameters = {"person": own.person, "challenge": checked("PasskeyChallenge", properties)}
        await self._write(context, own, "writes/passkey_challenge", parameters, answers)
        options = self._relying_party.registration_options(challenge, self._ports.vault.user_handle(own.person))
        return payload(selected, {"options": options, "expiresAt": instant_text(expires_at)})

    async def _register_passkey(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = Registration.read(selected.arguments["input"])
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        made = self._relying_party.registered(given)
        if made is None:
            raise RefusedCaseError(
                ValidationFailedError(
                    "this is no passkey that was made here: begin again", reason=Reason.FORM, argument="passkey"
                ),
                own.person,
            )
        created_on = date.fromisoformat(context.today)
        properties = {
            "id": new_private_id(),
            "credentialHash": self._ports.vault.credential_hash(made.credential_id),
            "signCount": made.sign_count,
            "createdOn": created_on,
        }
        sealed = self._ports.vault.seal(own.person, FieldGroup.PERSON_DOCUMENT, {"publicKey": made.public_key.hex()})
        parameters = {
            "person": own.person,
            "challengeHash": self._ports.vault.challenge_hash(challenge_of(given.client_data)),
            "at": context.at.isoformat(),
            "passkeysMax": limits.PASSKEYS_MAX,
            "passkey": {**checked("Passkey", properties), "sealedPersonDocument": sealed},
        }
        told = NoticeKind.PASSKEY_ADDED
        if not await self._write(context, own, "writes/register_passkey", parameters, answers, notice=told):
            refusal = ConflictError(
                f"this passkey can't be added: begin again, or revoke one of {limits.PASSKEYS_MAX} first"
            )
            raise RefusedCaseError(refusal, own.person)
        return payload(selected, {"id": properties["id"], "createdOn": created_on.isoformat()})

    async def _revoke_passkey(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.CASE)
        parameters = {"person": own.person, "passkey": selected.arguments["passkey"], "at": context.at.isoformat()}
        told = NoticeKind.PASSKEY_REVOKED
        if not await self._write(context, own, "writes/revoke_passkey", parameters, answers, notice=told):
            refusal = ConflictError("you have no such passkey: `me { passkeys { id } }` lists yours")
            raise RefusedCaseError(refusal, own.person)
        return payload(selected, {"at": instant_text(context.at)})

    # ── how they are written ─────────────────────────────────────────────────────────────────────────────────────

    async def _write(
        self,
        context: RequestContext,
        own: OwnWrite,
        name: str,
        parameters: Mapping[str, Any],
        answers: ResponseData,
        *,
        notice: NoticeKind | None = None,
    ) -> Any:
        told = [] if notice is None else [self._transaction.notice(context, own.person, notice)]
        return await self._transaction.commit(context, [own.entry()], (fragment(name), parameters), answers, then=told)

    async def _write_in_case(
        self,
        context: RequestContext,
        case: CaseAuthority,
        name: str,
        parameters: Mapping[str, Any],
        answers: ResponseData,
        *,
        notice: NoticeKind,
    ) -> Any:
        entry = self._transaction.entry(
            context, case.subject, "write", legal_basis=self._transaction.legal_basis(context), case=case.number
        )
        told = [self._transaction.notice(context, _subject(case), notice)]
        return await self._transaction.commit(context, [entry], (fragment(name), parameters), answers, then=told)


def _subject(case: CaseAuthority) -> PersonId:
    assert case.subject is not None  # noqa: S101 - nobody proves themselves in a case about a place
    return case.subject
