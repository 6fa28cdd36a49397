"""What an officer, a client or a purpose may use in an hour, and all who try linking codes, and what one request uses of it: values only.

Budgets bound what a single sign-in, an application gone wrong, or a purpose can draw from the register. They are no
measure of anybody's work, and nothing reports them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from model import limits


class MeterKind(StrEnum):
    """Whose use is measured."""

    OFFICER = "officer"
    CLIENT = "client"
    PURPOSE = "purpose"
    LINKING = "linking"


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """Requests, subjects (persons about whom something is released), and exports."""

    requests: int = 0
    subjects: int = 0
    exports: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        """Both together."""
        return Amounts(
            requests=self.requests + other.requests,
            subjects=self.subjects + other.subjects,
            exports=self.exports + other.exports,
        )

    def times(self, factor: int) -> "Amounts":
        """So many times as much."""
        return Amounts(requests=self.requests * factor, subjects=self.subjects * factor, exports=self.exports * factor)

    def over(self, most: "Amounts") -> str:
        """Which of the three is more than `most` has; empty when none is."""
        for name in ("requests", "subjects", "exports"):
            if getattr(self, name) > getattr(most, name):
                return name
        return ""


_OFFICER = Amounts(
    requests=limits.OFFICER_REQUESTS_MAX,
    subjects=limits.OFFICER_SUBJECTS_MAX,
    exports=limits.OFFICER_EXPORTS_MAX,
)
_MANY = _OFFICER.times(limits.OFFICERS_OF_A_CLIENT)
BUDGETS: Mapping[MeterKind, Amounts] = {
    MeterKind.OFFICER: _OFFICER,
    MeterKind.CLIENT: _MANY,
    MeterKind.PURPOSE: _MANY,
    MeterKind.LINKING: Amounts(requests=limits.LINKING_TRIES_MAX),
}


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What one request uses of one budget.

    `meter` is a keyed hash (`hub.vault.Vault.meter`), never a name; `factor` widens the budget.
    """

    kind: MeterKind
    meter: str
    amounts: Amounts
    factor: int = 1

    @property
    def most(self) -> Amounts:
        """The budget."""
        return BUDGETS[self.kind].times(self.factor)

    def __post_init__(self) -> None:
        """Nothing is ever given back."""
        if min(self.amounts.requests, self.amounts.subjects, self.amounts.exports) < 0:
            raise AssertionError("a charge is not negative")
