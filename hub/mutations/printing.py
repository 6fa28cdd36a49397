"""The record and log on paper, at the counter: for a resident without a sign-in, who stands there with a proof.

The one time that an office has what is the resident's alone: a sheet to hand over. How it looks is `resolvers`'.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from hub.gate.exports import Exports, Holder, check_export
from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData, question_in
from hub.mutations.transaction import Handler, WriteTransaction, payload
from model.callers import CaseAuthority
from model.errors import BudgetExceededError, DomicileError
from model.plan import FieldSelection, Row

RecordPage = Callable[[Mapping[str, Any], str], str]
"""From an export's content and its signature, one page of HTML to be printed."""


class Printing:
    """The mutation of a clerk who prints a resident's record."""

    def __init__(self, transaction: WriteTransaction, exports: Exports, page: RecordPage) -> None:
        self._transaction = transaction
        self._exports = exports
        self._page = page

    def handlers(self) -> dict[str, Handler]:
        """The mutation with what carries it out."""
        return {"Mutation.printRecord": self._print}

    async def _print(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        given = selected.arguments["input"]
        case = await self._transaction.held(context, given["case"], answers, by_deputy=False)
        try:
            holder = await self._holder(context, case, answers)
            span = {name: value for name, value in given.items() if value is not None}
            made = await self._exports.make(holder, answers, span)
        except BudgetExceededError as refusal:
            raise RefusedCaseError(refusal, case.subject) from None
        page = await asyncio.to_thread(self._page, made.content, made.signature)
        return payload(selected, {"page": page, **made.fields})

    async def _holder(self, context: RequestContext, case: CaseAuthority, answers: ResponseData) -> Holder:
        try:
            check_export(context, question_in(context, case))
            await self._transaction.check_presence(context, case.number, answers)
        except DomicileError as refusal:
            raise RefusedCaseError(refusal, case.subject) from None
        assert case.subject is not None  # noqa: S101 - what may be exported was opened by a resident's proof
        return Holder(
            context=context,
            person=case.subject,
            is_own_record=True,
            legal_basis=self._transaction.legal_basis(context),
            case=case.number,
        )
