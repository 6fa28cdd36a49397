"""One request, as the gate sees it: who, what for, when, and by which operation."""

from dataclasses import dataclass
from datetime import datetime

from hub.model.callers import Caller
from hub.model.ids import PurposeId


@dataclass(frozen=True, kw_only=True)
class Asking:
    """`today` is an ISO date in the city's calendar; `started` a reading of the monotonic clock, in seconds."""

    caller: Caller
    purpose: PurposeId | None
    operation: str
    at: datetime
    today: str
    started: float
