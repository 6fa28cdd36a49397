"""The rules that rows keep together: versions of a fact, homes, places within places, numbers that stand once (design §10).

Pure. Each says the rule that is broken, as it follows "must "; nothing when none is. Days and instants are ISO texts of one form each,
which sort as they follow each other; an interval is half-open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model.states import AdminUnitLevel

Interval = tuple[str, str]

PLACE_RULE = "be that of the place in which it lies, or be left out"  # of a `unitCode`
FLOOR_RULE = "be at most the building's storeys"  # of a room's floor

_ABOVE: Mapping[AdminUnitLevel, AdminUnitLevel] = {
    AdminUnitLevel.DISTRICT: AdminUnitLevel.CITY,
    AdminUnitLevel.STREET: AdminUnitLevel.DISTRICT,
    AdminUnitLevel.COMMUNITY: AdminUnitLevel.STREET,
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a fact: about whom (their ids), and when it holds and was recorded."""

    version: int
    subjects: tuple[str, ...]
    valid: Interval
    recorded: Interval

    def meets(self, other: "Version") -> bool:
        """Whether both hold at some moment, by both times."""
        return _meet(self.valid, other.valid) and _meet(self.recorded, other.recorded)


def version_trouble(new: Version, others: Iterable[Version]) -> str:
    """Of a fact whose `others` are the versions before."""
    for other in others:
        if new.version == other.version:
            return "have another number than the fact's other versions"
        if new.subjects != other.subjects:
            return "be about whom the fact's other versions are about"
        if new.meets(other):
            return "not hold, by both times, together with another version of the fact"
    return ""


def home_trouble(new: Version, others: Iterable[Version]) -> str:
    """Of a main residence of somebody who has the `others`: one a day at most."""
    return "not be a second main residence on the same day" if any(map(new.meets, others)) else ""


def unit_trouble(level: AdminUnitLevel, above: AdminUnitLevel | None) -> str:
    """Of an administrative unit below another, if it is below one."""
    if above is None or _ABOVE.get(level) is above:
        return ""
    expected = _ABOVE.get(level)
    return f"lead to a unit of the level `{expected}`" if expected else "be empty: nothing is above a city"


def is_above(floor: int, storeys: int) -> bool:
    """Whether a room's floor, counted from 1 at the ground (0 there, too) and below it from -1, is above the building's storeys."""
    return floor > storeys


def _meet(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and other[0] < one[1]
