"""Holds charges against budgets over a sliding window, inside the commit that logs what they pay for.

Counted in the store, by one writer at a time: so concurrent calls, other tokens, reconnects and other processes share one
count. Spending is kept by the minute; the window takes in one minute more than its length, so that no span of that
length ever has more than its budget.
"""

import time
from collections.abc import Callable, Collection, Sequence

from hub.audit_log.tables import Spent, Tables
from model.budgets import Amounts, Charge
from model.errors import BudgetExceededError
from model.limits import BUDGET_WINDOW_MINUTES

_NOTHING = Amounts()


class Clock:
    """Minutes that never go back and are not stepped: the wall's at first, then by the monotonic clock.

    A log that was written later than our wall says moves us forward to it. Whoever sets the wall clock forward between
    two starts of the hub renews budgets: from inside, that can't be told from time that passed.
    """

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._offset_seconds = wall() - monotonic()

    def minute(self, least: int) -> int:
        """Minutes since 1970, `least` or later from now on."""
        behind_seconds = least * 60 - (self._monotonic() + self._offset_seconds)
        self._offset_seconds += max(0.0, behind_seconds)
        return int((self._monotonic() + self._offset_seconds) // 60)


class Budgets:
    """The counts of one transaction: what was spent before, and what its jobs spend. Used by the writer's thread."""

    def __init__(self, tables: Tables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock
        self._minute: int | None = None  # of this transaction
        self._before: dict[str, Amounts] = {}
        self._now: dict[str, Amounts] = {}
        self._dropped_minute = 0  # when old buckets were last dropped

    def prepare(self, meters: Collection[str]) -> None:
        """Read at once what the next jobs ask for."""
        missing = [meter for meter in meters if meter not in self._before]
        if not missing:
            return
        if self._minute is None:
            self._minute = self._clock.minute(self._tables.last_spent_minute())
        self._before.update(dict.fromkeys(missing, _NOTHING))
        for spent in self._tables.spent(missing, self._minute - BUDGET_WINDOW_MINUTES):
            self._before[spent.meter] = _amounts(spent)

    def spend(self, charges: Sequence[Charge]) -> None:
        """Take all of `charges`. Raises `BudgetExceededError` when one is over its budget; then none is taken."""
        self.prepare([charge.meter for charge in charges])
        after: dict[str, Amounts] = {}
        for charge in charges:
            meter = charge.meter
            after[meter] = (after.get(meter) or self._now.get(meter, _NOTHING)) + charge.amounts
            most = charge.most
            over = (self._before[meter] + after[meter]).over(most)
            if over:
                raise BudgetExceededError(
                    f"the {charge.kind}'s budget of {getattr(most, over)} {over} in {BUDGET_WINDOW_MINUTES} minutes "
                    "is used up: try again later"
                )
        self._now.update(after)

    def write(self) -> None:
        """Hand over to the tables what was spent since the last commit, and drop what no window takes in any more."""
        if self._minute is not None and self._now:
            self._tables.put_spent([_bucket(meter, self._minute, item) for meter, item in sorted(self._now.items())])
            if self._minute != self._dropped_minute:
                self._tables.drop_spent(self._minute - BUDGET_WINDOW_MINUTES)
                self._dropped_minute = self._minute

    def forget(self) -> None:
        """The transaction has ended: the next may find other counts."""
        self._minute = None
        self._before.clear()
        self._now.clear()


def _amounts(spent: Spent) -> Amounts:
    return Amounts(requests=spent.requests, subjects=spent.subjects, exports=spent.exports)


def _bucket(meter: str, minute: int, item: Amounts) -> Spent:
    return Spent(meter, minute, item.requests, item.subjects, item.exports)
