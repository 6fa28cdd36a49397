"""Writes through the gate: authority → decide → judge → intent → commit → outcome, and the payload by a plan.

The intent is durable before the graph commits, the commit carries the entry's id, the outcome follows on the log, and
only then does the answer leave (design §5): that is `transaction`. What each mutation does is a file a topic beside it; what is
allowed is the policy's, by which rule is `resolvers`'.
"""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from hub.gate.exports import Exports
from hub.gate.pipeline import Gate, RefusedCaseError, RequestContext, ResponseData
from hub.gate.response_data import with_field
from hub.identity.passkeys import RelyingParty
from hub.mutations.access import Objections
from hub.mutations.case import Cases, Terms
from hub.mutations.consent import Consents
from hub.mutations.counter import Counter
from hub.mutations.erasure import Erasures
from hub.mutations.hidden_entries import Hiding
from hub.mutations.notice import Notices
from hub.mutations.printing import Printing, RecordPage
from hub.mutations.proof import Proofs
from hub.mutations.protection import Protections
from hub.mutations.refusal import Refusals
from hub.mutations.rights import Rights
from hub.mutations.screen_export import Screens
from hub.mutations.sign_in import SignIns
from hub.mutations.transaction import Handler, LoggedRefusalError, ReadBack, WriteTransaction
from hub.mutations.view import Views
from model.counter import OpeningRule
from model.errors import DomicileError
from model.plan import FieldSelection, Page, Row, Shape

__all__ = ["Rules", "Writes"]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a write asks of `resolvers`: by which rule a case may be opened, how long it lasts, how a record is printed."""

    judge_opening: OpeningRule
    terms: Terms
    record_page: RecordPage


class Writes:
    """The mutations, each with its handler."""

    def __init__(
        self, gate: Gate, exports: Exports, *, rules: Rules, relying_party: RelyingParty, time_zone: ZoneInfo
    ) -> None:
        self.time_zone = time_zone  # the city's
        self._gate = gate
        transaction = WriteTransaction(gate, time_zone=time_zone)
        self._handlers: dict[str, Handler] = {
            **Counter(transaction, rules.judge_opening, relying_party).handlers(),
            **Cases(transaction, rules.terms).handlers(),
            **Proofs(transaction, relying_party).handlers(),
            **SignIns(transaction).handlers(),
            **Consents(transaction).handlers(),
            **Notices(transaction).handlers(),
            **Objections(transaction, rules.terms).handlers(),
            **Rights(transaction).handlers(),
            **Printing(transaction, exports, rules.record_page).handlers(),
            **Erasures(transaction).handlers(),
            **Refusals(transaction).handlers(),
            **Protections(transaction).handlers(),
            **Hiding(transaction).handlers(),
            **Views(transaction).handlers(),
            **Screens(transaction).handlers(),
        }

    async def write(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData
    ) -> Row | Page | None:
        """Carry out one root field of a mutation and read its payload. Raises a `DomicileError`.

        A refusal that has no entry yet gets one.
        """
        try:
            done = await self._handlers[selected.coordinate](context, selected, answers)
        except LoggedRefusalError:
            raise
        except RefusedCaseError as refused:
            await self._gate.refuse(context, selected, refused.refusal, subject=refused.subject)
            raise refused.refusal from None
        except DomicileError as refusal:
            await self._gate.refuse(context, selected, refusal)
            raise
        if isinstance(done, Row):
            return done
        return await self._read_back(
            context, selected, done if isinstance(done, ReadBack) else ReadBack(done, {}), answers
        )

    async def _read_back(
        self, context: RequestContext, selected: FieldSelection, done: ReadBack, answers: ResponseData
    ) -> Row | Page | None:
        """The payload, as a question about what was just written; texts that the hub made stand beside what was loaded."""
        texts = tuple(child for child in selected.children if child.coordinate in done.texts)
        rest = replace(
            selected, arguments=done.arguments, children=tuple(item for item in selected.children if item not in texts)
        )
        read = (
            await self._gate.read(context, rest, answers) if rest.children else Row(Shape(selected.type_name, {}), [])
        )
        for child in texts:
            assert isinstance(read, Row)  # noqa: S101 - a payload with such a field is an object
            read = with_field(read, child, done.texts[child.coordinate])
        return read
