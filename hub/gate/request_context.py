"""One request, as the gate sees it: who, what for, when, by which operation; and how it goes on the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hub.gate.ports import PolicyPort
from model.callers import Caller, Entry
from model.groups import FieldGroup
from model.ids import CaseNumber, PersonId, PurposeId


@dataclass(frozen=True, kw_only=True)
class RequestContext:
    """`today` is an ISO date in the city's calendar; `started` a reading of the monotonic clock, in seconds.

    `policy` is the set that holds when the request comes in: one that is loaded meanwhile is for the next request.
    """

    caller: Caller
    policy: PolicyPort
    purpose: PurposeId | None
    operation: str
    at: datetime
    today: str
    started: float
    extra: Mapping[str, str] = field(default_factory=dict)  # what each entry says beside: who acted for the resident

    def entry(
        self,
        action: str,
        *,
        subject: PersonId | None,
        legal_basis: str = "",
        case: CaseNumber | None = None,
        groups: frozenset[FieldGroup] = frozenset(),
        rule: str = "",
    ) -> Entry:
        """What goes on the log about one subject of this request: `action` is `read`, `write` or `deny`."""
        return Entry(
            subject=subject,
            client=self.caller.client,
            office=self.caller.office,
            officer=self.caller.subject,
            at=self.at,
            action=action,
            operation=self.operation,
            purpose=self.purpose,
            legal_basis=legal_basis,
            case=case,
            groups=groups,
            rule=rule,
            policy_version=self.policy.version,
            extra=self.extra,
        )
