"""Writes through the gate: authority → decide → judge → intent → commit → outcome, and the payload by a plan.

The intent is durable before the graph commits, the commit carries the entry's id, the outcome follows on the log, and
only then does the answer leave (design §5): that is `desk`. What each mutation does is a file a topic beside it; what is
allowed is the policy's, by which rule is `resolvers`'.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from hub.errors import DomicileError
from hub.gate import Answers, Asking, Gate, RefusedCaseError
from hub.gate.writes.access import Objections
from hub.gate.writes.case import Cases, Terms
from hub.gate.writes.consent import Consents
from hub.gate.writes.counter import Counter
from hub.gate.writes.desk import Desk, Handler, LoggedRefusalError
from hub.gate.writes.notice import Notices
from hub.gate.writes.proof import Proofs
from hub.gate.writes.rights import Rights
from hub.identity.passkeys import RelyingParty
from hub.model.counter import OpeningRule
from hub.model.plan import Page, Row, Selected

__all__ = ["Rules", "Writes"]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of `resolvers` which a write asks: by which a case may be opened, and how long it lasts."""

    judge_opening: OpeningRule
    terms: Terms


class Writes:
    """The mutations, each with its handler."""

    def __init__(self, gate: Gate, *, rules: Rules, relying_party: RelyingParty, time_zone: ZoneInfo) -> None:
        self._gate = gate
        desk = Desk(gate, time_zone=time_zone)
        self._handlers: dict[str, Handler] = {
            **Counter(desk, rules.judge_opening, relying_party).handlers(),
            **Cases(desk, rules.terms).handlers(),
            **Proofs(desk, relying_party).handlers(),
            **Consents(desk).handlers(),
            **Notices(desk).handlers(),
            **Objections(desk, rules.terms).handlers(),
            **Rights(desk).handlers(),
        }

    async def write(self, asking: Asking, selected: Selected, answers: Answers) -> Row | Page | None:
        """Carry out one root field of a mutation and read its payload. Raises a `DomicileError`.

        A refusal that has no entry yet gets one.
        """
        try:
            done = await self._handlers[selected.coordinate](asking, selected, answers)
        except LoggedRefusalError:
            raise
        except RefusedCaseError as refused:
            await self._gate.refuse(asking, selected, refused.refusal, subject=refused.subject)
            raise refused.refusal from None
        except DomicileError as refusal:
            await self._gate.refuse(asking, selected, refusal)
            raise
        return done if isinstance(done, Row) else await self._gate.read(asking, _payload_of(selected, done), answers)


def _payload_of(selected: Selected, arguments: Mapping[str, Any]) -> Selected:
    """The mutation's field as a question about what was just written."""
    return replace(selected, arguments=arguments)
