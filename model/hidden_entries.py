"""What a resident keeps off their own screen: entries of their log by number, and cases with all that is about them.

Nothing is deleted by it: the log is what it was, and the resident sees on demand what is off it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ACT = "hides"
"""The key by which an entry says that something was hidden or shown again: kept off the screen itself."""


@dataclass(frozen=True, kw_only=True)
class OffScreen:
    """`version` counts the changes, from 0 for a record in which nothing was ever hidden."""

    numbers: frozenset[int] = frozenset()
    cases: frozenset[str] = frozenset()
    version: int = 0

    @property
    def is_anything(self) -> bool:
        """Whether anything is hidden now."""
        return bool(self.numbers or self.cases)

    def hides(self, number: int, entry: Mapping[str, Any]) -> bool:
        """Whether an entry of the log, by its number among the person's own, is off the screen."""
        return number in self.numbers or entry.get("case") in self.cases or ACT in entry.get("extra", {})

    def with_more(self, numbers: frozenset[int], cases: frozenset[str]) -> "OffScreen":
        """With these hidden too."""
        return OffScreen(numbers=self.numbers | numbers, cases=self.cases | cases, version=self.version)

    def without(self, numbers: frozenset[int], cases: frozenset[str]) -> "OffScreen":
        """With these shown again."""
        return OffScreen(numbers=self.numbers - numbers, cases=self.cases - cases, version=self.version)

    def sealable(self) -> dict[str, str]:
        """As texts, for the vault."""
        return {"numbers": ",".join(map(str, sorted(self.numbers))), "cases": ",".join(sorted(self.cases))}

    @classmethod
    def opened(cls, values: Mapping[str, str], version: int) -> "OffScreen":
        """What `sealable` gave."""
        numbers, cases = values["numbers"], values["cases"]
        return cls(
            numbers=frozenset(int(item) for item in numbers.split(",") if item),
            cases=frozenset(item for item in cases.split(",") if item),
            version=version,
        )
