"""How a resident limits what is done with their data: restrictions of a purpose, blocks of a department.

Each is set and lifted by the resident, or by a clerk at whose counter they ask for it. The clerk learns nothing by it: what
was there before makes no difference to the answer. What they bind is read where a case is shown or goes elsewhere.
"""

from collections.abc import Mapping
from typing import Any

from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData
from hub.gate.ports import Statement
from hub.mutations.transaction import CounterWrite, Handler, OwnWrite, WriteTransaction, checked, instant_text, payload
from loaders.fragments import fragment
from model import limits
from model.errors import ConflictError, Reason, ValidationFailedError
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.plan import FieldSelection, Row
from model.states import NoticeKind

_NAMED_LENGTH_MAX = 64  # of what a message quotes


class Rights:
    """The mutations about restrictions and blocks."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._ports = transaction.ports

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.restrictProcessing": self._restrict,
            "Mutation.restrictProcessingAtCounter": self._restrict_at_counter,
            "Mutation.liftRestriction": self._lift,
            "Mutation.liftRestrictionAtCounter": self._lift_at_counter,
            "Mutation.blockTransfer": self._block,
            "Mutation.blockTransferAtCounter": self._block_at_counter,
            "Mutation.unblockTransfer": self._unblock,
            "Mutation.unblockTransferAtCounter": self._unblock_at_counter,
        }

    # ── restrictions ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _restrict(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        statement, identifier = self._restriction(context, own.person, selected.arguments["input"])
        await self._set(context, own, statement, answers)
        return payload(selected, {"id": identifier, "at": instant_text(context.at)})

    async def _restrict_at_counter(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        given = selected.arguments["input"]
        write = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.RIGHTS)
        statement, _ = self._restriction(context, write.person, given)
        await self._set_at_counter(context, write, statement, answers)
        return self._transaction.receipt(context, selected, write.case)

    def _restriction(
        self, context: RequestContext, person: PersonId, given: Mapping[str, Any]
    ) -> tuple[Statement, str]:
        """The statement, and the id of what it makes. Raises `RefusedCaseError` where nothing can be restricted."""
        purpose = context.policy.purpose(given["purpose"])
        if purpose is None:
            refusal = f"`{given['purpose'][:_NAMED_LENGTH_MAX]}` is no purpose of this hub: `processing` lists them"
            unknown = ValidationFailedError(refusal, reason=Reason.UNKNOWN, argument="purpose")
            raise RefusedCaseError(unknown, person)
        if not purpose.is_restrictable:
            refusal = f"the purpose `{purpose.id}` is not restricted: {purpose.not_restricted}"
            raise RefusedCaseError(ConflictError(refusal), person)
        identifier = new_private_id()
        restriction = {
            "id": identifier,
            "purpose": self._transaction.ports.vault.token(person, purpose.id),
            "setAt": context.at,
            "sealedEvidence": self._transaction.sealed_words(person, reason=given["reason"]),
        }
        parameters = {
            "person": person,
            "restriction": checked("Restriction", restriction),
            "most": limits.RESTRICTIONS_MAX,
        }
        return (fragment("writes/restrict"), parameters), identifier

    async def _lift(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        parameters = {
            "person": own.person,
            "id": selected.arguments["id"],
            "purpose": None,
            "at": context.at.isoformat(),
        }
        if not await self._write(context, own, (fragment("writes/lift_restriction"), parameters), answers):
            refusal = ConflictError("you have no such restriction in force: `me { restrictions { id } }` lists yours")
            raise RefusedCaseError(refusal, own.person)
        return payload(selected, {"id": parameters["id"], "at": instant_text(context.at)})

    async def _lift_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        write = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.RIGHTS)
        token = self._transaction.ports.vault.token(write.person, given["purpose"])
        parameters = {"person": write.person, "id": None, "purpose": token, "at": context.at.isoformat()}
        await self._write(context, write, (fragment("writes/lift_restriction"), parameters), answers)
        return self._transaction.receipt(context, selected, write.case)

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def _block(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        statement, identifier = self._transfer_block(context, own.person, selected.arguments["input"])
        await self._set(context, own, statement, answers)
        return payload(selected, {"id": identifier, "at": instant_text(context.at)})

    async def _block_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        write = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.RIGHTS)
        statement, _ = self._transfer_block(context, write.person, given)
        await self._set_at_counter(context, write, statement, answers)
        return self._transaction.receipt(context, selected, write.case)

    def _transfer_block(
        self, context: RequestContext, person: PersonId, given: Mapping[str, Any]
    ) -> tuple[Statement, str]:
        """The statement, and the id of what it makes. Raises `RefusedCaseError` for a department that there is not."""
        if context.policy.client(given["client"]) is None:
            refusal = f"`{given['client'][:_NAMED_LENGTH_MAX]}` is no department of this hub: `processing` lists them"
            unknown = ValidationFailedError(refusal, reason=Reason.UNKNOWN, argument="client")
            raise RefusedCaseError(unknown, person)
        identifier = new_private_id()
        block = {"id": identifier, "client": given["client"], "setAt": context.at}
        parameters = {"person": person, "block": checked("TransferBlock", block), "most": limits.TRANSFER_BLOCKS_MAX}
        return (fragment("writes/block_transfer"), parameters), identifier

    async def _unblock(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        parameters = {
            "person": own.person,
            "id": selected.arguments["id"],
            "client": None,
            "at": context.at.isoformat(),
        }
        if not await self._write(context, own, (fragment("writes/lift_block"), parameters), answers):
            refusal = ConflictError("you have no such block in force: `me { transferBlocks { id } }` lists yours")
            raise RefusedCaseError(refusal, own.person)
        return payload(selected, {"id": parameters["id"], "at": instant_text(context.at)})

    async def _unblock_at_counter(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row:
        given = selected.arguments["input"]
        write = await self._transaction.counter_write(context, given["case"], answers, FieldGroup.RIGHTS)
        parameters = {"person": write.person, "id": None, "client": given["client"], "at": context.at.isoformat()}
        await self._write(context, write, (fragment("writes/lift_block"), parameters), answers)
        return self._transaction.receipt(context, selected, write.case)

    # ── how they are written ─────────────────────────────────────────────────────────────────────────────────────

    async def _set(self, context: RequestContext, own: OwnWrite, statement: Statement, answers: ResponseData) -> None:
        is_set, is_there = (await self._write(context, own, statement, answers))[0]
        if is_there:
            raise RefusedCaseError(
                ConflictError("this is in force already: lift it before you set it anew"), own.person
            )
        if not is_set:
            raise RefusedCaseError(_too_many(), own.person)

    async def _set_at_counter(
        self, context: RequestContext, write: CounterWrite, statement: Statement, answers: ResponseData
    ) -> None:
        is_set, is_there = (await self._write(context, write, statement, answers))[0]
        if not (is_set or is_there):
            raise RefusedCaseError(_too_many(), write.person)

    async def _write(
        self, context: RequestContext, write: OwnWrite | CounterWrite, statement: Statement, answers: ResponseData
    ) -> Any:
        notice = self._transaction.notice_of_right(context, write.person, NoticeKind.RIGHT_EXERCISED)
        return await self._transaction.commit(context, [write.entry()], statement, answers, then=[notice])


def _too_many() -> ConflictError:
    return ConflictError("this was set and lifted too often: nothing more is kept of it")
